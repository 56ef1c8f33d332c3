# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One `computer_account` task on an open directory: look, decide and act, machine by machine."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .._directory.directory import Directory
from .._directory.problem import NO_SUCH_OBJECT, SERVER_DOWN, TIMEOUT, DirectoryError, DirectoryProblem
from .._directory.sid import InvalidSid, sid_bytes
from .._join_options.request import AccountPolicy
from .._names.distinguished_name import DistinguishedName
from . import accounts, dns_node
from .account import UNREADABLE, ComputerAccount
from .certainty import may_be_done
from .decision import Refusal, Situation, Step, decide
from .machine_password import new_machine_password
from .request import NEW_NAMES, AccountRequest, Machine, State
from .result import Description, MachineResult, describe_account, foresee
from .usage import sign_of_use

_COMPUTER = "computer"


@dataclass(frozen=True)
class AccountTask:
    """A request, and the directory that it is carried out in."""

    directory: Directory
    request: AccountRequest
    check_mode: bool

    def run(self) -> list[MachineResult]:
        """Handle every machine; one that fails does not keep the others from being handled.

        Raises DirectoryProblem for what concerns all of them: a container or a trusted owner that does not exist.
        """
        may_create = self._may_create()
        trusted = tuple(map(self._owner_sid, self.request.trusted_owners))
        results: list[MachineResult] = []
        gone: DirectoryProblem | None = None
        for machine in self.request.machines:
            result = MachineResult(machine.text)
            try:
                if gone is not None:
                    raise DirectoryProblem(f"Not tried, for the domain controller went away before. {gone}")
                self._handle(machine, result, trusted, may_create=may_create)
            except DirectoryProblem as problem:
                result.problem = problem
                gone = gone or (problem if _is_gone(problem) else self._look_again(machine, result))
            except UNREADABLE as problem:
                result.problem = DirectoryProblem(
                    f"What the directory says of {machine.text} cannot be read: {problem}."
                )
            results.append(result)
        return results

    def _look_again(self, machine: Machine, result: MachineResult) -> DirectoryProblem | None:
        """See what the steps before a failure have made of an account; a problem when the domain controller is gone."""
        if not result.steps or self.check_mode:
            return None
        try:
            result.after = describe_account(accounts.find(self.directory, machine.netbios.text))
        except DirectoryProblem as problem:
            return problem if _is_gone(problem) else None
        except UNREADABLE:
            pass  # what is told stays as it was before: the failure is told, and is worth more
        return None

    @property
    def _container(self) -> DistinguishedName:
        return self.request.container or self.directory.domain.computers_container

    def _may_create(self) -> bool:
        """Whether the directory says that the caller may create computers in the container, which has to exist."""
        if self.request.state not in NEW_NAMES or self.request.policy is AccountPolicy.REUSE:
            return False
        entry = self.directory.read(self._container, ("allowedChildClassesEffective",))
        if entry is None:
            raise DirectoryError("ldap_search", NO_SUCH_OBJECT, dn=str(self._container))
        return _COMPUTER in entry.texts("allowedChildClassesEffective")

    def _owner_sid(self, owner: str) -> str:
        try:
            sid_bytes(owner)
        except InvalidSid:
            found = accounts.sid_of(self.directory, owner.rpartition("\\")[2])
            if found is None:
                raise DirectoryProblem(
                    f"trusted_owners: the domain has no user or group {owner}. Try: its sAMAccountName or its SID."
                ) from None
            return found
        return owner.upper()

    def _handle(self, machine: Machine, result: MachineResult, trusted: tuple[str, ...], *, may_create: bool) -> None:
        account = accounts.find(self.directory, machine.netbios.text)
        result.saw(account)
        record = dns_node.find_node(self.directory, self._label(machine, account)) if self.request.dns_record else None
        steps = decide(self.request, machine, self._situation(account, record, trusted))
        if isinstance(steps, Refusal):
            raise DirectoryProblem(str(steps))
        if Step.CREATE in steps and self.check_mode and not may_create:
            result.warnings.append(
                f"{machine.text}: the user is not delegated Create Computer objects on {self._container}; "
                "a quota of the domain may still let it create some."
            )
        for step in steps:
            if not self.check_mode:
                try:
                    self._act(step, machine, account, record, result)
                except (DirectoryProblem, *UNREADABLE) as problem:
                    result.uncertain = step if may_be_done(problem) else None
                    raise
            result.steps.append(step)
        if result.steps:
            result.after = self._after(machine, account, result)

    def _after(self, machine: Machine, account: ComputerAccount | None, result: MachineResult) -> Description | None:
        """The account as it is now; in check mode, as it would be."""
        if not self.check_mode:
            return describe_account(accounts.find(self.directory, machine.netbios.text))
        dn = DistinguishedName((account.dn.rdns[0], *self._container.rdns)) if account else None
        if dn is None and machine.host is not None:
            dn = accounts.account_dn(self._container, machine.host)
        wanted = {
            "dn": str(dn),
            "dns_host_name": f"{machine.text}.{self.directory.facts.dns_domain}",
            "description": self.request.description or None,
        }
        return foresee(result.before, result.steps, wanted)

    def _label(self, machine: Machine, account: ComputerAccount | None) -> str:
        """What the computer is called in the domain's DNS zone: as its account says, or else as the task does."""
        label, _dot, zone = ((account and account.dns_host_name) or "").partition(".")
        return label if zone.lower() == self.directory.facts.dns_domain.lower() else machine.text

    def _situation(
        self, account: ComputerAccount | None, record: DistinguishedName | None, trusted: tuple[str, ...]
    ) -> Situation:
        """Look at what the state depends on, and at nothing else: each look is a request to the directory."""
        state = self.request.state
        children = accounts.children(self.directory, account) if account and state is State.ABSENT else ()
        verdict = (
            accounts.reuse_verdict(self.directory, account, trusted)
            if account and state in (State.RESET, State.JOINABLE)
            else None
        )
        now = dt.datetime.now(dt.UTC)
        in_use = sign_of_use(account, now, self.request.active_for) if account and state is State.JOINABLE else None
        return Situation(account, children, record is not None, verdict, in_use)

    def _act(
        self,
        step: Step,
        machine: Machine,
        account: ComputerAccount | None,
        record: DistinguishedName | None,
        result: MachineResult,
    ) -> None:
        if step is Step.CREATE and machine.host is not None:
            password = new_machine_password()
            accounts.create(
                self.directory, machine.host, self._container, password, description=self.request.description
            )
            result.keep_password(password, asked=self.request.one_time_password)
        elif step is Step.REMOVE_DNS and record is not None:
            dns_node.delete_node(self.directory, record)
        elif account is not None:
            self._change(step, account, result)

    def _change(self, step: Step, account: ComputerAccount, result: MachineResult) -> None:
        directory = self.directory
        if step is Step.RESET:
            password = new_machine_password()
            accounts.reset_password(directory, account, password)
            result.keep_password(password, asked=self.request.one_time_password)
        elif step is Step.DELETE:
            accounts.delete(directory, account, with_children=self.request.with_children)
        elif step is Step.DESCRIBE:
            accounts.describe(directory, account, self.request.description or "")
        elif step is Step.MOVE:
            accounts.move(directory, account, self._container)
        else:
            accounts.set_enabled(directory, account, enabled=step is Step.ENABLE)


def _is_gone(problem: DirectoryProblem) -> bool:
    """Whether nobody needs to be asked any more."""
    return isinstance(problem, DirectoryError) and problem.code in (SERVER_DOWN, TIMEOUT)
