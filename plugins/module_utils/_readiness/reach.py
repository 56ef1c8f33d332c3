# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a domain controller can be reached from here: DNS, ports, clock; before anybody logs on. IO."""

from __future__ import annotations

import concurrent.futures
import datetime as dt
import socket
from collections.abc import Iterable

from .._directory import message as ldap
from .._directory.access import Access
from .._directory.channel import Channel
from .._directory.facts import DomainFacts
from .._directory.locator import PORT, answers_udp, locate, look_up_services
from .._directory.problem import DirectoryError, DirectoryProblem, MissingLibrary
from .._directory.search_filter import ANY_OBJECT
from .._directory.security import Authentication
from .._directory.service_record import service_name
from .._directory.session import Session
from .clock import InvalidTime, judge_clock, parse_generalized_time
from .finding import Check, ReadinessFinding, Scope, Severity
from .ports import JOIN_PORTS, judge_ports

PORT_SECONDS = 2.0
CLOCK_SECONDS = 5.0
_KERBEROS_PORT = 88


def look_for_controller(access: Access) -> tuple[DomainFacts | None, list[ReadinessFinding]]:
    """Find a domain controller; the findings of DNS and of the search."""
    findings = [_look_at_dns(access)]
    try:
        facts = locate(access.domain, controller=access.controller)
    except DirectoryProblem as problem:
        return None, [*findings, _found(Check.DOMAIN_CONTROLLER, Severity.ERROR, problem.meaning, problem.next_step)]
    site = f"site {facts.dc_site}" + (f", this machine is in {facts.client_site}" if facts.client_site else "")
    seen = f"{facts.controller} ({facts.address}) answers for {facts.dns_domain} ({facts.netbios}), {site}."
    return facts, [*findings, _found(Check.DOMAIN_CONTROLLER, Severity.OK, seen)]


def look_at_ports(access: Access, facts: DomainFacts) -> ReadinessFinding:
    """Try the ports of the domain controller, all at once."""
    needed = {access.security.port}
    if access.security.authentication is Authentication.KERBEROS:
        needed.add(_KERBEROS_PORT)
    reached = try_ports(facts.address, sorted({*JOIN_PORTS, *needed}))
    udp = answers_udp(facts.address, facts.dns_domain)
    return judge_ports(Scope.DOMAIN, facts.controller, reached, needed, otherwise=Severity.INFO, udp=udp)


def try_ports(address: str, ports: Iterable[int], timeout: float = PORT_SECONDS) -> dict[int, bool]:
    """Which TCP ports can be connected to; ``timeout`` is in seconds and for all of them together."""
    wanted = list(ports)
    with concurrent.futures.ThreadPoolExecutor(len(wanted)) as threads:
        return dict(zip(wanted, threads.map(lambda port: _is_open(address, port, timeout), wanted), strict=True))


def _is_open(address: str, port: int, timeout: float) -> bool:
    try:
        socket.create_connection((address, port), timeout).close()
    except OSError:
        return False
    return True


def look_at_clock(facts: DomainFacts) -> ReadinessFinding:
    """Compare this machine's clock with the domain controller's, which tells it without a logon."""
    question = ldap.search("", ldap.Scope.BASE, ANY_OBJECT, ("currentTime",), int(CLOCK_SECONDS))
    try:
        session = Session(Channel(facts.address, PORT, CLOCK_SECONDS))
        try:
            answer = session.must("ldap_search", question)
            now = dt.datetime.now(dt.UTC)
        finally:
            session.close()
        entries = [ldap.decode_entry(part) for part in answer.parts if part.tag == ldap.Response.SEARCH_ENTRY]
        theirs = parse_generalized_time(entries[0].text("currentTime") or "" if entries else "")
    except (DirectoryError, InvalidTime, ValueError) as problem:
        seen = f"not looked at: {facts.controller} does not tell the time ({problem})."
        return ReadinessFinding(Check.CLOCK, Severity.INFO, Scope.DOMAIN, seen, skipped=True)
    return judge_clock(Scope.DOMAIN, "the clock here", (now - theirs).total_seconds())


def _look_at_dns(access: Access) -> ReadinessFinding:
    """Ask for the records by which Windows finds the domain; nothing here needs them when a controller is given."""
    name = service_name(access.domain.text, None)
    severity = Severity.ERROR if access.controller is None else Severity.WARNING
    try:
        records = look_up_services(name)
    except MissingLibrary as problem:
        return ReadinessFinding(
            Check.DNS, Severity.INFO, Scope.DOMAIN, f"not looked at: {problem.meaning}", problem.next_step, skipped=True
        )
    except DirectoryProblem as problem:
        return _found(Check.DNS, severity, problem.meaning, problem.next_step)
    if not records:
        step = "let the name server forward the domain to its own name servers, and see that the domain's name is right"
        if not access.domain.is_dns:
            step = f"give the DNS name of the domain; {access.domain.text} is a NetBIOS name, which DNS does not have"
        return _found(Check.DNS, severity, f"DNS has no SRV records {name}, by which Windows finds a domain.", step)
    targets = ", ".join(sorted(record.target for record in records))
    return _found(Check.DNS, Severity.OK, f"{name} names {targets}.")


def _found(check: Check, severity: Severity, evidence: str, next_step: str | None = None) -> ReadinessFinding:
    return ReadinessFinding(check, severity, Scope.DOMAIN, evidence, next_step)
