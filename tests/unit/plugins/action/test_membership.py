# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action behind netjoin.windows.membership, against scripted host modules."""

from __future__ import annotations

import copy
import typing as t

import pytest
from ansible.errors import AnsibleConnectionFailure

from ansible_collections.netjoin.windows.plugins.action import membership
from ansible_collections.netjoin.windows.plugins.action.membership import ActionModule

from .action_helper import Result, Run, run_action

CANARY = "Zq7-canary-Zq7"
ARGUMENTS: Result = {
    "domain": "corp.example",
    "username": "joiner@corp.example",
    "password": CANARY,
    "ou": "OU=Workstations,DC=corp,DC=example",
}
IDLE = {"join": False, "rename": False, "reboot": False}
WAITING = {"join": True, "rename": False, "reboot": True}
IN_WORKGROUP = {"domain": None, "domain_netbios": None, "workgroup": "WORKGROUP", "hostname": "WIN01", "pending": IDLE}
IN_DOMAIN = {
    "domain": "corp.example",
    "domain_netbios": "CORP",
    "workgroup": None,
    "hostname": "WIN01",
    "pending": IDLE,
}
JOINED: Result = {
    "changed": True,
    "reboot_required": True,
    "before": IN_WORKGROUP,
    "after": {**IN_DOMAIN, "pending": WAITING},
    "steps": [{"call": "JoinDomainOrWorkgroup", "return_code": 0}],
    "join_options": 3,
    "account_dn": None,
    "invocation": {"module_args": {"password": CANARY}},
}
MEMBER: Result = {
    **JOINED,
    "changed": False,
    "reboot_required": False,
    "before": IN_DOMAIN,
    "after": IN_DOMAIN,
    "steps": [],
}
HEALTHY: Result = {
    "changed": False,
    **IN_DOMAIN,
    "secure_channel": {"status": "ok", "code": 0},
    "domain_controller": "dc1.corp.example",
}


def failure(code: int | None, **more: t.Any) -> Result:
    """A failed join of a workgroup host, as the host module reports it."""
    error = {
        "function": "JoinDomainOrWorkgroup",
        "code": code,
        "channel": "return_value",
        "detail": None,
        "reason": None,
        "log": None,
    }
    result = {
        **JOINED,
        "changed": False,
        "reboot_required": False,
        "after": IN_WORKGROUP,
        "failed": True,
        "error": error,
    }
    return copy.deepcopy({**result, "msg": "JoinDomainOrWorkgroup failed", "exception": "(core)", **more})


def membership_run(arguments: Result, *answers: Result | Exception, **options: t.Any) -> Run:
    return run_action(ActionModule, arguments, [copy.deepcopy(answer) for answer in answers], **options)


