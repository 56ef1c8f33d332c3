# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""NERR codes about accounts, services and names, which are older than joins."""

from __future__ import annotations

from . import sources
from .row import Call, ErrorRow, Variant

NERR_ROWS: tuple[ErrorRow, ...] = (
    ErrorRow(
        0,
        "NERR_Success",
        "the call succeeded",
        ("0 is success, not an error",),
        ("restart the host: a join, an unjoin and a rename take full effect at the next start",),
        sources.API_JOIN,
    ),
    ErrorRow(
        2138,
        "NERR_WkstaNotStarted",
        "the Workstation service is not running",
        ("the service LanmanWorkstation is stopped or disabled",),
        ("start it with `Start-Service LanmanWorkstation`",),
        sources.API_OFFLINE,
    ),
    ErrorRow(
        2202,
        "NERR_BadUsername",
        "the user name is not written correctly",
        ("`username` is no `DOMAIN\\user` and no `user@domain`", "the name holds characters such as / [ ] : ; | = +"),
        ("write `username` as `user@domain`",),
        sources.LMERR_PRACTICE,
    ),
    ErrorRow(
        2221,
        "NERR_UserNotFound",
        "the account was not found",
        ("`username` is misspelt", "the computer's account was deleted during the join"),
        ("check `username`, best in the form `user@domain`", "run the task again after replication has caught up"),
        sources.LMERR_PRACTICE,
        (
            Variant(
                "the domain has no account for this computer, so there is no password to reset",
                ("the account was deleted, or renamed", "`domain_controller` does not know the account yet"),
                (
                    "have the deleted account restored, or leave the domain with `force: true` and join it again",
                    "run the task again without `domain_controller`, or after replication has caught up",
                ),
                "MicrosoftDocs sdk-api NetUserSetInfo",
                calls=(Call.ACCOUNT,),
            ),
        ),
    ),
    ErrorRow(
        2224,
        "NERR_UserExists",
        "an account of this name exists in another container of the domain",
        (
            "the computer was joined before, into another OU than `ou`",
            "another computer has the same name",
        ),
        (
            "leave out `ou`, or set it to the OU that holds the account: `Get-ADComputer <name>` shows it",
            "move the account to `ou` with `netjoin.windows.computer_account`, then join again",
            "choose another `hostname` if the account belongs to another computer",
        ),
        sources.WKST_DOMAIN,
        (
            Variant(
                "an account of this name exists, and the join was told not to reuse it",
                ("the computer was joined before", "another computer has the same name"),
                (
                    "use `account: create_or_reuse` if the account is this computer's own",
                    "delete the stale account, or choose another `hostname`",
                ),
                f"derived from the flag's text in {sources.WMI_JOIN}",
                calls=(Call.JOIN,),
                present=0x20000,
            ),
            Variant(
                "the domain has an account of the new name already",
                ("another computer has that name", "a computer that had it is gone, and its account was left behind"),
                (
                    "choose another `hostname`",
                    "delete the account if it is stale: `Get-ADComputer <name>` shows when it was last used",
                ),
                f"derived from {sources.WKST_DOMAIN}",
                calls=(Call.RENAME,),
            ),
            Variant(
                "an account of this name exists, and the blob was to be made with a new one",
                ("the machine was provisioned or joined before", "another machine has the same name"),
                (
                    "use `account: reuse` if the account is this machine's own; its password is then reset",
                    "delete the stale account, or choose another machine name",
                ),
                sources.API_PROVISION,
                calls=(Call.PROVISION,),
            ),
        ),
    ),
    ErrorRow(
        2239,
        "NERR_AccountExpired",
        "the user's account has expired",
        ("the account of `username` has an expiry date in the past",),
        ("extend the account, or join with another `username`",),
        sources.LMERR_PRACTICE,
    ),
    ErrorRow(
        2242,
        "NERR_PasswordExpired",
        "the password of the user has expired",
        ("the password of `username` is older than the domain allows",),
        ("set a new password for `username`",),
        sources.LMERR_PRACTICE,
    ),
    ErrorRow(
        2351,
        "NERR_InvalidComputer",
        "the name of the computer or of the domain is not valid",
        ("the name holds a forbidden character, is too long or empty", "`domain` is the reserved name BUILTIN"),
        ("correct `hostname` or `domain`",),
        sources.WKST_NAMES,
    ),
    ErrorRow(
        2453,
        "NERR_DCNotFound",
        "no domain controller was found",
        ("the host asks a DNS server that does not know the domain", "ports to the domain controllers are blocked"),
        (
            "run `nltest /dsgetdc:<domain> /force` on the host; "
            "if it fails, set the host's DNS server to one of the domain's",
        ),
        sources.LMERR_PRACTICE,
    ),
)
