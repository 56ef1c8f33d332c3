# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done to an account, and what is refused."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.decision import (
    Refusal,
    Situation,
    Step,
    decide,
)
from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.request import State
from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.reuse import Verdict
from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.usage import SignOfUse
from ansible_collections.netjoin.windows.plugins.module_utils._join_options.request import AccountPolicy

from .examples import ELSEWHERE, OU, account, machine, request

DISABLED = 0x1002
CHILD = OU.child("CN", "WS0001").child("CN", "recovery key")

# State, options of the request, account (None: there is none), steps.
DECIDED = (
    (State.PRESENT, {}, None, (Step.CREATE,)),
    (State.PRESENT, {}, {}, ()),
    (State.PRESENT, {"container": OU}, {}, ()),
    (State.PRESENT, {"container": ELSEWHERE}, {}, (Step.MOVE,)),
    (State.PRESENT, {"description": "new"}, {}, (Step.DESCRIBE,)),
    (State.PRESENT, {"description": "old"}, {"description": "old"}, ()),
    (State.PRESENT, {"description": ""}, {"description": "old"}, (Step.DESCRIBE,)),
    (State.PRESENT, {"description": ""}, {}, ()),
    (State.PRESENT, {}, {"control": DISABLED}, (Step.ENABLE,)),
    (
        State.PRESENT,
        {"container": ELSEWHERE, "description": "new"},
        {"control": DISABLED},
        (Step.DESCRIBE, Step.ENABLE, Step.MOVE),
    ),
    (State.DISABLED, {}, None, ()),
    (State.DISABLED, {}, {}, (Step.DISABLE,)),
    (State.DISABLED, {"description": "stolen"}, {"control": DISABLED}, (Step.DESCRIBE,)),
    (State.ABSENT, {}, None, ()),
    (State.ABSENT, {}, {}, (Step.DELETE,)),
    (State.RESET, {}, {}, (Step.RESET,)),
    (State.RESET, {"description": "new"}, {}, (Step.RESET, Step.DESCRIBE)),
    (State.JOINABLE, {}, None, (Step.CREATE,)),
    (State.JOINABLE, {"policy": AccountPolicy.CREATE}, None, (Step.CREATE,)),
    (State.JOINABLE, {}, {}, (Step.RESET,)),
    (State.JOINABLE, {"policy": AccountPolicy.REUSE}, {}, (Step.RESET,)),
    (State.JOINABLE, {"container": ELSEWHERE}, {}, (Step.RESET,)),
    (State.JOINABLE, {"description": "new"}, {"control": DISABLED}, (Step.RESET, Step.ENABLE, Step.DESCRIBE)),
)

# [MS-SAMR] 2.2.1.14: 516 Domain Controllers, 521 RODCs; [MS-ADTS] 2.2.16: SERVER_TRUST_ACCOUNT, PARTIAL_SECRETS.
PROTECTED = (
    pytest.param({"control": 0x82000}, "domain controller", id="domain controller"),
    pytest.param({"primary_group": 516}, "domain controller", id="by its group"),
    pytest.param({"control": 0x5001000, "primary_group": 521}, "domain controller", id="read-only one"),
    pytest.param(
        {"object_classes": frozenset({"computer", "msds-groupmanagedserviceaccount"})}, "service account", id="gMSA"
    ),
    pytest.param({"object_classes": frozenset({"user"})}, "no computer account", id="user"),
)


@pytest.mark.parametrize(("state", "options", "attributes", "steps"), DECIDED)
def test_the_steps_are_what_is_missing(
    state: State, options: dict[str, t.Any], attributes: dict[str, t.Any] | None, steps: tuple[Step, ...]
) -> None:
    """And none when all is as it should be."""
    there = None if attributes is None else account(**attributes)
    assert decide(request(state, **options), machine(), Situation(there)) == steps


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize(("attributes", "kind"), PROTECTED)
def test_some_accounts_are_never_touched(state: State, attributes: dict[str, t.Any], kind: str) -> None:
    """Whatever is asked."""
    decided = decide(request(state, with_children=True), machine(), Situation(account(**attributes)))
    assert isinstance(decided, Refusal)
    assert kind in str(decided)


def test_children_are_deleted_only_when_that_is_asked() -> None:
    """The refusal names them."""
    found = Situation(account(), children=(CHILD,))
    refused = decide(request(State.ABSENT), machine(), found)
    assert isinstance(refused, Refusal)
    assert str(CHILD) in str(refused)
    assert decide(request(State.ABSENT, with_children=True), machine(), found) == (Step.DELETE,)


@pytest.mark.parametrize("there", [None, account()], ids=["account gone", "account there"])
def test_the_dns_record_goes_first(there: t.Any) -> None:
    """A rerun finds it also when the account is gone."""
    decided = decide(request(State.ABSENT, dns_record=True), machine(), Situation(there, dns_record=True))
    assert isinstance(decided, tuple)
    assert decided[0] is Step.REMOVE_DNS


@pytest.mark.parametrize("state", [State.RESET, State.JOINABLE])
def test_an_account_that_windows_would_not_reuse_is_not_reset(state: State) -> None:
    """With the rule of KB5020276 that forbids it."""
    forbidden = Verdict(allowed=False, reason="its owner alice is a stranger")
    refused = decide(request(state), machine(), Situation(account(), verdict=forbidden))
    assert isinstance(refused, Refusal)
    assert "its owner alice is a stranger (KB5020276)" in str(refused)


def test_an_account_that_a_machine_uses_is_made_joinable_only_by_force() -> None:
    """The machine would lose the trust of the domain; a reset is asked for by name."""
    used = Situation(account(), in_use=SignOfUse("active", "WS0001 has logged on", "`force: true`"))
    refused = decide(request(State.JOINABLE), machine(), used)
    assert isinstance(refused, Refusal)
    assert str(refused) == "WS0001 has logged on. Try: `force: true`."
    assert decide(request(State.JOINABLE, force=True), machine(), used) == (Step.RESET,)
    assert decide(request(State.RESET), machine(), used) == (Step.RESET,)


@pytest.mark.parametrize(
    ("policy", "there"), [(AccountPolicy.CREATE, account()), (AccountPolicy.REUSE, None)], ids=["exists", "is missing"]
)
def test_the_policy_narrows_what_a_joinable_account_may_be(policy: AccountPolicy, there: t.Any) -> None:
    """As with `account` of membership."""
    refused = decide(request(State.JOINABLE, policy=policy), machine(), Situation(there))
    assert isinstance(refused, Refusal)
    assert "account: create_or_reuse" in refused.next_step


def test_there_is_nothing_to_reset() -> None:
    """Nobody gets an account that was not asked for."""
    assert isinstance(decide(request(State.RESET), machine(), Situation(None)), Refusal)


# Name that is asked for, dNSHostName of the account with the same 15 characters, whether it is another computer's.
SHARED = (
    ("web-production-01", "web-production-02.lab.example", True),
    ("web-production-01", "WEB-PRODUCTION-01.lab.example", False),
    ("web-production-01", None, False),
    ("web-production", "web-production.other.example", False),
    ("abcdefghijklmno", "abcdefghijklmno-x.lab.example", True),
    ("ws0001", "renamed.lab.example", False),
)


@pytest.mark.parametrize(("name", "dns_host_name", "is_others"), SHARED)
def test_another_computers_account_is_not_taken_for_this_one(
    name: str, dns_host_name: str | None, is_others: bool
) -> None:
    """Windows cuts names to 15 characters, so two computers can want one account."""
    decided = decide(request(), machine(name), Situation(account(dns_host_name=dns_host_name)))
    assert isinstance(decided, Refusal) is is_others
