# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of one machine: decided from its account and from the blobs that are there already."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from dataclasses import dataclass

from .._computer_account.account import AccountControl, ComputerAccount
from .._computer_account.usage import sign_of_use
from .._join_options.request import AccountPolicy
from .._names.distinguished_name import DistinguishedName
from .._names.host_name import HostName
from .known_blob import GivenPassword, KnownBlob, PendingPassword
from .problem import Refusal

SAME_TIME = dt.timedelta(seconds=2)
"""What a file system or a copy may take off the time of a file."""

CLOCKS_DIFFER = dt.timedelta(minutes=5)
"""Kerberos works with clocks that differ by up to this much (RFC 4120 section 8.2)."""

ANSWER_TAKES = dt.timedelta(minutes=1)
"""How long after a pending password was written the directory may have carried the change out."""

ADD_TAKES = dt.timedelta(seconds=10)
"""How long after setting the password of a new account a domain controller may still be writing the account."""

ACCOUNT_EXISTS = 2224
NO_ACCOUNT = 1332
REUSE_NOT_ALLOWED = 2732


class Action(enum.Enum):
    """What is done for a machine."""

    CREATE = "create"
    """Create the account and write its blob."""
    REUSE = "reuse"
    """Give the account a new password and write its blob."""
    COMPLETE = "complete"
    """Finish the blob whose password the account has already, from a task that was interrupted."""
    ADOPT = "adopt"
    """Give the account that an interrupted task has just created another password, for nobody has its first one."""
    KEEP = "keep"
    """Nothing: the blob that is there is good."""


@dataclass(frozen=True)
class Wish:
    """What the task asks for every machine; ``active_for`` is how long ago a logon protects an account."""

    policy: AccountPolicy
    container: DistinguishedName | None
    active_for: dt.timedelta
    force: bool


@dataclass(frozen=True)
class Situation:
    """What there is of one machine.

    ``pending`` is what an interrupted task has left, ``given`` the password that the caller keeps for the account, and
    ``caller_sids`` are of who is logged on.
    """

    host: HostName
    domain_guid: uuid.UUID
    account: ComputerAccount | None
    blob: KnownBlob | None
    pending: PendingPassword | None
    now: dt.datetime
    given: GivenPassword | None = None
    caller_sids: tuple[str, ...] = ()


def decide(wish: Wish, seen: Situation) -> Action:
    """What to do for a machine; raises Refusal.

    An existing account is taken over only when the wish allows it, and then its owner is still to be judged
    (reuse_verdict). Completing changes no password, so it cannot take a machine that is in use from its domain.
    """
    if seen.blob is not None and not seen.blob.is_for(seen.host, seen.domain_guid):
        raise Refusal(
            "foreign_blob",
            f"The blob that is there is for {seen.blob.machine_name} of the domain {seen.blob.domain_guid}, and is not "
            "overwritten. Try: another output_dir, or move the file away.",
        )
    account = seen.account
    if account is None:
        if wish.policy is AccountPolicy.REUSE:
            raise Refusal(
                "no_account", f"{seen.host} has no account. Try: account: create, or create_or_reuse.", NO_ACCOUNT
            )
        return Action.CREATE
    if account.protected_kind is not None:
        raise Refusal("protected", f"{account.dn} is {account.protected_kind}, and gets no blob.")
    if seen.blob is not None and is_good(seen.blob, account):
        return Action.KEEP
    if seen.pending is not None and is_carried_out(seen.pending, seen, account):
        return Action.COMPLETE
    if seen.blob is not None and is_uncertain(seen.blob, account):
        raise Refusal("uncertain_blob", _why_uncertain(seen.blob, account))
    if wish.policy is not AccountPolicy.REUSE and is_unfinished(wish, seen, account):
        return Action.ADOPT
    _check_reuse(wish, seen, account)
    return Action.REUSE


def is_good(blob: KnownBlob, account: ComputerAccount) -> bool:
    """Whether a blob is of this very account, and of its password: both were set at the same time.

    While the account has the password that it was created with, every blob that names it has that one. Files get
    later times when they are copied or checked out, so a later time alone tells nothing.
    """
    if account.password_set is None or blob.account_sid != account.sid:
        return False
    later = blob.written - account.password_set
    has_first_password = account.created is not None and abs(account.password_set - account.created) <= SAME_TIME
    return abs(later) <= SAME_TIME or (later > SAME_TIME and has_first_password)


