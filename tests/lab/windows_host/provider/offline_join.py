# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""NetRequestOfflineDomainJoin of an emulated host: for the Windows that runs, or for an image of the lab.

Nothing goes to a domain controller, and nothing changes before the next start but the machine's secret.

Sources: MicrosoftDocs sdk-api NetRequestOfflineDomainJoin and NetRequestProvisioningPackageInstall (codes),
windows-commands djoin ("requests an offline domain join at the next start").  What a member answers, and what an image
that runs, is derived.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.blob import OfflineJoinBlob
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.problem import InvalidBlob

from ..host import Host
from ..state import STATE_FILE, CallInProgress, DomainMembership, OfflineJoin, exclusive
from . import netsetup_log, secrets
from .codes import (
    ERROR_ACCESS_DENIED,
    ERROR_INVALID_PARAMETER,
    ERROR_NOT_SUPPORTED,
    NERR_BAD_OFFLINE_JOIN_INFO,
    NERR_CANT_LOAD_OFFLINE_HIVE,
    NERR_PROVISIONING_BLOB_UNSUPPORTED,
    NERR_SETUP_ALREADY_JOINED,
    RPC_S_CALL_IN_PROGRESS,
)

ONLINE_CALLER = 0x40000000
"""NETSETUP_PROVISION_ONLINE_CALLER."""

NEEDED = ("lpDomain", "lpMachineName", "lpMachinePassword")
CODES = dict.fromkeys(NEEDED, ERROR_INVALID_PARAMETER) | {"ulVersion": NERR_PROVISIONING_BLOB_UNSUPPORTED}
"""The code for a blob that can be read, and in which this field is not as it must be."""


def request(host: Host, data: bytes | None, options: int, windows_path: str | None) -> int:
    """The code of the function; 0 when the blob waits for the next start of that Windows."""
    if not data or not windows_path:
        return ERROR_INVALID_PARAMETER
    if not host.user_is_administrator:
        return ERROR_ACCESS_DENIED
    blob = _read(data)
    code = blob if isinstance(blob, int) else _request(host, blob, options, windows_path)
    return netsetup_log.offline_join_requested(netsetup_log.file_of(host), code)


def _read(data: bytes) -> OfflineJoinBlob | int:
    try:
        return decode(data)
    except InvalidBlob as problem:
        place = problem.field.rpartition(".")[2] if problem.offset is None else ""
        return CODES.get(place, NERR_BAD_OFFLINE_JOIN_INFO)


def _request(host: Host, blob: OfflineJoinBlob, options: int, windows_path: str) -> int:
    if windows_path.startswith("\\\\"):
        return ERROR_ACCESS_DENIED  # the logon of WinRM and PSRP is good for this computer only
    windows = Path(windows_path).resolve()
    if not (windows.name == "Windows" and (windows.parent / STATE_FILE).exists()):
        return ERROR_INVALID_PARAMETER
    is_running = windows.parent.parent == (host.lab_directory / "hosts").resolve()
    if options & ONLINE_CALLER:
        if windows != host.system_root.resolve():
            return ERROR_INVALID_PARAMETER
    elif is_running:
        return NERR_CANT_LOAD_OFFLINE_HIVE
    try:
        with exclusive(windows.parent):
            return _store(replace(host, directory=windows.parent), blob)
    except CallInProgress:
        return RPC_S_CALL_IN_PROGRESS


def _store(target: Host, blob: OfflineJoinBlob) -> int:
    state = target.load()
    if state.is_domain_controller:
        return ERROR_NOT_SUPPORTED
    if state.domain is not None:
        return NERR_SETUP_ALREADY_JOINED
    domain = DomainMembership(
        netbios=blob.netbios_domain,
        dns=blob.domain,
        forest=blob.forest or blob.domain,
        controller=blob.dc_name or "",
        site=blob.client_site or "",
        sid=blob.domain_sid,
        account=blob.machine_name.upper(),
    )
    secrets.store(target, domain, blob.machine_password)
    target.save(replace(state, offline_join=OfflineJoin(domain, blob.machine_name)))
    return 0
