# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a look at a domain puts together, and what another process gets of it."""

from __future__ import annotations

import datetime as dt
import typing as t

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._directory import ber, message
from ansible_collections.netjoin.windows.plugins.module_utils._directory.access import Access
from ansible_collections.netjoin.windows.plugins.module_utils._directory.facts import DomainFacts
from ansible_collections.netjoin.windows.plugins.module_utils._directory.problem import (
    DirectoryError,
    DirectoryProblem,
    NoController,
)
from ansible_collections.netjoin.windows.plugins.module_utils._directory.security import Credentials, Security
from ansible_collections.netjoin.windows.plugins.module_utils._directory.sid import sid_bytes
from ansible_collections.netjoin.windows.plugins.module_utils._join_options.request import AccountPolicy
from ansible_collections.netjoin.windows.plugins.module_utils._names.account_name import AccountName
from ansible_collections.netjoin.windows.plugins.module_utils._names.distinguished_name import DistinguishedName
from ansible_collections.netjoin.windows.plugins.module_utils._names.domain_name import DomainName
from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName
from ansible_collections.netjoin.windows.plugins.module_utils._readiness import domain_look, reach
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.directory_look import look_at_container
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.domain_look import (
    DomainReport,
    look_at_domain,
    look_up_name,
)
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.finding import (
    Check,
    ReadinessFinding,
    Scope,
    Severity,
)
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.reach import look_at_clock
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.request import ReadinessRequest
from ansible_collections.netjoin.windows.tests.unit.plugins.module_utils._computer_account.examples import OU
from ansible_collections.netjoin.windows.tests.unit.plugins.module_utils._computer_account.fake_directory import (
    FACTS,
    FakeDirectory,
)
from ansible_collections.netjoin.windows.tests.unit.plugins.module_utils._directory.server import (
    SUCCESS,
    Server,
    answer,
)

CANARY = "Se-cret/4711"
ACCESS = Access(
    DomainName.parse("lab.example"),
    None,
    Credentials(AccountName.parse("joiner@lab.example"), CANARY),
    Security(),
    (),
)
REFUSED = DirectoryError(
    "ldap_bind", 49, "80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 775, v2580"
)


def fine(check: Check) -> ReadinessFinding:
    return ReadinessFinding(check, Severity.OK, Scope.DOMAIN, "it is fine.")


def request(*machines: str) -> ReadinessRequest:
    return ReadinessRequest(OU, AccountPolicy.CREATE_OR_REUSE, machines)


class OpenDirectory(FakeDirectory):
    """A directory in memory that somebody is logged on to."""

    def __enter__(self) -> t.Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """It has nothing to close."""


class Domain:
    """A domain in memory: a directory behind a logon that counts, or that is refused."""

    def __init__(self) -> None:
        self.directory = OpenDirectory(OU)
        self.refusal: DirectoryProblem | None = None
        self.logons = 0
        self.facts: DomainFacts | None = FACTS

    def connect(self, *_arguments: object) -> OpenDirectory:
        self.logons += 1
        if self.refusal is not None:
            raise self.refusal
        return self.directory

    def find(self, _access: Access) -> tuple[DomainFacts | None, list[ReadinessFinding]]:
        return self.facts, [fine(Check.DNS)]


@pytest.fixture
def domain(monkeypatch: pytest.MonkeyPatch) -> Domain:
    made = Domain()
    monkeypatch.setattr(domain_look, "connect", made.connect)
    monkeypatch.setattr(domain_look, "look_for_controller", made.find)
    monkeypatch.setattr(domain_look, "look_at_ports", lambda access, facts: fine(Check.PORTS))
    monkeypatch.setattr(domain_look, "look_at_clock", lambda facts: fine(Check.CLOCK))
    return made


def checks(report: DomainReport, *, skipped: bool) -> set[Check]:
    return {found.check for found in report.findings if found.skipped is skipped}


