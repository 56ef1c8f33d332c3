# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action behind netjoin.windows.join_readiness, against scripted hosts and a scripted domain."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest
from ansible import constants

from ansible_collections.netjoin.windows.plugins.action import join_readiness
from ansible_collections.netjoin.windows.plugins.module_utils._join_options.request import AccountPolicy
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.domain_look import DomainReport
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.finding import (
    Check,
    ReadinessFinding,
    Scope,
    Severity,
)
from ansible_collections.netjoin.windows.tests.unit.plugins.module_utils._computer_account.fake_directory import (
    FACTS as DOMAIN_FACTS,
)
from ansible_collections.netjoin.windows.tests.unit.plugins.module_utils._readiness.samples import FACTS, MEMBER

from .action_helper import Result, Run, run_action

CANARY = "Se-cret/4711"
ARGUMENTS: Result = {
    "domain": "lab.example",
    "username": "joiner@lab.example",
    "password": CANARY,
    "auth_protocol": "simple",
    "tls_mode": "ldaps",
}


def domain_finding(check: Check, severity: Severity) -> ReadinessFinding:
    step = None if severity is Severity.OK else "do something"
    return ReadinessFinding(check, severity, Scope.DOMAIN, "it was looked at.", step)


GOOD = DomainReport([domain_finding(Check.CREDENTIALS, Severity.OK)], DOMAIN_FACTS)
REFUSED = DomainReport([domain_finding(Check.CREDENTIALS, Severity.ERROR)], DOMAIN_FACTS, refused=True)
UNREACHED = DomainReport([domain_finding(Check.DOMAIN_CONTROLLER, Severity.ERROR)])


class ScriptedDomain:
    """Answers looks with a report and notes them; `names` are the names that were looked up."""

    def __init__(self) -> None:
        self.report = GOOD
        self.failure: Exception | None = None
        self.looks: list[bool] = []
        self.names: list[str] = []
        self.policies: list[AccountPolicy] = []

    def look(self, _access: object, _request: object, *, log_on: bool) -> DomainReport:
        self.looks.append(log_on)
        if self.failure is not None:
            raise self.failure
        return self.report

    def look_up(self, _access: object, _facts: object, request: t.Any, name: t.Any) -> list[ReadinessFinding]:
        self.names.append(name.text)
        self.policies.append(request.policy)
        return [ReadinessFinding(Check.ACCOUNT, Severity.OK, Scope.NAME, "it is free.", machine=name.text)]


@pytest.fixture
def domain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ScriptedDomain:
    scripted = ScriptedDomain()
    monkeypatch.setattr(constants, "DEFAULT_LOCAL_TMP", str(tmp_path))
    monkeypatch.setattr(join_readiness, "look_at_domain", scripted.look)
    monkeypatch.setattr(join_readiness, "look_up_name", scripted.look_up)
    return scripted


def given(changes: Result) -> Result:
    """The usual arguments with changes; None takes one away."""
    return {option: value for option, value in {**ARGUMENTS, **changes}.items() if value is not None}


def run(arguments: Result | None = None, facts: Result | None = None) -> Run:
    """Run the action against a host with these facts."""
    answer = FACTS if facts is None else facts
    return run_action(join_readiness.ActionModule, given(arguments or {}), [dict(answer)])


def found(done: Run, check: Check, scope: Scope) -> Result:
    (finding,) = [each for each in done.result["findings"] if (each["check"], each["scope"]) == (check, scope)]
    return t.cast(Result, finding)


def test_a_host_with_nothing_in_the_way_is_ready(domain: ScriptedDomain) -> None:
    """Its own view, the domain's, and that of its name, in one result that changes nothing."""
    result = run().result
    assert (result["changed"], result["ready"], result.get("failed", False)) == (False, True, False)
    assert {finding["scope"] for finding in result["findings"]} == {"host", "domain", "name"}
    assert (result["hostname"], result["domain_controller"]) == ("WS1", "dc1.lab.example")
    assert domain.names == ["WS1"]


