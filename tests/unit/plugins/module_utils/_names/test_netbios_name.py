# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""NetBIOS names of computers."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._names.netbios_name import NetbiosName
from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import InvalidName

# [MS-WKST] 3.2.4.16 and note <85>, as listed in Microsoft's text.
FORBIDDEN = '"/\\[]:|<>+=;,?*'

REFUSED = (
    ("", None),
    (" PC", 0),
    ("PC ", 2),
    ("...", None),
    (". .", None),
    (".PC", 0),
    ("PC\x01", 2),
    ("PC\x1f", 2),
    ("SIXTEEN-LETTERS-", 15),
    ("0123456789", None),
    ("PCÄ", 2),
    ("server", None),
    ("NT AUTHORITY", None),
)


@pytest.mark.parametrize("text", ["PC01", "PC_01", "A", "PC 1", "~!@#$%^&'(){}", "FIFTEEN-LETTERS"])
def test_what_ms_wkst_allows_is_accepted(text: str) -> None:
    """The rule of NetBIOS is wider than that of DNS, and existing accounts use the difference."""
    assert NetbiosName.parse(text).text == text


def test_a_name_is_kept_in_upper_case() -> None:
    """Windows keeps it so."""
    assert NetbiosName.parse("pc-01").text == "PC-01"


@pytest.mark.parametrize("character", FORBIDDEN)
def test_each_forbidden_character_is_refused_at_its_place(character: str) -> None:
    """The refusal carries the character."""
    with pytest.raises(InvalidName) as caught:
        NetbiosName.parse(f"PC{character}")

    assert (caught.value.position, caught.value.character) == (2, character)


@pytest.mark.parametrize(("text", "position"), REFUSED)
def test_other_names_are_refused(text: str, position: int | None) -> None:
    """Each with the place where the rule breaks."""
    with pytest.raises(InvalidName) as caught:
        NetbiosName.parse(text)

    assert caught.value.position == position
