# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of domain controllers."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._names.dc_name import DomainControllerName
from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import InvalidName


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("dc1.lab.example", "dc1.lab.example"),
        ("dc1.lab.example.", "dc1.lab.example"),
        (r"\\dc1.lab.example", "dc1.lab.example"),
        ("DC_01.lab.example", "DC_01.lab.example"),
    ],
)
def test_an_fqdn_is_kept_without_what_tools_write_around_it(text: str, kept: str) -> None:
    r"""Neither the root's dot nor ``nltest``'s backslashes are part of the name."""
    name = DomainControllerName.parse(text)

    assert name.text == kept
    assert name.warnings == ()


def test_a_short_name_is_accepted_with_a_warning() -> None:
    """Since August 2024 Windows wants the FQDN (PowerShell-Docs, Add-Computer -Server)."""
    assert "FQDN" in DomainControllerName.parse("DC1").warnings[0]


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", None),
        ("\\\\", None),
        ("10.0.0.1", 7),
        ("fe80::1", 4),
        (r"LAB\dc1", 3),
        (r"\\dc 1", 4),
        ("dc1:389", 3),
        ("ldap://dc1.lab.example", 4),
        ("dc1.läb.example", 5),
        (f"dc1.{'x' * 60}.{'y' * 60}.{'z' * 26}.com", None),
    ],
)
def test_other_texts_are_refused_at_the_offending_character(text: str, position: int | None) -> None:
    """The place counts in the text as given; 155 bytes is Microsoft's limit for a domain controller."""
    with pytest.raises(InvalidName) as caught:
        DomainControllerName.parse(text)

    assert caught.value.position == position
