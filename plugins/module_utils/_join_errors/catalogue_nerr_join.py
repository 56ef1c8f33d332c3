# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""NERR codes of the setup functions, those of offline joins aside."""

from __future__ import annotations

from . import sources
from .row import Call, ErrorRow, Variant

NERR_JOIN_ROWS: tuple[ErrorRow, ...] = (
    ErrorRow(
        2691,
        "NERR_SetupAlreadyJoined",
        "this computer is in a domain already",
        ("the computer is a member of another domain than the one to join", "the join was asked for twice"),
        (
            "see `before.domain` for the domain it is in, and leave that one first with `state: workgroup`",
            "add `join_if_joined` to `join_options` if the switch is meant and the old account may stay behind",
        ),
        sources.WKST_DOMAIN,
        (
            Variant(
                "a member of a domain cannot join a workgroup",
                ("the computer has not left its domain yet",),
                ("leave the domain first: `state: workgroup` does both steps in order",),
                sources.WKST_WORKGROUP,
                calls=(Call.JOIN,),
                absent=0x1,
            ),
            Variant(
                "this computer is in a domain already, although the join allowed a switch",
                (
                    "an earlier join or unjoin waits for its restart",
                    "the host module refuses to switch domains without leaving the old one",
                ),
                (
                    "restart the host and run the task again",
                    "leave the old domain first with `state: workgroup`, then join the new one",
                ),
                f"derived from {sources.WKST_DOMAIN}",
                calls=(Call.JOIN,),
                present=0x21,
            ),
        ),
    ),
    ErrorRow(
        2692,
        "NERR_SetupNotJoined",
        "this computer is in no domain",
        ("there is no domain to leave", "a rename in the domain was asked for on a computer in a workgroup"),
        ("nothing is left to do for `state: workgroup`", "rename a computer in a workgroup without credentials"),
        sources.WKST_UNJOIN,
        (
            Variant(
                "this computer is in no domain, so there is no trust",
                ("the host was never joined, or has left its domain",),
                ("join a domain first, with `netjoin.windows.membership`",),
                "MicrosoftDocs PowerShell-Docs Test-ComputerSecureChannel",
                calls=(Call.NETLOGON,),
            ),
        ),
    ),
    ErrorRow(
        2693,
        "NERR_SetupDomainController",
        "this computer is a domain controller, whose membership cannot be changed",
        ("the computer runs Active Directory Domain Services",),
        ("demote it first, for example with `microsoft.ad.domain_controller` and `state: member_server`",),
        sources.WKST_COMMON,
        (
            Variant(
                "this computer is a domain controller, whose trust is a matter of the other domain controllers",
                ("the computer runs Active Directory Domain Services",),
                ("use `netdom resetpwd` and `repadmin` on the domain controller itself",),
                "MicrosoftDocs PowerShell-Docs Test-ComputerSecureChannel",
                calls=(Call.NETLOGON,),
            ),
        ),
    ),
    ErrorRow(
        2694,
        "NERR_DefaultJoinRequired",
        "this domain controller cannot make accounts in an OU",
        ("the LDAP bind to the domain controller failed", "the domain controller is very old"),
        ("leave out `ou`", "run `Test-NetConnection <domain controller> -Port 389` on the host"),
        "[MS-WKST] 3.2.4.17",
    ),
    ErrorRow(
        2695,
        "NERR_InvalidWorkgroupName",
        "the name of the workgroup is not valid",
        (
            "the name is longer than 15 characters or holds a forbidden character",
            "a domain was meant: without join_domain its name is taken for a workgroup",
        ),
        ("correct `workgroup`", "use `state: domain` to join a domain"),
        sources.WKST_NAMES,
    ),
    ErrorRow(
        2696,
        "NERR_NameUsesIncompatibleCodePage",
        "the domain controller cannot write the name of the computer in its language",
        ("`hostname` has characters outside ASCII",),
        ("choose a `hostname` of ASCII letters, digits and hyphens",),
        sources.LMERR,
    ),
    ErrorRow(
        2697,
        "NERR_ComputerAccountNotFound",
        "the computer's account is missing in the domain",
        ("the account was deleted or renamed", "it has not reached this domain controller"),
        ("restore the account, or leave the domain with `force: true` and join it again",),
        sources.LMERR,
    ),
    ErrorRow(
        2698,
        "NERR_PersonalSku",
        "this edition of Windows cannot join a domain",
        ("the computer runs a Home edition",),
        ("upgrade to a Pro, Enterprise or Education edition",),
        sources.LMERR,
    ),
    ErrorRow(
        2699,
        "NERR_SetupCheckDNSConfig",
        "the DNS name of a domain controller could not be resolved",
        ("the host asks a DNS server that does not know the domain", "the domain has a single-label name"),
        (
            "set the host's DNS server to one of the domain's, then test `nslookup <domain controller>`",
            "give `domain` by its full DNS name",
        ),
        sources.GUIDANCE,
    ),
    ErrorRow(
        2700,
        "NERR_AlreadyCloudDomainJoined",
        "this computer is joined to Microsoft Entra ID",
        ("a computer is joined either to Entra ID or to a domain first",),
        ("leave Entra ID with `dsregcmd /leave`, restart the host and try again",),
        sources.LMERR,
    ),
    ErrorRow(
        2701,
        "NERR_PasswordMustChange",
        "the user has to change the password before the first logon",
        ("`username` is flagged User must change password at next logon",),
        ("change the password of `username` once, or clear the flag",),
        sources.LMERR,
    ),
    ErrorRow(
        2702,
        "NERR_AccountLockedOut",
        "the user's account is locked",
        ("too many wrong passwords, often from retries",),
        ("stop every retry, find where the wrong password comes from, then unlock the account",),
        sources.LMERR,
    ),
    ErrorRow(
        2703,
        "NERR_PasswordTooLong",
        "the password is too long",
        ("the password has more characters than Windows takes",),
        ("give a password of at most 254 characters",),
        sources.LMERR,
    ),
    ErrorRow(
        2704,
        "NERR_PasswordNotComplexEnough",
        "the password does not meet the domain's rules",
        ("the machine password was refused by the domain's password policy",),
        ("give a longer `machine_password` of mixed characters",),
        sources.LMERR,
    ),
    ErrorRow(
        2705,
        "NERR_PasswordFilterError",
        "a password filter of the domain refused the password",
        ("a filter DLL on the domain controllers applies rules of its own",),
        ("ask the domain's administrators for the rules of the filter", "give another `machine_password`"),
        sources.LMERR,
    ),
)
