# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A blob applied to a host, the same way for every action that takes one."""

from __future__ import annotations

from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.blob import BlobPlan
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.blob_story import (
    distrust,
    failure_message,
    is_reached_by,
    what_happened,
)
from ansible_collections.netjoin.windows.plugins.plugin_utils._join_action import Result
from ansible_collections.netjoin.windows.plugins.plugin_utils._membership_action import MembershipAction, Move


def apply_blob(action: MembershipAction, plan: BlobPlan, options: Result, task_vars: Result) -> Result:
    """Have the host apply a blob, restart it when asked to, and see that the domain trusts it.

    Args:
        action: The action that was asked to.
        plan: The blob, and what it may be applied to.
        options: The options about the restart, see RESTART_SPEC.
        task_vars: Variables of the running task.
    """
    result = action.ask_host("host_offline_join", plan.as_arguments(), plan.destination, task_vars)
    if "steps" not in result:
        return result
    result["warnings"] = [*result.get("warnings", ()), *plan.warnings]
    removal_failure = result.pop("removal_failure", None)
    if removal_failure:
        result["warnings"].append(f"{plan.path} could not be deleted, and holds a secret: {removal_failure}")
    if result.get("failed"):
        action.explain_failure(result)
        result["msg"] = failure_message(result, plan)
    elif options["reboot"] and result["reboot_required"]:
        destination = is_reached_by(result, plan)
        machine = (result.get("blob") or result["after"]).get("machine_name") or result["after"]["hostname"]
        move = Move(destination, what_happened(result, destination), distrust(machine, destination))
        action.finish(result, options, move, task_vars)
    _add_diff(action, result)
    return result


def _add_diff(action: MembershipAction, result: Result) -> None:
    if result.get("image") is None:
        action.add_diff(result)
    elif action._task.diff and result.get("changed"):
        blob = result["blob"]
        told = {"image": result["image"], "join": f"{blob['machine_name']} in {blob['domain']}, when it starts"}
        result["diff"] = {"before": {"image": result["image"], "join": None}, "after": told}
