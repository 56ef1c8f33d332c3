# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two sides of a machine password, each by itself: NetUserSetInfo in the domain, the LSA's secret on the host.

Sources: MicrosoftDocs sdk-api NetUserSetInfo, and IADsUser::SetPassword, which ends in it (the right Reset Password);
[MS-LSAD] 3.1.4.6.5 (who may store private data); MicrosoftDocs sdk-api LsaStorePrivateData ($MACHINE.ACC).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..host import Host
from . import secrets
from .codes import (
    ERROR_ACCESS_DENIED,
    ERROR_BAD_NETPATH,
    ERROR_LOGON_FAILURE,
    NERR_USER_NOT_FOUND,
    STATUS_ACCESS_DENIED,
    STATUS_INVALID_PARAMETER,
    STATUS_SUCCESS,
)
from .controller import Controller, find_named_controller
from .credentials import Identity, UnknownAuthority, logon, user_identity
from .directory import Directory, DirectoryRefused

MACHINE_SECRET = "$MACHINE.ACC"


@dataclass(frozen=True)
class Caller:
    """Who a thread is to the network; `user` is None for an account of the host, who is nobody there."""

    user: str | None
    domain: str | None
    password: str = field(repr=False)

    @property
    def name(self) -> str:
        return f"{self.domain}\\{self.user}" if self.domain else self.user or ""


def set_account_password(host: Host, server: str, account: str, password: str, caller: Caller) -> int:
    """NetUserSetInfo, level 1003, on a domain controller."""
    controller = find_named_controller(host, server.lstrip("\\"), "")
    if controller is None:
        return ERROR_BAD_NETPATH
    if caller.user is None:
        return ERROR_ACCESS_DENIED
    try:
        identity = user_identity(caller.name, caller.password, controller)
    except UnknownAuthority:
        return ERROR_LOGON_FAILURE
    return logon(host, controller, identity) or _replace(host, controller, identity, account, password)


def _replace(host: Host, controller: Controller, identity: Identity, account: str, password: str) -> int:
    directory = Directory(host, controller, identity)
    found = directory.find_account(account.rstrip("$"))
    if found is None:
        return NERR_USER_NOT_FOUND
    try:
        directory.replace(found.dn, {"unicodePwd": f'"{password}"'.encode("utf-16-le")})
    except DirectoryRefused:
        return ERROR_ACCESS_DENIED
    return 0


def open_policy(host: Host) -> int:
    """LsaOpenPolicy with the right to create secrets: an NTSTATUS."""
    return STATUS_SUCCESS if host.user_is_administrator else STATUS_ACCESS_DENIED


def store_secret(host: Host, key: str, value: str) -> int:
    """LsaStorePrivateData: an NTSTATUS. An emulated host has the one secret."""
    domain = host.load().domain
    if key.upper() != MACHINE_SECRET or domain is None:
        return STATUS_INVALID_PARAMETER
    secrets.store(host, domain, value)
    return STATUS_SUCCESS