class TestRefusedOnTheController:
    """Everything that can be known to be wrong is said at once, without a connection."""

    def test_every_finding_is_listed(self) -> None:
        """A task with several mistakes names them all, and no module is run."""
        run = membership_run(
            {
                "domain": "corp.example",
                "username": "",
                "ou": "Workstations",
                "hostname": "not a name",
                "join_options": ["join_unsecured"],
                "bogus": 1,
            }
        )
        assert run.calls == []
        assert run.result["failed"] is True
        assert run.result["changed"] is False
        assert "code" not in run.result["error"]
        options = {finding["option"] for finding in run.result["error"]["findings"]}
        assert {"username", "ou", "hostname", "join_options"} <= options
        assert "bogus" in run.result["msg"]

    def test_a_misspelt_option_gets_a_guess(self) -> None:
        """Pasword is probably password."""
        run = membership_run({**ARGUMENTS, "pasword": CANARY})
        assert run.result["error"]["findings"][0]["option"] == "pasword"
        assert "did you mean password?" in run.result["msg"]

    @pytest.mark.parametrize(
        ("arguments", "option"),
        [
            ({}, "domain"),
            ({**ARGUMENTS, "domain": "corp..example"}, "domain"),
            ({**ARGUMENTS, "domain": ""}, "domain"),
            ({**ARGUMENTS, "ou": "OU=Workstations,DC=other,DC=example"}, "ou"),
            ({**ARGUMENTS, "ou": "OU=Workstations"}, "ou"),
            ({**ARGUMENTS, "password": "x" * 255}, "password"),
            ({**ARGUMENTS, "password": "a\0b"}, "password"),
            ({**ARGUMENTS, "password": 12345}, "password"),
            ({**ARGUMENTS, "hostname": 83}, "hostname"),
            ({**ARGUMENTS, "reboot": True, "reboot_username": "", "reboot_password": ""}, "reboot_username"),
            ({**ARGUMENTS, "reboot": True, "reboot_timeout": -5}, "reboot_timeout"),
            ({"domain": "corp.example", "username": "joiner@corp.example"}, "password"),
            ({"domain": "corp.example", "password": CANARY}, "username"),
            ({**ARGUMENTS, "machine_password": CANARY}, "machine_password"),
            ({"domain": "corp.example", "machine_password": CANARY, "account": "create"}, None),
            ({**ARGUMENTS, "account": "reuse", "join_options": ["acct_create"]}, None),
            ({**ARGUMENTS, "hostname": "corp", "domain": "CORP"}, "join_options"),
            ({**ARGUMENTS, "join_options": ["defer_spn_set", "force_spn_set"]}, "join_options"),
            ({**ARGUMENTS, "join_options": ["machine_pwd_passed"]}, "join_options"),
            ({**ARGUMENTS, "join_options": ["set_machine_name"]}, "join_options"),
            ({**ARGUMENTS, "dns_domain_name": "corp.example"}, "domain"),
            ({**ARGUMENTS, "workgroup": "LAB"}, "workgroup"),
            ({**ARGUMENTS, "unjoin_username": "admin@other.example"}, "unjoin_password"),
            ({**ARGUMENTS, "unjoin_username": "a/b@other.example", "unjoin_password": CANARY}, "unjoin_username"),
            ({**ARGUMENTS, "reboot": True, "reboot_username": "local"}, "reboot_password"),
            ({**ARGUMENTS, "reboot_username": "local", "reboot_password": CANARY}, "reboot_username"),
            ({"state": "workgroup"}, "workgroup"),
            ({"state": "workgroup", "workgroup": "A" * 16}, "workgroup"),
            ({"state": "workgroup", "workgroup": "LAB", "domain": "corp.example"}, "domain"),
            ({"state": "workgroup", "workgroup": "LAB", "ou": ARGUMENTS["ou"]}, "ou"),
            ({"state": "workgroup", "workgroup": "LAB", "hostname": "lab"}, "hostname"),
            ({"state": "workgroup", "workgroup": "LAB", "username": "joiner@corp.example"}, "password"),
        ],
    )
    def test_one_mistake_is_one_clear_finding(self, arguments: Result, option: str | None) -> None:
        """Each mistake is refused under the name of its option and without repeating a secret."""
        run = membership_run(arguments)
        assert run.calls == []
        assert option in {finding["option"] for finding in run.result["error"]["findings"]}
        assert CANARY not in repr(run.result)

    def test_a_wrong_choice_lists_the_choices(self) -> None:
        """An unknown account word is answered with the words there are."""
        run = membership_run({**ARGUMENTS, "account": "recreate"})
        assert run.calls == []
        assert "create_or_reuse" in run.result["msg"]

    def test_a_missing_reboot_action_is_found_before_the_join(self) -> None:
        """reboot: true without ansible.windows is refused while nothing has happened yet."""
        run = membership_run({**ARGUMENTS, "reboot": True}, reboot_installed=False)
        assert run.calls == []
        assert "ansible-galaxy collection install ansible.windows" in run.result["msg"]

    def test_254_characters_are_a_password(self) -> None:
        """The longest password that the protocol carries is accepted."""
        run = membership_run({**ARGUMENTS, "password": "x" * 254}, JOINED)
        assert run.calls[0][1]["password"] == "x" * 254


