# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a machine seems to use an account, and would lose the trust of the domain by another password."""

from __future__ import annotations

import datetime as dt
import typing as t

from .account import ComputerAccount

ACTIVE_DAYS = 90
"""How long ago a logon protects an account, unless the task says otherwise."""


class SignOfUse(t.NamedTuple):
    """What tells that a machine uses an account: a word for programs, a sentence, and what to do about it."""

    reason: str
    meaning: str
    next_step: str


def sign_of_use(account: ComputerAccount, now: dt.datetime, active_for: dt.timedelta) -> SignOfUse | None:
    """The first sign that there is; None when nobody seems to use the account.

    An account that was disabled is no live machine's, as when the host has left the domain. But its key works again
    once it is enabled, whatever its password is.
    """
    lately = account.last_logon is not None and now - account.last_logon < active_for
    if lately and account.is_enabled:
        return SignOfUse(
            "active",
            f"{account.dn} has logged on about {account.last_logon:%Y-%m-%d}: a machine seems to use it, and would "
            "lose the trust of the domain",
            "force: true when that machine is gone",
        )
    if account.has_key_credential:
        return SignOfUse(
            "key_credential",
            f"{account.dn} has a key of a machine (msDS-KeyCredentialLink), with which that machine can still log on",
            "remove the key, or force: true",
        )
    return None
