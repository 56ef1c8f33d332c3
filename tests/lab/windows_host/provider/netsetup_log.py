# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes ``%SystemRoot%\\debug\\NetSetup.LOG`` of an emulated host.

The lines are those of the logs that Microsoft publishes (SupportArticles "Domain join log analysis", "Failure when you
use an existing computer account to join a domain", "Active Directory domain join troubleshooting guidance"), fewer of
them; the one about leaving a domain is that of logs in public forums.  There is no way to write a password: nobody
hands one to this module.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from ..host import Host

RULER = "-" * 65
ENCODING = "cp1252"


@dataclass
class NetSetupLog:
    """Lines of one call, with the time at which each was written; ``write`` appends them to the file."""

    path: Path
    lines: list[str] = field(default_factory=list)

    def add(self, *texts: str) -> None:
        now = time.time()
        stamp = time.strftime("%m/%d/%Y %H:%M:%S", time.localtime(now)) + f":{int(now * 1000) % 1000:03d}"
        self.lines += [f"{stamp} {text}" for text in texts]

    def write(self) -> None:
        text = "".join(line + "\r\n" for line in self.lines)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(descriptor, "wb") as file:
            file.write(text.encode(ENCODING, errors="replace"))
        self.lines.clear()


def file_of(host: Host) -> Path:
    return host.system_root / "debug" / "NetSetup.LOG"


def start(path: Path, netbios_name: str, new_name: bool) -> NetSetupLog:
    log = NetSetupLog(path)
    names = "new computer names" if new_name else "current computer names"
    log.add(
        RULER,
        "NetpDoDomainJoin",
        f"NetpDoDomainJoin: using {names}",
        "NetpDoDomainJoin: NetpGetComputerNameEx(NetBios) returned 0x0",
        "NetpDoDomainJoin: NetpGetComputerNameEx(DnsHostName) returned 0x0",
        f"NetpMachineValidToJoin: '{netbios_name}'",
        "\tOS Version: 10.0",
        "\tBuild number: 26100 (26100.ge_release.240331-1435)",
        "\tSKU: Windows Server 2025 Standard",
        "\tArchitecture: 64-bit (AMD64)",
    )
    return log


def finish(log: NetSetupLog, code: int) -> int:
    """Ends the attempt with its code, writes the file and returns the code."""
    log.add(f"NetpDoDomainJoin: status: 0x{code:x}")
    log.write()
    return code


def valid_to_join(log: NetSetupLog, code: int) -> None:
    log.add(f"NetpMachineValidToJoin: status: 0x{code:x}")


def join_domain(
    log: NetSetupLog, host_name: str, netbios_name: str, domain: str, ou: str | None, user: str | None, options: int
) -> None:
    log.add(
        "NetpJoinDomain",
        f"\tHostName: {host_name}",
        f"\tNetbiosName: {netbios_name}",
        f"\tDomain: {domain}",
        f"\tMachineAccountOU: {ou or '(NULL)'}",
        f"\tAccount: {user or '(NULL)'}",
        f"\tOptions: 0x{options:x}",
    )


def controller_found(log: NetSetupLog, domain: str, controller: str) -> None:
    log.add(
        f"NetpValidateName: checking to see if '{domain}' is valid as type 3 name",
        f"NetpCheckDomainNameIsValid [ Exists ] for '{domain}' returned 0x0",
        f"NetpValidateName: name '{domain}' is valid for type 3",
        f"NetpDsGetDcName: trying to find DC in domain '{domain}', flags: 0x40001010",
        f"NetpDsGetDcName: found DC '\\\\{controller}' in the specified domain",
        "NetpJoinDomainOnDs: NetpDsGetDcName returned: 0x0",
    )


def controller_missing(log: NetSetupLog, domain: str, code: int) -> None:
    log.add(
        f"NetpDsGetDcName: trying to find DC in domain '{domain}', flags: 0x40001010",
        f"NetpDsGetDcName: failed to find a DC in the specified domain: 0x{code:x}, last error is 0x0",
        f"NetpJoinDomainOnDs: NetpDsGetDcName returned: 0x{code:x}",
        f"NetpJoinDomainOnDs: Function exits with status of: 0x{code:x}",
        "NetpJoinDomainOnDs: NetpResetIDNEncoding on '(null)': 0x0",
    )


def connected(log: NetSetupLog, domain: str, controller: str, code: int) -> None:
    if code:
        log.add(f"NetUseAdd to \\\\{controller}\\IPC$ returned {code}")
    log.add(f"NetpJoinDomainOnDs: status of connecting to dc '\\\\{controller}': 0x{code:x}")
    if code:
        log.add(f"NetpJoinDomainOnDs: Function exits with status of: 0x{code:x}")
        _reset_idn(log, domain)


def provisioning(
    log: NetSetupLog, domain: str, host_name: str, ou: str | None, controller: str, user: str | None, options: int
) -> None:
    log.add(
        f"NetpGetDnsHostName: PrimaryDnsSuffix defaulted to DNS domain name: {domain}",
        "NetpProvisionComputerAccount:",
        f"\tlpDomain: {domain}",
        f"\tlpHostName: {host_name}",
        f"\tlpMachineAccountOU: {ou or '(NULL)'}",
        f"\tlpDcName: {controller}",
        "\tlpMachinePassword: (null)",
        f"\tlpAccount: {user or '(NULL)'}",
        "\tlpPassword: (non-null)",
        f"\tdwJoinOptions: 0x{options:x}",
        "\tdwOptions: 0x40000003",
        f"NetpLdapBind: Verified minimum encryption strength on {controller}: 0x0",
    )


def account_refused(log: NetSetupLog, domain: str, controller: str, reason: str, code: int, ou_given: bool) -> None:
    log.add(reason, f"NetpProvisionComputerAccount: LDAP creation failed: 0x{code:x}")
    if ou_given:
        log.add("NetpProvisionComputerAccount: Cannot retry downlevel, specifying OU is not supported")
    log.add("ldap_unbind status: 0x0", f"NetpJoinCreatePackagePart: status:0x{code:x}.")
    log.add(f"NetpJoinDomainOnDs: Function exits with status of: 0x{code:x}")
    log.add(f"NetpJoinDomainOnDs: status of disconnecting from '\\\\{controller}': 0x0")
    _reset_idn(log, domain)


def joined(log: NetSetupLog, controller: str, *, netlogon_cache: bool) -> None:
    log.add("ldap_unbind status: 0x0", "NetpJoinCreatePackagePart: status:0x0.")
    if netlogon_cache:
        log.add("NetpJoinDomainOnDs: Setting netlogon cache.")
    log.add(
        "NetpJoinDomainOnDs: Function exits with status of: 0x0",
        f"NetpJoinDomainOnDs: status of disconnecting from '\\\\{controller}': 0x0",
        "NetpJoinDomain: DsrIsDeviceJoined returned false",
        "NetpJoinDomain: NetpCompleteOfflineDomainJoin SUCCESS: Requested a reboot :0x0",
    )


def workgroup_joined(log: NetSetupLog, netbios_name: str, workgroup: str) -> None:
    log.add(
        f"NetpJoinWorkgroup: joining computer '{netbios_name}' to workgroup '{workgroup}'",
        f"NetpValidateName: checking to see if '{workgroup}' is valid as type 2 name",
        f"NetpValidateName: name '{workgroup}' is valid for type 2",
        f"NetpSetLsaPrimaryDomain: for '{workgroup}' status: 0x0",
        "NetpJoinWorkgroup: status:  0x0",
    )


def unjoined(path: Path, domain: str, user: str | None, options: int, code: int) -> int:
    """The attempt to leave a domain; returns its code."""
    log = NetSetupLog(path)
    log.add(
        RULER,
        f"NetpUnJoinDomain: unjoin from '{domain}' using '{user or '(null)'}' creds, options: 0x{options:x}",
        f"NetpUnJoinDomain: status: 0x{code:x}",
    )
    log.write()
    return code


def renamed(path: Path, old: str, new: str, user: str | None, options: int, code: int) -> int:
    """The attempt to rename a member; returns its code. `old` and `new` are NetBIOS names."""
    log = NetSetupLog(path)
    log.add(RULER, f"NetpChangeMachineName: from '{old}' to '{new}' using '{user or '(null)'}' [0x{options:x}]")
    log.add("NetpChangeMachineName: using DnsHostnameToComputerNameEx")
    if code:
        log.add(f"NetpChangeMachineName: status: 0x{code:x}")
    else:
        log.add(
            "NetpChangeMachineName: status of setting DnsHostName and SPN: 0x0",
            "NetpChangeMachineName: SetComputerNameEx() returned 0x1",
        )
    log.write()
    return code


def offline_join_requested(path: Path, code: int) -> int:
    """The request of an offline join, as an online join logs its own; returns its code."""
    log = NetSetupLog(path)
    log.add(RULER, "NetpRequestProvisioningPackageInstall:")
    if code == 0:
        log.add(
            "NetpProvGetWindowsImageState: IMAGE_STATE_COMPLETE.",
            "NetpAddPartCollectionToRegistry.",
            "NetpConvertBlobToJoinState: Translating provisioning data to internal format",
            "NetpConvertBlobToJoinState: Selecting version 1",
            "NetpConvertBlobToJoinState: exiting: 0x0",
            "NetpAddPartCollectionToRegistry: Successfully initiated provisioning package installation: 2/2 part(s) "
            "installed.",
            "NetpAddPartCollectionToRegistry: status: 0x0.",
        )
    log.add(f"NetpRequestProvisioningPackageInstall: status: 0x{code:x}.")
    log.write()
    return code


def _reset_idn(log: NetSetupLog, domain: str) -> None:
    log.add(
        f"NetpResetIDNEncoding: DnsDisableIdnEncoding(RESETALL) on '{domain}' returned 0x0",
        f"NetpJoinDomainOnDs: NetpResetIDNEncoding on '{domain}': 0x0",
    )
