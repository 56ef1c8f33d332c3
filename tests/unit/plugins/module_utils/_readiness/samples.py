# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What host_join_readiness tells of a healthy host in a workgroup, and how a member differs from it."""

from __future__ import annotations

import typing as t

NOTHING = {"join": False, "rename": False, "reboot": False}
SIGHT: dict[str, t.Any] = {
    "locator": {"code": 0, "controller": "dc1.lab.example"},
    "controller": "dc1.lab.example",
    "addresses": ["192.0.2.1"],
    "resolve_code": 0,
    "ports": [{"port": port, "code": 0} for port in (53, 88, 135, 389, 445)],
    "clock": {"host": "20261121110455.124Z", "controller": "20261121110455.0Z"},
}
FACTS: dict[str, t.Any] = {
    "domain": None,
    "domain_netbios": None,
    "workgroup": "WORKGROUP",
    "hostname": "WS1",
    "next_hostname": "WS1",
    "pending": NOTHING,
    "role": 2,
    "in_domain": False,
    "workstation_answers": True,
    "entra_joined": False,
    "sight": SIGHT,
}
MEMBER = {"domain": "lab.example", "workgroup": None, "in_domain": True, "sight": None, "role": 3}
