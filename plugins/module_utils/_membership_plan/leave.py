# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a member leaves its domain: with whose credentials, and what happens to the account that stays behind."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.netjoin.windows.plugins.module_utils._join_options.flags import UnjoinOption
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.reader import OptionReader
from ansible_collections.netjoin.windows.plugins.module_utils._names.account_name import AccountName


@dataclasses.dataclass(frozen=True)
class Leave:
    """The part of a plan that is needed when the host is a member of a domain that it is to leave.

    Args:
        account: Who removes the host from its domain, None for the caller.
        secret: Password of `account`.
        options: FUnjoinOptions; ACCT_DELETE disables the account and deletes nothing.
        force: Leave also when no domain controller answers, and let the account be.
    """

    account: AccountName | None
    secret: str | None = dataclasses.field(repr=False)
    options: UnjoinOption
    force: bool

    def as_arguments(self) -> dict[str, t.Any]:
        """Return the arguments of the `host_membership` module; `unjoin_password` is a secret."""
        return {
            "unjoin_username": self.account.text if self.account else None,
            "unjoin_password": self.secret,
            "unjoin_options": int(self.options),
            "force": self.force,
        }


def parse_leave(reader: OptionReader, account: AccountName | None, secret: str | None) -> Leave:
    """Parse the options about leaving.

    Args:
        reader: The options of the task.
        account: Who is named by `username`; serves when `unjoin_username` is left out.
        secret: Password of `account`.
    """
    reader.check_pair("unjoin_username", "unjoin_password")
    if reader.given("unjoin_username") or reader.given("unjoin_password"):
        account, secret = reader.name("unjoin_username", AccountName.parse), reader.secret("unjoin_password")
    after = reader.options.get("account_after_unjoin") or ("disable" if account else "keep")
    options = UnjoinOption.ACCT_DELETE if after == "disable" else UnjoinOption(0)
    return Leave(account, secret, options, bool(reader.options.get("force")))
