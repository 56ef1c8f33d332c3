# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UnjoinDomainOrWorkgroup of an emulated host.

Sources: [MS-WKST] 3.2.4.14 (order, 1004 for other bits), MicrosoftDocs sdk-api NetUnjoinDomain (ACCT_DELETE disables
the account), MicrosoftDocs win32 UnjoinDomainOrWorkgroup.
"""

from __future__ import annotations

from dataclasses import replace

from ..host import Host
from ..state import PRISTINE_WORKGROUP, CallInProgress, DomainMembership, HostState, exclusive
from . import netsetup_log, secrets
from .codes import (
    ERROR_ACCESS_DENIED,
    ERROR_INVALID_FLAGS,
    ERROR_LOGON_FAILURE,
    ERROR_NO_SUCH_DOMAIN,
    ERROR_NONE_MAPPED,
    NERR_SETUP_DOMAIN_CONTROLLER,
    NERR_SETUP_NOT_JOINED,
    RPC_S_CALL_IN_PROGRESS,
)
from .controller import find_controller
from .credentials import UnknownAuthority, logon, user_identity
from .directory import Directory, DirectoryRefused

ACCT_DELETE = 0x4
IGNORE_UNSUPPORTED_FLAGS = 0x10000000
ACCOUNT_DISABLED = 0x2


def unjoin(host: Host, user_name: str | None, password: str | None, options: int) -> int:
    """ReturnValue of the method; any error leaves the host as it was."""
    state = host.load()
    if not host.user_is_administrator:
        return ERROR_ACCESS_DENIED
    if options & ~(ACCT_DELETE | IGNORE_UNSUPPORTED_FLAGS) and not options & IGNORE_UNSUPPORTED_FLAGS:
        return ERROR_INVALID_FLAGS
    if state.is_domain_controller:
        return NERR_SETUP_DOMAIN_CONTROLLER
    if state.domain is None:
        return NERR_SETUP_NOT_JOINED
    try:
        with exclusive(host.directory):
            code = _unjoin(host, state, state.domain, user_name, password, bool(options & ACCT_DELETE))
            log = netsetup_log.file_of(host)
            return netsetup_log.unjoined(log, state.domain.netbios, user_name, options, code)
    except CallInProgress:
        return RPC_S_CALL_IN_PROGRESS


def _unjoin(
    host: Host,
    state: HostState,
    domain: DomainMembership,
    user_name: str | None,
    password: str | None,
    disable: bool,
) -> int:
    """Null credentials and option 0 work without a domain controller; everything else talks to one."""
    if user_name or disable:
        code = _at_the_controller(host, state, domain, user_name, password or "", disable)
        if code != 0:
            return code
    host.save(replace(state, domain=None, workgroup=PRISTINE_WORKGROUP, pending_dns_suffix="", join_pending=False))
    secrets.forget(host, domain.netbios)
    return 0


def _at_the_controller(
    host: Host, state: HostState, domain: DomainMembership, user_name: str | None, password: str, disable: bool
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
    code = logon(host, controller, identity)
    if code != 0 or not disable:
        return code
    directory = Directory(host, controller, identity)
    account = directory.find_account(state.machine_account)
    if account is None:
        return ERROR_NONE_MAPPED
    control = int(directory.read(account.dn, "userAccountControl")[0]) | ACCOUNT_DISABLED
    try:
        directory.replace(account.dn, {"userAccountControl": str(control)})
    except DirectoryRefused:
        return ERROR_ACCESS_DENIED
    return 0
