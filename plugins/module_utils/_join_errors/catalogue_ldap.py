# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""LDAP result codes, as Active Directory answers them to work on computer accounts."""

from __future__ import annotations

from . import sources
from .row import ErrorRow

LDAP_ROWS: tuple[ErrorRow, ...] = (
    ErrorRow(
        1,
        "LDAP_OPERATIONS_ERROR",
        "the directory refuses to work for a client that has not logged on",
        ("the bind is missing or was not finished", "the request went to a domain controller of another domain"),
        ("log on with `username` and `password` or a Kerberos ticket", "name a domain controller of the right domain"),
        sources.ADTS_ERRORS,
    ),
    ErrorRow(
        2,
        "LDAP_PROTOCOL_ERROR",
        "the domain controller did not understand the request",
        ("something between the two changes the traffic, or the server is no domain controller",),
        ("check that `domain_controller` names a domain controller and no load balancer or proxy",),
        sources.RFC4511,
    ),
    ErrorRow(
        7,
        "LDAP_AUTH_METHOD_NOT_SUPPORTED",
        "the domain controller does not support this way to log on",
        ("the SASL mechanism is switched off on the domain controller",),
        ("use Kerberos, or NTLM where it is allowed",),
        sources.RFC4511,
    ),
    ErrorRow(
        8,
        "LDAP_STRONG_AUTH_REQUIRED",
        "the domain controller wants the connection signed or encrypted",
        ("LDAP signing is required, which is the default since Server 2025", "a simple bind was sent without TLS"),
        ("log on with Kerberos or NTLM with sealing, or use LDAPS or StartTLS",),
        sources.ADTS_ERRORS,
    ),
    ErrorRow(
        10,
        "LDAP_REFERRAL",
        "another domain controller or domain has this object",
        ("`ou` or the account belongs to another domain", "the domain controller is read-only"),
        ("name a writable domain controller of the domain that `ou` belongs to",),
        sources.ADTS_ERRORS,
    ),
    ErrorRow(
        11,
        "LDAP_ADMIN_LIMIT_EXCEEDED",
        "the request exceeds a limit of the domain controller",
        ("the request or its answer is too large",),
        ("handle fewer machines in one task",),
        sources.RFC4511,
    ),
    ErrorRow(
        13,
        "LDAP_CONFIDENTIALITY_REQUIRED",
        "passwords are set over encrypted connections only",
        ("the connection is not encrypted",),
        ("log on with Kerberos or NTLM with sealing, or use LDAPS or StartTLS",),
        sources.ADTS_ERRORS,
    ),
    ErrorRow(
        16,
        "LDAP_NO_SUCH_ATTRIBUTE",
        "the object does not have the attribute or value that was to be changed",
        ("the attribute was changed meanwhile by someone else",),
        ("run the task again, which reads the object anew",),
        sources.RFC4511,
    ),
    ErrorRow(
        19,
        "LDAP_CONSTRAINT_VIOLATION",
        "a value breaks a rule of the directory",
        (
            "the machine password breaks the domain's password policy (0000052D)",
            "the service principal name or the host name exists elsewhere in the forest (000021C7)",
            "dNSHostName does not end in a name that the domain allows",
        ),
        (
            "give the directory's whole diagnostic text to `netjoin.windows.explain_join_error`: it begins with a "
            "Windows code",
            "look for duplicates with `setspn -X`",
        ),
        sources.ADTS_ERRORS,
    ),
    ErrorRow(
        20,
        "LDAP_ATTRIBUTE_OR_VALUE_EXISTS",
        "the value is there already",
        ("someone else added it meanwhile",),
        ("run the task again, which reads the object anew",),
        sources.RFC4511,
    ),
    ErrorRow(
        32,
        "LDAP_NO_SUCH_OBJECT",
        "the OU or the account does not exist",
        (
            "`ou` is misspelt or belongs to another domain",
            "the object was deleted, or has not reached this domain controller",
        ),
        ("correct `ou`", "name the domain controller on which the object was made"),
        sources.ADTS_ERRORS,
    ),
    ErrorRow(
        34,
        "LDAP_INVALID_DN_SYNTAX",
        "a distinguished name is not written correctly",
        ("`ou` lacks a part, or a special character in it is not escaped",),
        ("write `ou` in full, such as `OU=Servers,DC=corp,DC=example`, with `\\,` for a comma inside a name",),
        sources.ADTS_ERRORS,
    ),
    ErrorRow(
        48,
        "LDAP_INAPPROPRIATE_AUTH",
        "this kind of logon does not fit the account",
        ("the bind has a user name without a password",),
        ("give `password` together with `username`",),
        sources.RFC4511,
    ),
    ErrorRow(
        49,
        "LDAP_INVALID_CREDENTIALS",
        "the directory does not accept the credentials",
        (
            "user name or password is wrong (`data 525`, `data 52e`)",
            "the account is expired, disabled or locked (`data 701`, `data 533`, `data 775`)",
            "the password has expired or must be changed (`data 532`, `data 773`)",
            "the user may not log on now or from here (`data 530`, `data 531`)",
        ),
        (
            "give the directory's whole diagnostic text to `netjoin.windows.explain_join_error`: its `data` is the "
            "Windows code of the reason, in hex",
            "check `username`, best in the form `user@domain`",
        ),
        sources.ADTS_ERRORS,
    ),
    ErrorRow(
        50,
        "LDAP_INSUFFICIENT_RIGHTS",
        "the user has no right to do this in the directory",
        ("`username` may not create computers in `ou`", "`username` may not change or delete this account"),
        (
            "delegate Create Computer objects on `ou` to `username`",
            "for an existing account grant Reset Password, Write Account Restrictions and both validated writes",
        ),
        sources.ADTS_ERRORS,
    ),
    ErrorRow(
        51,
        "LDAP_BUSY",
        "the domain controller is too busy",
        ("the domain controller has too much work at the moment",),
        ("run the task again later, or name another domain controller",),
        sources.RFC4511,
    ),
    ErrorRow(
        52,
        "LDAP_UNAVAILABLE",
        "the directory is not available on this server",
        ("the domain controller is starting, stopping or restoring",),
        ("run the task again later, or name another domain controller",),
        sources.RFC4511,
    ),
    ErrorRow(
        53,
        "LDAP_UNWILLING_TO_PERFORM",
        "the directory refuses the request",
        (
            "the user has used up the quota of computer accounts (0000216D)",
            "a password is set over a connection that is not encrypted, or breaks the policy (0000052D)",
            "an attribute was written that only the directory may write",
        ),
        (
            "give the directory's whole diagnostic text to `netjoin.windows.explain_join_error`: it begins with a "
            "Windows code",
            "use a connection with sealing, LDAPS or StartTLS",
        ),
        sources.ADTS_ERRORS,
    ),
    ErrorRow(
        64,
        "LDAP_NAMING_VIOLATION",
        "an object of this kind cannot have this name or be in this place",
        ("computers are named by CN, and cannot be below every kind of object",),
        ("set `ou` to an organizational unit or a container",),
        sources.RFC4511,
    ),
    ErrorRow(
        65,
        "LDAP_OBJECT_CLASS_VIOLATION",
        "the object would lack an attribute or have one too many",
        ("the domain's schema differs from the usual one",),
        ("compare the attributes in the task with the schema of the domain",),
        sources.RFC4511,
    ),
    ErrorRow(
        66,
        "LDAP_NOT_ALLOWED_ON_NONLEAF",
        "the account has objects below it and cannot be deleted alone",
        ("the computer has child objects, such as a BitLocker recovery key or a print queue",),
        ("delete the account with its children",),
        sources.ADTS_ERRORS,
    ),
    ErrorRow(
        68,
        "LDAP_ALREADY_EXISTS",
        "an account of this name exists already",
        ("the machine was provisioned or joined before", "another machine has the same name"),
        (
            "use `account: reuse` or `account: create_or_reuse` if it is this machine's account",
            "choose another machine name",
        ),
        sources.ADTS_ERRORS,
    ),
    ErrorRow(
        80,
        "LDAP_OTHER",
        "the directory failed for a reason of its own",
        ("the diagnostic text of the answer has the reason",),
        ("give the directory's whole diagnostic text to `netjoin.windows.explain_join_error`",),
        sources.RFC4511,
    ),
    ErrorRow(
        81,
        "LDAP_SERVER_DOWN",
        "the domain controller cannot be reached over LDAP",
        ("port 389 or 636 is blocked", "the name of the domain controller has a wrong address"),
        ("test the port from where the task runs, such as `nc -vz <domain controller> 389`",),
        "winldap.h of the Windows SDK",
    ),
    ErrorRow(
        82,
        "LDAP_LOCAL_ERROR",
        "the client failed before it could send the request",
        ("no Kerberos ticket, or none for this domain controller", "the clock is wrong"),
        ("look at the tickets with `klist`", "give `domain_controller` by DNS name"),
        "winldap.h of the Windows SDK",
    ),
    ErrorRow(
        85,
        "LDAP_TIMEOUT",
        "the domain controller did not answer in time",
        ("the domain controller is slow or packets are lost",),
        ("name a domain controller that is near", "run the task again later"),
        "winldap.h of the Windows SDK",
    ),
)
