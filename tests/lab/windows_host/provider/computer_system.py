# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""root/cimv2 of an emulated host: Win32_ComputerSystem with its three methods, Win32_OperatingSystem.

Source: MicrosoftDocs win32 ``CIMWin32Prov/win32-computersystem.md`` and the pages of its methods.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..host import Host
from ..state import HostState

WBEM_E_INVALID_CLASS = 0x80041010
WBEM_E_METHOD_NOT_IMPLEMENTED = 0x80041055
STANDALONE_SERVER = 2
MEMBER_SERVER = 3
PRIMARY_DOMAIN_CONTROLLER = 5
EPOCH_AS_FILETIME = 116444736000000000


@dataclass(frozen=True)
class Property:
    """A property as text, and the name of its CIM type."""

    name: str
    cim_type: str
    value: str | None


def instance(class_name: str, state: HostState) -> list[Property] | None:
    """The properties of the only instance of a class; None when the class does not exist."""
    if class_name.lower() == "win32_computersystem":
        return _computer_system(state)
    if class_name.lower() == "win32_operatingsystem":
        return [Property("LastBootUpTime", "DateTime", str(boot_filetime(state)))]
    return None


def boot_filetime(state: HostState) -> int:
    """LastBootUpTime as FILETIME, cut to the microsecond that CIM_DATETIME has."""
    return int(state.boot_time * 1_000_000) * 10 + EPOCH_AS_FILETIME


def domain_role(state: HostState) -> int:
    if state.is_domain_controller:
        return PRIMARY_DOMAIN_CONTROLLER
    return MEMBER_SERVER if state.domain else STANDALONE_SERVER


def invoke(host: Host, class_name: str, method: str, parameters: Mapping[str, str | None]) -> int | None:
    """ReturnValue of a method; None when there is no such method."""
    from . import leave, membership, rename
    from .attempt import JoinCall

    given = {name.lower(): value for name, value in parameters.items()}
    if class_name.lower() != "win32_computersystem":
        return None
    if method.lower() == "joindomainorworkgroup":
        call = JoinCall(
            name=given.get("name"),
            password=given.get("password"),
            user_name=given.get("username"),
            account_ou=given.get("accountou"),
            options=int(given.get("fjoinoptions") or 0),
        )
        return membership.join(host, call)
    if method.lower() == "unjoindomainorworkgroup":
        return leave.unjoin(host, given.get("username"), given.get("password"), int(given.get("funjoinoptions") or 0))
    if method.lower() == "rename":
        return rename.rename(host, given.get("name"), given.get("username"), given.get("password"))
    return None


def _computer_system(state: HostState) -> list[Property]:
    """Domain and membership are the new ones at once after a join, names the old ones until the reboot."""
    domain = state.domain
    return [
        Property("Name", "String", state.netbios_name),
        Property("DNSHostName", "String", state.host_name),
        Property("Domain", "String", domain.dns if domain else state.workgroup),
        Property("PartOfDomain", "Boolean", str(domain is not None)),
        Property("Workgroup", "String", None if domain else state.workgroup),
        Property("DomainRole", "UInt16", str(domain_role(state))),
    ]
