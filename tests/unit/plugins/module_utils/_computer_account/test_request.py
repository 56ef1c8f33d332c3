# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task may ask for."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.request import (
    AccountRequest,
    State,
    parse_request,
)

OPTIONS: dict[str, t.Any] = {
    "domain": "lab.example",
    "machines": ["ws0001"],
    "state": "present",
    "ou": None,
    "description": None,
    "one_time_password": False,
    "delete_children": False,
    "delete_dns_record": False,
    "trusted_owners": [],
    "account": "create_or_reuse",
    "active_days": 90,
    "force": False,
}

# Options, and the option with the word that the finding has.
REFUSED = (
    ({"machines": []}, "machines", "nothing to do"),
    ({"machines": ["a b"]}, "machines", "'a b'"),
    ({"machines": ["ws1.lab.example"]}, "machines", "no dots"),
    ({"machines": ["ws1", "WS1"]}, "machines", "given twice"),
    ({"machines": ["web-production-01", "web-production-02"]}, "machines", "same account as web-production-01"),
    ({"machines": ["PC_01"]}, "machines", "'PC_01'"),
    ({"ou": "OU=Servers"}, "ou", "OU=Servers"),
    ({"ou": "OU=Servers,DC=other,DC=example"}, "ou", "other.example"),
    ({"state": "absent", "description": "gone"}, "description", "not with absent"),
    ({"state": "disabled", "one_time_password": True}, "one_time_password", "present or reset or joinable"),
    ({"delete_children": True}, "delete_children", "absent"),
    ({"delete_dns_record": True}, "delete_dns_record", "absent"),
    ({"state": "joinable", "machines": ["PC_01"]}, "machines", "'PC_01'"),
    ({"trusted_owners": ["alice"]}, "trusted_owners", "reset"),
    ({"state": "reset", "force": True}, "force", "joinable"),
    ({"state": "joinable", "active_days": -1}, "active_days", "negative"),
)


@pytest.mark.parametrize(("changes", "option", "word"), REFUSED)
def test_a_task_that_cannot_be_meant_is_refused(changes: dict[str, t.Any], option: str, word: str) -> None:
    """With the option and the reason."""
    found = parse_request({**OPTIONS, **changes})
    assert isinstance(found, list)
    assert [finding.option for finding in found] == [option]
    assert word in found[0].message


def test_all_findings_come_at_once() -> None:
    """One for each name and option."""
    found = parse_request({**OPTIONS, "machines": ["a b", "-x"], "ou": "nonsense", "delete_children": True})
    assert isinstance(found, list)
    assert [finding.option for finding in found] == ["machines", "machines", "ou", "delete_children"]


def test_an_account_that_exists_may_have_an_older_name() -> None:
    """An underscore is no reason to keep an account."""
    parsed = parse_request({**OPTIONS, "machines": ["PC_01"], "state": "absent"})
    assert isinstance(parsed, AccountRequest)
    assert parsed.machines[0].netbios.text == "PC_01"
    assert parsed.machines[0].host is None


def test_a_long_name_has_the_account_of_its_first_fifteen_characters() -> None:
    """The whole name stays the host name."""
    parsed = parse_request({**OPTIONS, "machines": ["web-production-01"]})
    assert isinstance(parsed, AccountRequest)
    assert parsed.machines[0].netbios.text == "WEB-PRODUCTION-"
    assert parsed.machines[0].text == "web-production-01"


def test_an_account_that_is_to_be_joined_with_has_a_password_for_it() -> None:
    """Whether or not the task says so, for it would be of no use without."""
    parsed = parse_request({**OPTIONS, "state": "joinable", "ou": "OU=Servers,DC=lab,DC=example"})
    assert isinstance(parsed, AccountRequest)
    assert parsed.one_time_password is True
    assert str(parsed.container) == "OU=Servers,DC=lab,DC=example"


def test_only_what_is_created_has_a_place() -> None:
    """Module defaults may give ou to every task."""
    parsed = parse_request({**OPTIONS, "ou": "OU=Servers,DC=lab,DC=example", "state": "disabled"})
    assert isinstance(parsed, AccountRequest)
    assert parsed.container is None
    assert parsed.state is State.DISABLED
