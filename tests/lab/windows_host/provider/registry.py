# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HKEY_LOCAL_MACHINE: names and a join that waits for its reboot, derived from the state; keys that a reboot forgets.

Sources: Domain join log analysis (SupportArticles: ``NV Domain``, ``NV Hostname``); that Netlogon's ``JoinDomain`` is a
key and goes with the reboot is what public pending-reboot checks look for, not documented by Microsoft; nor is that
NO_NETLOGON_CACHE leaves it out, which the lab does for the harder case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..host import Host
from ..state import HostState
from .codes import ERROR_ACCESS_DENIED, ERROR_CALL_NOT_IMPLEMENTED, ERROR_FILE_NOT_FOUND

REG_SZ = 1
REG_OPTION_VOLATILE = 1
REG_CREATED_NEW_KEY, REG_OPENED_EXISTING_KEY = 1, 2
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
    return found | {key: dict(values) for key, values in state.volatile_keys.items()}


def open_key(state: HostState, parent: str | None, path: str | None) -> tuple[int, str | None]:
    """Code, and the path of the key in its own spelling."""
    found = _find(state, parent, path)
    return (ERROR_FILE_NOT_FOUND, None) if found is None else (0, found)


def create_key(host: Host, parent: str | None, path: str | None, options: int) -> tuple[int, str | None, int]:
    """Code, path of the key, and whether it is new; only keys that the next start forgets can be made here."""
    state = host.load()
    if not host.user_is_administrator:
        return ERROR_ACCESS_DENIED, None, 0
    found = _find(state, parent, path)
    if found is not None:
        return 0, found, REG_OPENED_EXISTING_KEY
    if not options & REG_OPTION_VOLATILE:
        return ERROR_CALL_NOT_IMPLEMENTED, None, 0
    key = _full_path(parent, path)
    host.save(replace(state, volatile_keys={**state.volatile_keys, key: {}}))
    return 0, key, REG_CREATED_NEW_KEY


def delete_key(host: Host, parent: str | None, path: str | None) -> int:
    """RegDeleteKey: takes no key with keys below it. Only keys that create_key has made are here to be deleted."""
    state = host.load()
    found = _find(state, parent, path)
    if found not in state.volatile_keys:
        return ERROR_FILE_NOT_FOUND
    below = any(key.lower().startswith(f"{found}\\".lower()) for key in state.volatile_keys)
    if below or not host.user_is_administrator:
        return ERROR_ACCESS_DENIED
    host.save(replace(state, volatile_keys={key: value for key, value in state.volatile_keys.items() if key != found}))
    return 0


def set_value(host: Host, key: str | None, name: str | None, kind: int, data: bytes | None) -> int:
    """Writes a string into a key that create_key has made."""
    state = host.load()
    if kind != REG_SZ or key is None or key not in state.volatile_keys:
        return ERROR_CALL_NOT_IMPLEMENTED
    values = {**state.volatile_keys[key], name or "": (data or b"").decode("utf-16-le").rstrip("\0")}
    host.save(replace(state, volatile_keys={**state.volatile_keys, key: values}))
    return 0


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
    wanted = _full_path(parent, path).lower()
    return next((key for key in keys(state) if key.lower() == wanted), None)


def _full_path(parent: str | None, path: str | None) -> str:
    return "\\".join(part.strip("\\") for part in (parent, path) if part)
