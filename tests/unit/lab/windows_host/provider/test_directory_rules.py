# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order in which Windows refuses a join: [MS-WKST] 3.2.4.13.3, then KB5020276 and SupportArticles on 0xaac."""

from __future__ import annotations

import dataclasses
import pathlib
import time
from typing import Any

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._join_options.flags import JoinOption
from ansible_collections.netjoin.windows.tests.lab.windows_host.host import Host
from ansible_collections.netjoin.windows.tests.lab.windows_host.provider.attempt import Attempt, JoinCall
from ansible_collections.netjoin.windows.tests.lab.windows_host.provider.controller import Controller
from ansible_collections.netjoin.windows.tests.lab.windows_host.provider.directory import Account, OuLookup
from ansible_collections.netjoin.windows.tests.lab.windows_host.provider.directory_rules import (
    DIRECTORY_RULES,
    first_refusal,
)
from ansible_collections.netjoin.windows.tests.lab.windows_host.state import HostState

LAB = Controller("dc1.lab.example", "lab.example", "LAB", "lab.example", "Default-First-Site-Name")
OTHER = Controller("dc1.other.example", "other.example", "OTHER", "other.example", "")
ACCOUNT = Account("CN=WIN01,OU=Other,DC=lab,DC=example", "S-1-5-21-1-2-3-1103", "")
PASSES: dict[str, Any] = {
    "controller": LAB,
    "controller_is_read_only": False,
    "logon_code": 0,
    "machine_logon_code": 0,
    "ou": OuLookup.FOUND,
    "account": None,
    "account_is_elsewhere": False,
    "reuse_is_allowed": True,
}
OU = "OU=Workstations,DC=lab,DC=example"
CREATE = JoinOption.JOIN_DOMAIN | JoinOption.ACCT_CREATE
MACHINE = JoinOption.JOIN_DOMAIN | JoinOption.JOIN_UNSECURE | JoinOption.MACHINE_PWD_PASSED

WRONG_IN_ORDER: list[tuple[str, Any, int]] = [
    ("controller", None, 1355),
    ("logon_code", 1331, 1331),
    ("ou", OuLookup.ABSENT, 2),
    ("account_is_elsewhere", True, 2224),
    ("reuse_is_allowed", False, 2732),
]
"""Each fact that can be wrong, in the order of the specification, and the code that it gives."""


def attempt(
    options: JoinOption = CREATE, name: str = "lab.example", user: str | None = "LAB\\u", **facts: Any
) -> Attempt:
    """A join of WIN01 for which every fact is known and, unless given, right."""
    state = HostState("WIN01", "WIN01", "WORKGROUP", None, "", "", False, time.time())
    host = Host(pathlib.Path("/nowhere"), pathlib.Path("/nowhere"), "hostadmin", True)
    made = Attempt(host, state, JoinCall(name, "password", user, OU, int(options)), options)
    made.__dict__.update({**PASSES, **facts})
    return made


def code(made: Attempt) -> int:
    """What the join ends with."""
    refused = first_refusal(made)
    return 0 if refused is None else refused[1]


def test_a_join_that_breaks_no_rule_passes() -> None:
    """With a new account, and with one that may be reused."""
    assert code(attempt()) == 0
    assert code(attempt(account=ACCOUNT)) == 0


@pytest.mark.parametrize("mended", range(len(WRONG_IN_ORDER)))
def test_the_first_mistake_is_the_answer(mended: int) -> None:
    """When everything is wrong, and the mistakes are mended one after the other."""
    facts = {fact: wrong for fact, wrong, _code in WRONG_IN_ORDER[mended:]}
    assert WRONG_IN_ORDER[mended][2] == code(attempt(account=ACCOUNT, **facts))


@pytest.mark.parametrize(
    ("controller", "expected"), [(None, 1355), (OTHER, 1354), (LAB, 0)], ids=["missing", "of another domain", "right"]
)
def test_a_named_controller_must_be_one_of_the_domain(controller: Controller | None, expected: int) -> None:
    """1355 when it is not found, 1354 when it serves another domain."""
    assert expected == code(attempt(name="lab.example\\dc1.lab.example", controller=controller))


@pytest.mark.parametrize(("ou", "expected"), [(OuLookup.ABSENT, 2), (OuLookup.NOT_AN_OU, 2), (OuLookup.MALFORMED, 87)])
def test_an_ou_must_be_one(ou: OuLookup, expected: int) -> None:
    """Another object at that place counts as none."""
    assert expected == code(attempt(ou=ou))


def test_without_acct_create_the_account_must_exist() -> None:
    """1332 otherwise; where it lies does not matter then."""
    reuse = JoinOption.JOIN_DOMAIN
    assert code(attempt(reuse)) == 1332
    assert code(attempt(reuse, account=ACCOUNT, account_is_elsewhere=True)) == 0


def test_no_acct_reuse_wants_a_new_account() -> None:
    """2224 whoever owns the existing one."""
    assert code(attempt(CREATE | JoinOption.NO_ACCT_REUSE, account=ACCOUNT)) == 2224
    assert code(attempt(CREATE | JoinOption.NO_ACCT_REUSE)) == 0


def test_a_read_only_controller_is_none_for_an_ordinary_join() -> None:
    """1355, as when no writable one is found; JOIN_READONLY is for it."""
    assert code(attempt(controller_is_read_only=True)) == 1355
    read_only = MACHINE | JoinOption.JOIN_READONLY
    assert code(attempt(read_only, user=None, account=ACCOUNT, controller_is_read_only=True)) == 0


def test_a_domain_controllers_account_needs_its_flag() -> None:
    """JOIN_DC_ACCOUNT; without it the account is not touched, whoever asks."""
    of_controller = dataclasses.replace(ACCOUNT, is_domain_controller=True)
    assert code(attempt(account=of_controller)) == 2224
    assert code(attempt(CREATE | JoinOption.JOIN_DC_ACCOUNT, account=of_controller)) == 0


def test_a_caller_without_a_name_in_the_domain_is_refused() -> None:
    """Null credentials mean the caller, and a workgroup's user is nobody there."""
    assert code(attempt(user=None)) == 5


def test_the_machine_itself_needs_no_user_and_no_leave_to_be_reused() -> None:
    """Whoever knows the machine password owns the account."""
    assert code(attempt(MACHINE, user=None, account=ACCOUNT, reuse_is_allowed=False)) == 0


@pytest.mark.parametrize("machine_code", [1326, 1332])
def test_the_machine_password_must_be_that_of_the_account(machine_code: int) -> None:
    """1326 on a mismatch, 1332 without an account."""
    made = attempt(MACHINE, user=None, account=ACCOUNT, logon_code=machine_code)
    assert machine_code == code(made)


def test_the_default_password_is_tried_when_a_user_joins_unsecurely() -> None:
    """The user's logon says nothing about the machine's password."""
    options = JoinOption.JOIN_DOMAIN | JoinOption.JOIN_UNSECURE
    assert code(attempt(options, account=ACCOUNT, machine_logon_code=1326)) == 1326


def test_the_numbers_follow_those_of_the_rules_before() -> None:
    """They are places in one sequence, each with its source."""
    numbers = [rule.number for rule in DIRECTORY_RULES]
    assert numbers == sorted(numbers)
    assert numbers[0] == 11
    assert all(rule.source for rule in DIRECTORY_RULES)
