# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two views that an audit compares: what hosts say of themselves, and what the directory says of accounts."""

from __future__ import annotations

import enum
import ipaddress
import typing as t
from collections.abc import Mapping
from dataclasses import dataclass

_NETBIOS_LENGTH = 15
_MESSAGE_LENGTH = 400
_CONFLICT_MARKS = ("\\0acnf:", "\ncnf:")  # [MS-ADTS] 3.1.1.5.1.2: how replication renames the loser of two new objects


class Answer(enum.Enum):
    """How a host answered."""

    GIVEN = enum.auto()
    UNREACHABLE = enum.auto()
    FAILED = enum.auto()


@dataclass(frozen=True)
class Host:
    """One host of the inventory; ``info`` is the result of membership_info, empty unless the answer was given."""

    inventory_name: str
    answer: Answer
    info: Mapping[str, t.Any]
    message: str | None

    @classmethod
    def read(cls, name: str, result: Mapping[str, t.Any]) -> Host:
        """The host of a registered result, whatever became of the task; an empty one means that it did not run."""
        if result.get("unreachable"):
            return cls(name, Answer.UNREACHABLE, {}, _message(result))
        if result.get("failed") or "pending" not in result:
            return cls(name, Answer.FAILED, {}, _message(result) or "The task did not run on this host.")
        return cls(name, Answer.GIVEN, result, None)

    @property
    def name(self) -> str:
        """The name that the host has, or else the inventory's, without a domain."""
        return str(self.info.get("hostname") or short_name(self.inventory_name))

    @property
    def domain(self) -> str | None:
        """The domain, None in a workgroup and when the host did not answer."""
        return self.info.get("domain")

    def is_of(self, *domains: str | None) -> bool:
        """Whether the host is a member of the domain with one of these names; of any, when there are none."""
        mine = {_fold(self.info.get(key)) for key in ("domain", "domain_dns", "domain_netbios")} - {None}
        theirs = {_fold(domain) for domain in domains} - {None}
        return bool(mine & theirs) if theirs else bool(mine)


@dataclass(frozen=True)
class Account:
    """One account, as computer_account_info returns it."""

    info: Mapping[str, t.Any]

    @property
    def name(self) -> str:
        """The NetBIOS name."""
        return str(self.info["name"])

    @property
    def dn(self) -> str:
        """The distinguished name."""
        return str(self.info["dn"])

    @property
    def is_conflict(self) -> bool:
        """Whether replication has found two objects with one name and renamed this one."""
        return any(mark in self.dn.lower() for mark in _CONFLICT_MARKS)

    @property
    def unique_names(self) -> frozenset[str]:
        """What no other account may have: the DNS name and the service principal names."""
        names = [self.info.get("dns_host_name"), *(self.info.get("service_principal_names") or ())]
        return frozenset(name.lower() for name in names if name)

    @property
    def last_sign_of_life(self) -> str | None:
        """The later of logon and password change, the creation when there was neither; ISO 8601, all in UTC."""
        known = [self.info.get(key) for key in ("last_logon", "password_last_set")]
        return max((each for each in known if each), default=self.info.get("when_created"))


def netbios(name: str) -> str:
    """The name of the account of a host name: Windows keeps 15 characters and no case."""
    return name[:_NETBIOS_LENGTH].upper()


def short_name(inventory_name: str) -> str:
    """The host of a full DNS name; an IP address stays as it is."""
    try:
        ipaddress.ip_address(inventory_name)
    except ValueError:
        return inventory_name.partition(".")[0]
    return inventory_name


def _fold(name: str | None) -> str | None:
    return name.lower().removesuffix(".") if name else None


def _message(result: Mapping[str, t.Any]) -> str | None:
    text = str(result.get("msg") or "").strip()
    return text if len(text) <= _MESSAGE_LENGTH else f"{text[:_MESSAGE_LENGTH]}…"
