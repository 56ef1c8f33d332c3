# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Single lines of NetSetup.log."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._netsetup_log.line import (
    Line,
    field_of,
    line_of,
    report_of,
)

# Lines of the published logs (tests/data/netsetup_log/README.md): text, function, code.
REPORTS = (
    ("NetpDoDomainJoin: status: 0x534", "NetpDoDomainJoin", 0x534),
    ("NetpJoinCreatePackagePart: status:0x534.", "NetpJoinCreatePackagePart", 0x534),
    ("NetpJoinDomainOnDs: Function exits with status of: 0xaac ", "NetpJoinDomainOnDs", 0xAAC),
    ("NetpDoDomainJoin: NetpGetComputerNameEx(NetBios) returned 0x0", "NetpDoDomainJoin", 0),
    ("NetpCheckNetBiosNameNotInUse for 'HOST88' [MACHINE] returned 0x0", "NetpCheckNetBiosNameNotInUse", 0),
    ("NetpCheckForDomainSIDCollision: returning 0x0(0).", "NetpCheckForDomainSIDCollision", 0),
    (r"NetpJoinDomainOnDs: status of connecting to dc '\\DC2.contoso.local': 0x0", "NetpJoinDomainOnDs", 0),
    (
        "NetpDsGetDcName: failed to find a DC having account 'HOST88$': 0x525, last error is 0x0",
        "NetpDsGetDcName",
        0x525,
    ),
    (r"NetpGetComputerObjectDn: Unable to bind to DS on '\\DCNAME': 0x6ba", "NetpGetComputerObjectDn", 0x6BA),
    ("NetpGetADObjectOwnerAttributes: Ldap Search failed: 8240", "NetpGetADObjectOwnerAttributes", 8240),
    (r"NetUseAdd to \\<dc_fqdn>\IPC$ returned 64", "NetUseAdd", 64),
    ("ldap_unbind status: 0x0", "ldap_unbind", 0),
    ("NetpLsaOpenSecret: status: 0xc0000034", "NetpLsaOpenSecret", 0xC0000034),
    ("NetpDeleteMachineAccountKey: returning Status: 0 ", "NetpDeleteMachineAccountKey", 0),
    ("Returning NetStatus: 0, ADReuseMode: 1", None, 0),
    (
        "IsLegacyAccountReuseSetInRegistry: RegQueryValueEx for 'NetJoinLegacyAccountReuse' returned Status: 0x2. ",
        "IsLegacyAccountReuseSetInRegistry",
        2,
    ),
    ("NetpJoinDomain: NetpCompleteOfflineDomainJoin SUCCESS: Requested a reboot :0x0", "NetpJoinDomain", 0),
)

NO_REPORTS = (
    "NetpDoDomainJoin",
    "NetpDoDomainJoin: using current computer names",
    "NetpDsGetDcName: trying to find DC in domain 'contoso.local', flags: 0x40001010",
    "  Options: 0x25",
    "    userAccountControl  =  0x1000",
    "NetpConvertBlobToJoinState: Selecting version 1",
    "NetpQueryAccountAttributes succeeded: got RID=0x643 objectSid=S-1-5-21-3127289744-4148518019-814850311-1603",
    "NetpProvGetTargetProductVersion: Target product version: 10.0.26100.3037",
    "NetpJoinProvider2OLContinuePackagePartInstall: ignoring Context=0 (work finished already).",
    # SetComputerNameEx is a BOOL: 1 is no code.
    "NetpChangeMachineName: SetComputerNameEx() returned 0x1",
    "something failed: 99999999999",
    "status: " + "x" * 5000 + ": 0x5",
)

FIELDS = (
    ("  Domain: contoso.local", ("Domain", "contoso.local")),
    ("\tlpAccount: contoso\\puser2", ("lpAccount", "contoso\\puser2")),
    ("  MachineAccountOU: (NULL)", ("MachineAccountOU", None)),
    ("  MachineAccountOU: (null)", ("MachineAccountOU", None)),
    ("  MachineAccountOU: OU=a: b,DC=x", ("MachineAccountOU", "OU=a: b,DC=x")),
    ("  Build number: 26100 (26100.ge_release.240331-1435)", ("Build number", "26100 (26100.ge_release.240331-1435)")),
    ("  Account:", ("Account", None)),
    ("Domain: contoso.local", None),
    ("    SamAccountName  =  HOST88$", None),
    ("", None),
)


@pytest.mark.parametrize(
    ("text", "time", "message"),
    [
        ("03/06/2025 11:28:14:530 NetpDoDomainJoin", "03/06/2025 11:28:14:530", "NetpDoDomainJoin"),
        ("03/06/2025 11:28:14:530   Domain: x\r", "03/06/2025 11:28:14:530", "  Domain: x"),
        ("10/24 16:30:55 NetpDoDomainJoin", "10/24 16:30:55", "NetpDoDomainJoin"),
        ("mm/dd/yyyy hh:mm:ss:ms NetpDoDomainJoin", "mm/dd/yyyy hh:mm:ss:ms", "NetpDoDomainJoin"),
        ("MM/DD/YYYY HH:mm:ss:SSS \tlpDomain: x", "MM/DD/YYYY HH:mm:ss:SSS", "\tlpDomain: x"),
        ("Privileges: Setting backup/restore privileges.", None, "Privileges: Setting backup/restore privileges."),
        ("", None, ""),
    ],
)
def test_a_line_is_a_time_and_a_message(text: str, time: str | None, message: str) -> None:
    """In the formats of all versions, and with the letters that published logs have for digits."""
    assert line_of(text) == Line(time, message)


@pytest.mark.parametrize(("text", "function", "code"), REPORTS)
def test_the_code_of_a_call_is_found(text: str, function: str | None, code: int) -> None:
    """Hexadecimal or decimal, with the function that reported it."""
    report = report_of(text)

    assert report is not None
    assert (report.function, report.code) == (function, code)


@pytest.mark.parametrize("text", NO_REPORTS)
def test_other_numbers_are_no_codes(text: str) -> None:
    """Flags, versions, attributes and progress report nothing."""
    assert report_of(text) is None


@pytest.mark.parametrize(("text", "expected"), FIELDS)
def test_indented_lines_are_fields(text: str, expected: tuple[str, str | None] | None) -> None:
    """What the log calls (NULL) is None."""
    assert field_of(text) == expected


def test_a_row_of_hyphens_separates_blocks() -> None:
    """And nothing else does."""
    assert line_of("03/06/2025 11:28:14:530 " + "-" * 65).is_rule
    assert not line_of("03/06/2025 11:28:14:530 ---- note ----").is_rule