class TestJoin:
    """What the host module is asked, and what the user is told."""

    def test_the_host_gets_plain_valid_values(self) -> None:
        """Names are normalised and the account word becomes FJoinOptions 3, JOIN_DOMAIN and ACCT_CREATE."""
        run = membership_run({**ARGUMENTS, "ou": "OU=Workstations; DC=corp; DC=example"}, JOINED)
        assert run.calls == [
            (
                "netjoin.windows.host_membership",
                {
                    "state": "domain",
                    "domain": "corp.example",
                    "domain_controller": None,
                    "account_ou": "OU=Workstations,DC=corp,DC=example",
                    "username": "joiner@corp.example",
                    "password": CANARY,
                    "join_options": 3,
                    "hostname": None,
                },
            )
        ]

    @pytest.mark.parametrize(
        ("options", "value"),
        [
            ({}, 0x3),
            ({"account": "create"}, 0x20003),
            ({"account": "reuse"}, 0x1),
            ({"hostname": "web-01"}, 0x403),
            ({"join_options": ["NETSETUP_DEFER_SPN_SET"]}, 0x103),
            ({"join_options": ["join_if_joined"]}, 0x23),
        ],
    )
    def test_words_become_fjoinoptions(self, options: Result, value: int) -> None:
        """The values are those of lmjoin.h for the table of account words."""
        run = membership_run({**ARGUMENTS, **options}, JOINED)
        assert run.calls[0][1]["join_options"] == value

    def test_a_machine_password_travels_without_a_user(self) -> None:
        """JOIN_UNSECURE and MACHINE_PWD_PASSED go with a null user name."""
        run = membership_run({"domain": "corp.example", "machine_password": CANARY}, JOINED)
        arguments = run.calls[0][1]
        assert arguments["join_options"] == 0x1 | 0x40 | 0x80
        assert arguments["username"] is None
        assert arguments["password"] == CANARY

    def test_aliases_of_microsoft_ad_are_the_same_options(self) -> None:
        """A task written for microsoft.ad.membership asks the host for the same."""
        peer = {
            "state": "domain",
            "dns_domain_name": "corp.example",
            "domain_admin_user": "joiner@corp.example",
            "domain_admin_password": CANARY,
            "domain_ou_path": ARGUMENTS["ou"],
            "domain_server": "dc1.corp.example",
        }
        ours = {**ARGUMENTS, "domain_controller": "dc1.corp.example"}
        assert membership_run(peer, JOINED).calls == membership_run(ours, JOINED).calls

    def test_the_result_names_the_options_and_keeps_no_secret(self) -> None:
        """FJoinOptions come back by number and name; the module's arguments do not come back."""
        result = membership_run(ARGUMENTS, JOINED).result
        assert result["join_options"] == {"value": 3, "names": ["join_domain", "acct_create"]}
        assert result["reboot_required"] is True
        assert "invocation" not in result
        assert CANARY not in repr(result)

    def test_diff_shows_both_sides(self) -> None:
        """--diff tells domain, workgroup, name and what waits."""
        diff = membership_run(ARGUMENTS, JOINED, diff=True).result["diff"]
        assert diff["before"]["workgroup"] == "WORKGROUP"
        assert diff["after"] == {
            "domain": "corp.example",
            "workgroup": None,
            "hostname": "WIN01",
            "pending": ["join", "reboot"],
        }
        assert "diff" not in membership_run(ARGUMENTS, JOINED).result
        assert "diff" not in membership_run(ARGUMENTS, MEMBER, diff=True).result

    def test_no_credentials_are_allowed_with_a_warning(self) -> None:
        """The caller's identity may be enough, and the user is told when it is not."""
        run = membership_run({"domain": "corp.example"}, JOINED)
        assert run.calls[0][1]["username"] is None
        assert any("no credentials" in warning for warning in run.result["warnings"])
        assert membership_run({"domain": "corp.example"}, MEMBER).result["warnings"] == []

    def test_a_long_name_shows_both_names(self) -> None:
        """The NetBIOS name that Windows will derive is in the warning."""
        run = membership_run({**ARGUMENTS, "hostname": "berlin-frontend-web-01"}, JOINED)
        assert any("BERLIN-FRONTEND" in warning for warning in run.result["warnings"])


