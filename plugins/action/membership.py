# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings a Windows host into a domain or a workgroup; see plugins/modules/membership.py for the documentation."""

from __future__ import annotations

import time
import typing as t

from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding
from ansible_collections.netjoin.windows.plugins.module_utils._join_errors.explanation import explain
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.domain import (
    DomainPlan,
    parse_domain_plan,
)
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.story import (
    account_left_behind,
    failure_message,
    what_happened,
)
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.workgroup import (
    WorkgroupPlan,
    parse_workgroup_plan,
)
from ansible_collections.netjoin.windows.plugins.module_utils._names.distinguished_name import DistinguishedName
from ansible_collections.netjoin.windows.plugins.plugin_utils._arguments import ArgumentSpec
from ansible_collections.netjoin.windows.plugins.plugin_utils._join_action import JoinAction, Result
from ansible_collections.netjoin.windows.plugins.plugin_utils._second_connection import connect_as

Plan = DomainPlan | WorkgroupPlan

VERIFY_SECONDS = 60
VERIFY_PAUSE = 5
NOBODY_COMES_BACK = (
    "A user of the domain that was left cannot log on to the host any more: when the connection's user is one, give"
    " reboot_username and reboot_password, and run the play as a local user from now on"
)
NOT_YET = frozenset({1311, 1355, 1722, 1792})
"""Codes that Netlogon gives while it still starts after a boot; any other code is a verdict."""


