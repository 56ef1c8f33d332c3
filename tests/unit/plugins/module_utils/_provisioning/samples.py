# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values that the tests of provisioning share."""

from __future__ import annotations

import dataclasses
import datetime as dt
import typing as t
import uuid

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.account import ComputerAccount
from ansible_collections.netjoin.windows.plugins.module_utils._directory.facts import DomainFacts
from ansible_collections.netjoin.windows.plugins.module_utils._names.distinguished_name import DistinguishedName
from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.known_blob import KnownBlob, PendingPassword

DOMAIN_GUID = uuid.UUID("675eda92-b28f-4d2c-9235-7ff604338dcf")
OTHER_DOMAIN_GUID = uuid.UUID("0c5e7f7e-4a3f-4f39-9a55-0d6f5b2a9c41")
DOMAIN_SID = "S-1-5-21-1-2-3"
SID = f"{DOMAIN_SID}-1104"
NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
HOST = HostName.parse("WS0001")
OU = DistinguishedName.parse("OU=Workstations,DC=lab,DC=example")
FACTS = DomainFacts(
    controller="dc1.lab.example",
    address="192.0.2.1",
    dns_domain="lab.example",
    netbios="LAB",
    forest="lab.example",
    domain_guid=DOMAIN_GUID,
    dc_site="Headquarters",
    client_site="Office",
    flags=0x13FD,
)
ACCOUNT = ComputerAccount(
    dn=OU.child("CN", "WS0001"),
    name="WS0001",
    sid=SID,
    guid=uuid.UUID(int=1),
    control=0x1000,
    primary_group=515,
    object_classes=frozenset({"top", "person", "user", "computer"}),
    dns_host_name="WS0001.lab.example",
    description=None,
    password_set=NOON,
    last_logon=None,
    owner="S-1-5-21-1-2-3-1103",
    creator=None,
    has_key_credential=False,
)
BLOB = KnownBlob("WS0001", DOMAIN_GUID, SID, NOON)


def account(**changes: t.Any) -> ComputerAccount:
    """The account, but for some of its attributes."""
    return dataclasses.replace(ACCOUNT, **changes)


def blob(**changes: t.Any) -> KnownBlob:
    """What is known of the account's blob, but for some of it."""
    return dataclasses.replace(BLOB, **changes)


def pending(before: dt.datetime | None = None, **changes: t.Any) -> PendingPassword:
    """A pending password of the account, but for some of what is known of its blob."""
    return PendingPassword(blob(**changes), "Aa1" * 14, before)
