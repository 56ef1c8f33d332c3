# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of accounts, and which of them nobody uses any more."""

from __future__ import annotations

import dataclasses
import datetime as dt
import typing as t

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.overview import (
    AccountOverview,
    overview,
    read_overview,
)
from ansible_collections.netjoin.windows.plugins.module_utils._directory.control import Control
from ansible_collections.netjoin.windows.plugins.module_utils._directory.directory import Directory
from ansible_collections.netjoin.windows.plugins.module_utils._directory.message import Entry
from ansible_collections.netjoin.windows.plugins.module_utils._directory.search_filter import SearchFilter
from ansible_collections.netjoin.windows.plugins.module_utils._names.distinguished_name import DistinguishedName

from .examples import OU, machine
from .test_account import ENTRY

NOW = dt.datetime(2026, 6, 30, 12, tzinfo=dt.UTC)
DAYS = 90

# As ldapsearch shows them: whenCreated is a GeneralizedTime, the others count 100 ns since 1601.
FULL = Entry(
    ENTRY.dn,
    {
        **ENTRY.attributes,
        "operatingsystem": (b"Windows 11 Enterprise",),
        "operatingsystemversion": (b"10.0 (26100)",),
        "whencreated": (b"20260504091244.0Z",),
        "serviceprincipalname": (b"HOST/ws0001.lab.example", b"HOST/WS0001"),
    },
)


def at(days_ago: float) -> dt.datetime:
    """A moment before NOW."""
    return NOW - dt.timedelta(days=days_ago)


def used(last_logon: float | None, password_set: float | None, created: float | None = 400) -> AccountOverview:
    """An account with signs of life so many days ago."""
    found = AccountOverview.read(FULL)
    account = dataclasses.replace(
        found.account,
        last_logon=None if last_logon is None else at(last_logon),
        password_set=None if password_set is None else at(password_set),
        created=None if created is None else at(created),
    )
    return dataclasses.replace(found, account=account)


def test_an_entry_is_shown_with_what_the_directory_knows() -> None:
    """Names in order, times in UTC; what the directory does not have is null."""
    assert AccountOverview.read(FULL).as_result(NOW, DAYS) == {
        "name": "WS0001",
        "dn": "CN=WS0001,OU=Workstations,DC=lab,DC=example",
        "sid": "S-1-5-21-1-2-3-1104",
        "dns_host_name": "ws0001.lab.example",
        "enabled": False,
        "description": None,
        "operating_system": "Windows 11 Enterprise",
        "operating_system_version": "10.0 (26100)",
        "service_principal_names": ["HOST/WS0001", "HOST/ws0001.lab.example"],
        "owner": None,
        "is_domain_controller": False,
        "when_created": "2026-05-04T09:12:44+00:00",
        "password_last_set": "1970-01-01T00:00:01+00:00",
        "password_never_changed": True,
        "last_logon": None,
        "stale": True,
    }


@pytest.mark.parametrize(
    ("account", "stale"),
    [
        (used(last_logon=5, password_set=200), False),
        (used(last_logon=200, password_set=5), False),
        (used(last_logon=91, password_set=100), True),
        (used(last_logon=None, password_set=10), False),
        (used(last_logon=None, password_set=300), True),
        (used(last_logon=None, password_set=None, created=10), False),
        (used(last_logon=None, password_set=None, created=300), True),
        (used(last_logon=None, password_set=None, created=None), False),
        (used(last_logon=90, password_set=None), False),
    ],
    ids=[
        "logs on, and keeps its password",
        "changes its password, and its logon is not replicated yet",
        "neither for long",
        "prepared and not joined yet",
        "prepared long ago and never joined",
        "created without a password",
        "created without a password long ago",
        "nothing may be read",
        "on the very day",
    ],
)
def test_the_last_sign_of_life_decides(account: AccountOverview, stale: bool) -> None:
    """Either attribute alone calls computers stale that run."""
    assert account.is_stale(NOW, DAYS) is stale


@pytest.mark.parametrize(
    ("password_set", "created", "never_changed"),
    [
        (400, 400, True),
        (400 - 2 / 86400, 400, True),
        (400 - 5 / 86400, 400, False),
        (None, 400, False),
        (400, None, False),
    ],
    ids=["with the account", "right after it", "after a restart", "none", "of unknown age"],
)
def test_the_first_password_is_told_from_a_later_one(
    password_set: float | None, created: float | None, never_changed: bool
) -> None:
    """By the clock of the domain controller, which has written both times."""
    assert used(None, password_set, created).has_first_password is never_changed


def test_a_domain_controller_is_marked() -> None:
    """SERVER_TRUST_ACCOUNT is 0x2000 = 8192, and a controller is trusted for delegation ([MS-ADTS] 2.2.16)."""
    entry = Entry(FULL.dn, {**FULL.attributes, "useraccountcontrol": (b"532480",)})
    assert AccountOverview.read(entry).as_result(NOW, DAYS)["is_domain_controller"] is True


@pytest.mark.parametrize(
    "damage",
    [{"objectsid": (b"\x01",)}, {"whencreated": (b"yesterday",)}, {"pwdlastset": (b"9223372036854775807",)}],
    ids=["no SID", "no time", "a time beyond the calendar"],
)
def test_an_entry_that_makes_no_sense_hides_no_other(damage: dict[str, tuple[bytes, ...]]) -> None:
    """It is named, and the rest is read."""
    broken = Entry("CN=X,DC=lab,DC=example", {**FULL.attributes, **damage})
    found = read_overview([broken, FULL])
    assert [each.account.name for each in found.accounts] == ["WS0001"]
    assert found.unreadable == ["CN=X,DC=lab,DC=example"]


def test_an_account_that_replication_has_renamed_is_read() -> None:
    r"""A conflicting object is called \\0ACNF: and its GUID ([MS-ADTS] 3.1.1.5.1.2)."""
    dn = r"CN=WS0001\0ACNF:00112233-4455-6677-8899-aabbccddeeff,OU=Workstations,DC=lab,DC=example"
    (account,) = read_overview([Entry(dn, FULL.attributes)]).accounts
    assert str(account.account.dn) == dn


def test_names_without_an_account_are_missing() -> None:
    """A long name is found by its first 15 characters, in any case."""
    machines = [machine(name) for name in ("ws0001", "WS0002", "ws0001-too-long-for-netbios")]
    assert read_overview([FULL]).missing(machines) == ["WS0002", "ws0001-too-long-for-netbios"]


class Searches:
    """A directory that only notes what it is asked."""

    def __init__(self) -> None:
        self.filters: list[bytes] = []

    def search(
        self, base: DistinguishedName, condition: SearchFilter, attributes: object, *, controls: tuple[Control, ...]
    ) -> list[Entry]:
        self.filters.append(condition.encoded)
        return []


@pytest.mark.parametrize(("count", "searches"), [(1, 1), (200, 1), (201, 2), (1000, 5)])
def test_many_names_are_asked_for_in_few_searches(count: int, searches: int) -> None:
    """Every name once, as the account's name."""
    directory = Searches()
    overview(t.cast(Directory, directory), OU, [f"WS{number:04}" for number in range(count)])
    assert len(directory.filters) == searches
    together = b"".join(directory.filters)
    assert [together.count(f"WS{number:04}$".encode()) for number in range(count)] == [1] * count
