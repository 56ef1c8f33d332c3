# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task from the first machine to the last."""

from __future__ import annotations

import time

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.request import State
from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.task import AccountTask
from ansible_collections.netjoin.windows.plugins.module_utils._directory.message import Change, Entry
from ansible_collections.netjoin.windows.plugins.module_utils._directory.problem import DirectoryError
from ansible_collections.netjoin.windows.plugins.module_utils._directory.sid import sid_bytes
from ansible_collections.netjoin.windows.plugins.module_utils._names.distinguished_name import DistinguishedName

from .examples import CALLER, OU, machine, request
from .fake_directory import FakeDirectory

THREE = (machine("WS0001"), machine("WS0002"), machine("WS0003"))
SECOND = str(OU.child("CN", "WS0002"))


def run(directory: FakeDirectory, *, check_mode: bool = False, **options: object) -> list[dict[str, object]]:
    """The results of the three machines in the OU."""
    asked = request(**{"state": State.PRESENT, "machines": THREE, "container": OU, **options})
    return [result.as_result() for result in AccountTask(directory.as_directory(), asked, check_mode).run()]


def test_one_that_fails_does_not_keep_the_others() -> None:
    """Each machine has its own verdict, and the order is that of the task."""
    directory = FakeDirectory(OU)
    directory.fails = {SECOND: DirectoryError("ldap_add", 50, "", SECOND, "Create Computer objects")}
    results = run(directory)
    assert [result["name"] for result in results] == ["WS0001", "WS0002", "WS0003"]
    assert [result["failed"] for result in results] == [False, True, False]
    assert [result["changed"] for result in results] == [True, False, True]


@pytest.mark.parametrize(
    ("attribute", "value"), [("objectsid", b"no SID"), ("lastlogontimestamp", b"9223372036854775807")]
)
def test_an_account_that_makes_no_sense_does_not_lose_the_passwords_of_others(attribute: str, value: bytes) -> None:
    """Nobody foresaw what the directory has, and the accounts before it have their new passwords already."""
    directory = FakeDirectory(OU)
    run(directory)
    for entry in directory.entries.values():
        entry["ms-ds-creatorsid"] = (sid_bytes(CALLER),)
    directory.entries[SECOND][attribute] = (value,)
    results = run(directory, state=State.RESET, one_time_password=True)
    assert [result["failed"] for result in results] == [False, True, False]
    assert ["one_time_password" in result for result in results] == [True, False, True]
    assert "cannot be read" in str(results[1]["msg"])


@pytest.mark.parametrize("code", [81, 85], ids=["connection lost", "timeout"])
def test_nobody_is_asked_after_the_domain_controller_went_away(code: int) -> None:
    """The machines behind are told so, and a rerun finds those before as they are."""
    directory = FakeDirectory(OU)
    directory.fails = {SECOND: DirectoryError("ldap_add", code)}
    results = run(directory)
    assert [result["failed"] for result in results] == [False, True, True]
    assert "Not tried" in str(results[2]["msg"])
    assert directory.changes == [f"add {OU.child('CN', 'WS0001')}"]
    directory.fails = {}
    assert [result["changed"] for result in run(directory)] == [False, True, True]


@pytest.mark.parametrize("code", [81, 85], ids=["connection lost", "timeout"])
@pytest.mark.parametrize("state", [State.PRESENT, State.RESET])
def test_a_change_that_nobody_has_answered_may_be_done(state: State, code: int) -> None:
    """The password of a machine may be another one now, so the task does not say that nothing was changed."""
    directory = FakeDirectory(OU)
    if state is State.RESET:
        run(directory)
        for entry in directory.entries.values():
            entry["ms-ds-creatorsid"] = (sid_bytes(CALLER),)
    directory.fails = {SECOND: DirectoryError("ldap_result", code)}
    first, second, third = run(directory, state=state, one_time_password=True)
    assert [each["changed"] for each in (first, second, third)] == [True, True, False]
    assert second["steps"] == []
    assert "not known" in str(second["msg"])
    assert "one_time_password" in first
    assert "one_time_password" not in second