def test_the_password_never_goes_to_the_host(domain: ScriptedDomain) -> None:
    """The controller uses it; neither the module's arguments nor the result have it."""
    done = run()
    assert done.calls == [("netjoin.windows.host_join_readiness", {"domain": "lab.example", "domain_controller": None})]
    assert CANARY not in json.dumps(done.result) + "".join(done.lines)


def test_the_domain_is_looked_at_once_and_the_looker_says_so(domain: ScriptedDomain) -> None:
    """The second host of a run gets the answer of the first."""
    first = run()
    second = run_again("win02")
    assert domain.looks == [True]
    assert len(first.lines) == 1
    assert "once for all hosts" in first.lines[0]
    assert second.result["ready"] is False  # it has the name of the first
    assert found(second, Check.CREDENTIALS, Scope.DOMAIN)["severity"] == "ok"


def run_again(host: str, **changes: str) -> Run:
    class OtherHost(join_readiness.ActionModule):
        def run(self, tmp: str | None = None, task_vars: Result | None = None) -> Result:
            return super().run(tmp, {**(task_vars or {}), "inventory_hostname": host})

    return run_action(OtherHost, given(changes), [dict(FACTS)])


def test_two_hosts_with_one_name_are_told_of_each_other(domain: ScriptedDomain) -> None:
    """The second learns who was first."""
    run()
    clash = [each for each in run_again("win02").result["findings"] if each["severity"] == "error"]
    assert [each["check"] for each in clash] == ["name"]
    assert "win01" in clash[0]["evidence"]


def test_a_host_that_asks_again_gets_a_new_look(domain: ScriptedDomain) -> None:
    """Until has to see what has been mended."""
    run()
    run()
    assert domain.looks == [True, True]


def test_refused_credentials_are_not_tried_again_in_this_run(domain: ScriptedDomain) -> None:
    """Neither for other hosts nor by until, and no name is looked up with them."""
    domain.report = REFUSED
    results = [run().result, run().result, run_again("win02").result]
    assert domain.looks == [True]
    assert domain.names == []
    for result in results:
        assert result["failed"] is True
        assert "credentials" in result["msg"]


def test_refused_credentials_are_not_tried_for_hosts_of_other_containers(domain: ScriptedDomain) -> None:
    """One host a container would be enough to lock the account."""
    domain.report = REFUSED
    for number, host in enumerate(("win01", "win02", "win03", "win04")):
        result = run_again(host, ou=f"OU=Site {number},DC=lab,DC=example", domain_controller=f"dc{number}.lab.example")
        assert result.result["failed"] is True
    assert domain.looks == [True]


def test_hosts_of_other_containers_get_a_look_of_their_own(domain: ScriptedDomain) -> None:
    """What the user may do in one says nothing of another."""
    for host, site in (("win01", "A"), ("win02", "B"), ("win03", "B")):
        run_again(host, ou=f"OU={site},DC=lab,DC=example")
    assert domain.looks == [True, True]


def test_a_controller_that_sees_no_domain_is_no_error_of_the_host(domain: ScriptedDomain) -> None:
    """What it cannot see is a warning, and the host's own view stands."""
    domain.report = UNREACHED
    done = run()
    assert done.result["ready"] is True
    assert found(done, Check.DOMAIN_CONTROLLER, Scope.DOMAIN)["severity"] == "warning"
    assert found(done, Check.ACCOUNT, Scope.NAME)["skipped"] is True


def test_a_controller_that_breaks_is_no_error_of_the_host(domain: ScriptedDomain) -> None:
    """Whatever it was, it is told, and other hosts do not repeat it."""
    domain.failure = RuntimeError("a library went mad")
    done = run()
    run_again("win02")
    assert domain.looks == [True]
    assert done.result["ready"] is True
    assert "RuntimeError: a library went mad" in found(done, Check.CONNECTION, Scope.DOMAIN)["evidence"]


def test_a_member_of_the_domain_needs_no_look_at_it(domain: ScriptedDomain) -> None:
    """A rerun over a joined fleet is ready, also while no domain controller can be reached."""
    result = run(facts={**FACTS, **MEMBER}).result
    assert result["ready"] is True
    assert domain.looks == []
    assert result["domain_controller"] is None


