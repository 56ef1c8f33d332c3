# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action behind netjoin.windows.secure_channel, against scripted host modules."""

from __future__ import annotations

import copy
import typing as t

import pytest

from ansible_collections.netjoin.windows.plugins.action.secure_channel import ActionModule

from .action_helper import Result, Run, run_action

CANARY = "Zq7-canary-Zq7"
REPAIR: Result = {"state": "repaired", "username": "joiner@corp.example", "password": CANARY}
OK = {"status": "ok", "code": 0, "domain_controller": "dc1.corp.example"}
BROKEN = {"status": "broken", "code": 5, "domain_controller": None}
HEALTHY: Result = {"changed": False, "domain": "corp.example", "before": OK, "after": OK, "steps": []}
STEPS = [{"call": "NetUserSetInfo", "return_code": 0}, {"call": "LsaStorePrivateData", "return_code": 0}]
REPAIRED: Result = {**HEALTHY, "changed": True, "before": BROKEN, "steps": STEPS}


def failure(
    function: str, code: int | None, reason: str | None, channel: str = "return_value", **more: t.Any
) -> Result:
    """A failure as the host module reports it, by default of a channel that nobody has touched."""
    error = {"function": function, "code": code, "channel": channel, "detail": None, "reason": reason}
    return {
        **HEALTHY,
        "before": BROKEN,
        "after": BROKEN,
        "failed": True,
        "msg": f"{function} failed",
        "error": error,
    } | more


def run(arguments: Result, answer: Result | None = None, **options: t.Any) -> Run:
    return run_action(ActionModule, arguments, [] if answer is None else [copy.deepcopy(answer)], **options)


class TestRefusedOnTheController:
    """What can be known to be wrong is said without a connection."""

    @pytest.mark.parametrize(
        ("arguments", "option"),
        [
            ({**REPAIR, "domain_controller": "dc 1"}, "domain_controller"),
            ({**REPAIR, "username": "a/b@corp.example"}, "username"),
            ({**REPAIR, "password": ""}, "password"),
            ({**REPAIR, "password": 12345}, "password"),
            ({"state": "repaired", "username": "joiner@corp.example"}, "password"),
            ({"state": "repaired", "password": CANARY}, "username"),
            ({"satte": "repaired"}, "satte"),
        ],
    )
    def test_an_option_that_is_wrong_is_named(self, arguments: Result, option: str) -> None:
        """No host module runs, and no secret is repeated."""
        done = run(arguments)
        assert done.calls == []
        assert done.result["failed"] is True
        assert option in [finding["option"] for finding in done.result["error"]["findings"]]
        assert CANARY not in str(done.result)


class TestWhatTheHostIsSent:
    """The host module gets plain values, and a secret only when it may need one."""

    def test_a_repair_is_sent_with_its_credentials(self) -> None:
        """The domain controller that is named goes along."""
        done = run({**REPAIR, "domain_controller": "dc1.corp.example"}, REPAIRED)
        assert done.calls == [
            ("netjoin.windows.host_secure_channel", {**REPAIR, "domain_controller": "dc1.corp.example"})
        ]

    @pytest.mark.parametrize("state", ["verified", "rotated"])
    def test_credentials_that_are_not_needed_stay_on_the_controller(self, state: str) -> None:
        """Netlogon works with the machine's own password."""
        done = run({**REPAIR, "state": state}, HEALTHY)
        assert done.calls == [("netjoin.windows.host_secure_channel", {"state": state})]


class TestSuccess:
    """A channel that works, one that was repaired, one with a new password."""

    def test_a_healthy_channel_is_unchanged(self) -> None:
        """Verified is what a task without options asks for."""
        done = run({}, HEALTHY)
        assert done.calls == [("netjoin.windows.host_secure_channel", {"state": "verified"})]
        assert (done.result["changed"], done.result["after"], done.result["warnings"]) == (False, OK, [])

    def test_the_diff_shows_the_channel_before_and_after(self) -> None:
        """It holds the status and the domain controller."""
        diff = run(REPAIR, REPAIRED, diff=True).result["diff"]
        assert diff == {
            "before": {"secure_channel": "broken", "domain_controller": None},
            "after": {"secure_channel": "ok", "domain_controller": "dc1.corp.example"},
        }

    def test_nothing_changed_is_no_diff(self) -> None:
        """A healthy channel has no difference to show."""
        assert "diff" not in run(REPAIR, HEALTHY, diff=True).result

    def test_a_bare_user_name_is_warned_of(self) -> None:
        """Windows guesses its domain."""
        assert "names no domain" in run({**REPAIR, "username": "joiner"}, REPAIRED).result["warnings"][0]

    def test_a_repair_without_credentials_says_whose_rights_it_used(self) -> None:
        """Only when there was something to repair."""
        assert "own user" in run({"state": "repaired"}, REPAIRED).result["warnings"][0]
        assert run({"state": "repaired"}, HEALTHY).result["warnings"] == []


