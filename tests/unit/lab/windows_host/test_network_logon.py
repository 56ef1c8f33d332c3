# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When no domain user gets in, and no ticket is taken, without asking anybody."""

from __future__ import annotations

import dataclasses
import pathlib

import pytest

from ansible_collections.netjoin.windows.tests.lab.windows_host import state
from ansible_collections.netjoin.windows.tests.lab.windows_host.host import Host
from ansible_collections.netjoin.windows.tests.lab.windows_host.machine_account import machine_account
from ansible_collections.netjoin.windows.tests.lab.windows_host.network_logon import log_on

LAB = state.DomainMembership("LAB", "lab.example", "lab.example", "dc1.lab.example", "Default", "S-1-5-21-1", "WIN01")


@pytest.fixture(params=["in a workgroup", "not restarted since the join"])
def host(tmp_path: pathlib.Path, request: pytest.FixtureRequest) -> Host:
    """A host that its domain's users cannot use."""
    pristine = state.create(tmp_path, "WIN01")
    if request.param == "not restarted since the join":
        state.save(tmp_path, dataclasses.replace(pristine, domain=LAB, workgroup=None, join_pending=True))
    return Host(tmp_path, tmp_path, "hostadmin", user_is_administrator=True)


def test_nobody_of_the_domain_gets_in(host: Host) -> None:
    """ERROR_LOGON_FAILURE ([MS-ERREF] 2.2) is 1326."""
    refused = log_on(host, "Administrator", "LAB", "whatever")
    assert (refused.code, refused.administrator) == (1326, False)


def test_it_has_no_account_to_take_tickets_with(host: Host) -> None:
    """So there are no keys either."""
    assert machine_account(host) is None
