# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a host tells of itself, judged."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._readiness.finding import (
    Check,
    ReadinessFinding,
    Scope,
    Severity,
)
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.host_view import is_settled, judge_host

from .samples import FACTS, MEMBER, NOTHING, SIGHT


def facts(sight: dict[str, t.Any] | None = None, **changes: t.Any) -> dict[str, t.Any]:
    """The facts of a healthy host in a workgroup, with changes."""
    return {**FACTS, "sight": {**SIGHT, **(sight or {})}, **changes}


def judged(told: dict[str, t.Any], *, controller_given: bool = False) -> dict[Check, ReadinessFinding]:
    """The findings by what they are about."""
    return {each.check: each for each in judge_host(told, "lab.example", controller_given=controller_given)}


def test_a_healthy_host_in_a_workgroup_has_nothing_in_the_way() -> None:
    """Every check is good, and all are of the host."""
    found = judge_host(facts(), "lab.example", controller_given=False)
    assert {each.check for each in found} == {
        Check.MEMBERSHIP, Check.DOMAIN_CONTROLLER, Check.DNS, Check.PORTS, Check.CLOCK
    }  # fmt: skip
    assert {(each.severity, each.scope) for each in found} == {(Severity.OK, Scope.HOST)}


# A fact, the check that sees it, and what a join would end with: SDK lmerr.h, winerror.h, [MS-WKST] 3.2.4.13.1.
OBSTACLES = (
    ({"role": 4}, Check.MEMBERSHIP, Severity.ERROR, "2693 (NERR_SetupDomainController)"),
    ({"role": 5, "domain": "lab.example"}, Check.MEMBERSHIP, Severity.ERROR, "2693 (NERR_SetupDomainController)"),
    ({"domain": "old.example", "role": 3}, Check.MEMBERSHIP, Severity.ERROR, "2691 (NERR_SetupAlreadyJoined)"),
    ({"entra_joined": True}, Check.ENTRA, Severity.ERROR, "2700 (NERR_AlreadyCloudDomainJoined)"),
    ({"workstation_answers": False}, Check.WORKSTATION_SERVICE, Severity.ERROR, "2138 (NERR_WkstaNotStarted)"),
    ({"pending": {**NOTHING, "rename": True, "reboot": True}}, Check.PENDING_REBOOT, Severity.WARNING, "rename"),
    ({"pending": {**NOTHING, "reboot": True}}, Check.PENDING_REBOOT, Severity.WARNING, "leaving a domain"),
)


@pytest.mark.parametrize(("changes", "check", "severity", "told"), OBSTACLES)
def test_what_the_host_is_may_be_in_the_way(
    changes: dict[str, t.Any], check: Check, severity: Severity, told: str
) -> None:
    """With the code that a join would end with, and what to do."""
    finding = judged(facts(**changes))[check]
    assert finding.severity is severity
    assert told in finding.evidence
    assert finding.next_step


# WSAHOST_NOT_FOUND is 11001, WSAETIMEDOUT 10060 (winsock2.h); 1355 is ERROR_NO_SUCH_DOMAIN.
BLIND = (
    (
        {"locator": {"code": 1355, "controller": None}, "controller": None},
        Check.DOMAIN_CONTROLLER,
        Severity.ERROR,
        "1355",
    ),
    ({"addresses": [], "resolve_code": 11001}, Check.DNS, Severity.ERROR, "11001"),
    ({"ports": [{"port": 445, "code": 10060}]}, Check.PORTS, Severity.ERROR, "445"),
    ({"ports": [{"port": 53, "code": 10060}]}, Check.PORTS, Severity.WARNING, "53"),
    ({"clock": {"host": "20261121111055.0Z", "controller": "20261121110455.0Z"}}, Check.CLOCK, Severity.ERROR, "360 s"),
)


@pytest.mark.parametrize(("sight", "check", "severity", "told"), BLIND)
def test_what_the_host_sees_may_be_in_the_way(
    sight: dict[str, t.Any], check: Check, severity: Severity, told: str
) -> None:
    """DNS, ports and clock as they are from there."""
    finding = judged(facts(sight))[check]
    assert finding.severity is severity
    assert told in finding.evidence
    assert finding.next_step


SKIPPED = (
    (
        {"locator": {"code": 1355, "controller": None}, "controller": None},
        {Check.DNS, Check.PORTS, Check.CLOCK},
    ),
    ({"addresses": [], "resolve_code": 11001}, {Check.PORTS, Check.CLOCK}),
    ({"clock": None}, {Check.CLOCK}),
    ({"clock": {"host": "20261121110455.124Z", "controller": "never"}}, {Check.CLOCK}),
)


@pytest.mark.parametrize(("sight", "checks"), SKIPPED)
def test_what_could_not_be_looked_at_says_so(sight: dict[str, t.Any], checks: set[Check]) -> None:
    """Neither good nor bad is claimed."""
    assert {check for check, finding in judged(facts(sight)).items() if finding.skipped} == checks


def test_a_named_controller_makes_up_for_the_locator() -> None:
    """Windows joins through the one that it is told."""
    sight = {"locator": {"code": 1355, "controller": None}}
    finding = judged(facts(sight), controller_given=True)[Check.DOMAIN_CONTROLLER]
    assert finding.severity is Severity.WARNING


def test_a_member_is_ready_whatever_the_domain_says() -> None:
    """It is where it was asked to be; a restart that it waits for is told."""
    told = facts(**MEMBER, pending={"join": True, "rename": False, "reboot": True})
    found = judged(told)
    assert is_settled(told)
    assert {check: finding.severity for check, finding in found.items()} == {
        Check.MEMBERSHIP: Severity.OK,
        Check.PENDING_REBOOT: Severity.WARNING,
    }
    assert "join" in found[Check.PENDING_REBOOT].evidence
