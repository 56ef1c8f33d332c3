# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task returns for one machine."""

from __future__ import annotations

import typing as t
from collections.abc import Sequence
from dataclasses import dataclass, field

from .._directory.problem import DirectoryProblem
from .account import ComputerAccount
from .decision import Step

Description = dict[str, t.Any]


@dataclass
class MachineResult:
    """The story of one machine, written down while it happens.

    ``before`` and ``after`` describe its account, None where there is none. ``uncertain`` is a step of which nobody
    knows whether it has happened. The password is kept only when it was asked for, and is in no repr.
    """

    name: str
    steps: list[Step] = field(default_factory=list)
    before: Description | None = None
    after: Description | None = None
    uncertain: Step | None = None
    problem: DirectoryProblem | None = None
    warnings: list[str] = field(default_factory=list)
    password: str | None = field(default=None, repr=False)

    def saw(self, account: ComputerAccount | None) -> None:
        """Note what there was at first."""
        self.before = self.after = describe_account(account)

    def keep_password(self, password: str, *, asked: bool) -> None:
        """Note the new password when the task is to return it."""
        self.password = password if asked else None

    @property
    def changed(self) -> bool:
        """Whether the directory has changed, or may have."""
        return bool(self.steps) or self.uncertain is not None

    @property
    def message(self) -> str:
        """Why the machine failed."""
        if self.uncertain is None:
            return str(self.problem)
        return f"{self.problem} It is not known whether this was done nevertheless: {self.uncertain}. Run it again."

    def as_result(self) -> dict[str, t.Any]:
        """The entry of the task's ``machines``."""
        result: dict[str, t.Any] = {
            "name": self.name,
            "changed": self.changed,
            "failed": self.problem is not None,
            "steps": [step.value for step in self.steps],
            "account": self.after,
        }
        if self.password is not None:
            result["one_time_password"] = self.password
        if self.problem is not None:
            result["msg"] = self.message
            result["error"] = self.problem.as_result()
        return result

    def as_diff(self) -> dict[str, t.Any]:
        """The difference that the machine makes, in Ansible's form."""
        return {
            "before_header": self.name,
            "after_header": self.name,
            "before": self.before or {},
            "after": self.after or {},
        }


def describe_account(account: ComputerAccount | None) -> Description | None:
    """An account in the words of the task's result."""
    if account is None:
        return None
    return {
        "dn": str(account.dn),
        "sid": account.sid,
        "guid": str(account.guid),
        "dns_host_name": account.dns_host_name,
        "enabled": account.is_enabled,
        "description": account.description,
        "password_set": account.password_set.isoformat(timespec="seconds") if account.password_set else None,
    }


def foresee(before: Description | None, steps: Sequence[Step], wanted: Description) -> Description | None:
    """What the steps will make of an account; ``wanted`` has what a created, moved or described one gets.

    Identifiers and times that only the directory can give are None.
    """
    if Step.DELETE in steps:
        return None
    if Step.CREATE in steps:
        return {"sid": None, "guid": None, "enabled": True, "password_set": None, **wanted}
    if before is None:
        return None
    after = dict(before)
    if Step.MOVE in steps:
        after["dn"] = wanted["dn"]
    if Step.DESCRIBE in steps:
        after["description"] = wanted["description"]
    if Step.ENABLE in steps or Step.DISABLE in steps:
        after["enabled"] = Step.ENABLE in steps
    if Step.RESET in steps:
        after["password_set"] = None
    return after


def summary(results: Sequence[MachineResult]) -> str:
    """The ``msg`` of a task in which machines have failed."""
    failed = [result for result in results if result.problem is not None]
    first = failed[0]
    others = f" {len(failed) - 1} more failed, see `machines`." if len(failed) > 1 else ""
    return f"{len(failed)} of {len(results)} machines failed. {first.name}: {first.message}{others}"
