# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Netlogon of an emulated host knows: its secure channel, its site, its own object in the directory.

Sources: [MS-NRPC] 3.5.4.9.1 (function codes, NETLOGON_INFO_2); SupportArticles on broken secure channels for
NetrServerAuthenticate's answer to a wrong password, 0xC0000022.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..host import Host
from ..state import DomainMembership, HostState
from . import secrets
from .codes import (
    ERROR_ACCESS_DENIED,
    ERROR_INVALID_PARAMETER,
    ERROR_NO_LOGON_SERVERS,
    ERROR_NO_SITENAME,
    ERROR_NO_SUCH_DOMAIN,
    ERROR_NO_TRUST_LSA_SECRET,
    ERROR_NONE_MAPPED,
    RPC_S_UNKNOWN_IF,
)
from .controller import Controller, find_controller, find_named_controller
from .credentials import machine_identity
from .directory import Directory, DirectoryRefused
from .dns_record import register_address
from .secure_channel import change_password, channel_status, tell_operating_system

REDISCOVER, TC_QUERY, CHANGE_PASSWORD, TC_VERIFY = 5, 6, 9, 10
NAME_FULLY_QUALIFIED_DN = 1
WRONG_LEVEL = {CHANGE_PASSWORD: 2, TC_VERIFY: 1}
HAS_IP_AND_TIME_SERVICE = 0x30
VERIFY_STATUS_RETURNED = 0x80
ERROR_NOT_SUPPORTED = 50


@dataclass(frozen=True)
class ControlAnswer:
    """The code of I_NetLogonControl2 and, when that is 0, NETLOGON_INFO_2."""

    code: int
    flags: int = 0
    pdc_status: int = 0
    controller: str | None = None
    channel_status: int = 0


def control(host: Host, function: int, target: str | None, level: int = 2) -> ControlAnswer:
    """TC_QUERY, TC_VERIFY and REDISCOVER all ask live: an emulated host keeps no channel open.

    `target` is the domain; REDISCOVER takes ``DOMAIN\\dc`` as well, as ``nltest /sc_reset`` does.
    """
    state = host.load()
    if state.domain is None:
        return ControlAnswer(RPC_S_UNKNOWN_IF)
    if not host.user_is_administrator and function != TC_QUERY:
        return ControlAnswer(ERROR_ACCESS_DENIED)
    if function not in (REDISCOVER, TC_QUERY, CHANGE_PASSWORD, TC_VERIFY):
        return ControlAnswer(ERROR_NOT_SUPPORTED)
    if level == WRONG_LEVEL.get(function):
        return ControlAnswer(ERROR_INVALID_PARAMETER)
    domain, _separator, controller = (target or "").partition("\\")
    if domain.lower() not in (state.domain.netbios.lower(), state.domain.dns.lower()):
        return ControlAnswer(ERROR_NO_SUCH_DOMAIN)
    if function == CHANGE_PASSWORD:
        return ControlAnswer(_rotate(host, state, state.domain))
    answer = _use_channel(host, state, state.domain, controller)
    if function == REDISCOVER and answer.channel_status != 0:
        return ControlAnswer(ERROR_NO_LOGON_SERVERS)
    return replace(answer, flags=answer.flags | VERIFY_STATUS_RETURNED) if function == TC_VERIFY else answer


def _use_channel(host: Host, state: HostState, domain: DomainMembership, controller_name: str) -> ControlAnswer:
    if controller_name:
        controller = find_named_controller(host, controller_name, domain.dns)
    else:
        controller = find_controller(host, domain.dns)
    if controller is None or not controller.serves(domain.dns):
        return ControlAnswer(0, channel_status=ERROR_NO_LOGON_SERVERS)
    password = secrets.fetch(host, domain.netbios)
    if password is None:
        status = ERROR_NO_TRUST_LSA_SECRET
    else:
        status = channel_status(host, controller, state.machine_account, password)
    return ControlAnswer(
        0,
        flags=HAS_IP_AND_TIME_SERVICE,
        pdc_status=status,
        controller=f"\\\\{controller.name}" if status == 0 else "",
        channel_status=status,
    )


def _rotate(host: Host, state: HostState, domain: DomainMembership) -> int:
    controller = find_controller(host, domain.dns)
    if controller is None:
        return ERROR_NO_LOGON_SERVERS
    password, new_password = secrets.fetch(host, domain.netbios), secrets.random_password()
    if password is None:
        return ERROR_NO_TRUST_LSA_SECRET
    code = change_password(host, controller, state.machine_account, password, new_password)
    if code == 0:
        secrets.store(host, domain, new_password)
    return code


def after_boot(host: Host) -> None:
    """Tells the domain of the host, best effort: its address, and through the secure channel its operating system."""
    register_address(host)
    state = host.load()
    password = secrets.fetch(host, state.domain.netbios) if state.domain else None
    controller = find_controller(host, state.domain.dns) if state.domain else None
    if controller is not None and password is not None:
        tell_operating_system(host, controller, state.machine_account, password)


def site_name(host: Host) -> tuple[int, str | None]:
    """DsGetSiteNameW: the site that Netlogon learned when it found its controller."""
    domain = host.load().domain
    return (ERROR_NO_SITENAME, None) if domain is None or not domain.site else (0, domain.site)


def computer_object_name(host: Host, name_format: int) -> tuple[int, str | None]:
    """GetComputerObjectNameW: the DN of the computer's account, asked for as the machine."""
    if name_format != NAME_FULLY_QUALIFIED_DN:
        return ERROR_INVALID_PARAMETER, None
    state = host.load()
    if state.domain is None:
        return ERROR_NONE_MAPPED, None
    controller = find_controller(host, state.domain.dns)
    password = secrets.fetch(host, state.domain.netbios)
    if controller is None or password is None:
        return ERROR_NO_SUCH_DOMAIN, None
    return _own_dn(host, controller, state.machine_account, password)


def _own_dn(host: Host, controller: Controller, account: str, password: str) -> tuple[int, str | None]:
    try:
        found = Directory(host, controller, machine_identity(account, password, controller)).find_account(account)
    except DirectoryRefused:
        return ERROR_ACCESS_DENIED, None
    return (ERROR_NONE_MAPPED, None) if found is None else (0, found.dn)
