# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of a machine."""

from __future__ import annotations

import datetime as dt
import typing as t

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.account import ComputerAccount
from ansible_collections.netjoin.windows.plugins.module_utils._join_options.request import AccountPolicy
from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.decision import (
    Action,
    Situation,
    Wish,
    decide,
)
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.known_blob import (
    GivenPassword,
    KnownBlob,
    PendingPassword,
)
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.problem import Refusal

from .samples import (
    ACCOUNT,
    BLOB,
    DOMAIN_GUID,
    DOMAIN_SID,
    HOST,
    NOON,
    OTHER_DOMAIN_GUID,
    OU,
    SID,
    account,
    blob,
    pending,
)

CREATE, REUSE, EITHER = AccountPolicy.CREATE, AccountPolicy.REUSE, AccountPolicy.CREATE_OR_REUSE
CALLER_SIDS = (f"{DOMAIN_SID}-1103", f"{DOMAIN_SID}-513")
STRANGER = f"{DOMAIN_SID}-1199"
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
NOW = NOON + 30 * DAY


def decision(
    policy: AccountPolicy,
    of: ComputerAccount | None = None,
    there: KnownBlob | None = None,
    left: PendingPassword | None = None,
    host: HostName = HOST,
    given: GivenPassword | None = None,
    **wish: t.Any,
) -> Action | str:
    """The action for a machine, or the reason of the refusal."""
    wanted = Wish(**{"policy": policy, "container": OU, "active_for": 90 * DAY, "force": False, **wish})
    try:
        return decide(wanted, Situation(host, DOMAIN_GUID, of, there, left, NOW, given, CALLER_SIDS))
    except Refusal as refusal:
        return refusal.reason


@pytest.mark.parametrize(
    ("policy", "expected"), [(CREATE, Action.CREATE), (EITHER, Action.CREATE), (REUSE, "no_account")]
)
def test_a_missing_account_is_created_unless_only_reuse_is_asked_for(
    policy: AccountPolicy, expected: Action | str
) -> None:
    """NETSETUP_ACCT_CREATE is what reuse leaves out."""
    assert decision(policy) == expected


@pytest.mark.parametrize(
    ("policy", "expected"), [(CREATE, "account_exists"), (EITHER, Action.REUSE), (REUSE, Action.REUSE)]
)
def test_an_account_without_a_blob_is_taken_over_only_when_asked(policy: AccountPolicy, expected: Action | str) -> None:
    """Creating refuses it, as NETSETUP_NO_ACCT_REUSE does."""
    assert decision(policy, ACCOUNT) == expected


@pytest.mark.parametrize("policy", [CREATE, REUSE, EITHER])
class TestGoodBlob:
    """The rules by which a blob that is there is enough."""

    def test_it_is_kept(self, policy: AccountPolicy) -> None:
        """It names machine, domain and account, and the password is as old as it is."""
        assert decision(policy, ACCOUNT, BLOB) is Action.KEEP

    def test_its_time_does_not_matter_when_the_account_has_its_first_password(self, policy: AccountPolicy) -> None:
        """A copy has a later time; whenCreated is in whole seconds, and no password was set since."""
        first = account(created=NOON, password_set=NOON + dt.timedelta(milliseconds=900))
        assert decision(policy, first, blob(written=NOON + DAY)) is Action.KEEP

    def test_it_may_be_of_windows_which_writes_the_netbios_name(self, policy: AccountPolicy) -> None:
        """The host name has more than 15 characters, the name in the blob its first 15."""
        host = HostName.parse("workstation-number-1")
        assert decision(policy, ACCOUNT, blob(machine_name="WORKSTATION-NUM"), host=host) is Action.KEEP

    def test_a_copy_may_lose_parts_of_a_second(self, policy: AccountPolicy) -> None:
        """FAT keeps the time of a file in steps of two seconds."""
        assert decision(policy, ACCOUNT, blob(written=NOON - dt.timedelta(seconds=2))) is Action.KEEP


STALE = {
    "the password was set three seconds later": (ACCOUNT, blob(written=NOON - dt.timedelta(seconds=3))),
    "an earlier account has its name": (account(created=NOON), blob(written=NOON - DAY, account_sid=SID + "9")),
    "it is of an earlier account": (ACCOUNT, blob(account_sid=SID + "9")),
    "it names no account": (ACCOUNT, blob(account_sid=None)),
    "the password has to be changed": (account(password_set=None), BLOB),
}


