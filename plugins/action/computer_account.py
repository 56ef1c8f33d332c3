# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What only the controller can do for computer_account: demand no_log for passwords."""

from __future__ import annotations

import typing as t

from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action.normal import ActionModule as ModuleAction

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.request import State
from ansible_collections.netjoin.windows.plugins.module_utils._directory.access import refusal
from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding
from ansible_collections.netjoin.windows.plugins.plugin_utils._returned_secrets import no_log_findings

Result = dict[str, t.Any]


class ActionModule(ModuleAction):
    """The action behind `netjoin.windows.computer_account`: that of every module, after one question."""

    def run(self, tmp: str | None = None, task_vars: Result | None = None) -> Result:
        """Run the module where the task runs, unless passwords would come back into the open."""
        findings = self._secrecy_findings()
        if findings:
            return {"changed": False, "failed": True, **refusal(findings)}
        result: Result = super().run(tmp, task_vars)  # type: ignore[no-untyped-call]  # ansible-core has no types
        return result

    def _secrecy_findings(self) -> list[Finding]:
        if self._task.args.get("state") == State.JOINABLE:
            return no_log_findings(self, "state", "joinable")
        if boolean(self._task.args.get("one_time_password"), strict=False):
            return no_log_findings(self, "one_time_password", "true")
        return []
