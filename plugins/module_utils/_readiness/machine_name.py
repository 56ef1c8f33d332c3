# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a computer can join under its name: the rules for names, and what the domain has under them already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .._computer_account.account import ComputerAccount
from .._computer_account.decision import other_host
from .._computer_account.request import Machine
from .._computer_account.reuse import Owner, Verdict
from .._join_errors.explanation import explain
from .._join_options.request import AccountPolicy
from .._names.distinguished_name import DistinguishedName
from .._names.host_name import HostName
from .._names.netbios_name import NetbiosName
from .._names.problem import InvalidName
from .finding import Check, ReadinessFinding, Scope, Severity

_EXISTS = 2224
_NONE_MAPPED = 1332
_REUSE_BLOCKED = 2732
_JOIN = "JoinDomainOrWorkgroup"
_ANOTHER = "choose another name"


@dataclass(frozen=True)
class Taken:
    """What the domain has under a name.

    ``verdict`` tells whether KB5020276 lets the user take the account over; ``may_write`` whether it may write the
    account's restrictions, which a join does. ``rivals`` are the DNs of other accounts with this DNS name or its SPNs.
    """

    account: ComputerAccount | None = None
    verdict: Verdict | None = None
    may_write: bool = False
    owner: Owner | None = None
    rivals: tuple[DistinguishedName, ...] = ()


def judge_names(texts: Sequence[str]) -> tuple[list[HostName], list[ReadinessFinding]]:
    """Judge the names by themselves: the ones that can be had, and a finding for each."""
    usable: list[HostName] = []
    findings: list[ReadinessFinding] = []
    taken: dict[str, str] = {}
    for text in texts:
        try:
            host = HostName.parse(text)
        except InvalidName as error:
            findings.append(_found(Check.NAME, Severity.ERROR, text, f"{error}.", _ANOTHER))
            continue
        other = taken.setdefault(host.netbios.text, text)
        if len(taken) == len(usable):
            findings.append(judge_same_account(host, other))
            continue
        usable.append(host)
        findings.append(_judge_good_name(host))
    return usable, findings


def judge_present_name(text: str) -> tuple[HostName | None, ReadinessFinding]:
    """Judge the name that a host has: what a new one could not be called may still join."""
    (hosts, (finding,)) = judge_names((text,))
    if hosts:
        return hosts[0], finding
    try:
        NetbiosName.parse(text)
    except InvalidName:
        return None, finding
    return HostName(text), replace(finding, severity=Severity.WARNING, next_step="rename the host in the same task")


def judge_same_account(host: HostName, other: str) -> ReadinessFinding:
    """The finding of a name that would get the account of ``other``, which has it first."""
    seen = (
        f"{other} has the same name."
        if other.lower() == host.text.lower()
        else (f"its account would be that of {other}: {host.netbios.text}$, the first 15 characters of both.")
    )
    return _found(Check.NAME, Severity.ERROR, host.text, seen, _ANOTHER)


def judge_claim(host: HostName, other: str) -> ReadinessFinding:
    """The finding of a host that wants the account that another host of the same play wants, too."""
    seen = f"{other} would have the same account, {host.netbios.text}$."
    return _found(Check.NAME, Severity.ERROR, host.text, seen, "give one of the two another name with hostname")


def _judge_good_name(host: HostName) -> ReadinessFinding:
    if host.warnings:
        return _found(Check.NAME, Severity.WARNING, host.text, " ".join(host.warnings), _ANOTHER)
    if host.is_truncated:
        seen = f"it is longer than 15 characters; its account is {host.netbios.text}$."
        return _found(Check.NAME, Severity.INFO, host.text, seen)
    return _found(Check.NAME, Severity.OK, host.text, "it is a valid name.")