@pytest.mark.parametrize(("of", "there"), STALE.values(), ids=STALE)
def test_a_stale_blob_does_not_allow_what_the_task_does_not(of: ComputerAccount, there: KnownBlob) -> None:
    """Creating refuses, and reusing makes a new one."""
    assert decision(CREATE, of, there) == "account_exists"
    assert decision(REUSE, of, there) is Action.REUSE


LATER = {
    "copied at once": NOON + dt.timedelta(seconds=3),
    "checked out a day later": NOON + DAY,
}


@pytest.mark.parametrize("policy", [CREATE, REUSE, EITHER])
@pytest.mark.parametrize("written", LATER.values(), ids=LATER)
def test_a_blob_whose_time_tells_nothing_is_neither_kept_nor_replaced(
    policy: AccountPolicy, written: dt.datetime
) -> None:
    """It may be of an earlier password, or of this one and in somebody's image. What was left pending is completed."""
    reset = account(created=NOON - DAY)
    assert decision(policy, reset, blob(written=written)) == "uncertain_blob"
    assert decision(policy, reset, blob(written=written), force=policy is not CREATE) == "uncertain_blob"
    assert decision(policy, reset, blob(written=written), pending(NOON - DAY)) is Action.COMPLETE


@pytest.mark.parametrize("of", [None, ACCOUNT], ids=["no account", "an account"])
@pytest.mark.parametrize(
    "there", [blob(machine_name="WS0002"), blob(domain_guid=OTHER_DOMAIN_GUID)], ids=["machine", "domain"]
)
def test_the_blob_of_another_machine_or_domain_is_never_overwritten(
    of: ComputerAccount | None, there: KnownBlob
) -> None:
    """Whatever there is in the directory."""
    assert decision(EITHER, of, there, force=True) == "foreign_blob"


class TestInterruptedRun:
    """What a pending blob, left by a run that was killed, changes."""

    @pytest.mark.parametrize("policy", [CREATE, REUSE, EITHER])
    @pytest.mark.parametrize(
        ("sid", "before"),
        [(None, None), (SID, NOON - MINUTE), (SID, NOON - 300 * DAY)],
        ids=["created", "twice", "reused"],
    )
    def test_it_is_completed_when_the_account_has_its_password(
        self, policy: AccountPolicy, sid: str | None, before: dt.datetime | None
    ) -> None:
        """The password was set within the minute after it was written, whatever the clocks say."""
        for ahead in (-5 * MINUTE, 0 * MINUTE, 6 * MINUTE):
            left = pending(before, account_sid=sid, written=NOON - ahead)
            assert decision(policy, ACCOUNT, left=left) is Action.COMPLETE

    @pytest.mark.parametrize(
        "left",
        [
            pending(account_sid=None, written=NOON - 7 * MINUTE),
            pending(account_sid=None, written=NOON + 6 * MINUTE),
            pending(NOON, account_sid=SID),
            pending(account_sid=SID + "9"),
            pending(account_sid=None, domain_guid=OTHER_DOMAIN_GUID),
        ],
        ids=["set later", "set before", "not set again", "another account", "another domain"],
    )
    def test_it_is_worthless_when_the_account_has_another_password(self, left: PendingPassword) -> None:
        """The account is then judged as if there was none."""
        assert decision(CREATE, ACCOUNT, left=left) == "account_exists"
        assert decision(REUSE, ACCOUNT, left=left) is Action.REUSE

    def test_the_account_was_not_created(self) -> None:
        """Then it is created now."""
        assert decision(CREATE, None, left=pending(account_sid=None)) is Action.CREATE

    def test_its_stale_file_does_not_stand_in_the_way(self) -> None:
        """Killed while a stale blob was being replaced."""
        assert decision(REUSE, ACCOUNT, blob(written=NOON - DAY), pending(NOON - DAY)) is Action.COMPLETE


DISABLED = account(control=0x1002, created=NOON, changed=NOON)
ENABLED = account(created=NOON, changed=NOON)
KEPT = GivenPassword("Aa1" * 14, NOON - MINUTE)


