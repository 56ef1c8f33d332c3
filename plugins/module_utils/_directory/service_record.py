# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DNS service records, in the order in which their servers are tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class ServiceRecord:
    """An SRV record; ``target`` has no dot at its end."""

    priority: int
    weight: int
    target: str


def service_name(dns_domain: str, site: str | None) -> str:
    """Where the domain controllers of a domain, or of one of its sites, are listed ([MS-ADTS] 6.3.2.3)."""
    place = f"{site}._sites." if site else ""
    return f"_ldap._tcp.{place}dc._msdcs.{dns_domain}"


def in_order(records: Iterable[ServiceRecord], draw: Callable[[int], int]) -> list[ServiceRecord]:
    """Order records as RFC 2782 wants it: by priority, and among equals by lot according to weight.

    ``draw`` gives a random number from 0 to its argument, both included.
    """
    ordered: list[ServiceRecord] = []
    waiting = sorted(records, key=lambda record: (record.priority, record.weight, record.target))
    while waiting:
        equals = [record for record in waiting if record.priority == waiting[0].priority]
        lot = draw(sum(record.weight for record in equals))
        for chosen in equals:
            lot -= chosen.weight
            if lot <= 0:
                break
        ordered.append(chosen)
        waiting.remove(chosen)
    return ordered
