# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a host has told of itself and of the domain that it sees, judged; the facts are of host_join_readiness."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from .._join_errors.explanation import explain
from .clock import InvalidTime, judge_clock, parse_generalized_time
from .finding import Check, ReadinessFinding, Scope, Severity, skip
from .ports import JOIN_PORTS, judge_ports

Facts = Mapping[str, t.Any]

_JOIN = "JoinDomainOrWorkgroup"
_LOCATOR = "DsGetDcNameW"
_ALREADY_JOINED = 2691
_DOMAIN_CONTROLLER = 2693
_ENTRA_JOINED = 2700
_WORKSTATION_STOPPED = 2138
_BACKUP_CONTROLLER_ROLE = 4
_NAME_SERVER = 53
_IN_SIGHT = (Check.DNS, Check.PORTS, Check.CLOCK)


def is_settled(facts: Facts, hostname: str | None = None) -> bool:
    """Whether the host is a member of the domain already, under the name that it is to have: nothing is left to do."""
    named = hostname is None or hostname.lower() == (facts["next_hostname"] or "").lower()
    return bool(facts["in_domain"]) and named


def judge_host(facts: Facts, domain: str, *, controller_given: bool) -> list[ReadinessFinding]:
    """The findings of a host that is to join ``domain``; ``controller_given`` when the task names whom through."""
    findings = [_judge_membership(facts, domain)]
    if facts["pending"]["reboot"]:
        waits = ", ".join(what for what in ("join", "rename") if facts["pending"][what]) or "leaving a domain"
        seen = f"the host waits for the restart that completes: {waits}."
        step = "restart the host, for example with ansible.windows.win_reboot"
        findings.append(_found(Check.PENDING_REBOOT, Severity.WARNING, seen, step))
    if facts["in_domain"]:
        return findings
    if not facts["workstation_answers"]:
        findings.append(_coded(Check.WORKSTATION_SERVICE, _WORKSTATION_STOPPED, "NetGetJoinInformation"))
    if facts["entra_joined"]:
        findings.append(_coded(Check.ENTRA, _ENTRA_JOINED, _JOIN))
    if facts["sight"] is not None:
        findings += _judge_sight(facts["sight"], domain, controller_given=controller_given)
    return findings


def _judge_membership(facts: Facts, domain: str) -> ReadinessFinding:
    if facts["in_domain"]:
        seen = f"{facts['hostname']} is a member of {facts['domain'] or domain} already."
        return _found(Check.MEMBERSHIP, Severity.OK, seen)
    if (facts["role"] or 0) >= _BACKUP_CONTROLLER_ROLE:
        return _coded(Check.MEMBERSHIP, _DOMAIN_CONTROLLER, _JOIN)
    if facts["domain"] is not None:
        reason = explain(_ALREADY_JOINED, _JOIN)
        seen = f"{facts['hostname']} is a member of {facts['domain']}; a join would end with {_ALREADY_JOINED} "
        step = "leave that domain in the same task: give unjoin_username and unjoin_password, or force, to membership"
        return _found(Check.MEMBERSHIP, Severity.ERROR, f"{seen}({reason.symbol}).", step)
    return _found(Check.MEMBERSHIP, Severity.OK, f"{facts['hostname']} is in the workgroup {facts['workgroup']}.")


def _judge_sight(sight: Facts, domain: str, *, controller_given: bool) -> list[ReadinessFinding]:
    findings = [_judge_locator(sight, domain, controller_given=controller_given)]
    name = sight["controller"]
    if name is None:
        return findings + skip(_IN_SIGHT, Scope.HOST, "the host knows no domain controller to look at")
    if not sight["addresses"]:
        seen = f"the host's name servers have no address of {name} (Windows Sockets {sight['resolve_code']})."
        step = "let the host ask name servers of the domain, and see that the name is right"
        findings.append(_found(Check.DNS, Severity.ERROR, seen, step))
        return findings + skip((Check.PORTS, Check.CLOCK), Scope.HOST, f"{name} has no address")
    findings.append(_found(Check.DNS, Severity.OK, f"{name} is {', '.join(sight['addresses'])}."))
    reached = {probe["port"]: probe["code"] == 0 for probe in sight["ports"]}
    needed = [port for port in JOIN_PORTS if port != _NAME_SERVER]
    findings.append(judge_ports(Scope.HOST, name, reached, needed))
    return [*findings, _judge_time(sight["clock"], name)]


def _judge_locator(sight: Facts, domain: str, *, controller_given: bool) -> ReadinessFinding:
    located = sight["locator"]
    if located["code"] == 0:
        seen = f"the host finds {located['controller']} for {domain}."
        return _found(Check.DOMAIN_CONTROLLER, Severity.OK, seen)
    explanation = explain(located["code"], _LOCATOR)
    severity = Severity.WARNING if controller_given else Severity.ERROR
    seen = f"the host finds no domain controller of {domain}: {explanation.failure}."
    return _found(Check.DOMAIN_CONTROLLER, severity, seen, explanation.next_steps[0])


def _judge_time(clock: Facts | None, controller: str) -> ReadinessFinding:
    if clock is None:
        return skip((Check.CLOCK,), Scope.HOST, f"{controller} does not tell the host its time")[0]
    try:
        ours, theirs = (parse_generalized_time(clock[whose]) for whose in ("host", "controller"))
    except InvalidTime as problem:
        return skip((Check.CLOCK,), Scope.HOST, str(problem))[0]
    return judge_clock(Scope.HOST, "the host's clock", (ours - theirs).total_seconds())


def _coded(check: Check, code: int, function: str) -> ReadinessFinding:
    """An error that a join is known to end with."""
    explanation = explain(code, function)
    seen = f"{explanation.meaning}; a join would end with {code} ({explanation.symbol})."
    return _found(check, Severity.ERROR, seen, explanation.next_steps[0])


def _found(check: Check, severity: Severity, evidence: str, next_step: str | None = None) -> ReadinessFinding:
    return ReadinessFinding(check, severity, Scope.HOST, evidence, next_step)