def test_a_member_that_is_to_be_renamed_needs_a_free_name(domain: ScriptedDomain) -> None:
    """Windows renames its account with it, and takes no other over."""
    run({"hostname": "ws1"}, {**FACTS, **MEMBER})
    assert domain.names == []
    domain.report = DomainReport([*GOOD.findings, domain_finding(Check.OU, Severity.ERROR)], DOMAIN_FACTS)
    renamed = run({"hostname": "web01", "account": "reuse"}, {**FACTS, **MEMBER}).result
    assert renamed["ready"] is True
    assert domain.names == ["web01"]
    assert domain.policies == [AccountPolicy.CREATE]


def test_without_a_user_nobody_logs_on(domain: ScriptedDomain) -> None:
    """The ticket of who runs the play is not used."""
    run({"username": None, "password": None, "auth_protocol": "kerberos", "tls_mode": None})
    assert domain.looks == [False]


def test_the_name_that_is_asked_for_is_the_one_that_is_looked_up(domain: ScriptedDomain) -> None:
    """Not the one that the host has."""
    result = run({"hostname": "web01"}).result
    assert domain.names == ["web01"]
    assert result["hostname"] == "web01"


def test_a_netbios_name_of_the_domain_is_allowed(domain: ScriptedDomain) -> None:
    """Windows finds a domain by it; whether the container is one of it nobody can tell before."""
    done = run({"domain": "LAB", "ou": "OU=Web,DC=lab,DC=example"})
    assert done.result["ready"] is True
    assert done.calls[0][1]["domain"] == "LAB"


@pytest.mark.parametrize(("fail_on", "failed"), [("error", False), ("warning", True), ("never", False)])
def test_fail_on_decides_what_a_warning_does(domain: ScriptedDomain, fail_on: str, failed: bool) -> None:
    """A pending restart is one."""
    waiting = {**FACTS, "pending": {"join": False, "rename": True, "reboot": True}}
    result = run({"fail_on": fail_on}, waiting).result
    assert result.get("failed", False) is failed
    assert result["ready"] is not failed


# Options that make no sense, and the option that is blamed.
MISTAKES: tuple[tuple[Result, str], ...] = (
    ({"domain": "lab..example"}, "domain"),
    ({"ou": "OU=Web,DC=other,DC=example"}, "ou"),
    ({"domain": "LAB", "ou": "OU=Web"}, "ou"),
    ({"hostname": "a b"}, "hostname"),
    ({"tls_mode": None}, "auth_protocol"),
    ({"password": None}, "password"),
    ({"domain_controller": "192.0.2.1"}, "domain_controller"),
)


@pytest.mark.parametrize(("arguments", "option"), MISTAKES, ids=[option for _arguments, option in MISTAKES])
def test_a_mistake_is_refused_before_anybody_is_asked(domain: ScriptedDomain, arguments: Result, option: str) -> None:
    """Neither the host nor the domain."""
    done = run_action(join_readiness.ActionModule, given(arguments))
    assert done.result["failed"] is True
    assert [finding["option"] for finding in done.result["error"]["findings"]] == [option]
    assert (done.calls, domain.looks) == ([], [])


def test_all_mistakes_are_told_at_once(domain: ScriptedDomain) -> None:
    """Of every option."""
    wrong = {"domain": "lab..example", "hostname": "a b", "domain_controller": "192.0.2.1"}
    done = run_action(join_readiness.ActionModule, given(wrong))
    assert {finding["option"] for finding in done.result["error"]["findings"]} == set(wrong)


def test_a_host_that_does_not_know_itself_is_explained(domain: ScriptedDomain) -> None:
    """WMI and the Workstation service are both down."""
    error = {"function": "Win32_ComputerSystem", "code": 0x80041003, "channel": "exception", "detail": "Access denied "}
    answer = {"changed": False, "failed": True, "msg": "Windows does not tell", "error": error}
    result = run(facts=answer).result
    assert result["failed"] is True
    assert result["error"]["symbol"] == "WBEM_E_ACCESS_DENIED"
    assert domain.looks == []
