# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which accounts a machine seems to use."""

from __future__ import annotations

import datetime as dt
import typing as t

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.usage import sign_of_use

from .examples import account

DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
MONTH_AGO = NOW - 30 * DAY
DISABLED = 0x1002  # WORKSTATION_TRUST_ACCOUNT and ACCOUNTDISABLE, [MS-ADTS] 2.2.16

# Attributes of an account, and the sign that a machine uses it.
JUDGED = {
    "prepared, and never logged on": ({"password_set": NOW}, None),
    "logged on a month ago": ({"last_logon": MONTH_AGO}, "active"),
    "logged on long ago": ({"last_logon": NOW - 91 * DAY}, None),
    "left the domain, which disables it": ({"last_logon": MONTH_AGO, "control": DISABLED}, None),
    "has a key": ({"has_key_credential": True}, "key_credential"),
    "disabled, with a key that works again once it is enabled": (
        {"has_key_credential": True, "control": DISABLED},
        "key_credential",
    ),
}


@pytest.mark.parametrize(("attributes", "reason"), JUDGED.values(), ids=JUDGED)
def test_a_machine_uses_an_account_that_it_can_log_on_with(attributes: dict[str, t.Any], reason: str | None) -> None:
    """And has done so in the last ninety days, or has a key that a new password does not take away."""
    sign = sign_of_use(account(**attributes), NOW, 90 * DAY)
    assert (sign and sign.reason) == reason


def test_no_days_protect_no_account() -> None:
    """Not even one that logs on right now."""
    assert sign_of_use(account(last_logon=NOW), NOW, 0 * DAY) is None
