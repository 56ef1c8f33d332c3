# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings a Windows host into a domain or a workgroup; see plugins/modules/membership.py for the documentation."""

from __future__ import annotations

import contextlib
import time
import typing as t

from ansible.errors import AnsibleConnectionFailure

from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding
from ansible_collections.netjoin.windows.plugins.module_utils._join_errors.explanation import explain
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.domain import (
    DomainPlan,
    parse_domain_plan,
)
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.reader import OptionReader
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
from ansible_collections.netjoin.windows.plugins.plugin_utils._join_action import JoinAction, Result, uncoded_error
from ansible_collections.netjoin.windows.plugins.plugin_utils._second_connection import connect_as

Plan = DomainPlan | WorkgroupPlan

READY_SECONDS = 60
"""How long a host that has just restarted may take until Netlogon answers and the domain knows its password."""
READY_PAUSE = 5

NOBODY_COMES_BACK = (
    "The connection's user is one of a domain, and cannot log on any more to a host that has left it; give"
    " reboot_username and reboot_password, and run the play as a local user from now on"
)
CALLER = (
    "username: no credentials were given, so the host joined as the connection's own user; a local account has no"
    " rights in the domain, and a network logon cannot pass its identity on to a domain controller"
)


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
        findings = [*findings, *problems, *_check_reboot(options)]
        if findings or plan is None:
            return self.refuse(findings)
        self._connection._connect()  # a host that cannot be reached at all is unreachable, as for any other task
        try:
            result = self.run_host_module("host_membership", plan.as_arguments(), task_vars)
        except Exception as lost:  # noqa: BLE001 - whatever broke on the way, the host may have been changed
            return self._tell_what_is_known(lost, plan, task_vars)
        if "before" not in result:
            return result  # the module could not be run at all; ansible-core has said why
        result["left"] = account_left_behind(result, plan.leave)
        self._warn(result, plan)
        if result.get("failed"):
            self.explain_failure(result)
            result["msg"] = failure_message(result, plan.target)
        self.name_join_options(result)
        if not result.get("failed") and options["reboot"] and result["reboot_required"]:
            self._finish(result, options, plan, task_vars)
        elif result["left"] and self._connects_as_domain_user() and not self._task.check_mode:
            result["warnings"].append(NOBODY_COMES_BACK)
        result.pop("left_domain", None)
        self.add_diff(result)
        return result

    def _connects_as_domain_user(self) -> bool:
        user = str(self._connection.get_option("remote_user") or "")
        return "@" in user or ("\\" in user and not user.startswith(".\\"))

    def _parse(self, options: Result) -> tuple[Plan | None, list[Finding]]:
        if options["state"] == "workgroup":
            return parse_workgroup_plan(options)
        return parse_domain_plan(options)

    def _tell_what_is_known(self, lost: Exception, plan: Plan, task_vars: Result) -> Result:
        """The connection broke during the call: ask the host what it is now, for the answer of the call is gone."""
        self.tell(f"the connection broke during the call ({lost}); asking the host what it is now")
        info = self._wait_for_host(task_vars, lambda answer: "hostname" in answer)
        if "hostname" not in info:
            raise AnsibleConnectionFailure(
                f"{lost}. The host may have been changed before the connection broke; run the task again when it"
                " answers, it goes on from there"
            ) from lost
        done = _is_where_asked(info, plan)
        now = f"member of {info['domain']}" if info["domain"] else f"in workgroup {info['workgroup']}"
        message = f"The connection broke while the host carried out the task ({lost}). {info['hostname']} is now {now}"
        return {
            "changed": done and info["pending"]["reboot"],
            "failed": True,
            "reboot_required": info["pending"]["reboot"],
            "before": None,
            "after": _state_of(info),
            "error": uncoded_error("host_membership", str(lost)),
            "msg": f"{message}. Run the task again: it goes on from here.",
        }

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

    def _finish(self, result: Result, options: Result, plan: Plan, task_vars: Result) -> None:
        result["changed"] = True
        if self._task.check_mode:
            result["reboot_required"] = False
            result["after"] = {**result["after"], "pending": {"join": False, "rename": False, "reboot": False}}
            return
        first = self._connection
        try:
            if options["reboot_username"]:
                self._connection = connect_as(self, options["reboot_username"], options["reboot_password"], task_vars)
            failure = self.reboot(task_vars, what_happened(result, plan.target), options["reboot_timeout"])
            if failure:
                if result["left"] and not options["reboot_username"] and self._connects_as_domain_user():
                    failure["msg"] += f". {NOBODY_COMES_BACK}"
                result.update(failure)
                return
            result["reboot_required"] = False
            if options["verify"]:
                self._verify(result, plan, task_vars)
        finally:
            if self._connection is not first:
                self._connection.close()
                self._connection = first

    def _verify(self, result: Result, plan: Plan, task_vars: Result) -> None:
        """Ask the restarted host what it is, and Netlogon on it whether the domain trusts it, live and uncached."""
        asked_name = result["after"]["hostname"]
        if isinstance(plan, DomainPlan):
            self.tell(f"asking Netlogon for the secure channel to {plan.target}")
        info = self._wait_for_host(task_vars, lambda answer: _is_ready(answer, plan))
        if "hostname" not in info:
            failure = f"After the restart the host could not be asked what it is: {info.get('msg')}"
            result.update(failed=True, msg=failure, error=uncoded_error("membership_info", str(info.get("msg"))))
            return
        result.update(after=_state_of(info), reboot_required=info["pending"]["reboot"])
        channel = info["secure_channel"] or {}
        if not _is_where_asked(info, plan) or info["hostname"].lower() != asked_name.lower():
            found = info["domain"] or f"workgroup {info['workgroup']}"
            failure = f"After the restart the host is {info['hostname']} in {found}, not {asked_name} in {plan.target}"
            result.update(failed=True, msg=failure, error=uncoded_error("restart", failure))
        elif isinstance(plan, WorkgroupPlan):
            result["verified"] = {"workgroup": info["workgroup"]}
        elif channel.get("status") == "ok":
            controller = info["domain_controller"]
            self.tell(f"the secure channel to {plan.target} works, through {controller}")
            result["verified"] = {"secure_channel": "ok", "domain_controller": controller}
        else:
            explanation = explain(channel.get("code") or 0, "I_NetLogonControl2")
            message = f"{info['hostname']} has joined {plan.target}, but its secure channel does not work."
            result.update(failed=True, error=explanation.as_result(), msg=f"{message} {explanation.message}")

    def _wait_for_host(self, task_vars: Result, ready: t.Callable[[Result], bool]) -> Result:
        """Ask the host what it is until the answer will do, or for a minute; return the last answer."""
        deadline = time.monotonic() + READY_SECONDS
        while True:
            try:
                info = self.run_host_module("membership_info", {}, task_vars)
            except Exception as lost:  # noqa: BLE001 - what breaks now is asked again, and kept when it stays
                info = {"failed": True, "msg": str(lost)}
                with contextlib.suppress(Exception):  # winrm connects at once in its reset, and the host may be away
                    self._connection.reset()
            if ready(info) or time.monotonic() >= deadline:
                return info
            code = (info.get("secure_channel") or {}).get("code")
            reason = info["msg"] if info.get("failed") else f"the secure channel answers {code}"
            self.tell(f"not ready yet, {reason}; asking again in {READY_PAUSE} s")
            time.sleep(READY_PAUSE)


