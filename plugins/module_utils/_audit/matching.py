# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which account belongs to which host, and what claims a name twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from .views import Account, Answer, Host, netbios


class Accounts:
    """The accounts of a domain by their names."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self.all = tuple(accounts)
        self._by_dn = {account.dn.lower(): account for account in self.all}
        self._by_name = {account.name.upper(): account for account in self.all}
        self._by_dns = {
            account.info["dns_host_name"].lower(): account for account in self.all if account.info.get("dns_host_name")
        }

    def of(self, host: Host, *, is_member: bool) -> Account | None:
        """The account of a host, None when there is none.

        A member knows its own; else the name that it has or will have decides. Of a host that did not answer there is
        only the name in the inventory.
        """
        if is_member and host.info.get("account_dn"):
            account = self._by_dn.get(host.info["account_dn"].lower())
            if account is not None:
                return account
        if host.answer is not Answer.GIVEN:
            account = self._by_dns.get(host.inventory_name.lower())
            if account is not None:
                return account
        names = (host.name, host.info.get("hostname_pending"))
        return next((self._by_name[netbios(name)] for name in names if name and netbios(name) in self._by_name), None)


def shared_names(accounts: Sequence[Account]) -> dict[str, list[str]]:
    """By the DN of an account: what it shares with which other account, a sentence each."""
    owners: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        for name in sorted(account.unique_names):
            owners[name].append(account)
    found: dict[str, list[str]] = defaultdict(list)
    for name, claimants in owners.items():
        if len(claimants) == 1:
            continue
        for account in claimants:
            others = ", ".join(other.dn for other in claimants if other is not account)
            found[account.dn].append(f"{name} is also a name of {others}.")
    for account in accounts:
        if account.is_conflict:
            found[account.dn].append("Replication found two accounts with one name, and has renamed this one.")
    return found


def shared_hosts(hosts: Sequence[Host]) -> dict[str, str]:
    """By the inventory's name of a host: which other hosts have its name."""
    claimants: dict[str, list[Host]] = defaultdict(list)
    for host in hosts:
        if host.answer is Answer.GIVEN:
            claimants[netbios(host.name)].append(host)
    return {
        host.inventory_name: f"{name} is also the name of "
        + ", ".join(other.inventory_name for other in same if other is not host)
        + "."
        for name, same in claimants.items()
        if len(same) > 1
        for host in same
    }