class TestUnfinishedAccount:
    """Accounts of a run that was killed before anybody could have its blobs."""

    @pytest.mark.parametrize("policy", [CREATE, EITHER])
    def test_it_is_adopted_while_it_is_disabled(self, policy: AccountPolicy) -> None:
        """As it is until the blobs of the whole list are returned."""
        assert decision(policy, DISABLED) is Action.ADOPT
        assert (
            decision(policy, account(**{**vars(DISABLED), "creator": CALLER_SIDS[0], "owner": STRANGER}))
            is Action.ADOPT
        )

    @pytest.mark.parametrize("policy", [CREATE, EITHER])
    def test_it_is_adopted_when_the_caller_has_written_its_password_down_before(self, policy: AccountPolicy) -> None:
        """Clocks may differ by five minutes."""
        for since in (NOON - DAY, NOON + 5 * MINUTE):
            assert decision(policy, ENABLED, given=GivenPassword("Aa1" * 14, since)) is Action.ADOPT

    @pytest.mark.parametrize("given", [None, KEPT], ids=["disabled", "password kept"])
    @pytest.mark.parametrize(
        "changes",
        [
            {"owner": STRANGER},
            {"owner": None},
            {"last_logon": NOON + MINUTE},
            {"changed": NOON + MINUTE},
            {"changed": None},
            {"password_set": None},
            {"dn": OU.child("OU", "Attic").child("CN", "WS0001")},
        ],
        ids=["of somebody", "of nobody knows whom", "used", "changed since", "hidden", "to change", "elsewhere"],
    )
    def test_others_are_not(self, given: GivenPassword | None, changes: dict[str, t.Any]) -> None:
        """Creating refuses them; an account that was disabled on purpose has been changed since."""
        before = ENABLED if given else DISABLED
        assert decision(CREATE, account(**{**vars(before), **changes}), given=given) == "account_exists"

    def test_an_account_that_was_there_before_the_password_is_not(self) -> None:
        """Its password may be somebody's."""
        earlier = account(**{**vars(ENABLED), "created": NOON - DAY})
        assert decision(CREATE, earlier, given=KEPT) == "account_exists"
        assert decision(CREATE, ENABLED) == "account_exists"

    def test_reusing_has_its_own_rules(self) -> None:
        """The owner is judged, and the account is enabled at once."""
        assert decision(REUSE, DISABLED) is Action.REUSE


GUARDED = {
    "logged on a month ago": (account(last_logon=NOW - 30 * DAY), "active"),
    "has the key of a machine": (account(has_key_credential=True), "key_credential"),
}


@pytest.mark.parametrize(("of", "reason"), GUARDED.values(), ids=GUARDED)
def test_an_account_in_use_is_reused_only_by_force(of: ComputerAccount, reason: str) -> None:
    """A machine that uses it would lose the trust of the domain."""
    assert decision(REUSE, of) == reason
    assert decision(REUSE, of, force=True) is Action.REUSE


@pytest.mark.parametrize(
    "of",
    [account(last_logon=NOW - 91 * DAY), account(last_logon=NOW - DAY, control=0x1002)],
    ids=["long ago", "disabled since"],
)
def test_an_account_that_no_machine_uses_any_more_is_reused(of: ComputerAccount) -> None:
    """Its last logon is longer ago than active_days, or nobody can log on with it since."""
    assert decision(REUSE, of) is Action.REUSE


def test_an_account_in_another_container_is_not_reused() -> None:
    """Windows answers 2224 then ([MS-WKST] 3.2.4.13.3); without ou it does not matter."""
    elsewhere = account(dn=OU.parent.child("CN", "WS0001") if OU.parent else OU)
    assert decision(EITHER, elsewhere, force=True) == "elsewhere"
    assert decision(EITHER, elsewhere, container=None) is Action.REUSE


@pytest.mark.parametrize(
    "of",
    [account(control=0x2000), account(primary_group=516), account(object_classes=frozenset({"user"}))],
    ids=["domain controller by its control", "by its group", "user"],
)
def test_what_is_no_member_computer_is_never_touched(of: ComputerAccount) -> None:
    """Neither by force nor when there is a blob."""
    assert decision(EITHER, of, BLOB, force=True) == "protected"