class ActionModule(JoinAction):
    """The action behind `netjoin.windows.membership`."""

    ARGUMENT_SPEC: t.ClassVar[ArgumentSpec] = {
        "state": {"type": "str", "choices": ["domain", "workgroup"], "default": "domain"},
        "domain": {"type": "str", "aliases": ["dns_domain_name"]},
        "domain_controller": {"type": "str", "aliases": ["domain_server"]},
        "ou": {"type": "str", "aliases": ["domain_ou_path"]},
        "workgroup": {"type": "str", "aliases": ["workgroup_name"]},
        "username": {"type": "str", "aliases": ["domain_admin_user"]},
        "password": {"type": "str", "aliases": ["domain_admin_password"], "no_log": True},
        "machine_password": {"type": "str", "no_log": True},
        "account": {"type": "str", "choices": ["create_or_reuse", "create", "reuse"], "default": "create_or_reuse"},
        "join_options": {"type": "list", "elements": "str"},
        "hostname": {"type": "str"},
        "unjoin_username": {"type": "str"},
        "unjoin_password": {"type": "str", "no_log": True},
        "account_after_unjoin": {"type": "str", "choices": ["keep", "disable"]},
        "force": {"type": "bool", "default": False},
        "reboot": {"type": "bool", "default": False},
        "reboot_timeout": {"type": "int", "default": 600},
        "reboot_username": {"type": "str"},
        "reboot_password": {"type": "str", "no_log": True},
        "verify": {"type": "bool", "default": True},
    }

    def ensure(self, options: Result, findings: list[Finding], task_vars: Result) -> Result:
        """Change the host's membership, restart it when asked to, and see that it is what was asked for."""
        plan, problems = self._parse(options)
        findings = [*findings, *problems, *_who_comes_back(options)]
        if findings or plan is None:
            return self.refuse(findings)
        result = self.run_host_module("host_membership", plan.as_arguments(), task_vars)
        if "before" not in result:
            return result  # the module could not be run at all; ansible-core has said why
        result["warnings"] = [*result.get("warnings", ()), *plan.warnings]
        result["left"] = account_left_behind(result, plan.leave)
        if result.get("failed"):
            self.explain_failure(result)
            result["msg"] = failure_message(result, plan.target)
            self.name_join_options(result)
            return result
        if isinstance(plan, DomainPlan):
            self._warn_about_place(result, plan)
        self.name_join_options(result)
        if options["reboot"] and result["reboot_required"]:
            self._finish(result, options, plan, task_vars)
        self.add_diff(result)
        return result

    def _parse(self, options: Result) -> tuple[Plan | None, list[Finding]]:
        if options["state"] == "workgroup":
            return parse_workgroup_plan(options)
        return parse_domain_plan(options)

    def _warn_about_place(self, result: Result, plan: DomainPlan) -> None:
        """Say so when a member's account is not where `ou` would have put it; it is not moved."""
        account_dn = result.get("account_dn")
        if result["changed"] or plan.ou is None or not account_dn:
            return
        if DistinguishedName.parse(account_dn).parent != plan.ou:
            result["warnings"].append(
                f"ou: the computer account is {account_dn}, not in {plan.ou}; a member's account is not moved"
            )

    def _finish(self, result: Result, options: Result, plan: Plan, task_vars: Result) -> None:
        if not self._task.check_mode:
            if options["reboot_username"]:
                self._connection = connect_as(self, options["reboot_username"], options["reboot_password"], task_vars)
            failure = self.reboot(task_vars, what_happened(result, plan.target), options["reboot_timeout"])
            if failure:
                if result["left"] and not options["reboot_username"]:
                    failure["msg"] += f". {NOBODY_COMES_BACK}"
                result.update(failure, changed=True)
                return
        result.update(changed=True, reboot_required=False)
        result["after"] = {**result["after"], "pending": {"join": False, "rename": False, "reboot": False}}
        if options["verify"] and not self._task.check_mode:
            self._verify(result, plan, task_vars)

    def _verify(self, result: Result, plan: Plan, task_vars: Result) -> None:
        """Ask the restarted host what it is, and Netlogon on it whether the domain trusts it, live and uncached."""
        if isinstance(plan, DomainPlan):
            self.tell(f"asking Netlogon for the secure channel to {plan.target}")
        info = self._wait_for_secure_channel(task_vars)
        channel = info.get("secure_channel") or {}
        if not _is_where_asked(info, plan):
            found = info.get("domain") or f"workgroup {info.get('workgroup')}"
            reports = info["msg"] if info.get("failed") or info.get("unreachable") else f"it is in {found}"
            result.update(failed=True, msg=f"After the restart the host is not in {plan.target}: {reports}")
        elif isinstance(plan, WorkgroupPlan):
            result["verified"] = {"workgroup": info["workgroup"]}
        elif channel.get("status") == "ok":
            controller = info.get("domain_controller")
            self.tell(f"the secure channel to {plan.target} works, through {controller}")
            result["verified"] = {"secure_channel": "ok", "domain_controller": controller}
        else:
            explanation = explain(int(channel.get("code") or 0), "I_NetLogonControl2")
            message = f"{result['after']['hostname']} has joined {plan.target}, but its secure channel does not work."
            result.update(failed=True, error=explanation.as_result(), msg=f"{message} {explanation.message}")

    def _wait_for_secure_channel(self, task_vars: Result) -> Result:
        deadline = time.monotonic() + VERIFY_SECONDS
        while True:
            info = self.run_host_module("membership_info", {}, task_vars)
            code: t.Any = (info.get("secure_channel") or {}).get("code")
            if code not in NOT_YET or time.monotonic() >= deadline:
                return info
            self.tell(f"Netlogon is not ready yet (code {code}); asking again in {VERIFY_PAUSE} s")
            time.sleep(VERIFY_PAUSE)


def _who_comes_back(options: Result) -> list[Finding]:
    given = [name for name in ("reboot_username", "reboot_password") if options.get(name)]
    if len(given) == 1:
        return [Finding("reboot_username", "and reboot_password go together")]
    if given and not options["reboot"]:
        return [Finding("reboot_username", "is of no use without reboot: true")]
    return []


def _is_where_asked(info: Result, plan: Plan) -> bool:
    names = ("workgroup",) if isinstance(plan, WorkgroupPlan) else ("domain", "domain_dns", "domain_netbios")
    asked = plan.workgroup.text if isinstance(plan, WorkgroupPlan) else plan.domain.text
    return asked.lower() in {str(info.get(name)).lower() for name in names}
