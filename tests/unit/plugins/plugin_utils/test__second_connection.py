# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose connection it is, and who may come back over it, with ansible-core's own plugins."""

from __future__ import annotations

import pytest
from ansible.playbook.play_context import PlayContext
from ansible.plugins.connection import ConnectionBase
from ansible.plugins.loader import connection_loader

from ansible_collections.netjoin.windows.plugins.plugin_utils._second_connection import other_user_findings, user_of

# ansible-core's `local` has no option for a user, as community.aws.aws_ssm has none.
WITHOUT_USERS = "local"


def connection(name: str) -> ConnectionBase:
    """One of ansible-core's connection plugins, not connected."""
    plugin: ConnectionBase = connection_loader.get(name, PlayContext())
    return plugin


def test_the_user_of_a_connection_is_the_one_that_it_was_given() -> None:
    """By the option that every plugin has under the same name."""
    given = connection("winrm")
    given.set_options(direct={"remote_user": r"CORP\admin"})
    assert user_of(given) == r"CORP\admin"


@pytest.mark.parametrize("name", [WITHOUT_USERS, "ssh"])
def test_a_connection_may_have_no_user(name: str) -> None:
    """For want of the option, or of a value."""
    assert user_of(connection(name)) == ""


@pytest.mark.parametrize("name", ["winrm", "psrp", "ssh"])
def test_another_user_may_come_back_where_the_play_names_the_user(name: str) -> None:
    """The password's option is called differently by plugins."""
    assert other_user_findings(connection(name)) == []


def test_nobody_else_may_come_back_where_the_play_cannot_name_the_user() -> None:
    """The option of the module and the plugin are named."""
    (finding,) = other_user_findings(connection(WITHOUT_USERS))
    assert finding.option == "reboot_username"
    assert WITHOUT_USERS in finding.message
