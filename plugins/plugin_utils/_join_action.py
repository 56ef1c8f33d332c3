# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every Windows action of this collection does around its host module."""

from __future__ import annotations

import typing as t

from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding, describe
from ansible_collections.netjoin.windows.plugins.module_utils._join_errors.explanation import explain
from ansible_collections.netjoin.windows.plugins.module_utils._join_options.flags import option_names
from ansible_collections.netjoin.windows.plugins.module_utils._netsetup_log.log import error_log
from ansible_collections.netjoin.windows.plugins.plugin_utils._arguments import ArgumentSpec, read_arguments
from ansible_collections.netjoin.windows.plugins.plugin_utils._reboot import (
    RebootUnavailable,
    reboot_host,
    require_reboot_action,
)
from ansible_collections.netjoin.windows.plugins.plugin_utils._second_connection import other_user_findings

Result = dict[str, t.Any]

display = Display()


class JoinAction(ActionBase):
    """Base of the actions that change a Windows host's membership; subclasses give the spec and `ensure`."""

    _requires_connection = True
    _supports_check_mode = True
    _supports_async = False

    ARGUMENT_SPEC: t.ClassVar[ArgumentSpec]

    def run(self, tmp: str | None = None, task_vars: Result | None = None) -> Result:
        """Check the arguments, then let the subclass act; see `ensure`."""
        super().run(tmp, task_vars)
        self._host = str(self._task.delegate_to or (task_vars or {}).get("inventory_hostname", "host"))
        options, findings = read_arguments(self.ARGUMENT_SPEC, self._task.args)
        if options.get("reboot"):
            try:
                require_reboot_action(self)
            except RebootUnavailable as problem:
                findings.append(Finding("reboot", str(problem)))
        if options.get("reboot_username"):
            findings += other_user_findings(self._connection)
        return self.ensure(options, findings, task_vars or {})

    def ensure(self, options: Result, findings: list[Finding], task_vars: Result) -> Result:
        """Bring the host where the options ask for; implemented by each action.

        Args:
            options: Every option by its main name, defaults filled in.
            findings: What is wrong with the arguments so far; with any, refuse and do not touch the host.
            task_vars: Variables of the running task.
        """
        raise NotImplementedError

    def refuse(self, findings: t.Sequence[Finding]) -> Result:
        """Return the result of a task that was refused before the host was asked anything."""
        return {
            "changed": False,
            "failed": True,
            "reboot_required": False,
            "msg": describe(findings),
            "error": {"findings": [finding.as_result() for finding in findings]},
        }

    def run_host_module(self, name: str, arguments: Result, task_vars: Result) -> Result:
        """Run one of the collection's host modules and drop what only its own task would need."""
        result: Result = self._execute_module(f"netjoin.windows.{name}", module_args=arguments, task_vars=task_vars)
        result.pop("invocation", None)
        return result

    def explain_failure(self, result: Result) -> None:
        """Turn the codes of a failed host module into the `error` and the `msg` that users get."""
        error = result["error"]
        log = error_log(error["log"]) if error.get("log") else None
        detail = error.get("detail")
        more = {"channel": error.get("channel"), "reason": error.get("reason"), "detail": detail, "log": log}
        if isinstance(error.get("code"), int):
            explanation = explain(error["code"], error.get("function"), options=result.get("join_options"))
            result["error"] = {**explanation.as_result(), **more}
            result["msg"] = explanation.message
        else:
            result["error"] = {**uncoded_error(error.get("function"), str(detail or result["msg"])), **more}
            result["msg"] = f"{result['msg']}: {detail}" if detail else result["msg"]
        result.pop("exception", None)  # ansible-core would print it in place of msg

    def name_join_options(self, result: Result) -> None:
        """Show FJoinOptions by number and by name."""
        value = result.get("join_options")
        if value is not None:
            result["join_options"] = {"value": value, "names": option_names(value)}

    def add_diff(self, result: Result) -> None:
        """Add the difference that `--diff` shows."""
        if self._task.diff and result.get("changed"):
            result["diff"] = {"before": _shown(result["before"]), "after": _shown(result["after"])}

    def reboot(self, task_vars: Result, reason: str, timeout: int) -> Result:
        """Restart the host; the answer is empty when it went well, else what the failed task must say."""
        self.tell(f"{reason}; restarting, and waiting up to {timeout} s for the host to come back")
        reboot = reboot_host(self, task_vars, f"Ansible netjoin.windows: {reason}", timeout)
        if reboot.ok:
            self.tell(f"back after {reboot.elapsed} s")
            return {}
        if reboot.started:
            state = "The restart was begun, but the host was not seen again"
        else:
            state = "The restart could not be begun; the change waits for the next one"
        message = f"{reason}. {state}: {reboot.message}"
        return {"failed": True, "msg": message, "error": uncoded_error("restart", str(reboot.message))}

    def tell(self, message: str) -> None:
        """Show one line of progress for this host, where it is in nobody's way who reads the results from stdout."""
        if not self._task.no_log:
            display.display(f"[{self._host}] {message}", stderr=True)


def uncoded_error(function: str | None, meaning: str) -> Result:
    """Return the `error` of a failure for which Windows gave no code."""
    codes = {"code": None, "hex": None, "symbol": None}
    return {"function": function, **codes, "meaning": meaning, "causes": [], "next_steps": []}


def _shown(state: Result) -> Result:
    pending = [name for name, waits in (state.get("pending") or {}).items() if waits]
    return {
        "domain": state.get("domain"),
        "workgroup": state.get("workgroup"),
        "hostname": state.get("hostname"),
        "pending": pending,
    }