class TestMember:
    """A host that is in the domain already."""

    def test_it_is_unchanged(self) -> None:
        """One module call, nothing else."""
        run = membership_run({**ARGUMENTS, "reboot": True}, MEMBER)
        assert len(run.calls) == 1
        assert run.result["changed"] is False
        assert run.reboots == []

    def test_an_account_elsewhere_is_a_warning(self) -> None:
        """Both places are named, and the account is not moved."""
        member = {**MEMBER, "account_dn": "CN=WIN01,CN=Computers,DC=corp,DC=example"}
        warnings = membership_run(ARGUMENTS, member).result["warnings"]
        assert any("CN=Computers" in warning and "OU=Workstations" in warning for warning in warnings)

    def test_the_same_place_written_otherwise_is_no_warning(self) -> None:
        """Distinguished names are compared as the directory compares them."""
        member = {**MEMBER, "account_dn": "cn=win01,ou=WORKSTATIONS,dc=Corp,dc=example"}
        assert membership_run(ARGUMENTS, member).result["warnings"] == []

    def test_a_waiting_join_is_restarted_only_when_asked(self) -> None:
        """A rerun before the restart does not join again."""
        waiting = {**MEMBER, "reboot_required": True, "after": {**IN_DOMAIN, "pending": WAITING}}
        left = membership_run(ARGUMENTS, waiting)
        assert (left.result["changed"], left.result["reboot_required"]) == (False, True)
        finished = membership_run({**ARGUMENTS, "reboot": True}, waiting, HEALTHY)
        assert (finished.result["changed"], finished.result["reboot_required"]) == (True, False)


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
        times = membership.READY_SECONDS // membership.READY_PAUSE + 1
        result = membership_run({**ARGUMENTS, "reboot": True}, JOINED, *[broken] * times).result
        assert result["failed"] is True
        assert result["error"]["symbol"] == "ERROR_TRUSTED_RELATIONSHIP_FAILURE"

    @pytest.mark.parametrize("code", [1792, 1717, 1787, 5])
    def test_a_host_that_has_just_started_is_given_time(self, clock: list[float], code: int) -> None:
        """Netlogon may not run yet, or a domain controller may not know the account yet."""
        early = {**HEALTHY, "secure_channel": {"status": "broken", "code": code}}
        run = membership_run({**ARGUMENTS, "reboot": True}, JOINED, early, HEALTHY)
        assert clock == [membership.READY_PAUSE]
        assert run.result["verified"]["secure_channel"] == "ok"

    def test_a_connection_that_breaks_while_verifying_is_mended(self, clock: list[float]) -> None:
        """The join is done; a hiccup of the network is asked again."""
        run = membership_run({**ARGUMENTS, "reboot": True}, JOINED, ConnectionResetError("reset by peer"), HEALTHY)
        assert run.result["verified"]["secure_channel"] == "ok"

    def test_a_host_that_cannot_be_asked_any_more_is_a_change_and_a_failure(self, clock: list[float]) -> None:
        """What was done is not lost with the connection."""
        times = membership.READY_SECONDS // membership.READY_PAUSE + 1
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
        times = membership.READY_SECONDS // membership.READY_PAUSE + 2
        with pytest.raises(AnsibleConnectionFailure, match="may have been changed"):
            membership_run(ARGUMENTS, *[ConnectionResetError("reset by peer")] * times)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that only sleeping moves; the pauses that were made."""
    pauses: list[float] = []
    monkeypatch.setattr(membership.time, "sleep", pauses.append)
    monkeypatch.setattr(membership.time, "monotonic", lambda: sum(pauses))
    return pauses


class TestFailure:
    """Codes of Windows become explanations."""

    @pytest.mark.parametrize(
        ("code", "symbol", "hint"),
        [
            (2, "ERROR_FILE_NOT_FOUND", "ou"),
            (5, "ERROR_ACCESS_DENIED", "administrator"),
            (1326, "ERROR_LOGON_FAILURE", "password"),
            (1355, "ERROR_NO_SUCH_DOMAIN", "DNS"),
            (2224, "NERR_UserExists", "account"),
            (2732, "NERR_AccountReuseBlockedByPolicy", "KB5020276"),
        ],
    )
    def test_a_return_value_is_explained(self, code: int, symbol: str, hint: str) -> None:
        """The message has function, code, symbol, meaning and a next step."""
        result = membership_run(ARGUMENTS, failure(code)).result
        assert result["msg"].startswith(f"JoinDomainOrWorkgroup failed ({code} 0x{code:X} {symbol}): ")
        assert " Try: " in result["msg"]
        assert result["error"]["code"] == code
        assert hint.lower() in repr(result["error"]).lower()
        assert "exception" not in result

    def test_an_exception_of_wmi_is_explained(self) -> None:
        """0x80041003 is WBEM_E_ACCESS_DENIED and came by the other channel."""
        failed = failure(0x80041003)
        failed["error"].update(channel="exception", detail="Access denied ")
        error = membership_run(ARGUMENTS, failed).result["error"]
        assert (error["symbol"], error["hex"], error["channel"]) == ("WBEM_E_ACCESS_DENIED", "0x80041003", "exception")

    def test_a_failure_of_wmi_without_a_code_keeps_its_words(self) -> None:
        """They are all that there is."""
        failed = failure(None)
        failed["error"].update(channel="exception", detail="Provider load failure ")
        result = membership_run(ARGUMENTS, failed).result
        assert "Provider load failure" in result["msg"]
        assert (result["error"]["code"], result["error"]["detail"]) == (None, "Provider load failure ")

    def test_a_member_of_another_domain_is_named(self) -> None:
        """Both domains are in the message, and the host is left there."""
        other = {**IN_DOMAIN, "domain": "other.example", "domain_netbios": "OTHER"}
        result = membership_run(ARGUMENTS, failure(2691, before=other, after=other, steps=[])).result
        assert "other.example" in result["msg"]
        assert "corp.example" in result["msg"]
        assert result["changed"] is False

    def test_a_module_that_could_not_run_speaks_for_itself(self) -> None:
        """A crash on the host is passed on as ansible-core reports it."""
        crash = {"failed": True, "msg": "Unhandled exception while executing module", "exception": "at Ensure()"}
        assert membership_run(ARGUMENTS, crash).result == crash


LEFT: Result = {
    **JOINED,
    "before": IN_DOMAIN,
    "after": {**IN_WORKGROUP, "pending": {"join": False, "rename": False, "reboot": True}},
    "steps": [
        {"call": "UnjoinDomainOrWorkgroup", "return_code": 0},
        {"call": "JoinDomainOrWorkgroup", "return_code": 0},
    ],
    "join_options": None,
    "left_domain": "corp.example",
    "account_dn": "CN=WIN01,OU=Workstations,DC=corp,DC=example",
}
WORKGROUP: Result = {
    "state": "workgroup",
    "workgroup": "WORKGROUP",
    "username": "joiner@corp.example",
    "password": CANARY,
}


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
