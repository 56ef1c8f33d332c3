# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of emulated hosts."""

from __future__ import annotations

import pathlib

import pytest

from ansible_collections.netjoin.windows.tests.lab.emulated_host import LOCAL_ACCOUNTS, HostList
from ansible_collections.netjoin.windows.tests.lab.problem import LabError

EMPTY = HostList((), {"powershell": "/lab/powershell"})


def with_hosts(count: int) -> HostList:
    """A list of so many hosts."""
    hosts = EMPTY
    for number in range(1, count + 1):
        hosts = hosts.with_host(f"win{number}", f"WIN{number}", "lab.example")
    return hosts


def test_hosts_get_one_loopback_address_after_the_other() -> None:
    """The first three addresses."""
    assert [host.address for host in with_hosts(3).hosts] == ["127.0.1.1", "127.0.1.2", "127.0.1.3"]


def test_a_full_network_is_followed_by_the_next() -> None:
    """After .254 comes the next network's .1, never .255 or .0."""
    addresses = [host.address for host in with_hosts(256).hosts]
    assert addresses[253:] == ["127.0.1.254", "127.0.2.1", "127.0.2.2"]


@pytest.mark.parametrize(
    ("name", "computer_name"),
    [("win1", "OTHER"), ("other", "win1")],
    ids=["inventory name", "computer name, other case"],
)
def test_a_taken_name_is_refused(name: str, computer_name: str) -> None:
    """Two hosts of one name could not be told apart."""
    with pytest.raises(LabError, match="already has"):
        with_hosts(1).with_host(name, computer_name, "lab.example")


@pytest.mark.parametrize("name", ["", "../x", "Win1", "a b", "-x", "x" * 64])
def test_a_name_that_is_no_directory_or_inventory_name_is_refused(name: str) -> None:
    """The name is used for both."""
    with pytest.raises(LabError, match="inventory name"):
        EMPTY.with_host(name, "WIN1", "lab.example")


def test_an_unknown_host_is_answered_with_the_known_ones() -> None:
    """A typo is easy to see."""
    with pytest.raises(LabError, match=r"no host win7; the lab has: win1, win2\."):
        with_hosts(2).find("win7")


def test_a_saved_list_is_read_back(tmp_path: pathlib.Path) -> None:
    """Hosts and programs survive the file that the WinRM service watches."""
    path = tmp_path / "hosts.json"
    with_hosts(2).save(path)
    assert with_hosts(2) == HostList.load(path)


def test_a_lab_that_never_ran_has_no_hosts(tmp_path: pathlib.Path) -> None:
    """No file is an empty list."""
    assert HostList.load(tmp_path / "hosts.json").hosts == ()


def test_one_local_account_is_no_administrator() -> None:
    """`lab_host_user` must fail where rights are needed."""
    assert {account.name: account.administrator for account in LOCAL_ACCOUNTS} == {"hostadmin": True, "hostuser": False}
