# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a look at a domain or a host has found, one value for each check."""

from __future__ import annotations

import enum
import typing as t
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


class Severity(enum.StrEnum):
    """How bad a finding is, the worst first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OK = "ok"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


class Scope(enum.StrEnum):
    """What a finding is about: the domain, and the way to it; one computer name in it; or the host itself."""

    DOMAIN = "domain"
    NAME = "name"
    HOST = "host"


class Check(enum.StrEnum):
    """What was looked at; a word has the same meaning in the domain's findings and in the host's."""

    DNS = "dns"
    DOMAIN_CONTROLLER = "domain_controller"
    PORTS = "ports"
    CLOCK = "clock"
    CONNECTION = "connection"
    CREDENTIALS = "credentials"
    OU = "ou"
    CREATE_ACCOUNT = "create_account"
    NAME = "name"
    ACCOUNT = "account"
    DNS_HOST_NAME = "dns_host_name"
    MEMBERSHIP = "membership"
    WORKSTATION_SERVICE = "workstation_service"
    PENDING_REBOOT = "pending_reboot"
    ENTRA = "entra"


class FailOn(enum.StrEnum):
    """From which severity on a task fails."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"

    @property
    def severities(self) -> tuple[Severity, ...]:
        """What keeps a host or a domain from being ready; for ``never`` still the errors."""
        return (Severity.ERROR, Severity.WARNING) if self is FailOn.WARNING else (Severity.ERROR,)


@dataclass(frozen=True)
class ReadinessFinding:
    """One check and how it went.

    ``evidence`` is what was seen, a sentence; ``next_step`` what to do about it, None where nothing is to be done.
    ``machine`` is the name that a finding of the scope ``name`` is about. ``skipped`` tells that nothing was looked at,
    and the evidence why. None of it is ever a secret.
    """

    check: Check
    severity: Severity
    scope: Scope
    evidence: str
    next_step: str | None = None
    machine: str | None = None
    skipped: bool = False

    def __str__(self) -> str:
        about = f"{self.machine}, {self.check}" if self.machine else f"{self.check} ({self.scope})"
        step = f" Try: {self.next_step}." if self.next_step else ""
        return f"{about}: {self.evidence}{step}"

    def softened(self) -> ReadinessFinding:
        """The same as a warning at most: the one who looked may be worse off than the hosts that are to join."""
        return replace(self, severity=Severity.WARNING) if self.severity is Severity.ERROR else self

    def as_result(self) -> dict[str, t.Any]:
        """The finding as a task returns it."""
        return {
            "check": self.check.value,
            "severity": self.severity.value,
            "scope": self.scope.value,
            "machine": self.machine,
            "evidence": self.evidence,
            "next_step": self.next_step,
            "skipped": self.skipped,
        }

    @classmethod
    def from_result(cls, result: t.Mapping[str, t.Any]) -> ReadinessFinding:
        """The finding that ``as_result`` has described."""
        words = {"check": Check(result["check"]), "severity": Severity(result["severity"])}
        return cls(**{**result, **words, "scope": Scope(result["scope"])})


def skip(checks: Iterable[Check], scope: Scope, reason: str, machine: str | None = None) -> list[ReadinessFinding]:
    """The findings of checks that were not done, for a reason that another finding tells more of."""
    seen = f"not looked at: {reason.removesuffix('.')}."
    return [ReadinessFinding(check, Severity.INFO, scope, seen, machine=machine, skipped=True) for check in checks]


def worst_first(findings: Iterable[ReadinessFinding]) -> list[ReadinessFinding]:
    """Order findings by severity, and keep their order among equals."""
    return sorted(findings, key=lambda finding: finding.severity.rank)


def summary(findings: Sequence[ReadinessFinding], fail_on: FailOn, opening: str) -> dict[str, t.Any]:
    """The part of a task's result that the findings give; ``failed`` and ``msg`` when the task is to fail.

    ``opening`` says who is not ready for what, in the words that the ``msg`` begins with.
    """
    ordered = worst_first(findings)
    blocking = [finding for finding in ordered if finding.severity in fail_on.severities]
    result: dict[str, t.Any] = {
        "changed": False,
        "ready": not blocking,
        "findings": [finding.as_result() for finding in ordered],
    }
    if blocking and fail_on is not FailOn.NEVER:
        result |= {"failed": True, "msg": _message(blocking, opening)}
    return result


def _message(blocking: Sequence[ReadinessFinding], opening: str) -> str:
    if len(blocking) == 1:
        return f"{opening}: {blocking[0]}"
    listed = " ".join(f"({number}) {finding}" for number, finding in enumerate(blocking, start=1))
    return f"{opening}, {len(blocking)} findings: {listed}"
