# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A trusted member and its account for the tests, in which each changes what it is about."""

from __future__ import annotations

import typing as t

from ansible_collections.netjoin.windows.plugins.module_utils._audit.report import report

Result = dict[str, t.Any]


def member(name: str = "web01", **changes: t.Any) -> Result:
    """What membership_info returns of a trusted member of lab.example."""
    return {
        "domain": "lab.example",
        "domain_dns": "lab.example",
        "domain_netbios": "LAB",
        "workgroup": None,
        "hostname": name,
        "hostname_pending": None,
        "pending": {"join": False, "rename": False, "reboot": False},
        "role": "member_server",
        "account_dn": f"CN={name.upper()},OU=Web,DC=lab,DC=example",
        "site": "Berlin",
        "domain_controller": "dc1.lab.example",
        "secure_channel": {"status": "ok", "code": 0},
        "entra_joined": False,
        **changes,
    }


def workgroup(name: str = "web01", **changes: t.Any) -> Result:
    """What it returns of a host in a workgroup."""
    nothing = dict.fromkeys(("domain", "domain_dns", "domain_netbios", "account_dn", "secure_channel"))
    return member(name, **nothing, workgroup="WORKGROUP", **changes)


def account(name: str = "WEB01", **changes: t.Any) -> Result:
    """What computer_account_info returns of a computer that is used."""
    return {
        "name": name,
        "dn": f"CN={name},OU=Web,DC=lab,DC=example",
        "sid": "S-1-5-21-1-2-3-1104",
        "dns_host_name": f"{name.lower()}.lab.example",
        "enabled": True,
        "description": None,
        "operating_system": "Windows Server 2025 Standard",
        "operating_system_version": "10.0 (26100)",
        "service_principal_names": [f"HOST/{name}", f"HOST/{name.lower()}.lab.example"],
        "owner": "S-1-5-21-1-2-3-512",
        "is_domain_controller": False,
        "when_created": "2025-01-01T00:00:00+00:00",
        "password_last_set": "2026-06-01T00:00:00+00:00",
        "last_logon": "2026-06-10T00:00:00+00:00",
        "stale": False,
        **changes,
    }


def directory(*accounts: Result) -> Result:
    """What computer_account_info returns."""
    names = {"domain_dns": "lab.example", "domain_netbios": "LAB", "domain_controller": "dc1.lab.example"}
    return {"accounts": list(accounts), **names}


def audit(hosts: Result, *accounts: Result) -> dict[str, Result]:
    """The rows of a report by the host's name in the inventory, or else the account's DN."""
    made = report(hosts, directory(*accounts), domain="lab.example")
    return {row["inventory_name"] or row["account"]["dn"]: row for row in made["rows"]}
