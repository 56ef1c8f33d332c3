# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a host is to be after a task: in a domain or in a workgroup."""

from __future__ import annotations

import dataclasses
import typing as t


@dataclasses.dataclass(frozen=True)
class Destination:
    """A domain, by any of its names, or a workgroup.

    Args:
        name: What the task calls it.
        is_domain: Whether it is a domain.
        names: Every name that is known of it; a domain has a DNS name and a NetBIOS name.
    """

    name: str
    is_domain: bool
    names: tuple[str, ...]

    @classmethod
    def domain(cls, name: str, *others: str | None) -> Destination:
        """Return a domain, by one of its names or more."""
        return cls(name, is_domain=True, names=(name, *filter(None, others)))

    @classmethod
    def workgroup(cls, name: str) -> Destination:
        """Return a workgroup."""
        return cls(f"workgroup {name}", is_domain=False, names=(name,))

    def __str__(self) -> str:
        return self.name

    def is_reached(self, info: t.Mapping[str, t.Any]) -> bool:
        """Whether a host that answered `membership_info` so is there, perhaps before its restart."""
        asked = ("domain", "domain_dns", "domain_netbios") if self.is_domain else ("workgroup",)
        found = {info[key].lower() for key in asked if info.get(key)}
        return not found.isdisjoint(name.lower() for name in self.names)
