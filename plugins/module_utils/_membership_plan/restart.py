# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options about the restart that completes a change of membership."""

from __future__ import annotations

import typing as t

from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.reader import OptionReader

RESTART_SPEC: t.Mapping[str, t.Mapping[str, t.Any]] = {
    "reboot": {"type": "bool", "default": False},
    "reboot_timeout": {"type": "int", "default": 600},
    "reboot_username": {"type": "str"},
    "reboot_password": {"type": "str", "no_log": True},
    "verify": {"type": "bool", "default": True},
}
"""Argument spec of the options, in Ansible's form."""


def restart_findings(options: t.Mapping[str, t.Any]) -> list[Finding]:
    """Return what is wrong with the options of RESTART_SPEC."""
    reader = OptionReader(options)
    name, password = reader.text("reboot_username"), reader.secret("reboot_password")
    reader.check_pair("reboot_username", "reboot_password")
    if name and password and not options["reboot"]:
        reader.refuse("reboot_username", "is of no use without reboot: true")
    if isinstance(options["reboot_timeout"], int) and options["reboot_timeout"] < 1:
        reader.refuse("reboot_timeout", f"is {options['reboot_timeout']}; it is a number of seconds, at least 1")
    return reader.findings