def test_a_domain_controller_that_goes_away_after_a_refusal_takes_no_password_along() -> None:
    """The account is looked at again after the steps before the refusal; the machine before keeps its password."""
    directory = FakeDirectory(OU)

    def lost(*_query: object, **_options: object) -> list[Entry]:
        raise DirectoryError("ldap_result", 81)

    def refuse(dn: DistinguishedName, *changes: Change, right: str | None = None) -> None:
        if changes[0].attribute == "description" and str(dn) == SECOND:
            vars(directory)["search"] = lost
            raise DirectoryError("ldap_modify", 50, "", SECOND, right)

    run(directory)
    for entry in directory.entries.values():
        entry["ms-ds-creatorsid"] = (sid_bytes(CALLER),)
    vars(directory)["modify"] = refuse
    first, second, third = run(directory, state=State.JOINABLE, description="new", one_time_password=True)
    assert [each["steps"] for each in (first, second, third)] == [["reset", "described"], ["reset"], []]
    assert ["one_time_password" in each for each in (first, second, third)] == [True, True, False]
    assert "Not tried" in str(third["msg"])


def test_check_mode_changes_nothing_and_foresees_the_account() -> None:
    """What only the directory can give is left open."""
    directory = FakeDirectory(OU)
    results = run(directory, check_mode=True)
    assert directory.changes == []
    assert results[0]["steps"] == ["created"]
    assert results[0]["account"] == {
        "dn": str(OU.child("CN", "WS0001")),
        "dns_host_name": "WS0001.lab.example",
        "description": None,
        "enabled": True,
        "sid": None,
        "guid": None,
        "password_set": None,
    }


def test_check_mode_warns_of_a_missing_delegation() -> None:
    """Only there: an attempt tells better."""
    directory = FakeDirectory(OU, creatable=False)
    asked = request(machines=THREE[:1], container=OU)
    foreseen = AccountTask(directory.as_directory(), asked, check_mode=True).run()
    made = AccountTask(directory.as_directory(), asked, check_mode=False).run()
    assert "Create Computer objects" in foreseen[0].warnings[0]
    assert made[0].warnings == []


def test_a_container_that_is_missing_fails_before_any_machine() -> None:
    """LDAP_NO_SUCH_OBJECT, with its name."""
    directory = FakeDirectory()
    with pytest.raises(DirectoryError) as caught:
        run(directory)
    assert (caught.value.code, caught.value.dn) == (32, str(OU))


def test_a_password_is_returned_only_when_it_was_asked_for() -> None:
    """And is never in a repr."""
    asked = request(machines=THREE[:1], container=OU, one_time_password=True)
    (result,) = AccountTask(FakeDirectory(OU).as_directory(), asked, check_mode=False).run()
    password = result.as_result()["one_time_password"]
    assert len(password) == 40
    assert password not in repr(result)
    assert "one_time_password" not in run(FakeDirectory(OU))[0]


def test_a_live_machine_keeps_its_account() -> None:
    """Its name was given to another one; the account of a host that has never logged on is prepared again."""
    directory = FakeDirectory(OU)
    run(directory, state=State.JOINABLE)
    for entry in directory.entries.values():
        entry["ms-ds-creatorsid"] = (sid_bytes(CALLER),)
    # 100 ns since 1601, [MS-DTYP] 2.3.3
    lately = int((time.time() + 11644473600) * 10_000_000)
    directory.entries[SECOND]["lastlogontimestamp"] = (b"%d" % lately,)
    directory.changes.clear()
    results = run(directory, state=State.JOINABLE)
    assert [result["failed"] for result in results] == [False, True, False]
    assert "force: true" in str(results[1]["msg"])
    assert not [change for change in directory.changes if SECOND in change]
    assert not run(directory, state=State.JOINABLE, force=True)[1]["failed"]


def test_an_account_that_is_there_gives_no_password() -> None:
    """A rerun must not pretend to know it."""
    directory = FakeDirectory(OU)
    run(directory)
    assert "one_time_password" not in run(directory, one_time_password=True)[0]


def test_reset_and_disable_are_one_change_each() -> None:
    """Of the attribute that they are about."""
    directory = FakeDirectory(OU)
    run(directory)
    directory.changes.clear()
    run(directory, state=State.DISABLED, machines=THREE[:1], container=None)
    run(directory, state=State.ABSENT, machines=THREE[1:2], container=None)
    assert directory.changes == [
        f"modify userAccountControl {OU.child('CN', 'WS0001')}",
        f"delete {SECOND}",
    ]
