# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The method Rename of an emulated host: in a workgroup the name only, in a domain the account with it.

Sources: MicrosoftDocs win32 "Rename method of the Win32_ComputerSystem class", sdk-api NetRenameMachineInDomain,
[MS-WKST] 3.2.4.15.
"""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName
from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import InvalidName

from ..host import Host
from ..state import CallInProgress, DomainMembership, HostState, exclusive, netbios_name
from . import netsetup_log
from .account import name_attributes
from .codes import (
    ERROR_ACCESS_DENIED,
    ERROR_INVALID_PARAMETER,
    ERROR_LOGON_FAILURE,
    ERROR_NO_SUCH_DOMAIN,
    ERROR_NONE_MAPPED,
    NERR_USER_EXISTS,
    RPC_S_CALL_IN_PROGRESS,
)
from .controller import Controller, find_controller
from .credentials import Identity, UnknownAuthority, logon, user_identity
from .directory import Directory, DirectoryRefused

ACCT_CREATE = 0x2
"""What WMI asks NetRenameMachineInDomain for: to rename the account too (MicrosoftDocs sdk-api; derived for WMI)."""


def rename(host: Host, name: str | None, user_name: str | None, password: str | None) -> int:
    """ReturnValue of the method; any error leaves the host as it was."""
    if not host.user_is_administrator:
        return ERROR_ACCESS_DENIED
    try:
        new_name = HostName.parse(name or "").text
    except InvalidName:
        return ERROR_INVALID_PARAMETER
    try:
        with exclusive(host.directory):
            return _rename(host, new_name, user_name, password or "")
    except CallInProgress:
        return RPC_S_CALL_IN_PROGRESS


def _rename(host: Host, new_name: str, user_name: str | None, password: str) -> int:
    state = host.load()
    renamed = replace(state, pending_host_name=new_name)
    if state.domain is not None:
        code = _rename_in_domain(host, state, state.domain, new_name, user_name, password)
        names = (state.machine_account, netbios_name(new_name))
        netsetup_log.renamed(netsetup_log.file_of(host), *names, user_name, ACCT_CREATE, code)
        if code != 0:
            return code
        renamed = replace(renamed, domain=replace(state.domain, account=netbios_name(new_name)))
    host.save(renamed)
    return 0


def _rename_in_domain(
    host: Host, state: HostState, domain: DomainMembership, new_name: str, user_name: str | None, password: str
) -> int:
    controller = find_controller(host, domain.dns)
    if controller is None:
        return ERROR_NO_SUCH_DOMAIN
    if not user_name:
        return ERROR_ACCESS_DENIED
    try:
        identity = user_identity(user_name, password, controller)
    except UnknownAuthority:
        return ERROR_LOGON_FAILURE
    return logon(host, controller, identity) or _rename_account(host, controller, identity, state, new_name)


def _rename_account(host: Host, controller: Controller, identity: Identity, state: HostState, new_name: str) -> int:
    directory = Directory(host, controller, identity)
    account = directory.find_account(state.machine_account)
    short_name = netbios_name(new_name)
    if account is None:
        return ERROR_NONE_MAPPED
    if short_name != state.machine_account and directory.find_account(short_name) is not None:
        return NERR_USER_EXISTS
    names = name_attributes(short_name, new_name, controller.dns_domain)
    try:
        directory.replace(account.dn, {"sAMAccountName": f"{short_name}$", **names})
        directory.rename(account.dn, directory.child(short_name, directory.parent(account.dn)))
    except DirectoryRefused:
        return ERROR_ACCESS_DENIED
    return 0
