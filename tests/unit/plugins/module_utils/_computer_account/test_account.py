# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts, as an entry of the directory has them."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.account import ComputerAccount
from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.accounts import creation_attributes
from ansible_collections.netjoin.windows.plugins.module_utils._directory.message import Entry
from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName

# An account of a Windows domain as ldapsearch shows it; times in 100 ns since 1601 ([MS-DTYP] 2.3.3).
ENTRY = Entry(
    "CN=WS0001,OU=Workstations,DC=lab,DC=example",
    {
        "objectclass": (b"top", b"person", b"organizationalPerson", b"user", b"computer"),
        "objectguid": (bytes.fromhex("33221100554477668899aabbccddeeff"),),
        "objectsid": (bytes.fromhex("01050000000000051500000001000000020000000300000050040000"),),
        "samaccountname": (b"WS0001$",),
        "useraccountcontrol": (b"4098",),
        "primarygroupid": (b"515",),
        "dnshostname": (b"ws0001.lab.example",),
        "pwdlastset": (b"116444736010000000",),
        "lastlogontimestamp": (b"0",),
        "whencreated": (b"20261121111559.0Z",),
        "whenchanged": (b"20261121111600.0Z",),
    },
)


def test_an_entry_becomes_an_account() -> None:
    """The GUID has its first three parts in little-endian order; 116444736000000000 is 1970-01-01."""
    account = ComputerAccount.read(ENTRY)
    assert account.name == "WS0001"
    assert account.guid == uuid.UUID("00112233-4455-6677-8899-aabbccddeeff")
    assert account.sid == "S-1-5-21-1-2-3-1104"
    assert account.password_set == dt.datetime(1970, 1, 1, 0, 0, 1, tzinfo=dt.UTC)
    assert account.last_logon is None
    assert account.is_enabled is False
    assert account.protected_kind is None
    assert account.owner is None
    assert account.created == dt.datetime(2026, 11, 21, 11, 15, 59, tzinfo=dt.UTC)
    assert account.changed == dt.datetime(2026, 11, 21, 11, 16, tzinfo=dt.UTC)


@pytest.mark.parametrize(("enabled", "control"), [(True, "4096"), (False, "4098")])
def test_an_account_is_created_with_what_windows_sends(enabled: bool, control: str) -> None:
    """Bits of userAccountControl by [MS-ADTS] 2.2.16: a workstation, and whether nobody can log on with it."""
    attributes = creation_attributes(HostName.parse("ws0001"), "lab.example", "Aa1" * 5, None, enabled=enabled)
    assert attributes == {
        "objectClass": ("computer",),
        "sAMAccountName": ("WS0001$",),
        "userAccountControl": (control,),
        "dNSHostName": ("ws0001.lab.example",),
        "servicePrincipalName": (
            "HOST/ws0001.lab.example",
            "HOST/WS0001",
            "RestrictedKrbHost/ws0001.lab.example",
            "RestrictedKrbHost/WS0001",
        ),
        "unicodePwd": ('"Aa1Aa1Aa1Aa1Aa1"'.encode("utf-16-le"),),
    }
