# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The A record that a member registers in its domain's zone after it has booted.

Windows sends a secure dynamic update as the machine account (MicrosoftDocs "DNS dynamic update"); the lab writes the
same ``dnsNode`` ([MS-DNSP] 2.3.2.2) over LDAP as the same account, for Samba's update tool ignores loopback.
"""

from __future__ import annotations

import json

from ..host import Host
from . import secrets
from .controller import find_controller
from .credentials import machine_identity
from .directory import Directory, DirectoryRefused
from .samba_library import make_samba_importable

TIME_TO_LIVE = 1200
LDAP_ENTRY_ALREADY_EXISTS = 68


def register_address(host: Host) -> None:
    """Best effort, like Windows' own: does nothing when the domain or its zone cannot be reached."""
    state, address = host.load(), _address(host)
    if state.domain is None or address is None:
        return
    controller = find_controller(host, state.domain.dns)
    password = secrets.fetch(host, state.domain.netbios)
    if controller is None or password is None:
        return
    try:
        directory = Directory(host, controller, machine_identity(state.machine_account, password, controller))
        zone = f"DC={state.domain.dns},CN=MicrosoftDNS,DC=DomainDnsZones,{directory.domain_dn}"
        _write(directory, f"DC={state.host_name.lower()},{zone}", _address_record(address))
    except DirectoryRefused:
        return


def _write(directory: Directory, dn: str, record: bytes) -> None:
    try:
        directory.add(dn, {"objectClass": "dnsNode", "dnsRecord": record})
    except DirectoryRefused as error:
        if error.result != LDAP_ENTRY_ALREADY_EXISTS:
            raise
        directory.replace(dn, {"dnsRecord": record})


def _address_record(address: str) -> bytes:
    make_samba_importable()
    from samba.dcerpc import dnsp
    from samba.ndr import ndr_pack

    record = dnsp.DnssrvRpcRecord()
    record.wType = dnsp.DNS_TYPE_A
    record.rank = dnsp.DNS_RANK_ZONE
    record.dwTtlSeconds = TIME_TO_LIVE
    record.data = address
    packed: bytes = ndr_pack(record)
    return packed


def _address(host: Host) -> str | None:
    """The host's loopback address, from the lab's list of hosts."""
    try:
        hosts = json.loads((host.lab_directory / "hosts.json").read_text(encoding="utf-8"))["hosts"]
    except (FileNotFoundError, KeyError, ValueError):
        return None
    return next((entry["address"] for entry in hosts if entry["name"] == host.directory.name), None)
