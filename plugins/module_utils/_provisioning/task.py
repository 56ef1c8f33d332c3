# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One `offline_join_blob` task on an open directory: look, decide, change the account, keep the blob.

What a killed task leaves where its store keeps pending passwords, by the moment at which it was killed:

* before the pending password is written: nothing;
* before the directory has changed the account: a pending password, which the next run replaces;
* before the blob is written: an account whose password is pending, which the next run completes without another change
  of the account;
* before the pending password is removed: both, and the next run removes it.

Blobs that are only returned are gone with the task. Their accounts are created disabled, and enabled when all of the
list is done, so that the next run knows by the account that nobody can use it, and gives it another password. Accounts
whose password the caller keeps are created enabled: the next run gives them the same one again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from .._computer_account import accounts
from .._computer_account.account import UNREADABLE, AccountControl, ComputerAccount
from .._computer_account.certainty import may_be_done
from .._computer_account.machine_password import new_machine_password, unicode_pwd
from .._directory.directory import Directory
from .._directory.message import Change, ChangeKind
from .._directory.problem import NO_SUCH_OBJECT, SERVER_DOWN, TIMEOUT, DirectoryError, DirectoryProblem
from .._directory.search_filter import either, equal
from .._directory.sid import InvalidSid, sid_bytes
from .._join_options.request import AccountPolicy
from .._names.distinguished_name import DistinguishedName
from .._names.host_name import HostName
from .composition import compose
from .decision import REUSE_NOT_ALLOWED, Action, Situation, decide
from .known_blob import KnownBlob, PendingPassword
from .problem import Refusal
from .request import ProvisioningRequest
from .result import MachineResult

_GONE = (SERVER_DOWN, TIMEOUT)
_CONTROLLER_GROUPS = ("516", "521")  # Domain Controllers and Read-only Domain Controllers, [MS-SAMR] 2.2.1.14


