# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests, bytes and controller CPU of one task on one host, side by side with win_ping and microsoft.ad.

The goal is one module call, and at most 1.10 times the bytes of win_ping on the newest core, which compresses.
Run with ``make bench-wire``; it starts a lab of its own, so that none may be running.
"""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Iterator
from typing import Any

from ansible_collections.netjoin.windows.tests.benchmarks.controller import (
    LAB,
    NEWEST,
    SMALLEST,
    Core,
    Cost,
    pristine_lab,
    run,
)
from ansible_collections.netjoin.windows.tests.benchmarks.requests_seen import RequestLog, Traffic

Task = dict[str, dict[str, Any]]

HOSTS = 10
"""For each core; what is printed is the mean."""

DOMAIN = {
    "domain": "{{ lab_domain }}",
    "ou": "{{ lab_ou }}",
    "username": "{{ lab_join_user }}",
    "password": "{{ lab_join_password }}",
}
PEER_DOMAIN = {
    "state": "domain",
    "dns_domain_name": "{{ lab_domain }}",
    "domain_ou_path": "{{ lab_ou }}",
    "domain_admin_user": "{{ lab_join_user }}",
    "domain_admin_password": "{{ lab_join_password }}",
}
PING: Task = {"ansible.windows.win_ping": {}}
JOIN: Task = {"netjoin.windows.membership": DOMAIN}
REBOOT: Task = {"netjoin.windows.membership": {**DOMAIN, "reboot": True}}
INFO: Task = {"netjoin.windows.membership_info": {}}
PEER: Task = {"microsoft.ad.membership": PEER_DOMAIN}
"""The lab refuses to run it, but not before everything was sent."""

HEADINGS = ("", "requests", "to the host", "from it", "x win_ping", "CPU s", "x win_ping")


@dataclasses.dataclass(frozen=True)
class Row:
    """One kind of task: what it sends and what it costs the controller, on all hosts together."""

    title: str
    traffic: Traffic
    cpu: float

    def cells(self, ping: Row) -> tuple[str, ...]:
        """As the table shows them, for one host."""
        return (
            self.title,
            f"{self.traffic.requests / HOSTS:.1f}",
            f"{self.traffic.to_hosts / HOSTS:,.0f}",
            f"{self.traffic.from_hosts / HOSTS:,.0f}",
            f"{self.traffic.total / ping.traffic.total:.3f}",
            f"{self.cpu / HOSTS:.3f}",
            f"{self.cpu / ping.cpu:.2f}",
        )


class Bench:
    """Tasks on some hosts of the lab, with one ansible-core."""

    def __init__(self, core: Core, hosts: list[str]) -> None:
        self.core = core
        self._hosts = ",".join(hosts)
        self._log = RequestLog(LAB / "log" / "wsman.log")
        self._idle = statistics.median(self.run().cpu for _run in range(3))

    def run(self, *tasks: Task, forks: int = 1, fails: bool = False) -> Cost:
        """Run tasks on all hosts, and mark the beginning in the log."""
        self._log.mark()
        play = {"hosts": self._hosts, "gather_facts": False, "tasks": list(tasks)}
        return run(self.core, play, forks=forks, fails=fails)

    def row(self, title: str, task: Task, *, fails: bool = False) -> Row:
        """Run one task; what Ansible costs without a task is taken off."""
        cost = self.run(task, fails=fails)
        return Row(title, self._log.traffic(), cost.cpu - self._idle)

    def rows(self) -> Iterator[Row]:
        """Run every kind of task, in an order in which each finds the hosts as its title says."""
        yield self.row("ansible.windows.win_ping", PING)
        yield self.row("microsoft.ad.membership, sent", PEER, fails=True)
        yield self.row("netjoin membership, joining", JOIN)
        self.run(REBOOT, forks=HOSTS)
        yield self.row("netjoin membership, unchanged", JOIN)
        yield self.row("netjoin membership_info", INFO)


def main() -> None:
    """Print one table for each ansible-core."""
    cores = (SMALLEST, NEWEST)
    with pristine_lab(HOSTS * len(cores)):
        for index, core in enumerate(cores):
            bench = Bench(core, [f"win{number:02}" for number in range(index * HOSTS + 1, (index + 1) * HOSTS + 1)])
            print(f"ansible-core {core.version}: one task on one host, mean of {HOSTS}")
            _print_row(HEADINGS)
            rows = bench.rows()
            ping = next(rows)
            _print_row(ping.cells(ping))
            for row in rows:
                _print_row(row.cells(ping))
            print(flush=True)


def _print_row(cells: tuple[str, ...]) -> None:
    title, *numbers = cells
    print(f"{title:32}" + "".join(f"{number:>12}" for number in numbers), flush=True)


if __name__ == "__main__":
    main()
