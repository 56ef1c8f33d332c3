# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the words of a task to the FJoinOptions of a domain join."""

from __future__ import annotations

import enum
import typing as t

from .flags import JOIN_OPTION_WORDS, JoinOption, UnknownJoinOption, option_value

__all__ = ("AccountPolicy", "ConflictingJoinOptions", "UnknownJoinOption", "domain_join_options")


class AccountPolicy(enum.StrEnum):
    """What may happen to the computer's account in the domain."""

    CREATE_OR_REUSE = "create_or_reuse"
    """Create it, or reuse the one that exists. What Windows does by default."""
    CREATE = "create"
    """Create it; an account that exists is refused."""
    REUSE = "reuse"
    """Reuse it; a missing account is refused."""


class ConflictingJoinOptions(ValueError):
    """The account policy, the machine password and the option words contradict each other; ``findings`` says where."""

    def __init__(self, findings: t.Sequence[str]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(self.findings))


_POLICY_BITS: t.Mapping[AccountPolicy, JoinOption] = {
    AccountPolicy.CREATE_OR_REUSE: JoinOption.ACCT_CREATE,
    AccountPolicy.CREATE: JoinOption.ACCT_CREATE | JoinOption.NO_ACCT_REUSE,
    AccountPolicy.REUSE: JoinOption(0),
}

_POLICY_CONFLICTS: tuple[tuple[AccountPolicy, JoinOption, str], ...] = (
    (
        AccountPolicy.REUSE,
        JoinOption.ACCT_CREATE,
        "account: reuse contradicts the join option acct_create; use account: create_or_reuse to do both",
    ),
    (
        AccountPolicy.REUSE,
        JoinOption.NO_ACCT_REUSE,
        "account: reuse contradicts the join option no_acct_reuse; use account: create to refuse an existing account",
    ),
    (
        AccountPolicy.CREATE_OR_REUSE,
        JoinOption.NO_ACCT_REUSE,
        "account: create_or_reuse contradicts the join option no_acct_reuse; use account: create instead",
    ),
)

_MACHINE_PASSWORD_CONFLICTS: tuple[tuple[JoinOption, str], ...] = (
    (
        JoinOption.ACCT_CREATE,
        "a machine password belongs to an account that exists already; leave out the join option acct_create",
    ),
    (
        JoinOption.NO_ACCT_REUSE,
        "a machine password belongs to an account that exists already; leave out the join option no_acct_reuse",
    ),
)


def domain_join_options(
    account: AccountPolicy, words: t.Iterable[str], *, new_name: bool, machine_password: bool
) -> JoinOption:
    """FJoinOptions of a domain join, JOIN_DOMAIN always included.

    ``words`` are keys of JOIN_OPTION_WORDS in any case, NETSETUP_ tolerated. ``new_name``: the join happens under a
    name that was set just before. ``machine_password``: the join authenticates as the account that exists, so nothing
    is created even under the default policy.

    Raises :class:`UnknownJoinOption` for words that name no option and :class:`ConflictingJoinOptions` for
    contradictions. What Windows thinks of the combination is for ``rules.broken_rules`` to say.
    """
    extra = JoinOption(option_value(words, JOIN_OPTION_WORDS))
    findings = _conflicts(account, extra, machine_password=machine_password)
    if findings:
        raise ConflictingJoinOptions(findings)
    options = JoinOption.JOIN_DOMAIN | extra
    if machine_password:
        options |= JoinOption.JOIN_UNSECURE | JoinOption.MACHINE_PWD_PASSED
    else:
        options |= _POLICY_BITS[account]
    if new_name:
        options |= JoinOption.JOIN_WITH_NEW_NAME
    return options


def _conflicts(account: AccountPolicy, extra: JoinOption, *, machine_password: bool) -> list[str]:
    if machine_password:
        findings = [text for option, text in _MACHINE_PASSWORD_CONFLICTS if option & extra]
        if account is AccountPolicy.CREATE:
            findings.append("account: create contradicts a machine password, which belongs to an existing account")
        return findings
    return [text for policy, option, text in _POLICY_CONFLICTS if policy is account and option & extra]
