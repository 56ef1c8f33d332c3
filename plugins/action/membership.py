# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings a Windows host into a domain or a workgroup; see plugins/modules/membership.py for the documentation."""

from __future__ import annotations

import typing as t

from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.blob import parse_membership_blob
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.domain import (
    DomainPlan,
    parse_domain_plan,
)
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.restart import (
    RESTART_SPEC,
    restart_findings,
)
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.story import (
    JOIN,
    account_left_behind,
    failure_message,
    what_happened,
)
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.workgroup import (
    WorkgroupPlan,
    parse_workgroup_plan,
)
from ansible_collections.netjoin.windows.plugins.module_utils._names.distinguished_name import DistinguishedName
from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import InvalidName
from ansible_collections.netjoin.windows.plugins.plugin_utils._arguments import ArgumentSpec
from ansible_collections.netjoin.windows.plugins.plugin_utils._blob_join import apply_blob
from ansible_collections.netjoin.windows.plugins.plugin_utils._join_action import Result
from ansible_collections.netjoin.windows.plugins.plugin_utils._membership_action import (
    NOBODY_COMES_BACK,
    MembershipAction,
    Move,
)

Plan = DomainPlan | WorkgroupPlan

CALLER = (
    "username: no credentials were given, so the host joined as the connection's own user; a local account has no"
    " rights in the domain, and a network logon cannot pass its identity on to a domain controller"
)

NO_ONLINE_JOIN: Result = {"join_options": None, "left": None, "account_dn": None}
"""What the result of a join by a blob says of calls that it does not make."""


class ActionModule(MembershipAction):
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
        "offline_join_blob": {"type": "str", "no_log": True},
        **RESTART_SPEC,
    }

    def ensure(self, options: Result, findings: list[Finding], task_vars: Result) -> Result:
        """Change the host's membership, restart it when asked to, and see that it is what was asked for."""
        findings = [*findings, *restart_findings(options)]
        if options["offline_join_blob"] is not None:
            return self._join_by_blob(options, findings, task_vars)
        plan, problems = self._parse(options)
        if findings or problems or plan is None:
            return self.refuse([*findings, *problems])
        result = self.ask_host("host_membership", plan.as_arguments(), plan.destination, task_vars)
        if "steps" not in result:
            return result
        target = str(plan.destination)
        result["left"] = account_left_behind(result, plan.leave)
        self._warn(result, plan)
        if result.get("failed"):
            self.explain_failure(result)
            result["msg"] = failure_message(result, target)
        self.name_join_options(result)
        if not result.get("failed") and options["reboot"] and result["reboot_required"]:
            self.finish(result, options, Move(plan.destination, what_happened(result, target)), task_vars)
        elif result["left"] and self.connects_as_domain_user() and not self._task.check_mode:
            result["warnings"].append(NOBODY_COMES_BACK)
        result.pop("left_domain", None)
        self.add_diff(result)
        return result

    def _join_by_blob(self, options: Result, findings: list[Finding], task_vars: Result) -> Result:
        plan, problems = parse_membership_blob(options)
        if findings or problems or plan is None:
            return self.refuse([*findings, *problems])
        return {**NO_ONLINE_JOIN, **apply_blob(self, plan, options, task_vars)}

    def _parse(self, options: Result) -> tuple[Plan | None, list[Finding]]:
        if options["state"] == "workgroup":
            return parse_workgroup_plan(options)
        return parse_domain_plan(options)

    def _warn(self, result: Result, plan: Plan) -> None:
        """Say what was allowed but may not be what was meant."""
        warnings = [*result.get("warnings", ()), *plan.warnings]
        if isinstance(plan, DomainPlan):
            if plan.needs_caller and JOIN in [step["call"] for step in result["steps"]]:
                warnings.append(CALLER)
            place = _other_place(result, plan)
            if place:
                warnings.append(
                    f"ou: the computer account is {place}, not in {plan.ou}; a member's account is not moved"
                )
        result["warnings"] = warnings


def _other_place(result: Result, plan: DomainPlan) -> str | None:
    """Return the distinguished name of an unchanged member's account when `ou` would have put it elsewhere."""
    account = result.get("account_dn")
    if result["changed"] or plan.ou is None or not account:
        return None
    try:
        return account if DistinguishedName.parse(account).parent != plan.ou else None
    except InvalidName:
        return None  # Ansible.Basic masks it when it contains a secret, such as a password equal to the host's name