def test_a_look_logs_on_once_whatever_it_looks_for(domain: Domain) -> None:
    """The credentials, the container and every name, over one connection."""
    report = look_at_domain(ACCESS, request("WS1", "WS2"))
    assert domain.logons == 1
    assert report.logged_on
    assert {found.severity for found in report.findings} == {Severity.OK}
    assert checks(report, skipped=False) >= {Check.CREDENTIALS, Check.OU, Check.CREATE_ACCOUNT, Check.ACCOUNT}
    assert domain.directory.changes == []


def test_refused_credentials_are_final_and_keep_the_rest_from_being_looked_at(domain: Domain) -> None:
    """What is behind the logon is skipped, and nobody is to try again."""
    domain.refusal = REFUSED
    report = look_at_domain(ACCESS, request("WS1"))
    assert (domain.logons, report.refused, report.logged_on) == (1, True, False)
    assert checks(report, skipped=True) == {Check.OU, Check.CREATE_ACCOUNT, Check.ACCOUNT, Check.DNS_HOST_NAME}


def test_a_logon_that_could_not_be_tried_may_be_tried_again(domain: Domain) -> None:
    """TLS that fails says nothing of the password."""
    domain.refusal = DirectoryProblem("TLS fails.", "look at the certificate")
    report = look_at_domain(ACCESS, request())
    assert (report.refused, report.logged_on) == (False, False)
    assert Check.CREDENTIALS in checks(report, skipped=True)


def test_without_a_domain_controller_the_names_are_still_judged(domain: Domain) -> None:
    """By the rules for names, which no directory knows better; all else is skipped."""
    domain.facts = None
    report = look_at_domain(ACCESS, request("12345"))
    assert domain.logons == 0
    assert checks(report, skipped=True) == {
        Check.PORTS, Check.CLOCK, Check.CREDENTIALS, Check.OU, Check.CREATE_ACCOUNT
    }  # fmt: skip
    assert [found.check for found in report.findings if found.severity is Severity.ERROR] == [Check.NAME]


def test_without_credentials_nobody_logs_on(domain: Domain) -> None:
    """The ticket of who runs the play is not who joins."""
    report = look_at_domain(ACCESS, request(), log_on=False)
    assert domain.logons == 0
    assert checks(report, skipped=True) == {Check.CREDENTIALS, Check.OU, Check.CREATE_ACCOUNT}


def test_a_connection_that_breaks_leaves_what_was_found(domain: Domain, monkeypatch: pytest.MonkeyPatch) -> None:
    """The credentials were good before it broke."""

    def break_off(*_arguments: object) -> t.NoReturn:
        raise DirectoryError("ldap_search", 81)

    monkeypatch.setattr(domain_look, "look_at_container", break_off)
    report = look_at_domain(ACCESS, request())
    assert report.logged_on
    assert [found.check for found in report.findings if found.severity is Severity.ERROR] == [Check.CONNECTION]


def test_one_name_is_looked_up_with_a_logon_of_its_own(domain: Domain) -> None:
    """For a host that joins a domain which was looked at before."""
    found = look_up_name(ACCESS, FACTS, request(), HostName.parse("WS1"))
    assert domain.logons == 1
    assert [each.check for each in found] == [Check.ACCOUNT, Check.DNS_HOST_NAME]


def test_a_name_that_cannot_be_looked_up_is_skipped(domain: Domain) -> None:
    """The domain controller has gone away in between."""
    domain.refusal = DirectoryError("ldap_connect", 81)
    assert all(each.skipped for each in look_up_name(ACCESS, FACTS, request(), HostName.parse("WS1")))


def test_an_account_that_makes_no_sense_is_told(domain: Domain) -> None:
    """And ends neither the task nor the look at other names."""
    domain.directory.entries["CN=WS1"] = {"samaccountname": (b"WS1$",), "objectsid": (b"no SID",)}
    found = look_at_domain(ACCESS, request("WS1", "WS2")).findings
    (strange, other) = [each for each in found if each.check is Check.ACCOUNT]
    assert (strange.machine, strange.severity) == ("WS1", Severity.WARNING)
    assert "cannot be read" in strange.evidence
    assert (other.machine, other.severity) == ("WS2", Severity.OK)