class ProvisioningTask:
    """A request, and the directory that it is carried out in."""

    def __init__(self, directory: Directory, request: ProvisioningRequest, *, check_mode: bool) -> None:
        self._directory = directory
        self._request = request
        self._check_mode = check_mode
        self._trusted: tuple[str, ...] = ()
        self._writer = ThreadPoolExecutor(max_workers=1)  # writes a blob while the directory makes the next account
        self._writings: list[Future[None]] = []
        self._disabled: list[tuple[MachineResult, ComputerAccount]] = []
        self.warnings: list[str] = []

    def run(self, on_progress: Callable[[int], None] = lambda _number: None) -> list[MachineResult]:
        """Handle every machine; one that fails does not keep the others from being handled.

        ``on_progress`` is told how many were handled. Raises DirectoryProblem for what concerns the whole task, before
        anything is changed: names of domain controllers, a container or a trusted owner that does not exist.
        """
        self._refuse_controllers()
        self._check_container()
        self._trusted = tuple(map(self._owner_sid, self._request.trusted_owners))
        with self._writer:
            results = self._handle_all(on_progress)
            for writing in self._writings:
                writing.result()
        self._enable()
        return results

    def _handle_all(self, on_progress: Callable[[int], None]) -> list[MachineResult]:
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
            except UNREADABLE as problem:
                result.problem = Refusal("unreadable", f"What the directory says of {host} cannot be read: {problem}.")
            on_progress(len(results))
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
        domain = self._directory.domain
        now, given = dt.datetime.now(dt.UTC), self._request.passwords.get(host)
        seen = Situation(host, domain.guid, account, blob, pending, now, given, domain.caller_sids)
        action = decide(self._request.wish, seen)
        if action is Action.REUSE and account is not None:
            self._judge_owner(account)
        result.action = action
        if action is Action.CREATE:
            result.dn, result.sid = str(accounts.account_dn(self._container, host)), None
        result.changed = action is not Action.KEEP
        if not self._check_mode:
            result.changed = False
            self._act(action, result, account, pending)

    def _judge_owner(self, account: ComputerAccount) -> None:
        verdict = accounts.reuse_verdict(self._directory, account, self._trusted)
        if not verdict.allowed:
            message = (
                f"{account.dn} may not be reused (KB5020276): {verdict.reason}. Try: log on as its owner, or name the "
                "owner in reuse_trusted_owners when you trust it."
            )
            raise Refusal("not_allowed", message, REUSE_NOT_ALLOWED)

    def _act(
        self, action: Action, result: MachineResult, account: ComputerAccount | None, pending: PendingPassword | None
    ) -> None:
        host = result.host
        if action is Action.KEEP:
            self._request.store.forget_pending(host)
            return
        if action is Action.COMPLETE and account is not None and pending is not None:
            self._finish(result, account, pending.password)
            return
        given = self._request.passwords.get(host)
        password = given.password if given else new_machine_password(self._request.password_length)
        kept = given is not None or self._request.store.keeps_pending
        self._request.store.keep_pending(host, self._pending(host, password, account))
        try:
            if account is None:
                changed = accounts.create(self._directory, host, self._container, password, enabled=kept)
            else:
                changed = self._reset(account, password, enable=kept or action is Action.REUSE)
        except (DirectoryProblem, *UNREADABLE) as problem:
            result.changed = may_be_done(problem)
            if not result.changed:
                self._request.store.forget_pending(host)  # the directory has said no, so nobody has this password
            raise
        if not changed.is_enabled:
            self._disabled.append((result, changed))
        self._finish(result, changed, password)

    def _pending(self, host: HostName, password: str, account: ComputerAccount | None) -> PendingPassword:
        sid, before = (account.sid, account.password_set) if account else (None, None)
        known = KnownBlob(host.text, self._directory.domain.guid, sid, dt.datetime.now(dt.UTC))
        return PendingPassword(known, password, before)

    def _reset(self, account: ComputerAccount, password: str, *, enable: bool) -> ComputerAccount:
        """Give an account a new password, and let it log on when it may, in one request; and read it back."""
        changes = [Change(ChangeKind.REPLACE, "unicodePwd", (unicode_pwd(password),))]
        if enable and not account.is_enabled:
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
        self._writings.append(self._writer.submit(self._write, result, account, password))

    def _write(self, result: MachineResult, account: ComputerAccount, password: str) -> None:
        """Write a blob, while the next machine is being handled."""
        facts, domain = self._directory.facts, self._directory.domain
        blob = compose(facts, domain.sid, result.host, password, account_sid=account.sid, site=self._request.site)
        try:
            result.blob = self._request.store.finish(result.host, blob, account.password_set)
        except DirectoryProblem as problem:
            result.problem = problem

    def _enable(self) -> None:
        """Let the machines log on whose blobs are about to be returned; a blob whose machine cannot is of no use."""
        for result, account in self._disabled:
            try:
                accounts.set_enabled(self._directory, account, enabled=True)
            except DirectoryProblem as problem:
                result.problem, result.blob = problem, None
        self._drop_overtaken()

    def _drop_overtaken(self) -> None:
        """Drop blobs whose passwords another task has replaced, which has adopted an account while it was disabled.

        After all were enabled, so that a task which has seen one disabled has set its password by now.
        """
        try:
            for result, account in self._disabled:
                found = accounts.find(self._directory, account.name) if result.problem is None else account
                if found is None or found.password_set != account.password_set:
                    result.problem, result.blob = _overtaken(account), None
        except (DirectoryProblem, *UNREADABLE) as problem:
            # The accounts are enabled: without its blob, nobody could use one any more
            self.warnings.append(f"Whether another task has replaced passwords of this one cannot be seen: {problem}")


def _overtaken(account: ComputerAccount) -> Refusal:
    return Refusal(
        "overtaken",
        f"Somebody else has set the password of {account.dn} since this task did, so its blob is of no use and is not "
        "returned. A second task for the same machines does that while the first one runs. Try: the blob of the other "
        "task, and one task at a time.",
    )
