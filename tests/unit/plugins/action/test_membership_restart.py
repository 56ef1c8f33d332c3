# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the membership action does around a restart, and when the connection breaks."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleConnectionFailure

from ansible_collections.netjoin.windows.plugins.plugin_utils import _membership_action

from .membership_cases import (
    ARGUMENTS,
    CANARY,
    HEALTHY,
    IDLE,
    IN_DOMAIN,
    IN_WORKGROUP,
    JOINED,
    WAITING,
    membership_run,
)


class TestReboot:
    """The restart and the verification after it."""

    def test_the_restart_gets_only_its_own_arguments(self) -> None:
        """win_reboot sees its options, never the task's secrets."""
        run = membership_run({**ARGUMENTS, "reboot": True, "reboot_timeout": 77}, JOINED, HEALTHY)
        (task,) = run.reboots
        assert task.action == "ansible.windows.win_reboot"
        assert task.args["reboot_timeout"] == 77
        assert set(task.args) == {"msg", "reboot_timeout", "post_reboot_delay"}
        assert CANARY not in repr(task.args)

    def test_a_verified_join_is_complete(self) -> None:
        """Nothing waits any more, and the domain controller is named."""
        result = membership_run({**ARGUMENTS, "reboot": True}, JOINED, HEALTHY).result
        assert result["reboot_required"] is False
        assert result["after"]["pending"] == IDLE
        assert result["verified"] == {"secure_channel": "ok", "domain_controller": "dc1.corp.example"}
        assert "failed" not in result

    def test_the_user_is_told_what_is_waited_for(self) -> None:
        """The restart and the verification announce themselves."""
        lines = membership_run({**ARGUMENTS, "reboot": True, "reboot_timeout": 77}, JOINED, HEALTHY).lines
        assert any("77 s" in line for line in lines)
        assert any("secure channel" in line for line in lines)

    def test_check_mode_never_restarts(self) -> None:
        """It answers what a real run would leave: a restarted host."""
        run = membership_run({**ARGUMENTS, "reboot": True}, JOINED, check_mode=True)
        assert run.reboots == []
        assert run.result["changed"] is True
        assert run.result["reboot_required"] is False
        assert run.result["after"]["pending"] == IDLE
        assert membership_run(ARGUMENTS, JOINED, check_mode=True).result["reboot_required"] is True

    def test_verify_false_trusts_the_join(self) -> None:
        """Without verification the restart is the last call."""
        run = membership_run({**ARGUMENTS, "reboot": True, "verify": False}, JOINED)
        assert len(run.calls) == 1
        assert run.result["reboot_required"] is False

    def test_a_host_that_stays_away_is_a_failure_after_a_change(self) -> None:
        """The message says that the join was done and that the host was not seen again."""
        gone = {"changed": True, "rebooted": True, "failed": True, "msg": "Timed out waiting for last boot time check"}
        result = membership_run({**ARGUMENTS, "reboot": True}, JOINED, reboot=gone).result
        assert (result["failed"], result["changed"]) == (True, True)
        assert "joined corp.example" in result["msg"]
        assert "not seen again" in result["msg"]

    def test_a_restart_that_cannot_begin_leaves_it_due(self) -> None:
        """reboot_required stays true, for the next run."""
        refused = {"changed": False, "rebooted": False, "failed": True, "msg": "A system shutdown is in progress"}
        result = membership_run({**ARGUMENTS, "reboot": True}, JOINED, reboot=refused).result
        assert result["failed"] is True
        assert result["reboot_required"] is True

    def test_a_broken_secure_channel_is_explained(self, clock: list[float]) -> None:
        """1789 is ERROR_TRUSTED_RELATIONSHIP_FAILURE; it stays for as long as a host may take, and is then believed."""
        broken = {**HEALTHY, "secure_channel": {"status": "broken", "code": 1789}}
        times = _membership_action.READY_SECONDS // _membership_action.READY_PAUSE + 1
        result = membership_run({**ARGUMENTS, "reboot": True}, JOINED, *[broken] * times).result
        assert result["failed"] is True
        assert result["error"]["symbol"] == "ERROR_TRUSTED_RELATIONSHIP_FAILURE"

    @pytest.mark.parametrize("code", [1792, 1717, 1787, 5])
    def test_a_host_that_has_just_started_is_given_time(self, clock: list[float], code: int) -> None:
        """Netlogon may not run yet, or a domain controller may not know the account yet."""
        early = {**HEALTHY, "secure_channel": {"status": "broken", "code": code}}
        run = membership_run({**ARGUMENTS, "reboot": True}, JOINED, early, HEALTHY)
        assert clock == [_membership_action.READY_PAUSE]
        assert run.result["verified"]["secure_channel"] == "ok"

    def test_a_connection_that_breaks_while_verifying_is_mended(self, clock: list[float]) -> None:
        """The join is done; a hiccup of the network is asked again."""
        run = membership_run({**ARGUMENTS, "reboot": True}, JOINED, ConnectionResetError("reset by peer"), HEALTHY)
        assert run.result["verified"]["secure_channel"] == "ok"

    def test_a_host_that_cannot_be_asked_any_more_is_a_change_and_a_failure(self, clock: list[float]) -> None:
        """What was done is not lost with the connection."""
        times = _membership_action.READY_SECONDS // _membership_action.READY_PAUSE + 1
        gone = [ConnectionResetError("reset by peer")] * times
        result = membership_run({**ARGUMENTS, "reboot": True}, JOINED, *gone).result
        assert (result["failed"], result["changed"]) == (True, True)
        assert result["steps"] == JOINED["steps"]
        assert "reset by peer" in result["error"]["meaning"]

    def test_a_host_that_came_back_elsewhere_is_a_failure(self) -> None:
        """The domain that it reports is in the message."""
        elsewhere = {**HEALTHY, **IN_WORKGROUP, "secure_channel": None}
        result = membership_run({**ARGUMENTS, "reboot": True}, JOINED, elsewhere).result
        assert result["failed"] is True
        assert "WORKGROUP" in result["msg"]
        assert result["after"] == IN_WORKGROUP

    def test_a_name_that_did_not_take_is_a_failure(self) -> None:
        """What the host is called after the restart is asked, not assumed."""
        joined = {**JOINED, "after": {**IN_DOMAIN, "hostname": "web-01", "pending": WAITING}}
        result = membership_run({**ARGUMENTS, "hostname": "web-01", "reboot": True}, joined, HEALTHY).result
        assert result["failed"] is True
        assert result["after"]["hostname"] == "WIN01"

    def test_no_log_silences_the_progress(self) -> None:
        """Even names may be secret."""
        run = membership_run({**ARGUMENTS, "reboot": True}, JOINED, HEALTHY, no_log=True)
        assert run.lines == []


