# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks after the trust of a member in its domain; see plugins/modules/secure_channel.py for the documentation."""

from __future__ import annotations

import typing as t

from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.reader import OptionReader
from ansible_collections.netjoin.windows.plugins.module_utils._names.account_name import AccountName
from ansible_collections.netjoin.windows.plugins.module_utils._names.dc_name import DomainControllerName
from ansible_collections.netjoin.windows.plugins.plugin_utils._arguments import ArgumentSpec
from ansible_collections.netjoin.windows.plugins.plugin_utils._join_action import JoinAction, Result

CALLER = (
    "username: no credentials were given, so the password is set as the connection's own user; a local account has no"
    " rights in the domain, and a network logon cannot pass its identity on to a domain controller"
)
RESTART_FIRST = (
    "The secure channel does not work (code {code} {hex}), and a change of the host's name or membership waits for its"
    " restart. Until then the host and its account may differ in name, and a host that joins has no channel yet."
    " Nothing was changed. Try: restart the host, then ask again."
)

NEXT_STEPS = {
    "reboot_pending": ["restart the host, then ask again"],
    "works_elsewhere": ["leave out domain_controller", "find out why the host does not use that domain controller"],
}


class ActionModule(JoinAction):
    """The action behind `netjoin.windows.secure_channel`."""

    ARGUMENT_SPEC: t.ClassVar[ArgumentSpec] = {
        "state": {"type": "str", "choices": ["verified", "repaired", "rotated"], "default": "verified"},
        "domain_controller": {"type": "str"},
        "username": {"type": "str"},
        "password": {"type": "str", "no_log": True},
    }

    def ensure(self, options: Result, findings: list[Finding], task_vars: Result) -> Result:
        """Have Netlogon use the channel, and mend it or renew its password when the task says so."""
        reader = OptionReader(options)
        controller = reader.name("domain_controller", DomainControllerName.parse)
        account = reader.name("username", AccountName.parse)
        password = reader.secret("password")
        reader.check_pair("username", "password")
        if findings or reader.findings:
            return self.refuse([*findings, *reader.findings])
        arguments: Result = {"state": options["state"]}
        if controller:
            arguments["domain_controller"] = controller.text
        if account and options["state"] == "repaired":  # who does not need a secret is not sent it
            arguments |= {"username": account.text, "password": password}
        result = self.run_host_module("host_secure_channel", arguments, task_vars)
        if "before" not in result:
            return result  # the module could not be run at all; ansible-core has said why
        result["warnings"] = [*result.get("warnings", ()), *reader.warnings]
        if options["state"] == "repaired" and not account and result["steps"]:
            result["warnings"].append(CALLER)
        if result.get("failed"):
            self.explain_failure(result)
            result["error"]["next_steps"] = NEXT_STEPS.get(result["error"]["reason"], result["error"]["next_steps"])
            result["msg"] = _failure_message(result, options["state"])
        if self._task.diff and result["changed"]:
            result["diff"] = {"before": _shown(result["before"]), "after": _shown(result["after"])}
        return result


def _failure_message(result: Result, state: str) -> str:
    """Return what is wrong in one sentence, and then the code explained."""
    error, domain, calls = result["error"], result["domain"], result["steps"]
    done = [step["call"] for step in calls if step["return_code"] == 0]
    if error["reason"] == "reboot_pending":
        return RESTART_FIRST.format(**error)
    if error["reason"] in ("not_a_member", "domain_controller"):
        return f"There is no secure channel to look after: {error['meaning']}. Try: {error['next_steps'][0]}."
    if done:
        what = _half_done(done, domain)
    elif error["reason"] == "works_elsewhere" and state != "repaired":
        what = f"{domain} trusts this host, but Netlogon cannot use the domain controller that was named"
    elif state == "rotated" and not calls:
        what = "A machine password is rotated through its channel, which does not work; state: repaired can mend it"
    elif state == "rotated":
        what = "The machine password could not be rotated"
    elif state == "repaired":
        what = f"The secure channel to {domain} could not be repaired; nothing was changed"
    elif error["reason"] == "unknown":
        what = f"Nobody could tell whether {domain} trusts this host"
    else:
        what = f"{domain} does not trust this host: its secure channel is broken"
    return f"{what}. {result['msg']}"


def _half_done(done: list[str], domain: str) -> str:
    if "LsaStorePrivateData" in done:
        return f"The machine password is the same on the host and in {domain}, and the channel still does not work"
    if "NetUserSetInfo" in done:
        return f"{domain} has a new machine password, but the host could not keep it. Run the task again"
    return "The machine password was rotated, but the channel does not work any more"


def _shown(channel: Result) -> Result:
    return {"secure_channel": channel["status"], "domain_controller": channel["domain_controller"]}