def judge_taken(
    host: HostName, taken: Taken, policy: AccountPolicy, container: DistinguishedName | None
) -> list[ReadinessFinding]:
    """Judge what the domain has under a name. ``container`` is None when any will do."""
    findings = [_judge_account(host, taken, policy, container)]
    if taken.rivals:
        named = "; ".join(map(str, taken.rivals))
        seen = f"its DNS name or its service principal names belong to {named}. Windows' domain controllers keep them "
        seen += "unique in the forest (8647 ERROR_DS_SPN_VALUE_NOT_UNIQUE_IN_FOREST)."  # [MS-ADTS] 3.1.1.5.1.3
        step = "delete the stale account, or take the names from it, or choose another name"
        findings.append(_found(Check.DNS_HOST_NAME, Severity.ERROR, host.text, seen, step))
    else:
        findings.append(_found(Check.DNS_HOST_NAME, Severity.OK, host.text, "no other account has its DNS name."))
    return findings


def _judge_account(
    host: HostName, taken: Taken, policy: AccountPolicy, container: DistinguishedName | None
) -> ReadinessFinding:
    account = taken.account
    if account is None:
        if policy is not AccountPolicy.REUSE:
            return _found(Check.ACCOUNT, Severity.OK, host.text, f"the domain has no account {host.netbios.text}$ yet.")
        seen = f"the domain has no account {host.netbios.text}$ that could be reused. {_failure(_NONE_MAPPED)}"
        return _found(Check.ACCOUNT, Severity.ERROR, host.text, seen, "create it, or use account: create_or_reuse")
    seen = describe(account, taken.owner)
    obstacle = _obstacle(host, account, policy, container)
    if obstacle is not None:
        return _found(Check.ACCOUNT, Severity.ERROR, host.text, f"{seen} {obstacle[0]}", obstacle[1])
    if taken.verdict is not None and not taken.verdict.allowed:
        why = f"KB5020276 keeps Windows from reusing it, for {taken.verdict.reason}. {_failure(_REUSE_BLOCKED)}"
        step = "join as its owner, delete it, choose another name, or let the policy 'Allow computer account re-use "
        return _found(Check.ACCOUNT, Severity.ERROR, host.text, f"{seen} {why}", f"{step}during domain join' name it")
    allowed = f"Windows would reuse it, for {taken.verdict.reason}." if taken.verdict else ""
    if not taken.may_write:
        step = "delegate Reset Password, Write Account Restrictions and the validated writes of DNS name and SPN on it"
        seen = f"{seen} {allowed} But the user may not write its restrictions, and a join would end with 5"
        return _found(Check.ACCOUNT, Severity.WARNING, host.text, f"{seen} (ERROR_ACCESS_DENIED).", step)
    return _found(Check.ACCOUNT, Severity.INFO, host.text, f"{seen} {allowed}")


def _obstacle(
    host: HostName, account: ComputerAccount, policy: AccountPolicy, container: DistinguishedName | None
) -> tuple[str, str] | None:
    """Why the account is none to join with, whoever asks, and what to do about it."""
    kind = account.protected_kind
    if kind is not None:
        return f"It is {kind}.", _ANOTHER
    other = other_host(Machine(host.text, host.netbios, host), account)
    if other is not None:
        return f"It is the account of {other}, whose first 15 characters are the same.", _ANOTHER
    if policy is AccountPolicy.CREATE:
        return (
            f"The account is to be a new one. {_failure(_EXISTS)}",
            "delete it, choose another name, or allow its reuse with account: create_or_reuse",
        )
    if container is not None and account.dn.parent != container:
        return (
            f"It is not in {container}, and Windows does not move it. {_failure(_EXISTS)}",
            "leave ou out, or move the account with netjoin.windows.computer_account",
        )
    return None


def describe(account: ComputerAccount, owner: Owner | None) -> str:
    """Who has the name, in a sentence."""
    owned = f"owned by {owner}" if owner else "its owner cannot be read"
    logon = f"last logon {account.last_logon:%Y-%m-%d}" if account.last_logon else "no logon seen"
    called = f", {account.dns_host_name}" if account.dns_host_name else ""
    state = "" if account.is_enabled else ", disabled"
    return f"{account.dn} has it ({owned}, {logon}{called}{state})."


def _failure(code: int) -> str:
    explanation = explain(code, _JOIN)
    return f"A join would end with {code} ({explanation.symbol})."


def _found(
    check: Check, severity: Severity, machine: str, evidence: str, next_step: str | None = None
) -> ReadinessFinding:
    return ReadinessFinding(check, severity, Scope.NAME, evidence, next_step, machine)
