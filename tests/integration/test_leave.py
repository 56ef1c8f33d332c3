# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Leaving a domain, workgroups, moving between domains, and renaming."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.netjoin.windows.tests.lab.windows_host import state as host_state

from .accounts import info_of
from .laboratory import Laboratory, Result, lab, lab_directory

DISABLED = 0x2
"""ACCOUNTDISABLE of userAccountControl, [MS-ADTS] 2.2.16."""


def leave(laboratory: Laboratory, host: str, **arguments: t.Any) -> Result:
    """Run state: workgroup with the credentials of the delegated user, unless the arguments say otherwise."""
    variables = laboratory.variables
    right = {
        "state": "workgroup",
        "workgroup": "WORKGROUP",
        "username": variables["lab_join_user"],
        "password": variables["lab_join_password"],
    }
    given = {name: value for name, value in {**right, **arguments}.items() if value is not None}
    (result,) = laboratory.tasks(host, {"netjoin.windows.membership": given})
    return result


def predicted(laboratory: Laboratory, host: str, **arguments: t.Any) -> Result:
    """Run state: workgroup in check mode, with the credentials of the delegated user."""
    variables = laboratory.variables
    given = {
        "state": "workgroup",
        "workgroup": "WORKGROUP",
        "username": variables["lab_join_user"],
        "password": variables["lab_join_password"],
        **arguments,
    }
    (result,) = laboratory.tasks(host, {"netjoin.windows.membership": given, "check_mode": True})
    return result


def is_disabled(laboratory: Laboratory, name: str) -> bool:
    """Whether a computer's account is disabled in the first domain."""
    account = laboratory.computer(name)
    assert account is not None
    return bool(int(account.one("userAccountControl")) & DISABLED)


class TestLeave:
    """From the domain into a workgroup."""

    def test_the_account_is_disabled_and_named(self, laboratory: Laboratory, member: str) -> None:
        """One task, one restart; a second run changes nothing."""
        dn = f"CN={member},{laboratory.variables['lab_ou']}"
        left = leave(laboratory, member, reboot=True)
        again = leave(laboratory, member, reboot=True)
        after = info_of(laboratory, member)
        assert left["changed"] is True, left
        assert [step["call"] for step in left["steps"]] == ["UnjoinDomainOrWorkgroup", "JoinDomainOrWorkgroup"]
        assert left["left"]["account_dn"].lower() == dn.lower()
        assert left["left"]["account"] == "disabled"
        assert is_disabled(laboratory, member)
        assert again["changed"] is False
        assert (after["workgroup"], after["domain"], after["pending"]["reboot"]) == ("WORKGROUP", None, False)

    def test_the_account_can_be_kept(self, laboratory: Laboratory, member: str) -> None:
        """account_after_unjoin: keep touches nothing in the directory."""
        left = leave(laboratory, member, account_after_unjoin="keep")
        assert left["changed"] is True, left
        assert left["left"]["account"] == "kept"
        assert not is_disabled(laboratory, member)

    def test_a_wrong_password_leaves_host_and_account(self, laboratory: Laboratory, member: str) -> None:
        """The host stays a trusted member."""
        failed = leave(laboratory, member, password=laboratory.variables["lab_join_password"] + "-x")
        assert failed["error"]["code"] == 1326
        assert failed["error"]["function"] == "UnjoinDomainOrWorkgroup"
        assert failed["after"] == failed["before"]
        assert not is_disabled(laboratory, member)
        assert laboratory.secrets_prove_membership(member)

    def test_check_mode_predicts_it(self, laboratory: Laboratory, member: str) -> None:
        """Check mode, state: the prediction names workgroup and account, and nothing happens."""
        foreseen = predicted(laboratory, member)
        assert foreseen["changed"] is True
        assert foreseen["after"]["workgroup"] == "WORKGROUP"
        assert foreseen["left"]["domain"].lower() == laboratory.variables["lab_domain"]
        assert foreseen["left"]["account"] == "disabled"
        assert info_of(laboratory, member)["domain"] is not None

    def test_a_rerun_before_the_restart_does_nothing(self, laboratory: Laboratory, member: str) -> None:
        """A departure that waits for its restart is not repeated."""
        assert leave(laboratory, member)["changed"] is True
        again = leave(laboratory, member)
        assert (again["changed"], again["reboot_required"], again["steps"]) == (False, True, [])

    def test_name_and_workgroup_change_with_one_restart(self, laboratory: Laboratory, member: str) -> None:
        """The account left behind keeps its name."""
        left = leave(laboratory, member, hostname=f"{member}-x", reboot=True)
        assert left["changed"] is True, left
        assert info_of(laboratory, member)["hostname"].lower() == f"{member}-x"
        assert laboratory.computer(member) is not None
        assert laboratory.computer(f"{member}-x") is None

    @pytest.mark.alone
    def test_without_a_domain_controller(self, laboratory: Laboratory, member: str) -> None:
        """It fails and changes nothing; with force it leaves and keeps the account, and check mode foresees both."""
        lab("fault", "dc-down")
        try:
            refusal, departure = predicted(laboratory, member), predicted(laboratory, member, force=True)
            refused = leave(laboratory, member)
            forced = leave(laboratory, member, force=True)
        finally:
            lab("fault", "dc-up")
        assert refused["failed"] is True
        assert refused["after"] == refused["before"]
        assert forced["changed"] is True, forced
        assert forced["left"]["account"] == "kept"
        assert (refusal["failed"], refusal["error"]["code"]) == (True, refused["error"]["code"])
        assert refusal["after"] == refused["after"]
        assert departure["left"]["account"] == "kept"
        assert departure["after"] == forced["after"]
        assert not is_disabled(laboratory, member)