class TestFailure:
    """A failure says in one sentence what is the matter, and then explains the code."""

    @pytest.mark.parametrize(
        ("state", "answer", "said"),
        [
            ("verified", failure("I_NetLogonControl2", 5, "broken"), "corp.example does not trust this host"),
            ("verified", failure("I_NetLogonControl2", 1787, "broken"), "no account for this computer that may log on"),
            ("verified", failure("I_NetLogonControl2", 1311, "unknown"), "Nobody could tell"),
            ("verified", failure("I_NetLogonControl2", 2692, "not_a_member", "refused"), "in no domain"),
            ("repaired", failure("I_NetLogonControl2", 2693, "domain_controller", "refused"), "is a domain controller"),
            ("rotated", failure("I_NetLogonControl2", 5, "broken"), "state: repaired can mend it"),
            (
                "rotated",
                failure("I_NetLogonControl2", 1311, None, steps=[{"call": "I_NetLogonControl2", "return_code": 1311}]),
                "could not be rotated",
            ),
            (
                "rotated",
                failure("I_NetLogonControl2", 5, "broken", steps=[{"call": "I_NetLogonControl2", "return_code": 0}]),
                "does not work any more",
            ),
            ("repaired", failure("NetUserSetInfo", 1326, None), "could not be repaired; nothing was changed"),
            ("repaired", failure("NetUserSetInfo", 5, None), "may not reset the password of the computer account"),
            ("repaired", failure("NetUserSetInfo", 2221, None), "there is no password to reset"),
            ("repaired", failure("LsaOpenPolicy", 5, None), "may not set the secrets of this computer"),
            ("repaired", failure("LsaStorePrivateData", 5, None, steps=STEPS[:1]), "Run the task again"),
            ("repaired", failure("I_NetLogonControl2", 1787, "broken", steps=STEPS), "the same on the host and in"),
            ("verified", failure("I_NetLogonControl2", 5, "reboot_pending"), "Try: restart the host"),
            ("repaired", failure("I_NetLogonControl2", 1717, "reboot_pending"), "does not work (code 1717 0x6B5"),
        ],
    )
    def test_the_message_says_what_is_the_matter(self, state: str, answer: Result, said: str) -> None:
        """The code is explained for the call that gave it."""
        done = run({**REPAIR, "state": state}, answer).result
        assert done["failed"] is True
        assert said in done["msg"]
        assert done["error"]["code"] == answer["error"]["code"]
        assert CANARY not in str(done)

    def test_a_restart_that_waits_comes_before_what_the_code_asks_for(self) -> None:
        """A repair, which is what 5 calls for, would be refused until then."""
        done = run({"state": "verified"}, failure("I_NetLogonControl2", 5, "reboot_pending")).result
        assert done["error"]["next_steps"] == ["restart the host, then ask again"]

    def test_a_trust_that_works_elsewhere_is_told_with_the_words_of_the_host(self) -> None:
        """No code would explain it; the host knows the domain controller and what to do."""
        answer = failure("NetUserSetInfo", None, "works_elsewhere", "refused")
        answer["error"]["detail"] = "the domain trusts this host, though not through dc2.corp.example (code 1311)"
        done = run(REPAIR, answer).result
        assert "could not be repaired; nothing was changed" in done["msg"]
        assert "though not through dc2.corp.example (code 1311)" in done["msg"]

    @pytest.mark.parametrize("state", ["verified", "rotated"])
    def test_a_domain_controller_that_cannot_be_used_is_no_broken_trust(self, state: str) -> None:
        """Nor is a repair advised, which would be refused."""
        answer = failure("I_NetLogonControl2", 1787, "works_elsewhere")
        done = run({"state": state, "domain_controller": "dc2.corp.example"}, answer).result
        assert "trusts this host" in done["msg"]
        assert "repaired" not in done["msg"]
        assert "leave out domain_controller" in done["error"]["next_steps"]

    def test_a_module_that_could_not_run_is_passed_on(self) -> None:
        """Ansible-core has said why."""
        answer = {"failed": True, "msg": "no PowerShell"}
        assert run({}, answer).result == answer
