# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is so with one computer, judged from both views of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .._join_errors.explanation import explain
from .machine_class import MachineClass
from .row import Row
from .views import Account, Answer, Host

_OF_UNUSED = (MachineClass.STALE, MachineClass.DISABLED, MachineClass.DOMAIN_CONTROLLER)


def judge_host(row: Row, host: Host, *, is_member: bool) -> None:
    """What the host says of itself; ``is_member`` of the audited domain."""
    if host.answer is Answer.UNREACHABLE:
        row.add(MachineClass.UNREACHABLE, *_notes(host.message))
        return
    if host.answer is Answer.FAILED:
        row.add(MachineClass.UNREADABLE, *_notes(host.message))
        return
    pending = host.info["pending"]
    if pending["reboot"]:
        row.add(MachineClass.PENDING, *_waiting(host))
    if host.domain is None:
        row.add(MachineClass.WORKGROUP)
    elif not is_member:
        row.add(MachineClass.OTHER_DOMAIN, f"It is a member of {host.domain}.")
    elif not pending["join"]:
        # A join is trusted from its restart on, so that before it the channel tells nothing
        _judge_channel(row, host)


def judge_account(row: Row, account: Account, names: Mapping[str, Sequence[str]], *, is_used: bool) -> None:
    """What the directory says of the account; ``is_used`` when a member of the inventory answers for it."""
    if is_used and not account.info["enabled"]:
        row.add(MachineClass.DISABLED_IN_USE)
    elif not is_used:
        _judge_unused(row, account)
    if account.dn in names:
        row.add(MachineClass.DUPLICATE, *names[account.dn])
    if row.host is None and not any(word in row.classes for word in _OF_UNUSED):
        row.add(MachineClass.NOT_IN_INVENTORY)


def judge_missing_account(row: Row, host: Host) -> None:
    """The directory shows no account of a member."""
    told = host.info.get("account_dn")
    row.add(MachineClass.NO_ACCOUNT, *_notes(f"The host's own domain controller names {told}." if told else None))


def _judge_channel(row: Row, host: Host) -> None:
    channel = host.info.get("secure_channel") or {}
    status, code = channel.get("status"), channel.get("code")
    explained = explain(code) if code else None
    notes = _notes(f"{explained.symbol or explained.hex}: {explained.meaning}" if explained else None)
    if status == "ok":
        row.add(MachineClass.MEMBER)
    elif status == "broken":
        row.add(MachineClass.BROKEN_TRUST, *notes)
    else:
        row.add(MachineClass.UNVERIFIED, *notes)


def _judge_unused(row: Row, account: Account) -> None:
    if account.info["is_domain_controller"]:
        row.add(MachineClass.DOMAIN_CONTROLLER)
        return
    if not account.info["enabled"]:
        row.add(MachineClass.DISABLED)
    if account.info["stale"]:
        row.add(MachineClass.STALE)


def _waiting(host: Host) -> list[str]:
    renamed = host.info.get("hostname_pending")
    notes = _notes(f"Its name will be {renamed}." if renamed else None)
    if host.info["pending"]["join"] and host.domain:
        notes.append(f"The join to {host.domain} waits for the restart.")
    return notes


def _notes(text: str | None) -> list[str]:
    return [text] if text else []
