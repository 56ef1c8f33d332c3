# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the actions have in common that take a host somewhere with a restart, and look whether it has arrived."""

from __future__ import annotations

import contextlib
import dataclasses
import time
import typing as t

from ansible.errors import AnsibleConnectionFailure

from ansible_collections.netjoin.windows.plugins.module_utils._join_errors.explanation import explain
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.destination import Destination
from ansible_collections.netjoin.windows.plugins.plugin_utils._join_action import JoinAction, Result, uncoded_error
from ansible_collections.netjoin.windows.plugins.plugin_utils._second_connection import connect_as, user_of

READY_SECONDS = 60
"""How long a host that has just restarted may take until Netlogon answers and the domain knows its password."""
READY_PAUSE = 5

NOBODY_COMES_BACK = (
    "The connection's user is one of a domain, and cannot log on any more to a host that has left it; give"
    " reboot_username and reboot_password, and run the play as a local user from now on"
)


@dataclasses.dataclass(frozen=True)
class Move:
    """What a host module has done and a restart completes.

    Args:
        destination: Where the host is to be after the restart.
        happened: What was done, as half a sentence.
        distrust: What it means here that the domain does not trust the host, by the code of the secure channel.
    """

    destination: Destination
    happened: str
    distrust: t.Callable[[int], str] = lambda _code: ""


class MembershipAction(JoinAction):
    """Base of the actions that change where a host is a member."""

    def ask_host(self, module: str, arguments: Result, destination: Destination | None, task_vars: Result) -> Result:
        """Run the host module that makes the change.

        An answer without `steps` is not the module's own, and complete as it is: the module could not be run at all, or
        the connection broke.

        Args:
            module: Name of the host module.
            arguments: Its arguments.
            destination: Where it takes the host, None when only the host knows.
            task_vars: Variables of the running task.
        """
        self._connection._connect()  # a host that cannot be reached at all is unreachable, as for any other task
        try:
            return self.run_host_module(module, arguments, task_vars)
        except Exception as lost:  # noqa: BLE001 - whatever broke on the way, the host may have been changed
            return self._tell_what_is_known(lost, module, destination, task_vars)

    def connects_as_domain_user(self) -> bool:
        """Whether the connection's user is one of a domain."""
        user = user_of(self._connection)
        return "@" in user or ("\\" in user and not user.startswith(".\\"))

    def finish(self, result: Result, options: Result, move: Move, task_vars: Result) -> None:
        """Restart the host and see that it is where it should be; what comes of it is added to the result."""
        result["changed"] = True
        if self._task.check_mode:
            result["reboot_required"] = False
            result["after"] = {**result["after"], "pending": {"join": False, "rename": False, "reboot": False}}
            return
        first = self._connection
        try:
            if options["reboot_username"]:
                self._connection = connect_as(self, options["reboot_username"], options["reboot_password"], task_vars)
            failure = self.reboot(task_vars, move.happened, options["reboot_timeout"])
            if failure:
                if result.get("left") and not options["reboot_username"] and self.connects_as_domain_user():
                    failure["msg"] += f". {NOBODY_COMES_BACK}"
                result.update(failure)
                return
            result["reboot_required"] = False
            if options["verify"]:
                self._verify(result, move, min(READY_SECONDS, options["reboot_timeout"]), task_vars)
        finally:
            if self._connection is not first:
                self._connection.close()
                self._connection = first

    def _tell_what_is_known(
        self, lost: Exception, module: str, destination: Destination | None, task_vars: Result
    ) -> Result:
        """The connection broke during the call: ask the host what it is now, for the answer of the call is gone."""
        self.tell(f"the connection broke during the call ({lost}); asking the host what it is now")
        info = self._wait_for_host(task_vars, READY_SECONDS, lambda answer: "hostname" in answer)
        if "hostname" not in info:
            raise AnsibleConnectionFailure(
                f"{lost}. The host may have been changed before the connection broke; run the task again when it"
                " answers, it goes on from there"
            ) from lost
        done = info["pending"]["join"] if destination is None else destination.is_reached(info)
        now = f"member of {info['domain']}" if info["domain"] else f"in workgroup {info['workgroup']}"
        message = f"The connection broke while the host carried out the task ({lost}). {info['hostname']} is now {now}"
        return {
            "changed": done and info["pending"]["reboot"],
            "failed": True,
            "reboot_required": info["pending"]["reboot"],
            "before": None,
            "after": _state_of(info),
            "error": uncoded_error(module, str(lost)),
            "msg": f"{message}. Run the task again: it goes on from here.",
        }

    def _verify(self, result: Result, move: Move, seconds: int, task_vars: Result) -> None:
        """Ask the restarted host what it is, and Netlogon on it whether the domain trusts it, live and uncached."""
        asked_name, destination = result["after"]["hostname"], move.destination
        if destination.is_domain:
            self.tell(f"asking Netlogon for the secure channel to {destination}")
        info = self._wait_for_host(task_vars, seconds, lambda answer: _is_ready(answer, destination))
        if "hostname" not in info:
            failure = f"After the restart the host could not be asked what it is: {info.get('msg')}"
            result.update(failed=True, msg=failure, error=uncoded_error("membership_info", str(info.get("msg"))))
            return
        result.update(after=_state_of(info), reboot_required=info["pending"]["reboot"])
        channel = info["secure_channel"] or {}
        if not destination.is_reached(info) or info["hostname"].lower() != asked_name.lower():
            found = info["domain"] or f"workgroup {info['workgroup']}"
            failure = f"After the restart the host is {info['hostname']} in {found}, not {asked_name} in {destination}"
            result.update(failed=True, msg=failure, error=uncoded_error("restart", failure))
        elif not destination.is_domain:
            result["verified"] = {"workgroup": info["workgroup"]}
        elif channel.get("status") == "ok":
            controller = info["domain_controller"]
            self.tell(f"the secure channel to {destination} works, through {controller}")
            result["verified"] = {"secure_channel": "ok", "domain_controller": controller}
        else:
            code = channel.get("code") or 0
            explanation = explain(code, "I_NetLogonControl2")
            message = f"{info['hostname']} has joined {destination}, but its secure channel does not work."
            parts = (message, move.distrust(code), explanation.message)
            result.update(failed=True, error=explanation.as_result(), msg=" ".join(filter(None, parts)))

    def _wait_for_host(self, task_vars: Result, seconds: int, ready: t.Callable[[Result], bool]) -> Result:
        """Ask the host what it is until the answer will do, or for so many seconds; return the last answer."""
        deadline = time.monotonic() + seconds
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


def _is_ready(info: Result, destination: Destination) -> bool:
    """Whether more time would not help: a channel may still fail for want of Netlogon, or of replication."""
    if info.get("failed"):
        return False
    if not destination.is_domain or not destination.is_reached(info):
        return True
    return (info.get("secure_channel") or {}).get("status") == "ok"


def _state_of(info: Result) -> Result:
    """Return what `membership_info` tells, in the words of `before` and `after`."""
    names = ("domain", "domain_netbios", "workgroup", "hostname", "pending")
    return {name: info[name] for name in names}
