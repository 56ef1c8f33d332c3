# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All computer accounts of a domain or of a part of it: what they are, and whether anything still uses them."""

from __future__ import annotations

import datetime as dt
import itertools
import typing as t
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .._directory.control import OWNER_ONLY
from .._directory.directory import Directory
from .._directory.message import Entry
from .._directory.search_filter import SearchFilter, both, either, equal
from .._names.distinguished_name import DistinguishedName
from .account import ATTRIBUTES, UNREADABLE, ComputerAccount
from .request import Machine

ALL_ATTRIBUTES = (*ATTRIBUTES, "operatingSystem", "operatingSystemVersion", "servicePrincipalName")

LOGON_LAG_DAYS = 14
"""How far lastLogonTimestamp may be behind, by default (Microsoft's page of the attribute Last-Logon-Timestamp)."""

# Managed service accounts are of the class computer too, but of a category of their own.
_COMPUTERS = equal("objectCategory", "computer")
_NAMES_IN_A_FILTER = 200
_ONE_CREATION = dt.timedelta(seconds=3)
"""Who creates an account sets its password with it or right after; a computer that joins changes it after a restart."""


@dataclass(frozen=True)
class AccountOverview:
    """One account with what a join and the running Windows have written into it."""

    account: ComputerAccount
    operating_system: str | None
    operating_system_version: str | None
    service_principal_names: tuple[str, ...]

    @classmethod
    def read(cls, entry: Entry) -> AccountOverview:
        """The account of an entry with ALL_ATTRIBUTES; raises UNREADABLE for what is no account."""
        return cls(
            account=ComputerAccount.read(entry),
            operating_system=entry.text("operatingSystem"),
            operating_system_version=entry.text("operatingSystemVersion"),
            service_principal_names=tuple(sorted(entry.texts("servicePrincipalName"))),
        )

    @property
    def last_sign_of_life(self) -> dt.datetime | None:
        """The later of the last logon and the last password change; the creation when there was neither."""
        known = [each for each in (self.account.last_logon, self.account.password_set) if each is not None]
        return max(known, default=self.account.created)

    @property
    def has_first_password(self) -> bool:
        """Whether the password is still the one that the account was created with."""
        created, password_set = self.account.created, self.account.password_set
        return created is not None and password_set is not None and password_set - created < _ONE_CREATION

    def is_stale(self, now: dt.datetime, days: int) -> bool:
        """Whether nothing has used the account for more than ``days``; False when the directory tells nothing."""
        last = self.last_sign_of_life
        return last is not None and now - last > dt.timedelta(days=days)

    def as_result(self, now: dt.datetime, stale_days: int) -> dict[str, t.Any]:
        """The account in the words of the module's result."""
        account = self.account
        return {
            "name": account.name,
            "dn": str(account.dn),
            "sid": account.sid,
            "dns_host_name": account.dns_host_name,
            "enabled": account.is_enabled,
            "description": account.description,
            "operating_system": self.operating_system,
            "operating_system_version": self.operating_system_version,
            "service_principal_names": list(self.service_principal_names),
            "owner": account.owner,
            "is_domain_controller": account.is_domain_controller,
            "when_created": _text(account.created),
            "password_last_set": _text(account.password_set),
            "password_never_changed": self.has_first_password,
            "last_logon": _text(account.last_logon),
            "stale": self.is_stale(now, stale_days),
        }


class Overview(t.NamedTuple):
    """The accounts that were found, by name; and the DNs of entries that make no sense as an account."""

    accounts: list[AccountOverview]
    unreadable: list[str]

    def missing(self, machines: Iterable[Machine]) -> list[str]:
        """The machines without an account, as they were given."""
        found = {each.account.name.lower() for each in self.accounts}
        return [machine.text for machine in machines if machine.netbios.text.lower() not in found]


def overview(directory: Directory, base: DistinguishedName, names: Sequence[str] | None = None) -> Overview:
    """The computer accounts below ``base``, only those with the NetBIOS ``names`` when given; raises DirectoryError."""
    return read_overview(
        entry
        for condition in _conditions(names)
        for entry in directory.search(base, condition, ALL_ATTRIBUTES, controls=(OWNER_ONLY,))
    )


def read_overview(entries: Iterable[Entry]) -> Overview:
    """The accounts of entries with ALL_ATTRIBUTES. One that makes no sense does not hide the others."""
    found = Overview([], [])
    for entry in entries:
        try:
            found.accounts.append(AccountOverview.read(entry))
        except UNREADABLE:
            found.unreadable.append(entry.dn)
    found.accounts.sort(key=lambda each: (each.account.name.lower(), str(each.account.dn)))
    return found


def _conditions(names: Sequence[str] | None) -> Iterator[SearchFilter]:
    """One filter for all accounts, or some with as many names as a server takes without trouble."""
    if names is None:
        yield _COMPUTERS
        return
    rest = iter(names)
    while some := tuple(itertools.islice(rest, _NAMES_IN_A_FILTER)):
        yield both(_COMPUTERS, either(*(equal("sAMAccountName", f"{name}$") for name in some)))


def _text(moment: dt.datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
