# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HRESULTs and status codes: the call did not even reach the join. WMI, DCOM, RPC and security packages."""

from __future__ import annotations

from . import sources
from .row import ErrorRow

HRESULT_ROWS: tuple[ErrorRow, ...] = (
    ErrorRow(
        0x80041001,
        "WBEM_E_FAILED",
        "WMI failed without saying why",
        ("the WMI provider failed", "the WMI repository is damaged"),
        ("restart the service with `Restart-Service Winmgmt -Force`", "check it with `winmgmt /verifyrepository`"),
        sources.WMI_ERRORS,
    ),
    ErrorRow(
        0x80041003,
        "WBEM_E_ACCESS_DENIED",
        "WMI denies the caller this call",
        ("the user of the connection is no local administrator, or not elevated", "the namespace has its own rights"),
        (
            "connect to the host as a member of its Administrators group",
            "check the rights of `root\\cimv2` in `wmimgmt.msc`",
        ),
        sources.WMI_ERRORS,
    ),
    ErrorRow(
        0x80041004,
        "WBEM_E_PROVIDER_FAILURE",
        "the WMI provider of the computer system failed",
        ("the provider stopped in the middle of the call",),
        ("read `%windir%\\debug\\NetSetup.LOG` on the host", "restart the host and try again"),
        sources.WMI_ERRORS,
    ),
    ErrorRow(
        0x80041008,
        "WBEM_E_INVALID_PARAMETER",
        "WMI refused a parameter of the call",
        ("a parameter has the wrong type: FJoinOptions is an unsigned 32-bit number",),
        ("pass the options as uint32, and leave out parameters that are null",),
        sources.WMI_ERRORS,
    ),
    ErrorRow(
        0x8004102F,
        "WBEM_E_INVALID_METHOD_PARAMETERS",
        "the parameters do not fit the WMI method",
        ("a parameter is missing, misspelt or of the wrong type",),
        ("compare them with the method: Name, Password, UserName, AccountOU, FJoinOptions",),
        sources.WMI_ERRORS,
    ),
    ErrorRow(
        0x80041033,
        "WBEM_E_SHUTTING_DOWN",
        "WMI is shutting down",
        ("the host is restarting", "the WMI service was stopped"),
        ("wait until the host has started again, then run the task once more",),
        sources.WMI_ERRORS,
    ),
    ErrorRow(
        0x80041064,
        "WBEM_E_LOCAL_CREDENTIALS",
        "a local WMI connection takes no credentials",
        ("user and password were given to the connection instead of the method",),
        ("connect to the local WMI without credentials and pass them to the method only",),
        sources.WMI_ERRORS,
    ),
    ErrorRow(
        0x80041087,
        "WBEM_E_ENCRYPTED_CONNECTION_REQUIRED",
        "credentials may not be sent over this WMI connection, because it is not encrypted",
        ("a remote WMI connection has a lower authentication level than packet privacy",),
        (
            "connect with packet privacy (level 6)",
            "let the host join itself, as `netjoin.windows.membership` does: local connections are always private",
        ),
        sources.WMI_JOIN,
    ),
    ErrorRow(
        0x80070005,
        "E_ACCESSDENIED",
        "access to WMI itself was denied",
        ("the user of the connection is no local administrator, or not elevated", "DCOM launch rights are missing"),
        ("connect to the host as a member of its Administrators group", "check the DCOM rights in `dcomcnfg`"),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        0x800706BA,
        "RPC_S_SERVER_UNAVAILABLE",
        "the computer does not answer RPC, so WMI was not reached",
        ("the host is off or restarting", "its firewall blocks WMI", "the service Winmgmt is not running"),
        (
            "let the host join itself, as `netjoin.windows.membership` does",
            "enable the firewall group Windows Management Instrumentation on the host",
        ),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        0x8001011C,
        "RPC_E_REMOTE_DISABLED",
        "this computer takes no remote calls",
        ("remote DCOM is switched off, or the function is not allowed remotely",),
        ("let the host make the call itself, as `netjoin.windows.membership` does",),
        "[MS-WKST] note 89",
    ),
    ErrorRow(
        0xC002001C,
        "RPC_NT_CALL_FAILED_DNE",
        "the RPC call was cut off before it reached the domain controller",
        ("a firewall inspects and drops RPC packets", "offloading of the network adapter damages packets"),
        (
            "let RPC through the firewall without inspection",
            "switch off checksum and large send offloading on the host's adapter as a test",
        ),
        sources.GUIDANCE,
    ),
    ErrorRow(
        0x8009030C,
        "SEC_E_LOGON_DENIED",
        "the logon was denied",
        ("the user name or the password is wrong", "NTLM is refused for this user"),
        (
            "check the credentials with one logon elsewhere; repeated tries lock the account",
            "in a diagnostic text of the directory, `data` says more: give the whole text to "
            "`netjoin.windows.explain_join_error`",
        ),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        0x80090311,
        "SEC_E_NO_AUTHENTICATING_AUTHORITY",
        "no domain controller could be asked for a ticket",
        ("no Kerberos server can be reached on port 88",),
        ("run `nltest /dsgetdc:<domain> /force` on the host and test port 88 with `Test-NetConnection`",),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        0x80090324,
        "SEC_E_TIME_SKEW",
        "the clocks of the two computers differ by too much",
        ("Kerberos tolerates five minutes by default",),
        ("set the clock, for example with `w32tm /resync` or chrony, and check the time zone",),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        0x80090346,
        "SEC_E_BAD_BINDINGS",
        "the domain controller wants the logon to be bound to the TLS channel",
        ("LDAP channel binding is required, and the client did not send the right token",),
        ("use LDAP with Kerberos signing on port 389, or a client that sends channel bindings over LDAPS",),
        sources.ERREF_PRACTICE,
    ),
)