def test_another_process_gets_the_whole_report_and_no_secret(domain: Domain) -> None:
    """As plain data, which is written to a file."""
    domain.refusal = REFUSED
    report = look_at_domain(ACCESS, request("WS1"))
    state = report.as_state()
    assert CANARY not in repr(state)
    assert DomainReport.from_state(state) == report


def test_a_container_that_is_not_there_is_an_error() -> None:
    """And whether one may create in it is not asked."""
    elsewhere = ReadinessRequest(DistinguishedName.parse("OU=Nope,DC=lab,DC=example"), AccountPolicy.CREATE)
    found = look_at_container(FakeDirectory(OU).as_directory(), elsewhere, "joiner")
    assert [(each.check, each.severity, each.skipped) for each in found] == [
        (Check.OU, Severity.ERROR, False),
        (Check.CREATE_ACCOUNT, Severity.INFO, True),
    ]


def test_the_quota_is_counted_by_who_created(monkeypatch: pytest.MonkeyPatch) -> None:
    """The quota of the domain against the accounts that name the caller as creator ([MS-SAMR] 3.1.5.4.4)."""
    directory = FakeDirectory(OU, creatable=False)
    head = str(directory.domain.naming_context)
    directory.entries[head] = {"ms-ds-machineaccountquota": (b"10",), "samaccountname": (b"",)}
    asked: list[bytes] = []

    def search(base: object, condition: t.Any, attributes: object) -> list[message.Entry]:
        asked.append(condition.encoded)
        return [message.Entry(f"CN=WS{number},{OU}", {}) for number in range(4)]

    monkeypatch.setattr(directory, "search", search)
    (_ou, right) = look_at_container(directory.as_directory(), request(), "joiner")
    assert right.severity is Severity.WARNING
    assert "4 of its 10 are used" in right.evidence
    assert sid_bytes(directory.domain.caller or "") in asked[0]


def entry(time: str) -> bytes:
    """The answer of a domain controller to who asks its rootDSE for currentTime."""
    values = ber.encode(ber.SET, ber.text(time))
    attribute = ber.encode(ber.SEQUENCE, ber.text("currentTime"), values)
    found = answer(1, message.Response.SEARCH_ENTRY, ber.text(""), ber.encode(ber.SEQUENCE, attribute))
    return found + answer(1, message.Response.SEARCH_DONE, SUCCESS)


@pytest.mark.parametrize(
    ("minutes", "severity"), [(0, Severity.OK), (3, Severity.WARNING), (10, Severity.ERROR), (-10, Severity.ERROR)]
)
def test_the_clock_is_asked_of_the_domain_controller(
    monkeypatch: pytest.MonkeyPatch, minutes: int, severity: Severity
) -> None:
    """Without a logon."""
    theirs = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes)
    with Server([[entry(theirs.strftime("%Y%m%d%H%M%S.0Z"))]]) as server:
        monkeypatch.setattr(reach, "PORT", server.port)
        facts = DomainFacts(**{**vars(FACTS), "address": server.address})
        assert look_at_clock(facts).severity is severity


def test_a_clock_that_is_not_told_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A domain controller that says nothing is none whose clock is wrong."""
    with Server([]) as server:
        monkeypatch.setattr(reach, "PORT", server.port)
        facts = DomainFacts(**{**vars(FACTS), "address": server.address})
        assert look_at_clock(facts).skipped


def test_dns_without_records_is_an_error_unless_a_controller_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the SRV records Windows finds a domain."""

    def nobody(*_arguments: object, **_options: object) -> t.NoReturn:
        raise NoController("No writable domain controller of lab.example answers.", "test DNS")

    monkeypatch.setattr(reach, "look_up_services", lambda name: ())
    monkeypatch.setattr(reach, "locate", nobody)
    facts, found = reach.look_for_controller(ACCESS)
    assert facts is None
    assert [(each.check, each.severity) for each in found] == [
        (Check.DNS, Severity.ERROR),
        (Check.DOMAIN_CONTROLLER, Severity.ERROR),
    ]
