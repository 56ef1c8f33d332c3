# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One computer in the report."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from .machine_class import WORDING, MachineClass, Severity, order
from .views import Account, Host

_HOST_KEYS = ("domain", "workgroup", "hostname_pending", "role", "site", "domain_controller", "entra_joined")
_ACCOUNT_KEYS = (
    *("dn", "sid", "dns_host_name", "description", "operating_system", "operating_system_version", "owner"),
    *("enabled", "stale", "is_domain_controller", "when_created", "password_last_set", "last_logon"),
)


@dataclass
class Row:
    """One computer: a host of the inventory, an account, or both; and what is so with it."""

    host: Host | None
    account: Account | None
    classes: list[MachineClass] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, word: MachineClass, *notes: str) -> None:
        """Note that something is so, and what there is to say about it."""
        self.classes.append(word)
        self.notes += notes

    def settle(self) -> None:
        """End the judging: a member with a trouble is no member that all is well with."""
        if any(WORDING[word].severity is not Severity.GOOD for word in self.classes):
            self.classes = [word for word in self.classes if word is not MachineClass.MEMBER]
        self.classes = sorted(set(self.classes), key=order)

    @property
    def sort_key(self) -> tuple[int, str]:
        """The worst first, then by name."""
        return order(self.classes[0]), self.name.lower()

    @property
    def name(self) -> str:
        """What the computer calls itself, else what its account is called, else what the inventory calls it."""
        if self.host is not None and (self.host.info or self.account is None):
            return self.host.name
        return self.account.name if self.account is not None else ""

    def as_result(self) -> dict[str, t.Any]:
        """The row in the words of the report."""
        host, account = self.host, self.account
        channel = (host.info.get("secure_channel") if host else None) or {}
        return {
            "name": self.name,
            "inventory_name": host.inventory_name if host else None,
            "classes": [word.value for word in self.classes],
            "severity": WORDING[self.classes[0]].severity.name.lower(),
            "notes": self.notes,
            **{key: host.info.get(key) if host else None for key in _HOST_KEYS},
            "secure_channel": channel.get("status"),
            "account": {key: account.info.get(key) for key in _ACCOUNT_KEYS} if account else None,
            "last_sign_of_life": account.last_sign_of_life if account else None,
        }
