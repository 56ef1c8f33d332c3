# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The trust between a host and its domain: broken behind the host's back, found, explained, repaired, renewed."""

from __future__ import annotations

import pathlib
import re
import typing as t

import pytest

from ansible_collections.netjoin.windows.tests.lab.windows_host import state as host_state

from .laboratory import Laboratory, Result, lab_directory, run

OK = {"status": "ok", "code": 0, "domain_controller": "dc1.lab.example"}
DISABLED_WORKSTATION = 0x1002
"""WORKSTATION_TRUST_ACCOUNT and ACCOUNTDISABLE of userAccountControl, [MS-ADTS] 2.2.16."""


@pytest.fixture
def member(laboratory: Laboratory, host: str) -> str:
    """A host that has joined, and has restarted since."""
    assert laboratory.membership(host)["changed"] is True
    host_state.reboot(lab_directory() / "hosts" / host)
    return host


def channel(state: str = "verified", **arguments: t.Any) -> Result:
    """A task of netjoin.windows.secure_channel."""
    return {"netjoin.windows.secure_channel": {"state": state, **arguments}}


def repair(laboratory: Laboratory, **arguments: t.Any) -> Result:
    """A repair by the delegated user, unless the arguments say otherwise."""
    right = {
        "username": laboratory.variables["lab_join_user"],
        "password": laboratory.variables["lab_join_password"],
    }
    return channel("repaired", **{**right, **arguments})


def outcome(result: Result) -> tuple[bool, str | int | None]:
    """Whether a task has changed something, and the code with which it has failed."""
    return result["changed"], result["error"]["code"] if result.get("failed") else "ok"


def machine_password(host: str, domain: str) -> str:
    """The password that a host holds, read with Samba's tdbdump."""
    database = lab_directory() / "hosts" / host / "private" / "secrets.tdb"
    dumped = run("tdbdump", "-k", f"SECRETS/MACHINE_PASSWORD/{domain}", str(database)).output
    return re.sub(r"\\([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), dumped).strip("\0\n")


def test_a_broken_trust_is_found_explained_and_repaired(laboratory: Laboratory, member: str) -> None:
    """Nothing mends it but the right credentials; check mode foresees that, and a second run has nothing to do."""
    dc = laboratory.variables["lab_dc"]
    healthy = laboratory.tasks(member, channel(domain_controller=dc), repair(laboratory, password="not-even-tried-7"))
    assert [outcome(result) for result in healthy] == [(False, "ok"), (False, "ok")]
    assert healthy[0]["after"] == OK

    laboratory.set_password(f"{member}$", "reset-behind-its-back-1")
    found, rotated, wrong, elsewhere, foreseen, repaired, verified, again = laboratory.tasks(
        member,
        channel(domain_controller=dc),
        channel("rotated"),
        repair(laboratory, password="wrong-behind-its-back-2"),
        repair(laboratory, domain_controller="dc9.lab.example"),
        {**repair(laboratory), "check_mode": True, "diff": True},
        repair(laboratory, domain_controller=dc),
        channel(),
        repair(laboratory),
    )
    assert (outcome(found), found["error"]["symbol"]) == ((False, 5), "ERROR_ACCESS_DENIED")
    assert (outcome(rotated), "state: repaired can mend it" in rotated["msg"]) == ((False, 5), True)
    assert (outcome(wrong), wrong["error"]["function"]) == ((False, 1326), "NetUserSetInfo")
    assert (outcome(elsewhere), elsewhere["error"]["symbol"]) == ((False, 53), "ERROR_BAD_NETPATH")
    assert (outcome(foreseen), foreseen["after"], foreseen["diff"]["after"]["secure_channel"]) == (
        (True, "ok"),
        OK,
        "ok",
    )
    assert (outcome(repaired), repaired["before"]["status"], repaired["after"]) == ((True, "ok"), "broken", OK)
    assert [step["return_code"] for step in foreseen["steps"] + repaired["steps"]] == [None, None, 0, 0]
    assert [outcome(verified), outcome(again)] == [(False, "ok"), (False, "ok")]
    assert laboratory.secrets_prove_membership(member)


def test_a_trust_that_works_elsewhere_is_left_alone(laboratory: Laboratory, member: str) -> None:
    """The named domain controller is not there; Netlogon has another one, and both sides keep their password."""
    held = machine_password(member, "LAB")
    (refused,) = laboratory.tasks(member, repair(laboratory, domain_controller="dc9.lab.example"))
    assert (refused["changed"], refused["failed"], refused["error"]["reason"]) == (False, True, "works_elsewhere")
    assert "though not through dc9.lab.example (code 1311)" in refused["msg"]
    assert machine_password(member, "LAB") == held
    assert laboratory.secrets_prove_membership(member)


def test_a_rotation_gives_both_sides_a_new_password(
    laboratory: Laboratory, member: str, tmp_path: pathlib.Path
) -> None:
    """The domain notes when, Samba's own tools accept what the host holds, and nobody has seen it."""
    first = machine_password(member, "LAB")
    before = laboratory.computer(member)
    log = tmp_path / "ansible.log"
    play = {"hosts": member, "gather_facts": False, "tasks": [channel("rotated")]}
    done = laboratory.playbook([play], "-vvvvvv", "--diff", ANSIBLE_LOG_PATH=str(log))
    assert done.code == 0, done.output[-3000:]
    second, after = machine_password(member, "LAB"), laboratory.computer(member)
    assert len(second) == len(first) == 120
    assert second != first
    assert before is not None
    assert after is not None
    assert int(after.one("pwdLastSet")) > int(before.one("pwdLastSet"))
    assert laboratory.secrets_prove_membership(member)
    assert not any(password in text for password in (first, second) for text in (done.output, log.read_text()))


def test_an_account_that_is_disabled_or_gone_is_no_matter_of_passwords(laboratory: Laboratory, member: str) -> None:
    """A new password does not help a disabled account, and a deleted one cannot have any."""
    account = laboratory.computer(member)
    assert account is not None
    laboratory.change_directory(
        f"dn: {account.dn}\nchangetype: modify\nreplace: userAccountControl\n"
        f"userAccountControl: {DISABLED_WORKSTATION}\n"
    )
    (disabled,) = laboratory.tasks(member, channel())
    laboratory.change_directory(f"dn: {account.dn}\nchangetype: delete\n")
    held = machine_password(member, "LAB")
    deleted, repaired = laboratory.tasks(member, channel(), repair(laboratory))
    assert [outcome(result) for result in (disabled, deleted)] == [(False, 1787), (False, 1787)]
    assert "enable it when it is disabled" in disabled["msg"]
    assert (outcome(repaired), repaired["error"]["symbol"]) == ((False, 2221), "NERR_UserNotFound")
    assert machine_password(member, "LAB") == held
