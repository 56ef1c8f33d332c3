# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A domain, an account and a request for the tests, in which each changes what it is about."""

from __future__ import annotations

import typing as t
import uuid

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.account import ComputerAccount
from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.request import (
    AccountRequest,
    Machine,
    State,
)
from ansible_collections.netjoin.windows.plugins.module_utils._directory.directory import DirectoryDomain
from ansible_collections.netjoin.windows.plugins.module_utils._names.distinguished_name import DistinguishedName
from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName

DOMAIN_SID = "S-1-5-21-1004336348-1177238915-682003330"
CALLER = f"{DOMAIN_SID}-1103"
OU = DistinguishedName.parse("OU=Workstations,DC=lab,DC=example")
ELSEWHERE = DistinguishedName.parse("OU=Servers,DC=lab,DC=example")

DOMAIN = DirectoryDomain(
    sid=DOMAIN_SID,
    guid=uuid.UUID(int=1),
    naming_context=DistinguishedName.parse("DC=lab,DC=example"),
    computers_container=DistinguishedName.parse("CN=Computers,DC=lab,DC=example"),
    caller_sids=(CALLER, f"{DOMAIN_SID}-513", f"{DOMAIN_SID}-1200"),
)


def machine(name: str = "WS0001") -> Machine:
    """A computer with a valid host name."""
    host = HostName.parse(name)
    return Machine(name, host.netbios, host)


def account(**changes: t.Any) -> ComputerAccount:
    """The account of an ordinary workstation, as a join leaves it."""
    usual: dict[str, t.Any] = {
        "dn": OU.child("CN", "WS0001"),
        "name": "WS0001",
        "sid": f"{DOMAIN_SID}-1104",
        "guid": uuid.UUID(int=2),
        "control": 0x1000,
        "primary_group": 515,
        "object_classes": frozenset({"top", "person", "organizationalperson", "user", "computer"}),
        "dns_host_name": "WS0001.lab.example",
        "description": None,
        "password_set": None,
        "last_logon": None,
        "owner": f"{DOMAIN_SID}-512",
        "creator": None,
        "has_key_credential": False,
    }
    return ComputerAccount(**{**usual, **changes})


def request(state: State = State.PRESENT, **changes: t.Any) -> AccountRequest:
    """A request for one machine, with nothing that is optional."""
    usual: dict[str, t.Any] = {
        "machines": (machine(),),
        "container": None,
        "description": None,
        "one_time_password": False,
        "with_children": False,
        "dns_record": False,
        "trusted_owners": (),
    }
    return AccountRequest(state=state, **{**usual, **changes})