class TestNotForEveryHost:
    """Hosts whose membership cannot be changed."""

    @pytest.mark.parametrize("state", ["domain", "workgroup"])
    def test_a_domain_controller_is_refused(self, laboratory: Laboratory, host: str, state: str) -> None:
        """NERR_SetupDomainController is 2693; no call was made."""
        directory = lab_directory() / "hosts" / host
        host_state.save(directory, dataclasses.replace(host_state.load(directory), is_domain_controller=True))
        result = laboratory.membership(host) if state == "domain" else leave(laboratory, host, workgroup="OTHER")
        assert (result["error"]["code"], result["error"]["symbol"]) == (2693, "NERR_SetupDomainController")
        assert result["steps"] == []

    def test_an_entra_joined_host_is_explained(self, laboratory: Laboratory, host: str) -> None:
        """NERR_AlreadyCloudDomainJoined is 2700."""
        fault = host_state.Fault(code=2700)
        host_state.set_fault(lab_directory() / "hosts" / host, "JoinDomainOrWorkgroup", fault)
        result = laboratory.membership(host)
        assert result["error"]["symbol"] == "NERR_AlreadyCloudDomainJoined"
        assert "Entra" in repr(result["error"])
        assert result["after"] == result["before"]


class TestWorkgroup:
    """A host that is in no domain."""

    def test_another_workgroup_needs_no_credentials(self, laboratory: Laboratory, host: str) -> None:
        """Check mode aside, one call; the second time nothing changes."""
        first = leave(laboratory, host, workgroup="KITCHEN", username=None, password=None, reboot=True)
        again = leave(laboratory, host, workgroup="kitchen", username=None, password=None, reboot=True)
        assert first["changed"] is True, first
        assert [step["call"] for step in first["steps"]] == ["JoinDomainOrWorkgroup"]
        assert again["changed"] is False
        assert info_of(laboratory, host)["workgroup"] == "KITCHEN"

    def test_a_change_says_twice_that_it_waits(self, laboratory: Laboratory, host: str) -> None:
        """What a restart is required for is pending, though Windows has no mark for a workgroup."""
        changed = leave(laboratory, host, workgroup="KITCHEN", username=None, password=None)
        assert (changed["reboot_required"], changed["after"]["pending"]["reboot"]) == (True, True)
        assert changed["join_options"] is None

    def test_a_new_name_only(self, laboratory: Laboratory, host: str) -> None:
        """Renaming a workgroup host is one call."""
        renamed = leave(laboratory, host, hostname=f"{host}-x", username=None, password=None, reboot=True)
        assert [step["call"] for step in renamed["steps"]] == ["SetComputerNameExW"]
        assert info_of(laboratory, host)["hostname"].lower() == f"{host}-x"


