# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of a task become the FJoinOptions that the design's table says."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._join_options.request import (
    AccountPolicy,
    ConflictingJoinOptions,
    UnknownJoinOption,
    domain_join_options,
)

# design.md section 3, "account and its flags", with the values of windows-join.md section 1.
POLICY_VALUES = [
    ("create_or_reuse", 0x1 | 0x2),
    ("create", 0x1 | 0x2 | 0x20000),
    ("reuse", 0x1),
]

# An account that exists already can only be reused, so everything that creates or refuses it contradicts.
CONFLICTS = [
    ("reuse", ["acct_create"], False, "account: reuse contradicts the join option acct_create"),
    ("reuse", ["no_acct_reuse"], False, "account: reuse contradicts the join option no_acct_reuse"),
    ("create_or_reuse", ["no_acct_reuse"], False, "account: create_or_reuse contradicts the join option no_acct_reuse"),
    ("create_or_reuse", ["acct_create"], True, "leave out the join option acct_create"),
    ("reuse", ["no_acct_reuse"], True, "leave out the join option no_acct_reuse"),
    ("create", [], True, "account: create contradicts a machine password"),
]


def options_of(account: str, *words: str, new_name: bool = False, machine_password: bool = False) -> int:
    return domain_join_options(AccountPolicy(account), words, new_name=new_name, machine_password=machine_password)


@pytest.mark.parametrize(("account", "value"), POLICY_VALUES)
def test_account_policy_sets_its_flags(account: str, value: int) -> None:
    """Each account word gives the flags of the design's table, JOIN_DOMAIN among them."""
    assert value == options_of(account)


@pytest.mark.parametrize("account", ["create_or_reuse", "reuse"])
def test_machine_password_joins_as_the_account_itself(account: str) -> None:
    """A machine password means JOIN_UNSECURE and MACHINE_PWD_PASSED, and never ACCT_CREATE."""
    assert options_of(account, machine_password=True) == 0x1 | 0x40 | 0x80


def test_read_only_join_is_spelt_out() -> None:
    """join_readonly with a machine password gives the 0x8C1 that a read-only domain controller needs."""
    assert options_of("reuse", "join_readonly", machine_password=True) == 0x8C1


def test_new_name_joins_under_the_pending_name() -> None:
    """A name that was just set adds JOIN_WITH_NEW_NAME, as 0x403 in Microsoft's published log."""
    assert options_of("create_or_reuse", new_name=True) == 0x403


def test_extra_words_add_their_bits() -> None:
    """Extra words are added to what the account policy asks for."""
    assert options_of("create_or_reuse", "DEFER_SPN_SET", "join_if_joined") == 0x123


@pytest.mark.parametrize(
    ("account", "word", "value"),
    [("create_or_reuse", "acct_create", 0x3), ("create", "no_acct_reuse", 0x20003), ("create", "acct_create", 0x20003)],
)
def test_words_that_the_policy_implies_are_allowed(account: str, word: str, value: int) -> None:
    """Saying a flag again changes nothing."""
    assert value == options_of(account, word)


@pytest.mark.parametrize(("account", "words", "machine_password", "finding"), CONFLICTS)
def test_contradictions_are_refused(account: str, words: list[str], machine_password: bool, finding: str) -> None:
    """Words that contradict the account policy are refused, with both sides named."""
    with pytest.raises(ConflictingJoinOptions, match=finding):
        options_of(account, *words, machine_password=machine_password)


def test_all_contradictions_are_refused_at_once() -> None:
    """Each contradiction is a finding of its own."""
    with pytest.raises(ConflictingJoinOptions) as caught:
        options_of("create", "acct_create", "no_acct_reuse", machine_password=True)

    assert len(caught.value.findings) == 3


def test_join_domain_is_no_extra_word() -> None:
    """JOIN_DOMAIN is always set for a domain, so it cannot be asked for."""
    with pytest.raises(UnknownJoinOption, match="'join_domain' is no option"):
        options_of("reuse", "join_domain")
