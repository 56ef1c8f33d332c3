# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins a Windows host to a domain; see plugins/modules/membership.py for the documentation."""

from __future__ import annotations

import time
import typing as t

from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding
from ansible_collections.netjoin.windows.plugins.module_utils._join_errors.explanation import explain
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan import DomainPlan, parse_domain_plan
from ansible_collections.netjoin.windows.plugins.module_utils._names.distinguished_name import DistinguishedName
from ansible_collections.netjoin.windows.plugins.plugin_utils._arguments import ArgumentSpec
from ansible_collections.netjoin.windows.plugins.plugin_utils._join_action import JoinAction, Result

VERIFY_SECONDS = 60
VERIFY_PAUSE = 5
NOT_YET = frozenset({1311, 1355, 1722, 1792})
"""Codes that Netlogon gives while it still starts after a boot; any other code is a verdict."""


class ActionModule(JoinAction):
    """The action behind `netjoin.windows.membership`."""

    ARGUMENT_SPEC: t.ClassVar[ArgumentSpec] = {
        "state": {"type": "str", "choices": ["domain"], "default": "domain"},
        "domain": {"type": "str", "aliases": ["dns_domain_name"]},
        "domain_controller": {"type": "str", "aliases": ["domain_server"]},
        "ou": {"type": "str", "aliases": ["domain_ou_path"]},
        "username": {"type": "str", "aliases": ["domain_admin_user"]},
        "password": {"type": "str", "aliases": ["domain_admin_password"], "no_log": True},
        "machine_password": {"type": "str", "no_log": True},
        "account": {"type": "str", "choices": ["create_or_reuse", "create", "reuse"], "default": "create_or_reuse"},
        "join_options": {"type": "list", "elements": "str"},
        "hostname": {"type": "str"},
        "reboot": {"type": "bool", "default": False},
        "reboot_timeout": {"type": "int", "default": 600},
        "verify": {"type": "bool", "default": True},
    }

    def ensure(self, options: Result, findings: list[Finding], task_vars: Result) -> Result:
        """Join the host, restart it when asked to, and make sure that the domain trusts it."""
        plan, problems = parse_domain_plan(options)
        if findings or plan is None:
            return self.refuse([*findings, *problems])
        result = self.run_host_module("host_membership", plan.as_arguments(), task_vars)
        if "before" not in result:
            return result  # the module could not be run at all; ansible-core has said why
        result["warnings"] = [*result.get("warnings", ()), *plan.warnings]
        if result.get("failed"):
            self._explain(result, plan)
            return result
        self._warn_about_place(result, plan)
        self.name_join_options(result)
        if options["reboot"] and result["reboot_required"]:
            self._finish(result, options, plan, task_vars)
        self.add_diff(result)
        return result

    def _explain(self, result: Result, plan: DomainPlan) -> None:
        before = result["before"] or {}
        self.explain_failure(result)
        if result["error"].get("reason") == "member_rename":
            result["msg"] = (
                f"{before['hostname']} is a member of {before['domain']} already and cannot be renamed to"
                f" {plan.hostname.text if plan.hostname else ''} by this task. Nothing was changed."
            )
        elif before.get("domain") and result["error"].get("code") == 2691:
            result["msg"] = (
                f"{before['hostname']} is a member of {before['domain']}, not of {plan.domain.text}, and is left there."
                f" {result['msg']}"
            )
        self.name_join_options(result)

    def _warn_about_place(self, result: Result, plan: DomainPlan) -> None:
        """Say so when a member's account is not where `ou` would have put it; it is not moved."""
        account_dn = result.get("account_dn")
        if result["changed"] or plan.ou is None or not account_dn:
            return
        if DistinguishedName.parse(account_dn).parent != plan.ou:
            result["warnings"].append(
                f"ou: the computer account is {account_dn}, not in {plan.ou}; a member's account is not moved"
            )

    def _finish(self, result: Result, options: Result, plan: DomainPlan, task_vars: Result) -> None:
        reason = f"joined {plan.domain.text}" if result["changed"] else f"the join of {plan.domain.text} waits for it"
        failure = {} if self._task.check_mode else self.reboot(task_vars, reason, options["reboot_timeout"])
        result["changed"] = True
        result.update(failure)
        if failure:
            return
        result["reboot_required"] = False
        result["after"] = {**result["after"], "pending": {"join": False, "rename": False, "reboot": False}}
        if options["verify"] and not self._task.check_mode:
            self._verify(result, plan, task_vars)

    def _verify(self, result: Result, plan: DomainPlan, task_vars: Result) -> None:
        """Ask Netlogon on the restarted host whether the domain trusts it, live and not from a cache."""
        self.tell(f"asking Netlogon for the secure channel to {plan.domain.text}")
        info = self._wait_for_secure_channel(task_vars)
        channel = info.get("secure_channel") or {}
        asked = plan.domain.text.lower()
        if asked not in {str(info.get(name)).lower() for name in ("domain", "domain_dns", "domain_netbios")}:
            found = info.get("domain") or info.get("workgroup") or info.get("msg")
            result.update(
                failed=True, msg=f"After the restart the host is not in {plan.domain.text}; it reports {found}"
            )
        elif channel.get("status") != "ok":
            explanation = explain(int(channel.get("code") or 0), "I_NetLogonControl2")
            result.update(
                failed=True,
                error=explanation.as_result(),
                msg=f"{result['after']['hostname']} has joined {plan.domain.text}, but its secure channel does not"
                f" work. {explanation.message}",
            )
        else:
            controller = info.get("domain_controller")
            self.tell(f"the secure channel to {plan.domain.text} works, through {controller}")
            result["verified"] = {"secure_channel": "ok", "domain_controller": controller}

    def _wait_for_secure_channel(self, task_vars: Result) -> Result:
        deadline = time.monotonic() + VERIFY_SECONDS
        while True:
            info = self.run_host_module("membership_info", {}, task_vars)
            code: t.Any = (info.get("secure_channel") or {}).get("code")
            if code not in NOT_YET or time.monotonic() >= deadline:
                return info
            self.tell(f"Netlogon is not ready yet (code {code}); asking again in {VERIFY_PAUSE} s")
            time.sleep(VERIFY_PAUSE)
