# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of computers, and what a domain has under them."""

from __future__ import annotations

import datetime as dt
import typing as t

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.reuse import Owner, Verdict
from ansible_collections.netjoin.windows.plugins.module_utils._join_options.request import AccountPolicy
from ansible_collections.netjoin.windows.plugins.module_utils._names.distinguished_name import DistinguishedName
from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.finding import (
    Check,
    ReadinessFinding,
    Severity,
)
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.machine_name import (
    Taken,
    judge_claim,
    judge_names,
    judge_present_name,
    judge_taken,
)
from ansible_collections.netjoin.windows.tests.unit.plugins.module_utils._computer_account.examples import (
    DOMAIN_SID,
    ELSEWHERE,
    OU,
    account,
)

HOST = HostName.parse("WS0001")
OWNER = Owner(f"{DOMAIN_SID}-1105", "somebody", frozenset())
MAY = Verdict(allowed=True, reason="the user owns the account")
MAY_NOT = Verdict(allowed=False, reason="its owner somebody is neither the user, nor an administrator")

NAMES = (
    (("WS1",), [Severity.OK]),
    (("12345",), [Severity.ERROR]),
    (("bad name",), [Severity.ERROR]),
    (("a-name-of-sixteen",), [Severity.INFO]),
    (("WS1", "ws1"), [Severity.OK, Severity.ERROR]),
    (("workstation-0001a", "workstation-0001b"), [Severity.INFO, Severity.ERROR]),
    (("workstation-0001", "workstation-0002"), [Severity.INFO, Severity.ERROR]),
    (("12345", "WS1", "WS2"), [Severity.ERROR, Severity.OK, Severity.OK]),
)


@pytest.mark.parametrize(("names", "severities"), NAMES)
def test_names_are_judged_alone_and_against_each_other(names: tuple[str, ...], severities: list[Severity]) -> None:
    """Windows cuts the name of an account after 15 characters, where two may become one."""
    usable, findings = judge_names(names)
    assert [finding.severity for finding in findings] == severities
    assert len(usable) == len([each for each in severities if each is not Severity.ERROR])
    assert [finding.machine for finding in findings] == list(names)


def test_a_host_keeps_an_odd_name_with_a_warning() -> None:
    """Windows joins with an underscore, which a new name should not have."""
    host, finding = judge_present_name("PC_01")
    assert (host, finding.severity) == (HostName("PC_01"), Severity.WARNING)


def test_a_host_without_a_usable_name_cannot_join() -> None:
    """A number is no name of a computer of a domain, whoever has it already ([MS-WKST] 3.2.4.16)."""
    host, finding = judge_present_name("12345")
    assert (host, finding.severity) == (None, Severity.ERROR)


def test_two_hosts_of_a_play_cannot_have_one_account() -> None:
    """As after cloning an image."""
    finding = judge_claim(HOST, "win02")
    assert (finding.severity, finding.check) == (Severity.ERROR, Check.NAME)
    assert "win02 would have the same account, WS0001$" in finding.evidence


def judged(taken: Taken, policy: AccountPolicy, container: DistinguishedName | None = OU) -> ReadinessFinding:
    """What is found of the account of WS0001."""
    return judge_taken(HOST, taken, policy, container)[0]


# The codes that Windows gives: [MS-WKST] 3.2.4.13.3, SupportArticles-docs on reusing accounts (2732).
MISSING = (
    (AccountPolicy.CREATE, Severity.OK, ""),
    (AccountPolicy.CREATE_OR_REUSE, Severity.OK, ""),
    (AccountPolicy.REUSE, Severity.ERROR, "1332"),
)
EXISTING: tuple[tuple[dict[str, t.Any], Verdict, AccountPolicy, DistinguishedName | None, Severity, str], ...] = (
    ({}, MAY, AccountPolicy.CREATE_OR_REUSE, OU, Severity.INFO, "Windows would reuse it, for the user owns"),
    ({}, MAY, AccountPolicy.REUSE, None, Severity.INFO, "Windows would reuse it"),
    ({}, MAY_NOT, AccountPolicy.CREATE_OR_REUSE, OU, Severity.ERROR, "2732"),
    ({}, MAY, AccountPolicy.CREATE, OU, Severity.ERROR, "2224"),
    ({}, MAY, AccountPolicy.CREATE_OR_REUSE, ELSEWHERE, Severity.ERROR, "2224"),
    ({"control": 0x2000}, MAY, AccountPolicy.CREATE_OR_REUSE, OU, Severity.ERROR, "of a domain controller"),
)


@pytest.mark.parametrize(("policy", "severity", "told"), MISSING)
def test_a_missing_account_matters_for_reuse_only(policy: AccountPolicy, severity: Severity, told: str) -> None:
    """Else it is created."""
    finding = judged(Taken(), policy)
    assert finding.severity is severity
    assert told in finding.evidence


@pytest.mark.parametrize(("changes", "verdict", "policy", "container", "severity", "told"), EXISTING)
def test_an_account_that_exists_is_judged_as_windows_would(
    changes: dict[str, t.Any],
    verdict: Verdict,
    policy: AccountPolicy,
    container: DistinguishedName | None,
    severity: Severity,
    told: str,
) -> None:
    """With the code that a join would end with."""
    finding = judged(Taken(account(**changes), verdict, may_write=True, owner=OWNER), policy, container)
    assert finding.severity is severity
    assert told in finding.evidence


def test_the_host_with_the_same_fifteen_characters_is_named() -> None:
    """Taking its account over would break its trust."""
    long = HostName.parse("workstation-0002")
    theirs = account(name="WORKSTATION-000", dns_host_name="workstation-0001.lab.example")
    taken = Taken(theirs, MAY, may_write=True, owner=OWNER)
    finding = judge_taken(long, taken, AccountPolicy.CREATE_OR_REUSE, OU)[0]
    assert finding.severity is Severity.ERROR
    assert "workstation-0001" in finding.evidence


def test_who_has_a_name_is_told() -> None:
    """Its DN, its owner, its last logon and what it is called."""
    theirs = account(last_logon=dt.datetime(2026, 5, 4, 9, 12, tzinfo=dt.UTC), control=0x1002)
    finding = judged(Taken(theirs, MAY_NOT, may_write=True, owner=OWNER), AccountPolicy.CREATE_OR_REUSE)
    for told in ("CN=WS0001,OU=Workstations,DC=lab,DC=example", "owned by somebody", "2026-05-04", "disabled"):
        assert told in finding.evidence


def test_reuse_without_the_right_to_write_is_a_warning() -> None:
    """KB5020276 allows it, the account itself may not."""
    finding = judged(Taken(account(), MAY, may_write=False, owner=OWNER), AccountPolicy.CREATE_OR_REUSE)
    assert finding.severity is Severity.WARNING
    assert "5 (ERROR_ACCESS_DENIED)" in finding.evidence


def test_a_dns_name_or_spn_elsewhere_is_an_error() -> None:
    """Domain controllers keep service principal names unique ([MS-ADTS] 3.1.1.5.1.3)."""
    rival = DistinguishedName.parse("CN=OLD,OU=Servers,DC=lab,DC=example")
    finding = judge_taken(HOST, Taken(rivals=(rival,)), AccountPolicy.CREATE, OU)[1]
    assert (finding.check, finding.severity) == (Check.DNS_HOST_NAME, Severity.ERROR)
    assert "CN=OLD,OU=Servers,DC=lab,DC=example" in finding.evidence
    assert "8647" in finding.evidence
