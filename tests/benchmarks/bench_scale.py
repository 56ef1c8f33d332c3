# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the time for one host grows when one play joins and restarts many hosts, and what memory the controller takes.

The goal is that a host in a play of 200 takes no longer than a host in a play of 20. Run with ``make bench-scale``;
it starts a lab of its own, so that none may be running. Hosts, domain controller and Ansible share this machine:
seconds say little, the ratio says whether anything grows faster than the number of hosts.
"""

from __future__ import annotations

import argparse

from ansible_collections.netjoin.windows.tests.benchmarks.controller import SMALLEST, Cost, pristine_lab, run

FEW = 20
MANY = 200
JOIN = {
    "netjoin.windows.membership": {
        "domain": "{{ lab_domain }}",
        "ou": "{{ lab_ou }}",
        "username": "{{ lab_join_user }}",
        "password": "{{ lab_join_password }}",
        "reboot": True,
    }
}
HEADINGS = ("hosts", "seconds", "s a host", "ratio", "CPU a host", "ratio", "memory MB")


def join(first: int, last: int, forks: int) -> Cost:
    """Join the lab's hosts of these numbers in one play; PlayFailed when one of them does not make it."""
    hosts = ",".join(f"win{number:02}" for number in range(first, last + 1))
    return run(SMALLEST, {"hosts": hosts, "gather_facts": False, "tasks": [JOIN]}, forks=forks)


def main() -> None:
    """Print one line for each play."""
    parser = argparse.ArgumentParser(description="One play joins 20 hosts, another one 200.")
    parser.add_argument("--hosts", type=int, default=MANY, help="hosts of the second play (default: %(default)s)")
    parser.add_argument("--forks", type=int, default=FEW, help="forks of both (default: %(default)s)")
    options = parser.parse_args()
    with pristine_lab(FEW + options.hosts):
        print(f"ansible-core {SMALLEST.version}, {options.forks} forks: join and restart")
        _print_row(HEADINGS)
        few = join(1, FEW, options.forks)
        _print_row(_cells(FEW, few, few))
        many = join(FEW + 1, FEW + options.hosts, options.forks)
        _print_row(_cells(options.hosts, many, few))


def _cells(hosts: int, cost: Cost, few: Cost) -> tuple[str, ...]:
    return (
        str(hosts),
        f"{cost.seconds:.1f}",
        f"{cost.seconds / hosts:.2f}",
        f"{cost.seconds / hosts / (few.seconds / FEW):.2f}",
        f"{cost.cpu / hosts:.2f}",
        f"{cost.cpu / hosts / (few.cpu / FEW):.2f}",
        f"{cost.memory / 1e6:.0f}",
    )


def _print_row(cells: tuple[str, ...]) -> None:
    print("".join(f"{cell:>12}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
