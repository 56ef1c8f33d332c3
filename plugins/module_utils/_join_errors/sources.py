# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the rows of the catalogue have their facts from."""

from __future__ import annotations

ERREF = "[MS-ERREF] 2.2"
ERREF_PRACTICE = "[MS-ERREF] 2.2 for the code; the causes are from general practice"
LMERR = "lmerr.h of the Windows SDK"
LMERR_PRACTICE = "lmerr.h of the Windows SDK for the code; the causes are from general practice"
WKST_NAMES = "[MS-WKST] 3.2.4.16"
WKST_JOIN = "[MS-WKST] 3.2.4.13"
WKST_COMMON = "[MS-WKST] 3.2.4.13.1"
WKST_DOMAIN = "[MS-WKST] 3.2.4.13.3"
WKST_WORKGROUP = "[MS-WKST] 3.2.4.13.4"
WKST_UNJOIN = "[MS-WKST] 3.2.4.14"
WKST_RENAME = "[MS-WKST] 3.2.4.15"
WMI_JOIN = "MicrosoftDocs win32 JoinDomainOrWorkgroup"
WMI_ERRORS = "MicrosoftDocs win32 WMI Error Constants"
API_JOIN = "MicrosoftDocs sdk-api NetJoinDomain"
API_PROVISION = "MicrosoftDocs sdk-api NetProvisionComputerAccount"
API_OFFLINE = "MicrosoftDocs sdk-api NetRequestOfflineDomainJoin"
API_PACKAGE = "MicrosoftDocs sdk-api NetRequestProvisioningPackageInstall"
TROUBLESHOOT = "Microsoft support: Troubleshoot errors when joining a computer to a domain (KB 4341920)"
GUIDANCE = "Microsoft support: Active Directory domain join troubleshooting guidance"
JOIN_LOG = "Microsoft support: Domain join log analysis"
KB5020276 = "KB5020276: Netjoin, domain join hardening changes"
RFC4511 = "RFC 4511 appendix A"
ADTS_ERRORS = "[MS-ADTS] 3.1.1.5 and RFC 4511 appendix A"
