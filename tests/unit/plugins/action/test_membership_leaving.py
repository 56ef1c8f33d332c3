# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The membership action on workgroups, departures and moves between domains."""

from __future__ import annotations

import typing as t

import pytest

from .action_helper import Result
from .membership_cases import (
    ARGUMENTS,
    CANARY,
    HEALTHY,
    IN_DOMAIN,
    IN_WORKGROUP,
    JOINED,
    LEFT,
    WORKGROUP,
    failure,
    membership_run,
)


class TestWorkgroup:
    """Leaving a domain, and workgroups."""

    def test_the_account_is_disabled_when_there_are_credentials(self) -> None:
        """FUnjoinOptions is 4, ACCT_DELETE, which disables; username and password serve for leaving."""
        assert membership_run(WORKGROUP, LEFT).calls == [
            (
                "netjoin.windows.host_membership",
                {
                    "state": "workgroup",
                    "workgroup": "WORKGROUP",
                    "hostname": None,
                    "unjoin_username": "joiner@corp.example",
                    "unjoin_password": CANARY,
                    "unjoin_options": 4,
                    "force": False,
                },
            )
        ]

    @pytest.mark.parametrize(
        ("options", "value"),
        [
            ({"username": None, "password": None}, 0),
            ({"account_after_unjoin": "keep"}, 0),
            ({"username": None, "password": None, "account_after_unjoin": "disable"}, 4),
        ],
    )
    def test_words_become_unjoin_options(self, options: Result, value: int) -> None:
        """Without credentials the account is kept by default; the word decides when it is given."""
        arguments = {name: given for name, given in {**WORKGROUP, **options}.items() if given is not None}
        assert membership_run(arguments, LEFT).calls[0][1]["unjoin_options"] == value

    def test_credentials_for_leaving_come_first(self) -> None:
        """unjoin_username is used instead of username."""
        arguments = {**WORKGROUP, "unjoin_username": "CORP\\leaver", "unjoin_password": "Yx8-canary"}
        sent = membership_run(arguments, LEFT).calls[0][1]
        assert (sent["unjoin_username"], sent["unjoin_password"]) == ("CORP\\leaver", "Yx8-canary")

    def test_the_account_that_stays_behind_is_named(self) -> None:
        """Domain, distinguished name, and that it is disabled now."""
        assert membership_run(WORKGROUP, LEFT).result["left"] == {
            "domain": "corp.example",
            "account_dn": "CN=WIN01,OU=Workstations,DC=corp,DC=example",
            "account": "disabled",
        }

    def test_leaving_by_force_keeps_the_account(self) -> None:
        """The second call to unjoin has no credentials and cannot disable anything."""
        steps = [{"call": "UnjoinDomainOrWorkgroup", "return_code": 1355}, *LEFT["steps"]]
        result = membership_run({**WORKGROUP, "force": True}, {**LEFT, "steps": steps}).result
        assert result["left"]["account"] == "kept"

    def test_after_the_restart_the_workgroup_is_verified(self) -> None:
        """The restarted host is asked, but not for a secure channel."""
        info = {**HEALTHY, **IN_WORKGROUP, "secure_channel": None}
        run = membership_run({**WORKGROUP, "reboot": True}, LEFT, info)
        assert run.result["verified"] == {"workgroup": "WORKGROUP"}
        assert run.lines[0].startswith("[win01] left corp.example for workgroup WORKGROUP")

    def test_a_name_that_could_not_be_set_is_not_called_a_departure_that_failed(self) -> None:
        """The host is in the workgroup; only its name is not as asked."""
        steps = [*LEFT["steps"], {"call": "SetComputerNameExW", "return_code": 5}]
        failed = failure(5, before=IN_DOMAIN, after=IN_WORKGROUP, left_domain="corp.example", steps=steps)
        failed["error"]["function"] = "SetComputerNameExW"
        result = membership_run({**WORKGROUP, "hostname": "web-01"}, failed).result
        assert "has left corp.example for workgroup WORKGROUP, but is not as asked yet" in result["msg"]

    def test_a_domain_user_is_told_that_nobody_comes_back(self) -> None:
        """A play that runs as a local user is not bothered with it."""
        assert any(
            "reboot_username" in line for line in membership_run(WORKGROUP, LEFT, user="CORP\\admin").result["warnings"]
        )
        assert membership_run(WORKGROUP, LEFT, user="Administrator").result["warnings"] == []

    @pytest.mark.parametrize("check_mode", [False, True])
    def test_what_was_done_is_told_over_a_connection_without_users(self, check_mode: bool) -> None:
        """community.aws.aws_ssm has no option for a user, so there is none who could not come back."""
        result = membership_run(WORKGROUP, LEFT, user=None, check_mode=check_mode).result
        assert (result["changed"], result["reboot_required"], result["warnings"]) == (True, True, [])
        assert result["left"]["domain"] == "corp.example"

    def test_a_restart_that_failed_is_told_over_a_connection_without_users(self) -> None:
        """The departure is not lost with it."""
        refused = {"changed": False, "rebooted": False, "failed": True, "msg": "A system shutdown is in progress"}
        result = membership_run({**WORKGROUP, "reboot": True}, LEFT, user=None, reboot=refused).result
        assert (result["failed"], result["changed"], result["reboot_required"]) == (True, True, True)
        assert "A system shutdown is in progress" in result["msg"]

    def test_nobody_can_come_back_over_a_connection_without_users(self) -> None:
        """That is told before the host leaves."""
        local = {"reboot": True, "reboot_username": "Administrator", "reboot_password": CANARY}
        run = membership_run({**WORKGROUP, **local}, user=None)
        assert (run.result["failed"], run.calls) == (True, [])
        assert "reboot_username: cannot be used over community.aws.aws_ssm" in run.result["msg"]

    def test_a_wrong_credential_changes_nothing(self) -> None:
        """The code of the call to unjoin is explained."""
        failed = failure(1326, before=IN_DOMAIN, after=IN_DOMAIN, left_domain=None)
        failed["error"]["function"] = "UnjoinDomainOrWorkgroup"
        result = membership_run(WORKGROUP, failed).result
        assert result["msg"].startswith("UnjoinDomainOrWorkgroup failed (1326 0x52E ERROR_LOGON_FAILURE)")
        assert result["left"] is None


