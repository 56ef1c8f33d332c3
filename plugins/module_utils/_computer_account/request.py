# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a `computer_account` task asks for, parsed before anything is connected to."""

from __future__ import annotations

import datetime as dt
import enum
import typing as t
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .._finding import Finding
from .._join_options.request import AccountPolicy
from .._names.distinguished_name import DistinguishedName
from .._names.host_name import HostName
from .._names.netbios_name import NetbiosName
from .._names.problem import InvalidName
from .usage import ACTIVE_DAYS


class State(enum.StrEnum):
    """What an account is to be."""

    PRESENT = "present"
    DISABLED = "disabled"
    ABSENT = "absent"
    RESET = "reset"
    JOINABLE = "joinable"


NEW_NAMES = (State.PRESENT, State.JOINABLE)
"""The states that create what is missing, for which a name has to be one that a new computer can have."""


@dataclass(frozen=True)
class Machine:
    """One computer: the name that was given, and the NetBIOS name of its account.

    ``host`` is None for a name that an account can have but a new computer cannot, such as ``PC_01``.
    """

    text: str
    netbios: NetbiosName
    host: HostName | None


@dataclass(frozen=True)
class AccountRequest:
    """What is asked for all of the machines; an empty ``description`` removes it, None leaves it.

    ``policy`` is what may happen to accounts that are to be joinable. One that has logged on within ``active_for``, or
    has a key, is made so only by ``force``.
    """

    state: State
    machines: tuple[Machine, ...]
    container: DistinguishedName | None
    description: str | None
    one_time_password: bool
    with_children: bool
    dns_record: bool
    trusted_owners: tuple[str, ...]
    policy: AccountPolicy = AccountPolicy.CREATE_OR_REUSE
    active_for: dt.timedelta = dt.timedelta(days=ACTIVE_DAYS)
    force: bool = False


REQUEST_SPEC: dict[str, dict[str, t.Any]] = {
    "machines": {"type": "list", "elements": "str", "required": True},
    "state": {"type": "str", "choices": [*State], "default": State.PRESENT.value},
    "ou": {"type": "str"},
    "description": {"type": "str"},
    "one_time_password": {"type": "bool", "default": False, "no_log": False},
    "delete_children": {"type": "bool", "default": False},
    "delete_dns_record": {"type": "bool", "default": False},
    "trusted_owners": {"type": "list", "elements": "str", "default": []},
    "account": {"type": "str", "choices": [*AccountPolicy], "default": AccountPolicy.CREATE_OR_REUSE.value},
    "active_days": {"type": "int", "default": ACTIVE_DAYS},
    "force": {"type": "bool", "default": False},
}
"""Argument spec of the options, in Ansible's form."""

_ONLY_WITH = (
    ("one_time_password", (State.PRESENT, State.RESET, State.JOINABLE)),
    ("delete_children", (State.ABSENT,)),
    ("delete_dns_record", (State.ABSENT,)),
    ("description", (State.PRESENT, State.DISABLED, State.RESET, State.JOINABLE)),
    ("trusted_owners", (State.RESET, State.JOINABLE)),
    ("force", (State.JOINABLE,)),
)


def parse_request(options: Mapping[str, t.Any]) -> AccountRequest | list[Finding]:
    """Parse the options of REQUEST_SPEC, with those of the access; all that is wrong with them when anything is."""
    findings: list[Finding] = []
    state = State(options["state"])
    machines = parse_machines(options["machines"], findings, must_be_new=state in NEW_NAMES)
    container = parse_container(options["ou"], options["domain"], findings)
    for option, states in _ONLY_WITH:
        if options[option] and state not in states:
            findings.append(Finding(option, f"goes with state {' or '.join(states)}, not with {state}"))
    findings += negative_days(options)
    if findings:
        return findings
    return AccountRequest(
        state=state,
        machines=machines,
        container=container if state in NEW_NAMES else None,
        description=options["description"],
        one_time_password=options["one_time_password"] or state is State.JOINABLE,
        with_children=options["delete_children"],
        dns_record=options["delete_dns_record"],
        trusted_owners=tuple(options["trusted_owners"]),
        policy=AccountPolicy(options["account"]),
        active_for=dt.timedelta(days=options["active_days"]),
        force=options["force"],
    )


def negative_days(options: Mapping[str, t.Any]) -> list[Finding]:
    """What is wrong with ``active_days``."""
    if options["active_days"] >= 0:
        return []
    return [Finding("active_days", "cannot be negative; 0 protects no account")]


def parse_machines(texts: Sequence[str], findings: list[Finding], *, must_be_new: bool) -> tuple[Machine, ...]:
    """Check every name, and that no two are one account: Windows keeps 15 characters and no case.

    With ``must_be_new`` each has to be a name that a new computer can have. What is wrong goes to ``findings``.
    """
    machines: list[Machine] = []
    taken: dict[NetbiosName, str] = {}
    if not texts:
        findings.append(Finding("machines", "is empty: there is nothing to do"))
    for text in texts:
        try:
            machine = _machine(text, must_be_new=must_be_new)
        except InvalidName as error:
            findings.append(Finding("machines", str(error)))
            continue
        other = taken.setdefault(machine.netbios, text)
        if len(machines) == len(taken):
            rule = "is given twice" if other.lower() == text.lower() else f"has the same account as {other}"
            findings.append(Finding("machines", f"{text} {rule}: {machine.netbios.text}$"))
            continue
        machines.append(machine)
    return tuple(machines)


def _machine(text: str, *, must_be_new: bool) -> Machine:
    try:
        host = HostName.parse(text)
    except InvalidName:
        if must_be_new:
            raise
        return Machine(text, NetbiosName.parse(text), None)
    return Machine(text, host.netbios, host)


def parse_container(text: str | None, domain: str, findings: list[Finding]) -> DistinguishedName | None:
    """Check the container of new accounts, which has to be one of the domain. What is wrong goes to ``findings``."""
    if text is None:
        return None
    try:
        container = DistinguishedName.parse_container(text)
    except InvalidName as error:
        findings.append(Finding("ou", str(error)))
        return None
    theirs = container.domain or ""
    if theirs.lower() != domain.removesuffix(".").lower():
        findings.append(Finding("ou", f"{container} is of the domain {theirs}, not of {domain}"))
    return container
