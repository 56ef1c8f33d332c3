# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task returns for one machine."""

from __future__ import annotations

import typing as t
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .._computer_account.account import ComputerAccount
from .._directory.problem import DirectoryProblem
from .._names.host_name import HostName
from .decision import Action

_NAMED_FAILURES = 3


@dataclass
class MachineResult:
    """The story of one machine, written down while it happens.

    ``changed`` says that the directory has another account or password now, also when the blob could not be written.
    The blob is kept only when the result is where it goes to, and is in no repr.
    """

    host: HostName
    path: str | None
    changed: bool = False
    action: Action | None = None
    before: ComputerAccount | None = None
    dn: str | None = None
    sid: str | None = None
    password_set: float | None = None
    problem: DirectoryProblem | None = None
    blob: str | None = field(default=None, repr=False)

    def saw(self, account: ComputerAccount | None) -> None:
        """Note the account."""
        if account is not None:
            self.dn, self.sid = str(account.dn), account.sid
            self.password_set = account.password_set.timestamp() if account.password_set else None

    @property
    def account_word(self) -> str | None:
        """What happened to the account; None when nothing could."""
        if self.action is None or self.problem is not None:
            return None
        if self.action is Action.KEEP:
            return "unchanged"
        return "reused" if self.action is Action.REUSE else "created"

    def as_result(self) -> dict[str, t.Any]:
        """The entry of the task's ``machines``."""
        result: dict[str, t.Any] = {
            "name": self.host.text,
            "changed": self.changed,
            "failed": self.problem is not None,
            "account": self.account_word,
            "dn": self.dn,
            "sid": self.sid,
            "path": self.path,
            "error": self.problem.as_result() if self.problem else None,
        }
        if self.problem is not None:
            result["msg"] = str(self.problem)
        if self.blob is not None:
            result |= {"blob": self.blob, "password_set": self.password_set}
        return result

    def as_diff(self) -> dict[str, t.Any]:
        """The difference that the machine makes, in Ansible's form."""
        before = self.before
        return {
            "before_header": self.host.text,
            "after_header": self.host.text,
            "before": {"account": str(before.dn), "password_set": str(before.password_set)} if before else {},
            "after": {"account": self.dn, "password_set": "now", "path": self.path},
        }


def summary(results: Sequence[MachineResult]) -> str:
    """The ``msg`` of a task in which machines have failed."""
    failed = [result for result in results if result.problem is not None]
    named = " ".join(f"{result.host}: {result.problem}" for result in failed[:_NAMED_FAILURES])
    others = f" {len(failed) - _NAMED_FAILURES} more failed, see `machines`." if len(failed) > _NAMED_FAILURES else ""
    return f"{len(failed)} of {len(results)} machines failed. {named}{others}"


def counts(results: Sequence[MachineResult]) -> dict[str, int]:
    """How many machines came to which end."""
    words = Counter(result.account_word or "failed" for result in results)
    return {word: words[word] for word in ("created", "reused", "unchanged", "failed")}