def is_uncertain(blob: KnownBlob, account: ComputerAccount) -> bool:
    """Whether a blob of this account that is not known to be good may be: only an earlier one is known to be stale."""
    if account.password_set is None or blob.account_sid != account.sid:
        return False
    return blob.written > account.password_set and not is_good(blob, account)


def is_carried_out(pending: PendingPassword, seen: Situation, account: ComputerAccount) -> bool:
    """Whether the account has a pending password: it got one when that had just been written down."""
    known = pending.known
    if not known.is_for(seen.host, seen.domain_guid) or known.account_sid not in (None, account.sid):
        return False
    if account.password_set is None or account.password_set == pending.password_before:
        return False
    return -CLOCKS_DIFFER <= account.password_set - known.written <= CLOCKS_DIFFER + ANSWER_TAKES


def is_unfinished(wish: Wish, seen: Situation, account: ComputerAccount) -> bool:
    """Whether an interrupted task of this caller has created the account, so that no machine can have its password.

    The account is the caller's own, was never logged on with, and setting its password was the last that anybody did
    to it. And it is still disabled, as it is until the blobs of a task are returned; or it was created after the caller
    had written its password down. Somebody who has disabled an account on purpose has changed it later.
    """
    if account.changed is None or account.created is None or account.password_set is None:
        return False
    untouched = account.last_logon is None and abs(account.changed - account.password_set) <= ADD_TAKES
    own = account.creator in seen.caller_sids[:1] or account.owner in seen.caller_sids
    if not (untouched and own) or (wish.container is not None and account.dn.parent != wish.container):
        return False
    if account.control == AccountControl.WORKSTATION_TRUST | AccountControl.DISABLED:
        return True
    return seen.given is not None and account.created >= seen.given.since - CLOCKS_DIFFER


def _check_reuse(wish: Wish, seen: Situation, account: ComputerAccount) -> None:
    if wish.policy is AccountPolicy.CREATE:
        raise Refusal("account_exists", _why_not_created(seen, account), ACCOUNT_EXISTS)
    if wish.container is not None and account.dn.parent != wish.container:
        raise Refusal(
            "elsewhere",
            f"The account is {account.dn}, not in {wish.container}. Try: leave ou out, or move the account first with "
            "netjoin.windows.computer_account.",
            ACCOUNT_EXISTS,
        )
    sign = sign_of_use(account, seen.now, wish.active_for)
    if sign is not None and not wish.force:
        raise Refusal(sign.reason, f"{sign.meaning}. Try: {sign.next_step}.")


def _why_uncertain(blob: KnownBlob, account: ComputerAccount) -> str:
    return (
        f"Whether the blob that is there has the password of {account.dn} cannot be known: its time is "
        f"{blob.written:%Y-%m-%d %H:%M:%S} UTC, and the password was set before, on "
        f"{account.password_set:%Y-%m-%d %H:%M:%S} UTC. A file has such a time when it was copied or checked out, or "
        "made by another program; or the domain controller has not learned of a new password yet. The blob is neither "
        "taken for good nor replaced. Try: when you know that it has this password, give its file the time (touch -d "
        f"'{account.password_set:%Y-%m-%dT%H:%M:%SZ}' FILE); or move it away, and make another with account: reuse."
    )


def _why_not_created(seen: Situation, account: ComputerAccount) -> str:
    advice = (
        "Try: account: create_or_reuse when it may get a new password, which a machine that uses it would not know."
    )
    if seen.blob is None:
        return f"{account.dn} exists, and there is no blob of it. {advice}"
    if seen.blob.account_sid != account.sid:
        return f"{account.dn} exists, and the blob is of an earlier account of this name. {advice}"
    return (
        f"The password of {account.dn} was set on {account.password_set:%Y-%m-%d %H:%M} UTC, after its blob was made: "
        f"the machine has joined and changed it, or somebody has reset it. {advice}"
        if account.password_set
        else f"The password of {account.dn} is to be changed at the next logon, so its blob does not work. {advice}"
    )
