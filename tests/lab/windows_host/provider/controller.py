# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds a domain controller as DsGetDcName does: DNS and an LDAP ping; a flat name by asking the network."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..host import Host
from .samba_library import load_parameters, make_samba_importable

RESOLVER_CONFIGURATION = Path("/etc/resolv.conf")


@dataclass(frozen=True)
class Controller:
    """What a domain controller says of itself in its answer to an LDAP ping ([MS-ADTS] 6.3.1.9)."""

    name: str
    dns_domain: str
    netbios_domain: str
    forest: str
    client_site: str

    @property
    def address(self) -> str:
        """As DNS has it, empty when it does not."""
        try:
            return socket.gethostbyname(self.name)
        except OSError:
            return ""

    def serves(self, domain: str) -> bool:
        return domain.lower() in (self.dns_domain.lower(), self.netbios_domain.lower())


def find_controller(host: Host, domain: str) -> Controller | None:
    """A controller of `domain`, by its DNS or its flat name; None when there is none to be found."""
    if "." in domain:
        return _ping(host, domain=domain)
    return next((found for found in _neighbours(host) if found.netbios_domain.lower() == domain.lower()), None)


def find_named_controller(host: Host, name: str, domain: str) -> Controller | None:
    """The machine `name` if it is a domain controller, whatever its domain; a short name is one of `domain`."""
    if "." not in name:
        of_domain = find_controller(host, domain)
        return of_domain if of_domain and of_domain.name.partition(".")[0].lower() == name.lower() else None
    try:
        address = socket.gethostbyname(name)
    except OSError:
        return None
    found = _ping(host, address=address)
    return found if found and found.name.lower() == name.lower() else None


def _neighbours(host: Host) -> list[Controller]:
    """The controllers on the network segment: in the lab the name servers, where Windows would ask by broadcast."""
    found = [_ping(host, address=address) for address in _name_servers()]
    return [controller for controller in found if controller is not None]


def _name_servers() -> list[str]:
    lines = RESOLVER_CONFIGURATION.read_text(encoding="utf-8").splitlines()
    return [words[1] for line in lines if (words := line.split())[:1] == ["nameserver"] and len(words) > 1]


def _ping(host: Host, **target: str) -> Controller | None:
    make_samba_importable()
    from samba import NTSTATUSError
    from samba.dcerpc import nbt
    from samba.net import Net

    parameters = load_parameters(host)
    try:
        answer: Any = Net(creds=None, lp=parameters).finddc(
            flags=nbt.NBT_SERVER_LDAP | nbt.NBT_SERVER_DS | nbt.NBT_SERVER_WRITABLE, **target
        )
    except NTSTATUSError:
        return None
    return Controller(
        name=answer.pdc_dns_name,
        dns_domain=answer.dns_domain,
        netbios_domain=answer.domain_name,
        forest=answer.forest,
        client_site=answer.client_site,
    )
