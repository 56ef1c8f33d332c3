# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One try to join a domain, and what is found out for it, each fact when a rule first asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from ansible_collections.netjoin.windows.plugins.module_utils._join_options.flags import JoinOption

from .. import injected_fault
from ..host import Host
from ..injected_fault import HostFault
from ..state import HostState
from . import reuse_allow_list, secrets
from .codes import ERROR_LOGON_FAILURE, ERROR_NO_TRUST_SAM_ACCOUNT, ERROR_NONE_MAPPED
from .controller import Controller, find_controller, find_named_controller
from .credentials import Identity, UnknownAuthority, logon, machine_identity, user_identity
from .directory import Account, Directory, OuLookup
from .secure_channel import channel_status

PRIVILEGED_RIDS = ("512", "519")
BUILTIN_ADMINISTRATORS = "S-1-5-32-544"


@dataclass(frozen=True)
class JoinCall:
    """The arguments of JoinDomainOrWorkgroup; None is NULL."""

    name: str | None
    password: str | None = field(repr=False)
    user_name: str | None
    account_ou: str | None
    options: int


@dataclass
class Attempt:
    """A join of a domain that broke none of the rules that need no domain controller."""

    host: Host
    state: HostState
    call: JoinCall
    options: JoinOption

    @cached_property
    def domain_name(self) -> str:
        """What stands before the first backslash ([MS-WKST] 3.2.4.13.3)."""
        return (self.call.name or "").partition("\\")[0]

    @cached_property
    def controller_name(self) -> str | None:
        return (self.call.name or "").partition("\\")[2] or None

    @cached_property
    def host_name(self) -> str:
        new = JoinOption.JOIN_WITH_NEW_NAME in self.options
        return self.state.pending_host_name if new else self.state.host_name

    @cached_property
    def account_name(self) -> str:
        """Without JOIN_WITH_NEW_NAME a name that waits for the reboot is not looked at."""
        new = JoinOption.JOIN_WITH_NEW_NAME in self.options
        return self.state.pending_netbios_name if new else self.state.netbios_name

    @cached_property
    def controller(self) -> Controller | None:
        if self.controller_name is not None:
            return find_named_controller(self.host, self.controller_name, self.domain_name)
        return find_controller(self.host, self.domain_name)

    @cached_property
    def controller_is_read_only(self) -> bool:
        """The lab has no read-only controller: a fault of the host says that the one it finds is one."""
        return injected_fault.value(self.host.directory, HostFault.READ_ONLY_DC) is not None

    @property
    def found_controller(self) -> Controller:
        """The controller, for whatever comes after the rules that look for one."""
        if self.controller is None:
            raise AssertionError("a rule that needs a domain controller ran before the one that finds it")
        return self.controller

    @property
    def as_machine(self) -> bool:
        """The machine account itself logs on: JOIN_UNSECURE since Vista SP1 (MicrosoftDocs NetJoinDomain)."""
        return JoinOption.JOIN_UNSECURE in self.options and not self.call.user_name

    @cached_property
    def machine_password(self) -> str:
        """Given; the default one; or random ([MS-WKST] 3.2.4.13.3)."""
        if JoinOption.MACHINE_PWD_PASSED in self.options:
            return self.call.password or ""
        if self.options & (JoinOption.JOIN_UNSECURE | JoinOption.WIN9X_UPGRADE):
            return secrets.default_password(self.account_name)
        return secrets.random_password()

    @cached_property
    def identity(self) -> Identity:
        """Raises UnknownAuthority."""
        if self.as_machine:
            return machine_identity(self.account_name, self.machine_password, self.found_controller)
        return user_identity(self.call.user_name or "", self.call.password or "", self.found_controller)

    @cached_property
    def logon_code(self) -> int:
        if self.as_machine:
            return self.machine_logon_code
        try:
            return logon(self.host, self.found_controller, self.identity)
        except UnknownAuthority:
            return ERROR_LOGON_FAILURE

    @cached_property
    def machine_logon_code(self) -> int:
        """The machine password against the controller: 1332 without an account, 1326 on a mismatch."""
        code = channel_status(self.host, self.found_controller, self.account_name, self.machine_password)
        return {0: 0, ERROR_NO_TRUST_SAM_ACCOUNT: ERROR_NONE_MAPPED}.get(code, ERROR_LOGON_FAILURE)

    @cached_property
    def directory(self) -> Directory:
        return Directory(self.host, self.found_controller, self.identity)

    @cached_property
    def ou(self) -> OuLookup | None:
        return self.directory.look_up_ou(self.call.account_ou) if self.call.account_ou else None

    @cached_property
    def account(self) -> Account | None:
        return self.directory.find_account(self.account_name)

    @cached_property
    def account_is_elsewhere(self) -> bool:
        """The account exists in another OU than the one given."""
        if self.account is None or not self.call.account_ou:
            return False
        return not self.directory.same_dn(self.directory.parent(self.account.dn), self.call.account_ou)

    @cached_property
    def reuse_is_allowed(self) -> bool:
        """SamrValidateComputerAccountReuseAttempt ([MS-SAMR] 3.1.5.13.8)."""
        account = self.account
        if account is None:
            return True
        caller, *groups = self.directory.caller_sids()
        domain_sid = self.directory.domain_sid
        privileged = [f"{domain_sid}-{rid}" for rid in PRIVILEGED_RIDS] + [BUILTIN_ADMINISTRATORS]
        return (
            caller in (account.creator, account.owner)
            or account.owner in privileged
            or account.owner in groups
            or self.directory.is_member(account.owner, privileged)
            or self._owner_is_listed(account.owner)
        )

    def _owner_is_listed(self, owner: str) -> bool:
        listed = reuse_allow_list.read(self.host.lab_directory, self.found_controller.dns_domain)
        sids = self.directory.sids_of(listed)
        return owner in sids or self.directory.is_member(owner, sids)
