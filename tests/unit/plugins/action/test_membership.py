# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action behind netjoin.windows.membership, against scripted host modules: refusals, joins, members, failures."""

from __future__ import annotations

import pytest

from .action_helper import Result
from .membership_cases import (
    ARGUMENTS,
    CANARY,
    HEALTHY,
    IN_DOMAIN,
    JOINED,
    MEMBER,
    WAITING,
    failure,
    membership_run,
)


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
        assert "(2691 0xA83 NERR_SetupAlreadyJoined)" in result["msg"]
        assert result["msg"].count("Try: ") == 1
        assert result["changed"] is False

    def test_a_module_that_could_not_run_speaks_for_itself(self) -> None:
        """A crash on the host is passed on as ansible-core reports it."""
        crash = {"failed": True, "msg": "Unhandled exception while executing module", "exception": "at Ensure()"}
        assert membership_run(ARGUMENTS, crash).result == crash
