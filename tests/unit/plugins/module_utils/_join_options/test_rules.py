# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of join rules against an independent reading of [MS-WKST] 3.2.4.13 and of the flags' descriptions."""

from __future__ import annotations

import dataclasses
import itertools
import typing as t

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._join_options.flags import JoinOption
from ansible_collections.netjoin.windows.plugins.module_utils._join_options.rules import (
    JOIN_RULES,
    JoinRequest,
    JoinRule,
    broken_rules,
    effective_options,
    windows_refusal,
)

DOMAIN = 0x1
EVERY_FLAG = [int(option) for option in JoinOption]
PAIRS = list(itertools.combinations(EVERY_FLAG, 2))

# Who asks: user name given, password given.
CALLERS = {
    "user and password": (True, True),
    "nobody": (False, False),
    "password only": (False, True),
    "user only": (True, False),
}


def windows_answers(value: int, user: bool, password: bool) -> list[tuple[int, int]]:
    """Steps 4 to 8 as [MS-WKST] 3.2.4.13.3 words them: (step of windows-join.md 1.1, returned code)."""
    if not value & 0x1:
        return []
    answers = []
    if value & 0x80:
        if not value & 0x40:
            answers.append((4, 87))
        if user:
            answers.append((5, 87))
        if not password:
            answers.append((6, 1325))
    if value & 0x800:
        if not value & 0x80:
            answers.append((7, 87))
        if value & 0x2:
            answers.append((8, 87))
    return answers


def senseless(value: int, user: bool, password: bool) -> set[str]:
    """What windows-join.md section 1 calls pointless, unsupported or contradictory in an online domain join."""
    if not value & 0x1:
        return set()
    reasons = {
        "no_win9x": value & 0x10,
        "no_account_delete": value & 0x4,
        "machine_name_is_for_offline_joins": value & 0x8000,
        "spn_deferred_or_forced": value & 0x10100 == 0x10100,
        "readonly_defers_spn": value & 0x10800 == 0x10800,
        "unsecure_creates_nothing": value & 0x42 == 0x42,
        "account_from_somewhere": value & 0x20002 == 0x20000,
        "user_with_password": user and not password,
        "password_with_user": password and not user and not value & 0x80,
    }
    return {name for name, broken in reasons.items() if broken}


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("base", [0, DOMAIN], ids=["workgroup", "domain"])
def test_every_pair_of_flags_is_judged_as_the_reference_reads(caller: str, base: int) -> None:
    """For each pair of flags the broken rules are those that the reference text gives, in Windows' order."""
    user, password = CALLERS[caller]
    for first, second in PAIRS:
        value = base | first | second
        request = JoinRequest(JoinOption(value), username_given=user, password_given=password)
        broken = broken_rules(request)
        numbered = [(rule.number, rule.code) for rule in broken if rule.number is not None]
        own = {rule.name for rule in broken if rule.number is None}

        assert windows_answers(value, user, password) == numbered, hex(value)
        assert senseless(value, user, password) == own, hex(value)


@pytest.mark.parametrize("base", [0, DOMAIN], ids=["workgroup", "domain"])
def test_windows_stops_at_the_first_broken_rule(base: int) -> None:
    """For each pair of flags Windows' answer is the first of its rules in order, never a rule of ours."""
    for first, second in PAIRS:
        value = base | first | second
        refusal = windows_refusal(JoinRequest(JoinOption(value), username_given=True, password_given=True))
        expected = windows_answers(value, user=True, password=True)

        assert (expected[0][1] if expected else None) == (refusal.code if refusal else None), hex(value)


DOMAIN_JOIN = JoinRequest(JoinOption(0x3), username_given=True, password_given=True)
WORKGROUP_JOIN = JoinRequest(JoinOption(0), username_given=False, password_given=False)

# windows-join.md 1.1, steps 1, 2, 3, 10 and 12: what is known about the host, and the answer to it.
HOST_FACTS: list[tuple[str, JoinRequest, dict[str, t.Any], int | None]] = [
    ("no administrator", DOMAIN_JOIN, {"is_administrator": False}, 5),
    ("no administrator, workgroup", WORKGROUP_JOIN, {"is_administrator": False}, 5),
    ("administrator", DOMAIN_JOIN, {"is_administrator": True}, None),
    ("no name", DOMAIN_JOIN, {"name_given": False}, 87),
    ("home edition", DOMAIN_JOIN, {"edition_can_join": False}, 50),
    ("domain controller", DOMAIN_JOIN, {"is_domain_controller": True}, 2693),
    ("domain controller, workgroup", WORKGROUP_JOIN, {"is_domain_controller": True}, 2693),
    ("domain controller comes before membership", DOMAIN_JOIN, {"is_domain_controller": True, "is_member": True}, 2693),
    ("no name comes before domain controller", DOMAIN_JOIN, {"name_given": False, "is_domain_controller": True}, 87),
    ("member", DOMAIN_JOIN, {"is_member": True}, 2691),
    ("member that may switch", DOMAIN_JOIN, {"is_member": True, "options": JoinOption(0x23)}, None),
    ("member to workgroup", WORKGROUP_JOIN, {"is_member": True}, 2691),
    ("member to workgroup, 0x20 does not help", WORKGROUP_JOIN, {"is_member": True, "options": JoinOption(0x20)}, 2691),
    ("workgroup to workgroup", WORKGROUP_JOIN, {"is_member": False}, None),
    ("bad workgroup name", WORKGROUP_JOIN, {"name_is_valid": False}, 2695),
    ("bad domain name", DOMAIN_JOIN, {"name_is_valid": False}, 123),
    ("member comes before bad domain name", DOMAIN_JOIN, {"is_member": True, "name_is_valid": False}, 2691),
    ("same name", DOMAIN_JOIN, {"computer_name": "CORP", "domain": "corp"}, 1212),
    ("other name", DOMAIN_JOIN, {"computer_name": "CORP", "domain": "corp.example"}, None),
    ("flags come before membership", DOMAIN_JOIN, {"is_member": True, "options": JoinOption(0x81)}, 87),
    ("empty machine password", DOMAIN_JOIN, {
        "options": JoinOption(0xC1), "username_given": False, "password_empty": True,
    }, 1325),
]  # fmt: skip


