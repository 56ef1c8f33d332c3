# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of `computer_account_info`."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.overview_request import (
    OverviewRequest,
    parse_overview_request,
)
from ansible_collections.netjoin.windows.plugins.module_utils._names.distinguished_name import DistinguishedName

USUAL: dict[str, t.Any] = {"domain": "lab.example", "base": None, "machines": None, "stale_days": 90}


def test_without_options_the_whole_domain_is_asked_for() -> None:
    """No base and no names."""
    assert parse_overview_request(USUAL) == OverviewRequest(None, None, 90)


@pytest.mark.parametrize("base", ["DC=lab,DC=example", "CN=Computers,DC=LAB,DC=Example", "OU=A,OU=B,DC=lab,DC=example"])
def test_any_part_of_the_domain_is_a_base(base: str) -> None:
    """The domain itself too."""
    parsed = parse_overview_request({**USUAL, "base": base})
    assert isinstance(parsed, OverviewRequest)
    assert parsed.base == DistinguishedName.parse(base)


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        ({"base": "Workstations"}, ["base"]),
        ({"base": "OU=A,DC=other,DC=example"}, ["base"]),
        ({"machines": ["a/b", "ws1", "WS1"]}, ["machines", "machines"]),
        ({"machines": []}, ["machines"]),
        ({"stale_days": 0}, ["stale_days"]),
        ({"base": "", "machines": ["?"], "stale_days": -1}, ["base", "machines", "stale_days"]),
    ],
)
def test_all_that_is_wrong_is_found(options: dict[str, t.Any], wrong: list[str]) -> None:
    """By the names of the options."""
    parsed = parse_overview_request({**USUAL, **options})
    assert isinstance(parsed, list)
    assert [finding.option for finding in parsed] == wrong


@pytest.mark.parametrize(("days", "warned"), [(14, True), (15, False)])
def test_fewer_days_than_the_attribute_is_behind_are_warned_of(days: int, warned: bool) -> None:
    """Microsoft's page of lastLogonTimestamp: 14 days."""
    parsed = parse_overview_request({**USUAL, "stale_days": days})
    assert isinstance(parsed, OverviewRequest)
    assert bool(parsed.warnings) is warned
