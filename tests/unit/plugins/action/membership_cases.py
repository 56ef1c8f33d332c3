# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks and answers of host modules that the tests of the membership action share."""

from __future__ import annotations

import copy
import typing as t

from ansible_collections.netjoin.windows.plugins.action.membership import ActionModule

from .action_helper import Result, Run, run_action

CANARY = "Zq7-canary-Zq7"
ARGUMENTS: Result = {
    "domain": "corp.example",
    "username": "joiner@corp.example",
    "password": CANARY,
    "ou": "OU=Workstations,DC=corp,DC=example",
}
IDLE = {"join": False, "rename": False, "reboot": False}
WAITING = {"join": True, "rename": False, "reboot": True}
IN_WORKGROUP = {"domain": None, "domain_netbios": None, "workgroup": "WORKGROUP", "hostname": "WIN01", "pending": IDLE}
IN_DOMAIN = {
    "domain": "corp.example",
    "domain_netbios": "CORP",
    "workgroup": None,
    "hostname": "WIN01",
    "pending": IDLE,
}
JOINED: Result = {
    "changed": True,
    "reboot_required": True,
    "before": IN_WORKGROUP,
    "after": {**IN_DOMAIN, "pending": WAITING},
    "steps": [{"call": "JoinDomainOrWorkgroup", "return_code": 0}],
    "join_options": 3,
    "account_dn": None,
    "invocation": {"module_args": {"password": CANARY}},
}
MEMBER: Result = {
    **JOINED,
    "changed": False,
    "reboot_required": False,
    "before": IN_DOMAIN,
    "after": IN_DOMAIN,
    "steps": [],
}
HEALTHY: Result = {
    "changed": False,
    **IN_DOMAIN,
    "secure_channel": {"status": "ok", "code": 0},
    "domain_controller": "dc1.corp.example",
}


def failure(code: int | None, **more: t.Any) -> Result:
    """A failed join of a workgroup host, as the host module reports it."""
    error = {
        "function": "JoinDomainOrWorkgroup",
        "code": code,
        "channel": "return_value",
        "detail": None,
        "reason": None,
        "log": None,
    }
    result = {
        **JOINED,
        "changed": False,
        "reboot_required": False,
        "after": IN_WORKGROUP,
        "failed": True,
        "error": error,
    }
    return copy.deepcopy({**result, "msg": "JoinDomainOrWorkgroup failed", "exception": "(core)", **more})


def membership_run(arguments: Result, *answers: Result | Exception, **options: t.Any) -> Run:
    return run_action(ActionModule, arguments, [copy.deepcopy(answer) for answer in answers], **options)


LEFT: Result = {
    **JOINED,
    "before": IN_DOMAIN,
    "after": {**IN_WORKGROUP, "pending": {"join": False, "rename": False, "reboot": True}},
    "steps": [
        {"call": "UnjoinDomainOrWorkgroup", "return_code": 0},
        {"call": "JoinDomainOrWorkgroup", "return_code": 0},
    ],
    "join_options": None,
    "left_domain": "corp.example",
    "account_dn": "CN=WIN01,OU=Workstations,DC=corp,DC=example",
}
WORKGROUP: Result = {
    "state": "workgroup",
    "workgroup": "WORKGROUP",
    "username": "joiner@corp.example",
    "password": CANARY,
}
