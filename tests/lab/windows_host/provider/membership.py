# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""JoinDomainOrWorkgroup of an emulated host: Windows' rules first, then the account, then the host's own state."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.netjoin.windows.plugins.module_utils._join_options.flags import JoinOption
from ansible_collections.netjoin.windows.plugins.module_utils._join_options.rules import (
    JoinRequest,
    effective_options,
    windows_refusal,
)
from ansible_collections.netjoin.windows.plugins.module_utils._names.domain_name import DomainName
from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import InvalidName
from ansible_collections.netjoin.windows.plugins.module_utils._names.workgroup_name import WorkgroupName

from ..host import Host
from ..state import CallInProgress, DomainMembership, exclusive
from . import netsetup_log, secrets
from .account import AccountRefused, write_account
from .attempt import Attempt, JoinCall
from .codes import ERROR_BAD_NET_RESP, NERR_ACCOUNT_REUSE_BLOCKED_BY_POLICY, RPC_S_CALL_IN_PROGRESS
from .directory import DirectoryRefused
from .directory_rules import Stage, first_refusal
from .netsetup_log import NetSetupLog


def join(host: Host, call: JoinCall) -> int:
    """ReturnValue of the method; whatever it is, the host's state and log say what happened."""
    try:
        with exclusive(host.directory):
            return _join(host, call)
    except CallInProgress:
        return RPC_S_CALL_IN_PROGRESS


def _join(host: Host, call: JoinCall) -> int:
    attempt = Attempt(host, host.load(), call, effective_options(JoinOption(call.options)))
    refused = windows_refusal(_request(attempt))
    code = refused.code if refused is not None and refused.code is not None else 0
    if code and not host.user_is_administrator:
        return code
    new_name = JoinOption.JOIN_WITH_NEW_NAME in attempt.options
    log = netsetup_log.start(netsetup_log.file_of(host), attempt.account_name, new_name)
    netsetup_log.valid_to_join(log, code)
    if code == 0:
        branch = _join_domain if JoinOption.JOIN_DOMAIN in attempt.options else _join_workgroup
        code = branch(attempt, log)
    return netsetup_log.finish(log, code)


def _join_workgroup(attempt: Attempt, log: NetSetupLog) -> int:
    """Takes effect at once; Windows wants a reboot all the same."""
    workgroup = attempt.call.name or ""
    attempt.host.save(replace(attempt.state, workgroup=workgroup.upper()))
    netsetup_log.workgroup_joined(log, attempt.account_name, workgroup)
    return 0


def _request(attempt: Attempt) -> JoinRequest:
    call, state, host = attempt.call, attempt.state, attempt.host
    wants_domain = JoinOption.JOIN_DOMAIN in attempt.options
    return JoinRequest(
        options=JoinOption(call.options),
        username_given=call.user_name is not None,
        password_given=call.password is not None,
        password_empty=call.password == "",
        name_given=bool(call.name),
        name_is_valid=_name_is_valid(attempt.domain_name if wants_domain else call.name or "", wants_domain),
        domain=attempt.domain_name if wants_domain else None,
        computer_name=attempt.account_name,
        domain_controller_given=attempt.controller_name is not None,
        is_administrator=host.user_is_administrator,
        is_domain_controller=state.is_domain_controller,
        edition_can_join=True,
        is_member=state.domain is not None,
    )


def _name_is_valid(name: str, is_domain: bool) -> bool:
    try:
        if is_domain:
            DomainName.parse(name)
        else:
            WorkgroupName.parse(name)
    except InvalidName:
        return False
    return True


def _join_domain(attempt: Attempt, log: NetSetupLog) -> int:
    call = attempt.call
    netsetup_log.join_domain(
        log,
        attempt.host_name,
        attempt.account_name,
        call.name or "",
        call.account_ou,
        call.user_name,
        call.options,
    )
    try:
        refused = first_refusal(attempt)
        if refused is not None:
            rule, code = refused
            _log_refusal(attempt, log, rule.stage, code)
            return code
        _log_progress(attempt, log)
        write_account(attempt)
        _become_member(attempt)
    except AccountRefused as error:
        _log_account_refusal(attempt, log, error.detail, error.code)
        return error.code
    except DirectoryRefused:
        # SMB answers and LDAP does not: SupportArticles "domain join troubleshooting guidance" on TCP 389
        _log_account_refusal(attempt, log, "NetpLdapBind: ldap_bind failed", ERROR_BAD_NET_RESP)
        return ERROR_BAD_NET_RESP
    netsetup_log.joined(log, attempt.found_controller.name, netlogon_cache=_fills_netlogon_cache(attempt))
    return 0


def _become_member(attempt: Attempt) -> None:
    """LSA, Netlogon and the primary DNS suffix know the domain at once; names and the suffix in use wait."""
    controller = attempt.found_controller
    domain = DomainMembership(
        netbios=controller.netbios_domain,
        dns=controller.dns_domain,
        forest=controller.forest,
        controller=controller.name,
        site=controller.client_site,
        sid=attempt.directory.domain_sid,
        account=attempt.account_name,
    )
    if attempt.state.domain is not None:
        secrets.forget(attempt.host, attempt.state.domain.netbios)
    secrets.store(attempt.host, domain, attempt.machine_password)
    attempt.host.save(
        replace(
            attempt.state,
            domain=domain,
            workgroup=None,
            pending_dns_suffix=domain.dns,
            join_pending=True,
            netlogon_knows_join=_fills_netlogon_cache(attempt),
        )
    )


def _fills_netlogon_cache(attempt: Attempt) -> bool:
    return JoinOption.NO_NETLOGON_CACHE not in attempt.options


def _log_progress(attempt: Attempt, log: NetSetupLog) -> None:
    controller, call = attempt.found_controller, attempt.call
    netsetup_log.controller_found(log, attempt.domain_name, controller.name)
    netsetup_log.connected(log, controller.dns_domain, controller.name, 0)
    netsetup_log.provisioning(
        log,
        controller.dns_domain,
        attempt.host_name,
        call.account_ou,
        controller.name,
        call.user_name,
        call.options,
    )


def _log_refusal(attempt: Attempt, log: NetSetupLog, stage: Stage, code: int) -> None:
    if stage is Stage.FIND_CONTROLLER:
        netsetup_log.controller_missing(log, attempt.domain_name, code)
    elif stage is Stage.CONNECT:
        controller = attempt.found_controller
        netsetup_log.controller_found(log, attempt.domain_name, controller.name)
        netsetup_log.connected(log, controller.dns_domain, controller.name, code)
    else:
        _log_progress(attempt, log)
        if code == NERR_ACCOUNT_REUSE_BLOCKED_BY_POLICY:
            detail = "NetpModifyComputerObjectInDs: Account exists and re-use is blocked by policy. Error: 0xaac"
        else:
            detail = f"NetpCreateComputerObjectInDs: NetpGetComputerObjectDn failed: 0x{code:x}"
        _log_account_refusal(attempt, log, detail, code)


def _log_account_refusal(attempt: Attempt, log: NetSetupLog, detail: str, code: int) -> None:
    controller = attempt.found_controller
    ou_given = attempt.call.account_ou is not None
    netsetup_log.account_refused(log, controller.dns_domain, controller.name, detail, code, ou_given)
