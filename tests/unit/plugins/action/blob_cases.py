# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blobs that Samba has made, and what the host module answers to them."""

from __future__ import annotations

import copy
import pathlib
import typing as t

from ansible_collections.netjoin.windows.plugins.action.offline_join import ActionModule

from .action_helper import Result, Run, run_action
from .membership_cases import IDLE, IN_WORKGROUP

DATA = pathlib.Path(__file__).parents[3] / "data" / "offline_join_blobs"
# For ODJNET1 of lab.example; as djoin writes it, UTF-16 with a byte order mark and a NUL.
FILE = DATA / "net_savefile.djoin"
BLOB = FILE.read_bytes().decode("utf-16").rstrip("\0\r\n")
DEFAULT_PASSWORD = (DATA / "net_defpwd.djoin").read_bytes().decode("utf-16")

WAITING = {"join": True, "rename": False, "reboot": True}
OF_BLOB = {"domain": "lab.example", "domain_netbios": "LAB", "machine_name": "ODJNET1"}
BEFORE = {**IN_WORKGROUP, "hostname": "ODJNET1"}
MEMBER = {"domain": "lab.example", "domain_netbios": "LAB", "workgroup": None, "hostname": "ODJNET1", "pending": IDLE}
APPLIED: Result = {
    "changed": True,
    "reboot_required": True,
    "before": BEFORE,
    "after": {**MEMBER, "pending": WAITING},
    "blob": OF_BLOB,
    "image": None,
    "steps": [{"call": "NetRequestOfflineDomainJoin", "return_code": 0}],
    "src_removed": False,
    "removal_failure": None,
    "invocation": {"module_args": {"blob": BLOB}},
}
UNCHANGED: Result = {
    **APPLIED,
    "changed": False,
    "reboot_required": False,
    "before": MEMBER,
    "after": MEMBER,
    "steps": [],
}
TRUSTED: Result = {
    "changed": False,
    **MEMBER,
    "secure_channel": {"status": "ok", "code": 0},
    "domain_controller": "dc1.lab.example",
}


def refused(code: int | None, reason: str | None, **more: t.Any) -> Result:
    """A blob that the host did not apply, as the host module reports it."""
    error = {
        "function": "NetRequestOfflineDomainJoin",
        "code": code,
        "channel": "refused" if reason else "return_value",
        "detail": None,
        "reason": reason,
        "log": None,
    }
    state: Result = {"changed": False, "reboot_required": False, "after": BEFORE, "steps": [], "failed": True}
    return copy.deepcopy({**APPLIED, **state, "msg": "NetRequestOfflineDomainJoin failed", "error": error, **more})


def offline_join_run(arguments: Result, *answers: Result | Exception, **options: t.Any) -> Run:
    return run_action(ActionModule, arguments, [copy.deepcopy(answer) for answer in answers], **options)
