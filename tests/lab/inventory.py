# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's inventory: the contract that playbooks, integration targets and scenarios are written against.

Group `windows` has the hosts and, it alone, the connection variables. Every host, localhost included, has the `lab_*`
variables of its domain, and `lab2_*` of the second domain when there is one.
"""

from __future__ import annotations

import json
import pathlib
from collections.abc import Mapping, Sequence
from typing import Any

from .domain import DOMAINS, FIRST, SECOND, UNITS, Domain
from .emulated_host import HOST_USER, EmulatedHost
from .transport import DEFAULT, Transport

HEADER = """\
# Written by ./lab up. All of it is throw-away, the passwords included: they work on this machine's loopback only.
"""


def domain_variables(prefix: str, domain: Domain) -> dict[str, str]:
    """What a play needs to know of a domain; users as UPNs."""
    variables = {
        f"{prefix}_domain": domain.dns_name,
        f"{prefix}_netbios": domain.netbios_name,
        f"{prefix}_dc": domain.controller,
    }
    for unit in UNITS:
        variables[_name(prefix, unit.role, "ou")] = domain.unit_dn(unit)
    for account in domain.accounts:
        variables[_name(prefix, account.role, "user")] = domain.upn(account)
        variables[_name(prefix, account.role, "password")] = account.password
    return variables


def inventory(
    hosts: Sequence[EmulatedHost], domains: Sequence[Domain], lab: pathlib.Path, transport: Transport = DEFAULT
) -> dict[str, Any]:
    """The inventory as Ansible's YAML plugin reads it; `lab` is the lab's directory."""
    variables = domain_variables("lab", FIRST)
    if SECOND in domains:
        variables |= domain_variables("lab2", SECOND)
    variables |= {"lab_host_user": HOST_USER.name, "lab_host_password": HOST_USER.password}
    return {
        "all": {
            "vars": variables,
            "children": {
                "windows": {
                    "vars": dict(transport.variables(lab)),
                    "hosts": {host.name: _host(host) for host in hosts},
                }
            },
        }
    }


def to_yaml(value: Mapping[str, Any], depth: int = 0) -> str:
    """Nested mappings as YAML; a string in JSON's notation is one in YAML's."""
    lines = []
    for key, item in value.items():
        indent = "  " * depth
        if isinstance(item, Mapping) and item:
            lines.append(f"{indent}{key}:\n{to_yaml(item, depth + 1)}")
        else:
            lines.append(f"{indent}{key}: {json.dumps(item, ensure_ascii=False)}\n")
    return "".join(lines)


def _host(host: EmulatedHost) -> dict[str, str]:
    own = domain_variables("lab", DOMAINS[host.domain]) if host.domain != FIRST.dns_name else {}
    return {"ansible_host": host.address, **own}


def _name(*words: str) -> str:
    return "_".join(word for word in words if word)
