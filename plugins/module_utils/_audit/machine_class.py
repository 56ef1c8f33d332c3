# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an audit says of a computer, in one word each."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Severity(enum.IntEnum):
    """How much a class of computers matters; the worst one names the row."""

    GOOD = 0
    NOTE = 1
    WARNING = 2
    ERROR = 3


class MachineClass(enum.StrEnum):
    """One thing that is so with a computer; the value is its word in the report."""

    MEMBER = "member"
    UNVERIFIED = "unverified"
    PENDING = "pending"
    WORKGROUP = "workgroup"
    OTHER_DOMAIN = "other_domain"
    BROKEN_TRUST = "broken_trust"
    UNREACHABLE = "unreachable"
    UNREADABLE = "unreadable"
    NO_ACCOUNT = "no_account"
    DISABLED_IN_USE = "disabled_in_use"
    DUPLICATE = "duplicate"
    STALE = "stale"
    NOT_IN_INVENTORY = "not_in_inventory"
    DISABLED = "disabled"
    DOMAIN_CONTROLLER = "domain_controller"


@dataclass(frozen=True)
class Wording:
    """How a class is shown: a short title, what it means, and what to do about it (empty when nothing)."""

    severity: Severity
    title: str
    meaning: str
    next_step: str = ""


WORDING: dict[MachineClass, Wording] = {
    MachineClass.BROKEN_TRUST: Wording(
        Severity.ERROR,
        "Broken trust",
        "The host is a member, and the domain does not accept its machine password.",
        "Repair it with netjoin.windows.secure_channel, state repaired.",
    ),
    MachineClass.NO_ACCOUNT: Wording(
        Severity.ERROR,
        "No account",
        "The host says it is a member, and the directory shows no account of it.",
        "Restore the deleted account, or join the host again. See that the auditing user may read all of the domain.",
    ),
    MachineClass.DISABLED_IN_USE: Wording(
        Severity.ERROR,
        "Disabled, in use",
        "The account is disabled, and its host is alive and a member.",
        "Enable it with netjoin.windows.computer_account, state present, or take the host out of the domain.",
    ),
    MachineClass.DUPLICATE: Wording(
        Severity.ERROR,
        "Duplicate",
        "Two hosts have one name, or two accounts have one DNS name or one service principal name.",
        "Rename one of the hosts, or delete the account that nobody uses; one host twice in the inventory counts too.",
    ),
    MachineClass.UNREACHABLE: Wording(
        Severity.WARNING,
        "Unreachable",
        "Ansible could not connect to the host.",
        "See whether it runs and still exists, and whether the credentials of the connection are right.",
    ),
    MachineClass.UNREADABLE: Wording(
        Severity.WARNING,
        "Not readable",
        "The host answers, and does not tell what it is a member of.",
        "Run netjoin.windows.membership_info on it and read its error.",
    ),
    MachineClass.UNVERIFIED: Wording(
        Severity.WARNING,
        "Not verified",
        "The host is a member, and could not say whether the domain trusts it.",
        "Connect as an administrator of the host, and see that it reaches a domain controller.",
    ),
    MachineClass.PENDING: Wording(
        Severity.WARNING,
        "Restart pending",
        "A join, a rename or leaving a domain is completed by the next restart.",
        "Restart the host.",
    ),
    MachineClass.OTHER_DOMAIN: Wording(
        Severity.WARNING,
        "Other domain",
        "The host is a member of a domain that is not the audited one.",
        "Move it with netjoin.windows.membership, or take it out of the inventory.",
    ),
    MachineClass.WORKGROUP: Wording(
        Severity.WARNING,
        "Workgroup",
        "The host is not a member of any domain.",
        "Join it with the role netjoin.windows.join.",
    ),
    MachineClass.STALE: Wording(
        Severity.WARNING,
        "Stale account",
        "No sign of life for long: neither a logon nor a change of the password. No member of the inventory uses it.",
        "Find the computer, or disable the account, wait, and delete it.",
    ),
    MachineClass.NOT_IN_INVENTORY: Wording(
        Severity.NOTE,
        "Not in inventory",
        "The account is used, and no host of the inventory belongs to it.",
        "Add the host to the inventory.",
    ),
    MachineClass.DISABLED: Wording(
        Severity.NOTE,
        "Disabled account",
        "The account is disabled, and no member of the inventory uses it.",
        "Delete it when nobody misses it.",
    ),
    MachineClass.DOMAIN_CONTROLLER: Wording(
        Severity.NOTE,
        "Domain controller",
        "The account of a domain controller; it counts neither as stale nor as missing in the inventory.",
    ),
    MachineClass.MEMBER: Wording(
        Severity.GOOD,
        "Member",
        "The host is a member of the domain, and the domain trusts it.",
    ),
}
"""In the order of the report: the worst first."""


def order(word: MachineClass) -> int:
    """Where a class stands in the report."""
    return list(WORDING).index(word)
