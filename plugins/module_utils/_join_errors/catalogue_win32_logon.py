# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Win32 codes about who joins: users, passwords, the computer's own account and its trust."""

from __future__ import annotations

from . import sources
from .row import Call, ErrorRow, Variant

WIN32_LOGON_ROWS: tuple[ErrorRow, ...] = (
    ErrorRow(
        1219,
        "ERROR_SESSION_CREDENTIAL_CONFLICT",
        "Windows is connected to this domain controller already, as another user",
        ("a mapped drive or an earlier step holds a session to the domain controller under another user",),
        (
            "end the sessions with `net use * /delete /y`, or restart the host, and try again",
            "give `domain` or `domain_controller` by DNS name instead of NetBIOS name or address",
        ),
        sources.TROUBLESHOOT,
    ),
    ErrorRow(
        1240,
        "ERROR_LOGIN_WKSTA_RESTRICTION",
        "the domain controller does not accept a logon from this computer",
        ("SMB signing is required on one side and disabled on the other",),
        ("enable SMB signing on the host: `Get-SmbClientConfiguration` must not have it disabled",),
        sources.TROUBLESHOOT,
    ),
    ErrorRow(
        1317,
        "ERROR_NO_SUCH_USER",
        "the domain has no account of this name",
        (
            "in NetSetup.log: normal while Windows looks for an account of the computer that does not exist yet",
            "`username` is misspelt or in another domain",
        ),
        (
            "read on in the log: a later status decides",
            "check `username` with `Get-ADUser`, best in the form `user@domain`",
        ),
        sources.JOIN_LOG,
        (
            Variant(
                "the directory has no such user (sub-code `data 525`)",
                ("the user name is misspelt", "the name's form does not fit: use the UPN, or `DOMAIN\\user`"),
                ("check `username`, best in the form `user@domain`",),
                sources.ERREF_PRACTICE,
                calls=(Call.LDAP,),
            ),
        ),
    ),
    ErrorRow(
        1323,
        "ERROR_WRONG_PASSWORD",
        "the machine password could not be changed, because the current one is not what the domain has",
        ("the account was reset meanwhile, or another computer uses it",),
        (
            "make sure that no other computer has this name, then run the task again",
            "reset the computer account in the domain first",
        ),
        sources.WMI_JOIN,
    ),
    ErrorRow(
        1325,
        "ERROR_PASSWORD_RESTRICTION",
        "the password is not acceptable as a machine password",
        (
            "machine_pwd_passed is set, but the password is empty",
            "a Server 2025 domain controller refuses the default password, which is the computer's name",
        ),
        (
            "give a `machine_password` that is not empty",
            "do not use join_unsecure without `machine_password`: it would use the default password",
        ),
        sources.WKST_DOMAIN,
    ),
    ErrorRow(
        1326,
        "ERROR_LOGON_FAILURE",
        "the domain does not accept this user name with this password",
        (
            "the password of `username` is wrong",
            "`username` is misspelt, or its domain was left out",
            "without `username` the host joins as its own caller, who is nobody in the domain",
        ),
        (
            "check `username` (best as `user@domain`) and `password` with one logon elsewhere; "
            "repeated tries lock the account",
            "give `username` and `password` when the caller has no identity in the domain",
        ),
        f"{sources.TROUBLESHOOT}; {sources.WKST_DOMAIN}",
        (
            Variant(
                "the machine password is not the one that the computer's account has in the domain",
                (
                    "the account was reset or joined again since `machine_password` was set",
                    "the account of this name was made for another computer",
                    "the new password has not reached the domain controller that was used",
                ),
                (
                    "reset the account and use the same value as `machine_password`",
                    "set `domain_controller` to the domain controller on which the account was reset",
                ),
                sources.WKST_DOMAIN,
                calls=(Call.JOIN,),
                present=0x80,
            ),
            Variant(
                "the default machine password is not the one that the computer's account has in the domain",
                (
                    "join_unsecure without a machine password tries the computer's name in lower case",
                    "domain controllers of Server 2025 refuse such passwords",
                ),
                ("reset the account to a password of its own and give it as `machine_password`",),
                sources.WKST_DOMAIN,
                calls=(Call.JOIN,),
                present=0x40,
                absent=0x80,
            ),
            Variant(
                "no domain controller accepts these credentials, so the host stays in its domain",
                ("leaving a domain logs on to a domain controller even when the account is kept",),
                (
                    "check `unjoin_username` and `unjoin_password`",
                    "set `force: true` when no credentials of the domain are left; the account then stays behind",
                ),
                sources.WKST_UNJOIN,
                calls=(Call.UNJOIN,),
            ),
            Variant(
                "the user exists, but the password is wrong (sub-code `data 52e`)",
                ("the password is wrong",),
                ("check `password` with one logon elsewhere; repeated tries lock the account",),
                sources.ERREF_PRACTICE,
                calls=(Call.LDAP,),
            ),
        ),
    ),
    ErrorRow(
        1327,
        "ERROR_ACCOUNT_RESTRICTION",
        "a restriction on the user's account prevents this logon",
        ("the user is in the group Protected Users, which forbids NTLM", "the password is empty"),
        ("join with another `username`", "give `domain` and `domain_controller` by DNS name, so that Kerberos is used"),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        1328,
        "ERROR_INVALID_LOGON_HOURS",
        "the user may not log on at this time",
        ("the logon hours of `username` exclude the present time (LDAP sub-code `data 530`)",),
        ("join with another `username`, or allow the hours on the account",),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        1329,
        "ERROR_INVALID_WORKSTATION",
        "the user may not log on from this computer",
        ("the account of `username` lists the computers it may log on to (LDAP sub-code `data 531`)",),
        ("join with another `username`, or empty the account's list of computers (userWorkstations)",),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        1330,
        "ERROR_PASSWORD_EXPIRED",
        "the password of the user has expired",
        ("the password of `username` is older than the domain allows (LDAP sub-code `data 532`)",),
        ("set a new password for `username`",),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        1331,
        "ERROR_ACCOUNT_DISABLED",
        "the account that logs on is disabled",
        (
            "the account of `username` is disabled (LDAP sub-code `data 533`)",
            "in a join with `machine_password`: the computer's account is disabled",
        ),
        ("enable the account", "join with another `username`"),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        1332,
        "ERROR_NONE_MAPPED",
        "the computer's account was not found in the domain",
        (
            "the account does not exist, and the join did not ask to create it",
            "the account was made a moment ago and has not reached the domain controller that was used",
        ),
        (
            "create the account first, or use `account: create_or_reuse`",
            "set `domain_controller` to the domain controller on which the account was made",
        ),
        f"{sources.WKST_DOMAIN}; Microsoft support: Status code 0x534",
        (
            Variant(
                "a name could not be turned into an account of the domain",
                (
                    "in NetSetup.log after a first try without acct_create: normal, Windows tries again",
                    "the new account has not reached the domain controller that was asked for it",
                ),
                (
                    "set `domain_controller`, so that one domain controller does everything, and run the task again",
                    "check the replication between the domain controllers with `repadmin /replsummary`",
                ),
                "Microsoft support: Status code 0x534",
                calls=(Call.JOIN,),
                present=0x3,
            ),
            Variant(
                "the computer's account does not exist, and a join with a machine password cannot create it",
                (
                    "the account was never made, was deleted, or has another name than the computer",
                    "the account has not reached the domain controller that was used",
                ),
                (
                    "create the account and set its password to `machine_password`",
                    "compare the account's name with the computer's NetBIOS name, which has at most 15 characters",
                    "set `domain_controller` to the domain controller on which the account was made",
                ),
                sources.WKST_DOMAIN,
                calls=(Call.JOIN,),
                present=0x81,
                absent=0x2,
            ),
            Variant(
                "the computer's account does not exist, and the join was told not to create it",
                (
                    "`account: reuse` was asked for, but the account was never made, was deleted or has another name",
                    "the account has not reached the domain controller that was used",
                ),
                (
                    "create the account first, or use `account: create_or_reuse`",
                    "set `domain_controller` to the domain controller on which the account was made",
                ),
                sources.WKST_DOMAIN,
                calls=(Call.JOIN,),
                present=0x1,
                absent=0x2,
            ),
        ),
    ),
    ErrorRow(
        1385,
        "ERROR_LOGON_TYPE_NOT_GRANTED",
        "the user may not log on to the domain controller over the network",
        ("`username` lacks the right Access this computer from the network on the domain controllers",),
        ("grant the right in the Default Domain Controllers Policy", "join with another `username`"),
        "Microsoft support: Status code 0x569",
    ),
    ErrorRow(
        1396,
        "ERROR_WRONG_TARGET_NAME",
        "the server that answered is not the domain controller that was meant",
        ("a DNS record of the domain controller points to another machine", "a service principal name exists twice"),
        (
            "compare `nslookup <domain controller>` with its real address and delete stale records",
            "look for duplicates with `setspn -X`",
        ),
        sources.TROUBLESHOOT,
    ),
    ErrorRow(
        1398,
        "ERROR_TIME_SKEW",
        "the clocks of the host and of the domain controller differ by too much",
        ("Kerberos tolerates five minutes by default",),
        ("set the host's clock, for example with `w32tm /resync`, and check its time zone",),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        1793,
        "ERROR_ACCOUNT_EXPIRED",
        "the user's account has expired",
        ("the account of `username` has an expiry date in the past (LDAP sub-code `data 701`)",),
        ("extend the account, or join with another `username`",),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        1907,
        "ERROR_PASSWORD_MUST_CHANGE",
        "the user has to change the password before the first logon",
        ("`username` is flagged User must change password at next logon (LDAP sub-code `data 773`)",),
        ("change the password of `username` once, or clear the flag",),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        1909,
        "ERROR_ACCOUNT_LOCKED_OUT",
        "the user's account is locked",
        ("too many wrong passwords, often from retries (LDAP sub-code `data 775`)",),
        ("stop every retry, find where the wrong password comes from, then unlock the account",),
        sources.ERREF_PRACTICE,
    ),
)