def _check_reboot(options: Result) -> list[Finding]:
    reader = OptionReader(options)
    name, password = reader.text("reboot_username"), reader.secret("reboot_password")
    reader.check_pair("reboot_username", "reboot_password")
    if name and password and not options["reboot"]:
        reader.refuse("reboot_username", "is of no use without reboot: true")
    if isinstance(options["reboot_timeout"], int) and options["reboot_timeout"] < 1:
        reader.refuse("reboot_timeout", f"is {options['reboot_timeout']}; it is a number of seconds, at least 1")
    return reader.findings


def _other_place(result: Result, plan: DomainPlan) -> str | None:
    """Return the distinguished name of an unchanged member's account when `ou` would have put it elsewhere."""
    account = result.get("account_dn")
    if result["changed"] or plan.ou is None or not account:
        return None
    try:
        return account if DistinguishedName.parse(account).parent != plan.ou else None
    except InvalidName:
        return None  # Ansible.Basic masks it when it contains a secret, such as a password equal to the host's name


def _is_where_asked(info: Result, plan: Plan) -> bool:
    if isinstance(plan, WorkgroupPlan):
        names, asked = [info.get("workgroup")], plan.workgroup.text
    else:
        names, asked = [info.get(name) for name in ("domain", "domain_dns", "domain_netbios")], plan.domain.text
    return asked.lower() in {name.lower() for name in names if name}


def _is_ready(info: Result, plan: Plan) -> bool:
    """Whether more time would not help: a channel may still fail for want of Netlogon, or of replication."""
    if info.get("failed"):
        return False
    if not _is_where_asked(info, plan) or isinstance(plan, WorkgroupPlan):
        return True
    return (info.get("secure_channel") or {}).get("status") == "ok"


def _state_of(info: Result) -> Result:
    """Return what `membership_info` tells, in the words of `before` and `after`."""
    names = ("domain", "domain_netbios", "workgroup", "hostname", "pending")
    return {name: info[name] for name in names}
