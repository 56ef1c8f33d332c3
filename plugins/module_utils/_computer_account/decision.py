# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be done to one account, decided from what is asked and what the directory has."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from .._join_options.request import AccountPolicy
from .._names.distinguished_name import DistinguishedName
from .account import ComputerAccount
from .request import AccountRequest, Machine, State
from .reuse import Verdict
from .usage import SignOfUse

_FEW = 3


class Step(enum.StrEnum):
    """One change of the directory; the value is what a result says of it."""

    CREATE = "created"
    ENABLE = "enabled"
    DISABLE = "disabled"
    MOVE = "moved"
    DESCRIBE = "described"
    RESET = "reset"
    REMOVE_DNS = "dns_record_deleted"
    DELETE = "deleted"


@dataclass(frozen=True)
class Refusal:
    """Why nothing is done to an account, as a sentence, and what to do about it."""

    meaning: str
    next_step: str

    def __str__(self) -> str:
        return f"{self.meaning}. Try: {self.next_step}."


@dataclass(frozen=True)
class Situation:
    """What the directory has for one machine; what a state does not look at is empty.

    ``children`` are the objects below the account, ``dns_record`` tells whether the machine has one, and ``verdict``
    whether KB5020276 lets the caller take the account over. ``in_use`` is the sign that a machine uses it.
    """

    account: ComputerAccount | None
    children: Sequence[DistinguishedName] = ()
    dns_record: bool = False
    verdict: Verdict | None = None
    in_use: SignOfUse | None = None


def decide(request: AccountRequest, machine: Machine, found: Situation) -> tuple[Step, ...] | Refusal:
    """The steps, in order; none when all is as it should be."""
    account = found.account
    if account is None:
        return _without_account(request, machine, found)
    refusal = _refusal(request, machine, account, found)
    if refusal is not None:
        return refusal
    if request.state is State.ABSENT:
        return (*_if(found.dns_record, Step.REMOVE_DNS), Step.DELETE)
    description = request.description
    described = _if(description is not None and description != (account.description or ""), Step.DESCRIBE)
    if request.state is State.DISABLED:
        return (*_if(account.is_enabled, Step.DISABLE), *described)
    if request.state is State.RESET:
        return (Step.RESET, *described)
    if request.state is State.JOINABLE:
        # The reset comes first: who may not do that is not to change anything else
        return (Step.RESET, *_if(not account.is_enabled, Step.ENABLE), *described)
    elsewhere = request.container is not None and account.dn.parent != request.container
    # The move comes last, for it changes the name that the other steps use
    return (*described, *_if(not account.is_enabled, Step.ENABLE), *_if(elsewhere, Step.MOVE))


def _if(condition: object, step: Step) -> tuple[Step, ...]:
    return (step,) if condition else ()


def _without_account(request: AccountRequest, machine: Machine, found: Situation) -> tuple[Step, ...] | Refusal:
    may_create = request.state is State.JOINABLE and request.policy is not AccountPolicy.REUSE
    if request.state is State.PRESENT or may_create:
        return (Step.CREATE,)
    if request.state is State.ABSENT:
        return _if(found.dns_record, Step.REMOVE_DNS)
    if request.state is State.DISABLED:
        return ()
    return Refusal(
        f"the domain has no account {machine.netbios.text}$ that could be reset",
        "create it with `state: present`"
        if request.state is State.RESET
        else "allow that with `account: create_or_reuse`",
    )


def _refusal(request: AccountRequest, machine: Machine, account: ComputerAccount, found: Situation) -> Refusal | None:
    kind = account.protected_kind
    if kind is not None:
        return Refusal(f"{account.dn} is {kind}, which this module never changes", "remove it from `machines`")
    other = other_host(machine, account)
    if other is not None:
        return Refusal(
            f"{account.dn} is the account of {other}, whose first 15 characters are the same", "choose another name"
        )
    if request.state is State.ABSENT and found.children and not request.with_children:
        some = "; ".join(map(str, found.children[:_FEW]))
        more = f" and {len(found.children) - _FEW} more" if len(found.children) > _FEW else ""
        return Refusal(
            f"{account.dn} has objects below it: {some}{more}",
            "set `delete_children: true` if recovery keys and the like may be lost",
        )
    if request.state is State.JOINABLE and request.policy is AccountPolicy.CREATE:
        return Refusal(
            f"{account.dn} exists already, and `account: create` takes over none",
            "choose another name, delete the account if nobody uses it, or allow `account: create_or_reuse`",
        )
    if request.state in (State.RESET, State.JOINABLE) and found.verdict is not None and not found.verdict.allowed:
        return Refusal(
            f"Windows would not let a computer join with {account.dn}: {found.verdict.reason} (KB5020276)",
            "let the owner reset it, delete it, or name the owner in `trusted_owners`",
        )
    if request.state is State.JOINABLE and found.in_use is not None and not request.force:
        return Refusal(found.in_use.meaning, found.in_use.next_step)
    return None


def other_host(machine: Machine, account: ComputerAccount) -> str | None:
    """The full name of another computer whose name was cut to the same 15 characters; None when it is this one."""
    label = (account.dns_host_name or "").partition(".")[0]
    if machine.host is None or not label or label.lower() == machine.text.lower():
        return None
    cut = machine.host.is_truncated or len(label) > len(machine.netbios.text)
    return label if cut and label[: len(machine.netbios.text)].upper() == machine.netbios.text else None
