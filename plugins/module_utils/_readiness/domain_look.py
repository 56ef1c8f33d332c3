# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Look at a domain from where this runs, with one connection and one logon at most. IO, changes nothing."""

from __future__ import annotations

import typing as t
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from .._directory.access import Access
from .._directory.connection import connect
from .._directory.facts import DomainFacts
from .._directory.problem import DirectoryProblem
from .._names.host_name import HostName
from .credentials import accepted, judge_refusal, refuses_account
from .directory_look import look_at_container, look_at_names
from .finding import Check, ReadinessFinding, Scope, Severity, skip
from .machine_name import judge_names
from .reach import look_at_clock, look_at_ports, look_for_controller
from .request import ReadinessRequest

UNREACHED = "no domain controller can be asked from here"
NOT_LOGGED_ON = "nobody could log on"
NO_CREDENTIALS = "no username was given, and who the host is connected to as cannot be tried from here"
_BEFORE_THE_LOGON = (Check.PORTS, Check.CLOCK)
_BEHIND_THE_LOGON = (Check.OU, Check.CREATE_ACCOUNT)
_OF_NAMES = (Check.ACCOUNT, Check.DNS_HOST_NAME)


@dataclass
class DomainReport:
    """What a look has found; ``facts`` are None where no domain controller answered.

    ``refused`` tells that the domain does not accept the credentials: to try them again may lock the account.
    """

    findings: list[ReadinessFinding] = field(default_factory=list)
    facts: DomainFacts | None = None
    refused: bool = False

    @property
    def logged_on(self) -> bool:
        """Whether the credentials are good."""
        return any(found.check is Check.CREDENTIALS and found.severity is Severity.OK for found in self.findings)

    def describe_domain(self) -> dict[str, t.Any] | None:
        """The domain in the words of a task's result."""
        if self.facts is None:
            return None
        return {
            "dns": self.facts.dns_domain,
            "netbios": self.facts.netbios,
            "forest": self.facts.forest,
            "guid": str(self.facts.domain_guid),
            "site": self.facts.dc_site,
            "client_site": self.facts.client_site,
        }

    def as_state(self) -> dict[str, t.Any]:
        """The report as plain data, for another process."""
        facts = None if self.facts is None else {**asdict(self.facts), "domain_guid": str(self.facts.domain_guid)}
        return {"findings": [each.as_result() for each in self.findings], "facts": facts, "refused": self.refused}

    @classmethod
    def from_state(cls, state: Mapping[str, t.Any]) -> DomainReport:
        """The report that ``as_state`` has described."""
        facts = state["facts"]
        if facts is not None:
            facts = DomainFacts(**{**facts, "domain_guid": uuid.UUID(facts["domain_guid"])})
        return cls([ReadinessFinding.from_result(each) for each in state["findings"]], facts, state["refused"])


def look_at_domain(access: Access, request: ReadinessRequest, *, log_on: bool = True) -> DomainReport:
    """Find out all that can be found out from here; without ``log_on`` what needs no credentials."""
    names, name_findings = judge_names(request.machines)
    facts, findings = look_for_controller(access)
    report = DomainReport(findings, facts)
    if facts is not None:
        report.findings += [look_at_ports(access, facts), look_at_clock(facts)]
    report.findings += name_findings
    if facts is not None and log_on:
        _look_inside(access, facts, request, names, report)
        return report
    reason = UNREACHED if facts is None else NO_CREDENTIALS
    checks = _BEFORE_THE_LOGON if facts is None else ()
    report.findings += skip((*checks, Check.CREDENTIALS, *_BEHIND_THE_LOGON), Scope.DOMAIN, reason)
    report.findings += _skip_names(names, reason)
    return report


def look_up_name(
    access: Access, facts: DomainFacts, request: ReadinessRequest, name: HostName
) -> list[ReadinessFinding]:
    """Look up one name, in a domain that has been looked at before and accepts the credentials."""
    try:
        with connect(facts, access.credentials, access.security) as directory:
            return look_at_names(directory, (name,), request)
    except DirectoryProblem as problem:
        return _skip_names((name,), f"{facts.controller} could not be asked: {problem.meaning}")


def skip_name(name: HostName) -> list[ReadinessFinding]:
    """The findings of a name in a domain that nobody is logged on to."""
    return _skip_names((name,), NOT_LOGGED_ON)


def _look_inside(
    access: Access, facts: DomainFacts, request: ReadinessRequest, names: Sequence[HostName], report: DomainReport
) -> None:
    who = access.credentials.account.text if access.credentials.account else "the user of the Kerberos ticket"
    try:
        directory = connect(facts, access.credentials, access.security)
    except DirectoryProblem as problem:
        report.findings += judge_refusal(problem, who)
        report.refused = refuses_account(problem)
        report.findings += skip(_BEHIND_THE_LOGON, Scope.DOMAIN, NOT_LOGGED_ON) + _skip_names(names, NOT_LOGGED_ON)
        return
    with directory:
        report.findings.append(accepted(who))
        try:
            report.findings += look_at_container(directory, request, who)
            report.findings += look_at_names(directory, names, request)
        except DirectoryProblem as problem:
            lost = ReadinessFinding(Check.CONNECTION, Severity.ERROR, Scope.DOMAIN, problem.meaning, problem.next_step)
            report.findings.append(lost)


def _skip_names(names: Sequence[HostName], reason: str) -> list[ReadinessFinding]:
    return [found for name in names for found in skip(_OF_NAMES, Scope.NAME, reason, name.text)]