class TestSwitch:
    """From one domain to another."""

    ARGUMENTS: t.ClassVar[Result] = {
        **ARGUMENTS,
        "unjoin_username": "admin@other.example",
        "unjoin_password": "Yx8-canary",
    }

    def test_leaving_needs_consent(self) -> None:
        """Without credentials for leaving, the host is not even told any."""
        sent = membership_run(ARGUMENTS, JOINED).calls[0][1]
        assert "leave_other_domain" not in sent
        assert "unjoin_password" not in sent

    def test_credentials_for_leaving_are_consent(self) -> None:
        """Both credentials travel, each under its own name."""
        sent = membership_run(self.ARGUMENTS, JOINED).calls[0][1]
        assert sent["leave_other_domain"] is True
        assert (sent["username"], sent["password"]) == ("joiner@corp.example", CANARY)
        assert (sent["unjoin_username"], sent["unjoin_password"]) == ("admin@other.example", "Yx8-canary")

    def test_force_alone_sends_no_credentials_of_the_new_domain(self) -> None:
        """The domain that is left has no business with them."""
        sent = membership_run({**ARGUMENTS, "force": True}, JOINED).calls[0][1]
        assert (sent["leave_other_domain"], sent["force"]) == (True, True)
        assert (sent["unjoin_username"], sent["unjoin_password"], sent["unjoin_options"]) == (None, None, 0)

    def test_a_half_done_switch_says_where_the_host_is(self) -> None:
        """Left the one, not in the other, which code, and what to run next."""
        before = {**IN_DOMAIN, "domain": "other.example", "domain_netbios": "OTHER"}
        steps = [
            {"call": "UnjoinDomainOrWorkgroup", "return_code": 0},
            {"call": "JoinDomainOrWorkgroup", "return_code": 1326},
        ]
        failed = failure(1326, before=before, left_domain="other.example", changed=True, steps=steps)
        result = membership_run(self.ARGUMENTS, failed).result
        expected = ("has left other.example", "not joined corp.example", "in workgroup WORKGROUP", "run the task again")
        assert [words for words in expected if words not in result["msg"]] == []
        assert result["error"]["code"] == 1326
        assert result["left"]["domain"] == "other.example"

    def test_a_refusal_tells_how_to_consent(self) -> None:
        """The options that allow leaving are named."""
        other = {**IN_DOMAIN, "domain": "other.example"}
        refused = failure(2691, before=other, after=other, steps=[])
        refused["error"].update(reason="other_domain", channel="refused")
        assert "unjoin_username" in membership_run(ARGUMENTS, refused).result["msg"]