class TestLostConnection:
    """The connection breaks while the host works; its answer is lost, and what it did is not."""

    def test_the_host_is_asked_what_it_is_now(self, clock: list[float]) -> None:
        """A join that went through is told as a change that waits for its restart."""
        waiting = {**HEALTHY, "pending": WAITING}
        result = membership_run(ARGUMENTS, ConnectionResetError("reset by peer"), waiting).result
        assert (result["failed"], result["changed"], result["reboot_required"]) == (True, True, True)
        assert result["after"]["domain"] == "corp.example"
        assert "Run the task again" in result["msg"]

    def test_a_host_that_was_not_changed_is_told_so(self, clock: list[float]) -> None:
        """It is still in its workgroup."""
        info = {**HEALTHY, **IN_WORKGROUP, "secure_channel": None}
        result = membership_run(ARGUMENTS, ConnectionResetError("reset by peer"), info).result
        assert (result["failed"], result["changed"]) == (True, False)
        assert "in workgroup WORKGROUP" in result["msg"]

    def test_a_host_that_stays_silent_is_unreachable(self, clock: list[float]) -> None:
        """ansible-core makes that of an AnsibleConnectionFailure; the text says that something may have been done."""
        times = _membership_action.READY_SECONDS // _membership_action.READY_PAUSE + 2
        with pytest.raises(AnsibleConnectionFailure, match="may have been changed"):
            membership_run(ARGUMENTS, *[ConnectionResetError("reset by peer")] * times)
