# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Win32 codes about the trust between a member and its domain, the secure channel."""

from __future__ import annotations

from . import sources
from .row import Call, ErrorRow, Variant

WIN32_TRUST_ROWS: tuple[ErrorRow, ...] = (
    ErrorRow(
        1786,
        "ERROR_NO_TRUST_LSA_SECRET",
        "this computer has lost its machine password",
        ("the machine was restored from an image or a snapshot without its secrets", "an unjoin stopped half-way"),
        ("repair with `netjoin.windows.secure_channel`; if that fails, leave the domain and join it again",),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        1787,
        "ERROR_NO_TRUST_SAM_ACCOUNT",
        "the domain has no account for this computer",
        ("the account was deleted", "the account was renamed, or is not known to this domain controller yet"),
        ("restore the account, or leave the domain with `force: true` and join it again",),
        sources.ERREF_PRACTICE,
        (
            Variant(
                "the domain has no account for this computer that may log on",
                (
                    "the account was deleted, or disabled",
                    "the account was renamed, or is not known to this domain controller yet",
                ),
                (
                    "look for the account; enable it when it is disabled, and restore it when it was deleted",
                    "without the account, leave the domain with `force: true` and join it again",
                ),
                "[MS-NRPC] 3.5.4.4.2",
                calls=(Call.NETLOGON,),
            ),
        ),
    ),
    ErrorRow(
        1789,
        "ERROR_TRUSTED_RELATIONSHIP_FAILURE",
        "the computer and the domain do not have the same machine password",
        (
            "the machine was put back to an older snapshot",
            "the account was reset, or another computer joined under this name",
        ),
        (
            "repair with `netjoin.windows.secure_channel` and `state: repaired`, or with "
            "`Test-ComputerSecureChannel -Repair`",
            "make sure that no other computer uses this name",
        ),
        "MicrosoftDocs PowerShell-Docs Test-ComputerSecureChannel",
    ),
    ErrorRow(
        1792,
        "ERROR_NETLOGON_NOT_STARTED",
        "the Netlogon service is not running",
        ("Netlogon is stopped or disabled", "the host has joined, but not restarted yet"),
        ("restart the host after a join", "start it with `Start-Service Netlogon`"),
        sources.ERREF_PRACTICE,
    ),
)
