# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One `offline_join_blob` task on an open directory: look, decide, change the account, keep the blob.

What a killed task leaves, by the moment at which it was killed:

* before the pending blob is written: nothing;
* before the directory has changed the account: a pending blob, which the next run replaces;
* before the blob is written: an account whose password is in the pending blob, which the next run completes without
  another change of the account;
* before the pending blob is removed: both, and the next run removes it.
"""

from __future__ import annotations

import datetime as dt

from .._computer_account import accounts
from .._computer_account.account import AccountControl, ComputerAccount
from .._computer_account.machine_password import new_machine_password, unicode_pwd
from .._directory.directory import Directory
from .._directory.message import Change, ChangeKind
from .._directory.problem import NO_SUCH_OBJECT, SERVER_DOWN, TIMEOUT, DirectoryError, DirectoryProblem
from .._directory.search_filter import either, equal
from .._directory.sid import InvalidSid, sid_bytes
from .._join_options.request import AccountPolicy
from .._names.distinguished_name import DistinguishedName
from .._names.host_name import HostName
from .._offline_join_blob.blob import OfflineJoinBlob
from .composition import compose
from .decision import REUSE_NOT_ALLOWED, Action, Situation, decide
from .problem import Refusal
from .request import ProvisioningRequest
from .result import MachineResult

_GONE = (SERVER_DOWN, TIMEOUT)
_CHANGES = ("ldap_add", "ldap_modify")
_PROTOCOL_ERROR = 2
_CONTROLLER_GROUPS = ("516", "521")  # Domain Controllers and Read-only Domain Controllers, [MS-SAMR] 2.2.1.14


class ProvisioningTask:
    """A request, and the directory that it is carried out in."""

    def __init__(self, directory: Directory, request: ProvisioningRequest, *, check_mode: bool) -> None:
        self._directory = directory
        self._request = request
        self._check_mode = check_mode
        self._trusted: tuple[str, ...] = ()
        self.warnings: list[str] = []

    def run(self) -> list[MachineResult]:
        """Handle every machine; one that fails does not keep the others from being handled.

        Raises DirectoryProblem for what concerns the whole task, before anything is changed: names of domain
        controllers, a container or a trusted owner that does not exist.
        """
        self._refuse_controllers()
        self._check_container()
        self._trusted = tuple(map(self._owner_sid, self._request.trusted_owners))
        results: list[MachineResult] = []
        gone: DirectoryProblem | None = None
        for host in self._request.hosts:
            path = self._request.store.path(host)
            result = MachineResult(host, str(path) if path else None)
            results.append(result)
            try:
                if gone is not None:
                    raise Refusal("not_tried", f"Not tried, for the domain controller went away before. {gone}")
                self._handle(host, result)
            except DirectoryProblem as problem:
                result.problem = problem
                if isinstance(problem, DirectoryError) and problem.code in _GONE:
                    gone = problem
            except ValueError as problem:  # a name or SID that the directory has, and that nobody foresaw
                result.problem = Refusal("unreadable", f"What the directory says of {host} cannot be read: {problem}.")
        return results

    @property
    def _container(self) -> DistinguishedName:
        return self._request.wish.container or self._directory.domain.computers_container

    def _refuse_controllers(self) -> None:
        wanted = either(*(equal("primaryGroupID", group) for group in _CONTROLLER_GROUPS))
        found = self._directory.search(self._directory.domain.naming_context, wanted, ("sAMAccountName",))
        controllers = {(entry.text("sAMAccountName") or "").removesuffix("$").upper() for entry in found}
        named = [host.text for host in self._request.hosts if host.netbios.text in controllers]
        if named:
            raise Refusal(
                "domain_controller",
                f"machines: domain controllers have these names: {', '.join(named)}. Try: leave them out.",
            )

    def _check_container(self) -> None:
        """The container has to exist; that the user may not create accounts in it is worth a warning in check mode."""
        entry = self._directory.read(self._container, ("allowedChildClassesEffective",))
        if entry is None:
            raise DirectoryError("ldap_search", NO_SUCH_OBJECT, dn=str(self._container))
        may_create = "computer" in entry.texts("allowedChildClassesEffective")
        if self._check_mode and not may_create and self._request.wish.policy is not AccountPolicy.REUSE:
            self.warnings.append(
                f"The user is not delegated Create Computer objects on {self._container}; a quota of the domain may "
                "still let it create some."
            )

    def _owner_sid(self, owner: str) -> str:
        try:
            sid_bytes(owner)
        except InvalidSid:
            found = accounts.sid_of(self._directory, owner.rpartition("\\")[2])
            if found is None:
                message = f"reuse_trusted_owners: the domain has no user or group {owner}. Try: its name or its SID."
                raise Refusal("trusted_owner", message) from None
            return found
        return owner.upper()

    def _handle(self, host: HostName, result: MachineResult) -> None:
        store = self._request.store
        blob, pending = store.known(host), store.pending(host)
        account = accounts.find(self._directory, host.netbios.text)
        result.saw(account)
        result.before = account
        domain_guid = self._directory.domain.guid
        seen = Situation(host, domain_guid, account, blob, pending, dt.datetime.now(dt.UTC))
        action = decide(self._request.wish, seen)
        if action is Action.REUSE and account is not None:
            self._judge_owner(account)
        result.action = action
        if action is Action.CREATE:
            result.dn, result.sid = str(accounts.account_dn(self._container, host)), None
        result.changed = action is not Action.KEEP
        if not self._check_mode:
            result.changed = False
            self._act(action, result, account, pending.blob if pending else None)

    def _judge_owner(self, account: ComputerAccount) -> None:
        verdict = accounts.reuse_verdict(self._directory, account, self._trusted)
        if not verdict.allowed:
            message = (
                f"{account.dn} may not be reused (KB5020276): {verdict.reason}. Try: log on as its owner, or name the "
                "owner in reuse_trusted_owners when you trust it."
            )
            raise Refusal("not_allowed", message, REUSE_NOT_ALLOWED)

    def _act(
        self, action: Action, result: MachineResult, account: ComputerAccount | None, pending: OfflineJoinBlob | None
    ) -> None:
        host = result.host
        if action is Action.KEEP:
            self._request.store.forget_pending(host)
            return
        if action is Action.COMPLETE and account is not None and pending is not None:
            self._finish(result, account, pending.machine_password)
            return
        password = new_machine_password(self._request.password_length)
        before = account.password_set if account else None
        self._request.store.keep_pending(host, self._blob(host, password, account), before)
        try:
            changed = self._create(host, password) if account is None else self._reset(account, password)
        except DirectoryError as error:
            if error.function in _CHANGES and error.code != _PROTOCOL_ERROR:
                self._request.store.forget_pending(host)  # the directory has said no, so nobody has this password
            else:
                result.changed = True  # or it is not; nobody knows before the next run
            raise
        self._finish(result, changed, password)

    def _create(self, host: HostName, password: str) -> ComputerAccount:
        return accounts.create(self._directory, host, self._container, password)

    def _reset(self, account: ComputerAccount, password: str) -> ComputerAccount:
        """Give an account a new password and let it log on, in one request, and read it back."""
        changes = [Change(ChangeKind.REPLACE, "unicodePwd", (unicode_pwd(password),))]
        if not account.is_enabled:
            control = account.control & ~AccountControl.DISABLED
            changes.append(Change(ChangeKind.REPLACE, "userAccountControl", (str(int(control)),)))
        needs = "Reset Password and Write Account Restrictions" if len(changes) > 1 else "Reset Password"
        self._directory.modify(account.dn, *changes, right=f"{needs} on {account.dn}")
        changed = accounts.find(self._directory, account.name)
        if changed is None:
            raise DirectoryError("ldap_search", NO_SUCH_OBJECT, dn=str(account.dn))
        return changed

    def _finish(self, result: MachineResult, account: ComputerAccount, password: str) -> None:
        result.changed = True
        result.saw(account)
        blob = self._blob(result.host, password, account)
        result.blob = self._request.store.finish(result.host, blob, account.password_set)

    def _blob(self, host: HostName, password: str, account: ComputerAccount | None) -> OfflineJoinBlob:
        sid = account.sid if account else None
        domain = self._directory.domain
        return compose(self._directory.facts, domain.sid, host, password, account_sid=sid, site=self._request.site)
