# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ad-hoc commands, as they are typed at a prompt."""

from __future__ import annotations

import json

import pytest

from .laboratory import Laboratory

pytestmark = pytest.mark.wire


def test_a_join_from_the_command_line(laboratory: Laboratory, host: str) -> None:
    """The module joins the host; a second time nothing changes."""
    variables = laboratory.variables
    arguments = {
        "domain": variables["lab_domain"],
        "ou": variables["lab_ou"],
        "username": variables["lab_join_user"],
        "password": variables["lab_join_password"],
        "reboot": True,
    }
    command = ("ansible", host, "-m", "netjoin.windows.membership", "-a", json.dumps(arguments))
    first = laboratory.execute(*command)
    second = laboratory.execute(*command)
    assert first.code == 0, first.output
    assert "CHANGED" in first.output
    assert second.code == 0, second.output
    assert "SUCCESS" in second.output


def test_arguments_as_words(laboratory: Laboratory, host: str) -> None:
    """The key=value form works too, for a short question in check mode."""
    done = laboratory.execute(
        *("ansible", host, "--check", "-m", "netjoin.windows.membership"),
        *("-a", "domain={{ lab_domain }} username={{ lab_join_user }} password={{ lab_join_password }}"),
    )
    assert done.code == 0, done.output
    assert "CHANGED" in done.output


def test_the_membership_from_the_command_line(laboratory: Laboratory, host: str) -> None:
    """The module prints what the host is."""
    done = laboratory.execute("ansible", host, "-m", "netjoin.windows.membership_info")
    assert done.code == 0, done.output
    assert '"workgroup": "WORKGROUP"' in done.output


def test_the_playbook_of_the_collection(laboratory: Laboratory, host: str) -> None:
    """It joins, and changes nothing the second time."""
    command = (
        *("ansible-playbook", "netjoin.windows.join", "-e", f"join_hosts={host}"),
        *("-e", "join_domain={{ lab_domain }} join_ou='{{ lab_ou }}'"),
        *("-e", "join_username={{ lab_join_user }} join_password={{ lab_join_password }}"),
    )
    first = laboratory.execute(*command)
    second = laboratory.execute(*command)
    assert first.code == 0, first.output
    assert "changed=1" in first.output
    assert second.code == 0, second.output
    assert "changed=0" in second.output
