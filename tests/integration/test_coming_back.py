# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A play that runs as a user of the domain which the host leaves."""

from __future__ import annotations

import typing as t

from .accounts import info_of
from .laboratory import Laboratory, Result


def play(laboratory: Laboratory, host: str, **arguments: t.Any) -> Result:
    variables = laboratory.variables
    task = {
        "state": "workgroup",
        "workgroup": "WORKGROUP",
        "username": variables["lab_join_user"],
        "password": variables["lab_join_password"],
        "reboot": True,
        "reboot_timeout": 15,
        **arguments,
    }
    who = {"ansible_user": variables["lab_admin_user"], "ansible_password": variables["lab_admin_password"]}
    (result,) = laboratory.tasks(host, {"netjoin.windows.membership": task, "vars": who})
    return result


def test_a_local_account_restarts_the_host_and_comes_back(laboratory: Laboratory, member: str) -> None:
    """The domain's administrator began the task; hostadmin ended it."""
    local = {"reboot_username": laboratory.host_user, "reboot_password": laboratory.host_password}
    left = play(laboratory, member, **local)
    assert left.get("failed") is None, left
    assert left["verified"] == {"workgroup": "WORKGROUP"}
    assert info_of(laboratory, member)["workgroup"] == "WORKGROUP"


def test_a_delegated_task_restarts_the_host_that_it_changed(laboratory: Laboratory, member: str) -> None:
    """The play is on another host; the second connection goes where the first one went."""
    bystander = laboratory.add_host()
    task = {
        "state": "workgroup",
        "workgroup": "DELEGATED",
        "username": laboratory.variables["lab_join_user"],
        "password": laboratory.variables["lab_join_password"],
        "reboot": True,
        "reboot_username": laboratory.host_user,
        "reboot_password": laboratory.host_password,
    }
    (left,) = laboratory.tasks(bystander, {"netjoin.windows.membership": task, "delegate_to": member})
    assert left.get("failed") is None, left
    assert left["verified"] == {"workgroup": "DELEGATED"}
    assert info_of(laboratory, bystander)["workgroup"] == "WORKGROUP"


def test_without_one_the_task_says_what_was_done(laboratory: Laboratory, member: str) -> None:
    """The departure is done, the restart is not, and the message has both."""
    left = play(laboratory, member)
    assert left["failed"] is True
    assert left["changed"] is True
    assert f"left {laboratory.variables['lab_domain']} for workgroup WORKGROUP" in left["msg"]
    assert "reboot_username" in left["msg"]
    assert info_of(laboratory, member)["workgroup"] == "WORKGROUP"