class TestRename:
    """A member gets another name."""

    def test_the_account_follows(self, laboratory: Laboratory, member: str) -> None:
        """Same account, new name, and the host is trusted under it."""
        new_name = f"{member}-x"
        before = laboratory.computer(member)
        renamed = laboratory.membership(member, hostname=new_name, reboot=True)
        again = laboratory.membership(member, hostname=new_name, reboot=True)
        after = laboratory.computer(new_name)
        assert renamed["changed"] is True, renamed
        assert [step["call"] for step in renamed["steps"]] == ["Rename"]
        assert again["changed"] is False
        assert before is not None
        assert after is not None
        assert after.one("objectGUID") == before.one("objectGUID")
        assert after.one("dNSHostName").lower() == f"{new_name}.{laboratory.variables['lab_domain']}"
        assert laboratory.computer(member) is None
        assert laboratory.secrets_prove_membership(member)

    def test_a_result_is_what_the_host_says_after_the_restart(self, laboratory: Laboratory, host: str) -> None:
        """The state after a join is that before the rename, and both are what membership_info finds."""
        joined = laboratory.membership(host, reboot=True)
        after_join = info_of(laboratory, host)
        renamed = laboratory.membership(host, hostname=f"{host}-x", reboot=True)
        after_rename = info_of(laboratory, host)
        for told, found in (
            (joined["after"], after_join),
            (renamed["before"], after_join),
            (renamed["after"], after_rename),
        ):
            assert told == {name: found[name] for name in told}

    def test_without_the_right_to_it(self, laboratory: Laboratory, member: str) -> None:
        """Nothing changes, on the host or in the directory."""
        variables = laboratory.variables
        failed = laboratory.membership(
            member,
            hostname=f"{member}-x",
            username=variables["lab_plain_user"],
            password=variables["lab_plain_password"],
        )
        assert failed["failed"] is True
        assert failed["error"]["function"] == "Rename"
        assert failed["after"] == failed["before"]
        assert laboratory.computer(member) is not None


class TestSwitch:
    """From the first domain to the second."""

    @pytest.fixture
    def switch(self, laboratory: Laboratory) -> Result:
        variables = laboratory.variables
        return {
            "domain": variables["lab2_domain"],
            "ou": variables["lab2_ou"],
            "username": variables["lab2_join_user"],
            "password": variables["lab2_join_password"],
            "unjoin_username": variables["lab_join_user"],
            "unjoin_password": variables["lab_join_password"],
        }

    def test_one_task_one_restart(self, laboratory: Laboratory, member: str, switch: Result) -> None:
        """Out of the one with its credentials, into the other with its own; the second time nothing changes."""
        moved = laboratory.membership(member, **switch, reboot=True)
        again = laboratory.membership(member, **switch, reboot=True)
        after = info_of(laboratory, member)
        assert moved["changed"] is True, moved
        assert [step["call"] for step in moved["steps"]] == ["UnjoinDomainOrWorkgroup", "JoinDomainOrWorkgroup"]
        assert again["changed"] is False
        assert after["domain"].lower() == laboratory.variables["lab2_domain"]
        assert after["secure_channel"]["status"] == "ok"
        assert is_disabled(laboratory, member)

    def test_without_consent_the_host_stays(self, laboratory: Laboratory, member: str, switch: Result) -> None:
        """A task that merely names another domain does not take a host out of its own."""
        refused = laboratory.membership(member, **{**switch, "unjoin_username": None, "unjoin_password": None})
        assert refused["error"]["code"] == 2691
        assert refused["after"] == refused["before"]

    def test_a_target_that_is_not_there(self, laboratory: Laboratory, member: str, switch: Result) -> None:
        """The host does not leave its domain for one that cannot be found."""
        failed = laboratory.membership(member, **{**switch, "domain": "no-such-domain.example", "ou": None})
        assert failed["failed"] is True
        assert failed["error"]["code"] == 1355
        assert failed["after"] == failed["before"]
        assert laboratory.secrets_prove_membership(member)

    def test_the_target_goes_away_between_leaving_and_joining(
        self, laboratory: Laboratory, member: str, switch: Result
    ) -> None:
        """The second domain was found, and its controller is gone when the host joins: said, and mended by a rerun."""
        directory = lab_directory() / "hosts" / member
        host_state.set_fault(directory, "JoinDomainOrWorkgroup", host_state.Fault(code=1355))
        half = laboratory.membership(member, **switch)
        host_state.set_fault(directory, "JoinDomainOrWorkgroup", None)
        assert (half["failed"], half["changed"], half["error"]["code"]) == (True, True, 1355)
        assert half["left"]["domain"] == laboratory.variables["lab_domain"]
        assert half["after"]["domain"] is None
        assert laboratory.membership(member, **switch)["changed"] is True

    def test_half_way_is_said_and_mended_by_a_rerun(self, laboratory: Laboratory, member: str, switch: Result) -> None:
        """A wrong password for the second domain: the host is in a workgroup, and the next run goes on from there."""
        variables = laboratory.variables
        half = laboratory.membership(member, **{**switch, "password": variables["lab2_join_password"] + "-x"})
        assert half["failed"] is True
        assert half["changed"] is True
        assert half["error"]["code"] == 1326
        assert half["after"]["domain"] is None
        assert f"has left {variables['lab_domain']}" in half["msg"]
        assert f"not joined {variables['lab2_domain']}" in half["msg"]
        mended = laboratory.membership(member, **switch, reboot=True)
        assert mended["changed"] is True, mended
        assert mended["verified"]["secure_channel"] == "ok"