@pytest.mark.parametrize(("base", "facts", "code"), [row[1:] for row in HOST_FACTS], ids=[row[0] for row in HOST_FACTS])
def test_facts_of_the_host_decide(base: JoinRequest, facts: dict[str, t.Any], code: int | None) -> None:
    """What is known about the host gives the code of the first step that it fails."""
    refusal = windows_refusal(dataclasses.replace(base, **facts))

    assert code == (refusal.code if refusal else None)


def test_nothing_fires_on_what_is_unknown() -> None:
    """An ordinary join with no knowledge about the host breaks no rule."""
    assert broken_rules(DOMAIN_JOIN) == []
    assert broken_rules(WORKGROUP_JOIN) == []


# The same for the rules of this collection; names as in the table, since they are all that tells them apart.
OWN_FACTS: list[tuple[JoinRequest, dict[str, t.Any], str]] = [
    (WORKGROUP_JOIN, {"wants_domain": True}, "domain_join_joins_domain"),
    (WORKGROUP_JOIN, {"wants_domain": False, "options": JoinOption(0x20)}, "join_if_joined_is_for_domains"),
    (
        DOMAIN_JOIN,
        {"options": JoinOption(0x8C1), "username_given": False, "domain_controller_given": False},
        "readonly_names_controller",
    ),
]


@pytest.mark.parametrize(("base", "facts", "name"), OWN_FACTS, ids=[row[2] for row in OWN_FACTS])
def test_own_rules_need_their_facts(base: JoinRequest, facts: dict[str, t.Any], name: str) -> None:
    """A rule of this collection fires on its fact, and Windows would have gone on."""
    request = dataclasses.replace(base, **facts)

    assert [name] == [rule.name for rule in broken_rules(request)]
    assert windows_refusal(request) is None


def test_a_read_only_join_needs_more_than_its_flag() -> None:
    """JOIN_READONLY alone, with a user, fails step 7; spelt out as 0x8C1 with a machine password it passes."""
    alone = JoinRequest(JoinOption(0x801), username_given=True, password_given=True)
    whole = JoinRequest(JoinOption(0x8C1), username_given=False, password_given=True, domain_controller_given=True)

    assert [rule.number for rule in broken_rules(alone)] == [7]
    assert broken_rules(whole) == []


def test_a_read_only_join_implies_two_flags() -> None:
    """Step 9: after the checks JOIN_READONLY acts as if DEFER_SPN_SET and JOIN_UNSECURE were set."""
    assert effective_options(JoinOption(0x8C1)) == 0x9C1
    assert effective_options(JoinOption(0x3)) == 0x3


def test_windows_rules_come_first_and_in_order() -> None:
    """The table counts up through Windows' steps; only then come the rules without a code."""
    numbers = [rule.number for rule in JOIN_RULES]
    windows = [number for number in numbers if number is not None]

    assert sorted(windows) == windows
    assert windows == numbers[: len(windows)]
    assert {1, 2, 3, 4, 5, 6, 7, 8, 10, 12} == set(windows)


@pytest.mark.parametrize("rule", JOIN_RULES, ids=lambda rule: rule.name)
def test_every_rule_is_whole(rule: JoinRule) -> None:
    """A rule has a code exactly when it is Windows', a source, a message that names its flags, and facts that exist."""
    assert (rule.number is None) == (rule.code is None)
    assert rule.source
    assert rule.message
    assert not rule.message.endswith(".")
    for flag in rule.flags:
        assert f"{str(flag.name).lower()} (0x{flag:X})" in rule.message
    for fact in rule.facts:
        assert hasattr(DOMAIN_JOIN, fact)
    assert rule.flags or rule.facts


def test_rule_names_are_unique() -> None:
    """No two rules have the same name."""
    names = [rule.name for rule in JOIN_RULES]

    assert len(set(names)) == len(names)


def test_a_rule_reads_as_a_refusal() -> None:
    """The text of a rule says what is wrong, whose rule it is and what Windows would answer."""
    (rule,) = broken_rules(JoinRequest(JoinOption(0x81), username_given=False, password_given=True))

    assert (
        str(rule) == "machine_pwd_passed (0x80) needs join_unsecure (0x40) "
        "(rule 4 of a join, [MS-WKST] 3.2.4.13.3; Windows answers 87)"
    )
