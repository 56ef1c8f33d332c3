# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answer files keep to the rules that Microsoft documents for Microsoft-Windows-UnattendedJoin."""

from __future__ import annotations

import base64
import typing as t
import xml.etree.ElementTree as ET

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.unattend import (
    Architecture,
    ConfigurationPass,
    answer_file,
)

from .recorded import content

BLOB = content("netapi_binary.bin")
NAMESPACE = "{urn:schemas-microsoft-com:unattend}"
# MicrosoftDocs windows-hardware "microsoft-windows-unattendedjoin-…", the sections "Valid Configuration Passes".
VALID_IN = {"Identification": "specialize", "OfflineIdentification": "offlineServicing"}
# Attributes of components that every answer file of Windows System Image Manager has.
ATTRIBUTES = {
    "name": "Microsoft-Windows-UnattendedJoin",
    "publicKeyToken": "31bf3856ad364e35",
    "language": "neutral",
    "versionScope": "nonSxS",
}


class Parsed(t.NamedTuple):
    """What Windows reads in an answer file."""

    configuration_pass: str
    component: dict[str, str]
    path: list[str]
    account_data: str


def parsed(text: str) -> Parsed:
    """Follow the only child of each element; anything beside would be a second setting."""
    root = ET.fromstring(text.encode("utf-8"))
    (settings,) = root
    (component,) = settings
    path, element = [], component
    while len(element):
        (element,) = element
        path.append(element.tag.removeprefix(NAMESPACE))
    assert [each.tag for each in (root, settings, component)] == [
        f"{NAMESPACE}{name}" for name in ("unattend", "settings", "component")
    ]
    return Parsed(settings.attrib["pass"], component.attrib, path, element.text or "")


@pytest.mark.parametrize("when", ConfigurationPass)
@pytest.mark.parametrize("architecture", Architecture)
def test_the_blob_is_where_windows_looks_for_it(when: ConfigurationPass, architecture: Architecture) -> None:
    """In the element that is valid in the pass, below Provisioning, for the right architecture."""
    file = parsed(answer_file(BLOB, when, architecture))

    assert file.path[1:] == ["Provisioning", "AccountData"]
    assert VALID_IN[file.path[0]] == file.configuration_pass
    assert file.component == ATTRIBUTES | {"processorArchitecture": architecture.value}


def test_the_blob_is_in_one_line_without_blanks() -> None:
    """AccountData takes no empty element, mark, NUL or blank."""
    data = parsed(answer_file(BLOB)).account_data

    assert base64.b64decode(data, validate=True) == BLOB
    assert data.split() == [data]


def test_by_default_a_generalised_amd64_image_joins_when_it_starts() -> None:
    """The case of images that are prepared on Linux."""
    file = parsed(answer_file(BLOB))

    assert file.configuration_pass == "specialize"
    assert file.component["processorArchitecture"] == "amd64"


def test_the_declared_encoding_is_the_one_that_is_meant() -> None:
    """ASCII is UTF-8, whatever writes the file."""
    text = answer_file(BLOB)

    assert text.isascii()
    assert text.startswith('<?xml version="1.0" encoding="utf-8"?>\n')
