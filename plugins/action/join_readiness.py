# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells whether a Windows host can join a domain; see plugins/modules/join_readiness.py for the documentation."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible import constants

from ansible_collections.netjoin.windows.plugins.module_utils._directory.access import (
    ACCESS_SPEC,
    Access,
    parse_access,
)
from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding, describe
from ansible_collections.netjoin.windows.plugins.module_utils._join_options.request import AccountPolicy
from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName
from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import InvalidName
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.domain_look import (
    DomainReport,
    look_at_domain,
    look_up_name,
    skip_name,
)
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.finding import (
    Check,
    FailOn,
    ReadinessFinding,
    Scope,
    Severity,
    summary,
)
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.host_view import is_settled, judge_host
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.machine_name import (
    judge_claim,
    judge_present_name,
)
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.request import (
    REQUEST_SPEC,
    ReadinessRequest,
    parse_request,
)
from ansible_collections.netjoin.windows.plugins.plugin_utils._arguments import ArgumentSpec
from ansible_collections.netjoin.windows.plugins.plugin_utils._join_action import JoinAction, Result
from ansible_collections.netjoin.windows.plugins.plugin_utils._run_memory import RunMemory

FROM_HERE_ONLY = (Check.DNS, Check.DOMAIN_CONTROLLER, Check.PORTS, Check.CLOCK, Check.CONNECTION)
"""What of the controller's look says more of the controller than of the host: no error for the host."""

CREDENTIALS = ("domain", "username", "password")
"""What a domain refuses; hosts that ask it for different things ask with the same."""

ANY_HOST = ""

FOR_NEW_ACCOUNTS = (Check.OU, Check.CREATE_ACCOUNT)
"""What does not matter to a member, which has its account."""


class ActionModule(JoinAction):
    """The action behind `netjoin.windows.join_readiness`."""

    ARGUMENT_SPEC: t.ClassVar[ArgumentSpec] = {
        **ACCESS_SPEC,
        **{option: rule for option, rule in REQUEST_SPEC.items() if option != "machines"},
        "hostname": {"type": "str"},
    }

    def ensure(self, options: Result, findings: list[Finding], task_vars: Result) -> Result:
        """Ask the host what it is and sees, and the domain, once for all hosts, what it has for them."""
        if findings:
            return self.refuse(findings)
        access, request, wrong_name = parse_access(options), parse_request(options), _check_hostname(options)
        if isinstance(access, list) or isinstance(request, list) or wrong_name:
            parsed = [each for each in (access, request) if isinstance(each, list)]
            return self.refuse([finding for each in parsed for finding in each] + wrong_name)
        controller = access.controller.text if access.controller else None
        arguments = {"domain": access.domain.text, "domain_controller": controller}
        facts = self.run_host_module("host_join_readiness", arguments, task_vars)
        if facts.get("failed") or "in_domain" not in facts:
            if "error" in facts:
                self.explain_failure(facts)
            return facts
        return self._judge(facts, access, request, options)

    def refuse(self, findings: t.Sequence[Finding]) -> Result:
        """Return the result of a task that was refused before anything was asked."""
        error = {"findings": [finding.as_result() for finding in findings]}
        return {"changed": False, "failed": True, "msg": describe(findings), "error": error}

    def _judge(self, facts: Result, access: Access, request: ReadinessRequest, options: Result) -> Result:
        name = options["hostname"] or facts["next_hostname"]
        found = judge_host(facts, access.domain.text, controller_given=access.controller is not None)
        if not is_settled(facts, options["hostname"]):
            seen = self._judge_domain(name, access, request, options, renames=facts["in_domain"])
            found += [each for each in seen if each.check not in FOR_NEW_ACCOUNTS] if facts["in_domain"] else seen
        result = summary(found, FailOn(options["fail_on"]), f"{name} is not ready to join {access.domain.text}")
        result["hostname"] = name
        result["domain_controller"] = (facts["sight"] or {}).get("controller")
        result["warnings"] = [*facts.get("warnings", ()), *access.warnings]
        return result

    def _judge_domain(
        self, name: str, access: Access, request: ReadinessRequest, options: Result, *, renames: bool
    ) -> list[ReadinessFinding]:
        memory = RunMemory(t.cast(t.Any, constants).DEFAULT_LOCAL_TMP)
        report = self._look(memory, access, request, options)
        found = [each.softened() if each.check in FROM_HERE_ONLY else each for each in report.findings]
        host, finding = judge_present_name(name)
        found.append(finding)
        if host is None:
            return found
        first = memory.claim(f"{access.domain.text} {host.netbios.text}".lower(), self._host)
        if first != self._host:
            found.append(judge_claim(host, first))
        if report.facts is None or not report.logged_on:
            return found + skip_name(host)
        if renames:  # the account is there, and Windows renames it to a name that is free, wherever it is
            request = dataclasses.replace(request, policy=AccountPolicy.CREATE, container=None)
        return found + look_up_name(access, report.facts, request, host)

    def _look(self, memory: RunMemory, access: Access, request: ReadinessRequest, options: Result) -> DomainReport:
        """Look at the domain from here, unless another host of this run has had it done."""
        question = {option: options[option] for option in (*ACCESS_SPEC, "ou", "account")}

        def look() -> Result:
            self.tell(f"looking at {access.domain.text} from the controller, once for all hosts")
            try:
                report = look_at_domain(access, request, log_on=access.credentials.account is not None)
            except Exception as problem:  # noqa: BLE001 - what breaks here is no fault of the host
                report = DomainReport([_unlooked(problem)])
            return report.as_state()

        def look_unless_refused() -> Result:
            # Who asks for another ou gets a look of its own, one after the other, but no second try of a wrong password
            return memory.recall({option: options[option] for option in CREDENTIALS}, ANY_HOST, look, _is_refused)

        return DomainReport.from_state(memory.recall(question, self._host, look_unless_refused, _is_refused))


def _is_refused(state: Result) -> bool:
    return bool(state["refused"])


def _check_hostname(options: Result) -> list[Finding]:
    if options["hostname"] is None:
        return []
    try:
        HostName.parse(options["hostname"])
    except InvalidName as problem:
        return [Finding("hostname", str(problem))]
    return []


def _unlooked(problem: Exception) -> ReadinessFinding:
    seen = f"not looked at: the controller cannot look at the domain ({type(problem).__name__}: {problem})."
    return ReadinessFinding(Check.CONNECTION, Severity.WARNING, Scope.DOMAIN, seen, skipped=True)
