# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many hosts in one play. What it costs is not a test's matter: tests/benchmarks/bench_scale.py."""

from __future__ import annotations

import json

import pytest

from .laboratory import Laboratory

pytestmark = pytest.mark.alone

HOSTS = 50


@pytest.fixture
def hosts(laboratory: Laboratory) -> list[str]:
    """That many hosts, each in a workgroup and unknown to the domain."""
    return [laboratory.add_host() for _number in range(HOSTS)]


def test_fifty_hosts_join_in_one_play(laboratory: Laboratory, hosts: list[str]) -> None:
    """None fails or is lost over its restart, each has its account, and none is changed a second time."""
    task = {
        "netjoin.windows.membership": {
            "domain": "{{ lab_domain }}",
            "ou": "{{ lab_ou }}",
            "username": "{{ lab_join_user }}",
            "password": "{{ lab_join_password }}",
            "reboot": True,
        }
    }
    play = {"hosts": ",".join(hosts), "gather_facts": False, "tasks": [task, task]}
    done = laboratory.playbook([play], "--forks", "25", ANSIBLE_STDOUT_CALLBACK="ansible.posix.json")
    document = json.loads(done.output[done.output.index("{") :])
    first, second = (task["hosts"] for task in document["plays"][0]["tasks"])
    results = [*first.values(), *second.values()]
    assert [result for result in results if result.get("failed") or result.get("unreachable")] == []
    assert done.code == 0, done.errors
    assert {host for host, result in first.items() if result["changed"]} == set(hosts)
    assert {host for host, result in second.items() if not result["changed"]} == set(hosts)
    assert {result["after"]["pending"]["reboot"] for result in second.values()} == {False}
    accounts = laboratory.search("(objectClass=computer)", "dNSHostName")
    assert {host.upper() for host in hosts} <= {entry.dn.partition(",")[0].removeprefix("CN=") for entry in accounts}
