# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of HKEY_LOCAL_MACHINE that tells of names and of a join that waits for its reboot, derived from the state.

Sources: Domain join log analysis (SupportArticles: ``NV Domain``, ``NV Hostname``); that Netlogon's ``JoinDomain`` is a
key and goes with the reboot is what public pending-reboot checks look for, not documented by Microsoft; nor is that
NO_NETLOGON_CACHE leaves it out, which the lab does for the harder case.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..state import HostState
from .codes import ERROR_FILE_NOT_FOUND

REG_SZ = 1
COMPUTER_NAME = r"SYSTEM\CurrentControlSet\Control\ComputerName"
TCPIP = r"SYSTEM\CurrentControlSet\Services\Tcpip\Parameters"
NETLOGON = r"SYSTEM\CurrentControlSet\Services\Netlogon"


def keys(state: HostState) -> Mapping[str, Mapping[str, str]]:
    """Every key that the host has, with its string values."""
    found: dict[str, dict[str, str]] = {
        COMPUTER_NAME: {},
        COMPUTER_NAME + r"\ActiveComputerName": {"ComputerName": state.netbios_name},
        COMPUTER_NAME + r"\ComputerName": {"ComputerName": state.pending_netbios_name},
        TCPIP: {
            "Hostname": state.host_name,
            "NV Hostname": state.pending_host_name,
            "Domain": state.dns_suffix,
            "NV Domain": state.pending_dns_suffix,
        },
        NETLOGON: {},
    }
    if state.join_pending and state.domain is not None and state.netlogon_knows_join:
        found[NETLOGON + r"\JoinDomain"] = {}
    return found


def open_key(state: HostState, parent: str | None, path: str | None) -> tuple[int, str | None]:
    """Code, and the path of the key in its own spelling."""
    found = _find(state, parent, path)
    return (ERROR_FILE_NOT_FOUND, None) if found is None else (0, found)


def get_value(
    state: HostState, parent: str | None, path: str | None, name: str | None
) -> tuple[int, int, bytes | None]:
    """Code, type and data of a value; a REG_SZ ends with its terminator."""
    found = _find(state, parent, path)
    if found is not None:
        for key, value in keys(state)[found].items():
            if key.lower() == (name or "").lower():
                return 0, REG_SZ, (value + "\0").encode("utf-16-le")
    return ERROR_FILE_NOT_FOUND, 0, None


def _find(state: HostState, parent: str | None, path: str | None) -> str | None:
    wanted = "\\".join(part.strip("\\") for part in (parent, path) if part).lower()
    return next((key for key in keys(state) if key.lower() == wanted), None)
