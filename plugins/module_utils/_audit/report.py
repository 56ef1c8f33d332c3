# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole audit, from what was read to what is shown."""

from __future__ import annotations

import typing as t
from collections import Counter
from collections.abc import Mapping, Sequence

from .judging import judge_account, judge_host, judge_missing_account
from .machine_class import WORDING, MachineClass
from .matching import Accounts, shared_hosts, shared_names
from .row import Row
from .views import Account, Host


def report(
    hosts: Mapping[str, Mapping[str, t.Any]],
    directory: Mapping[str, t.Any] | None,
    *,
    domain: str | None = None,
    base: str | None = None,
) -> dict[str, t.Any]:
    """Merge what hosts and the directory say.

    ``hosts`` are registered results of membership_info by the inventory's names, ``directory`` that of
    computer_account_info: None when it was not asked. ``domain`` is the audited one, ``base`` where its accounts were
    looked for, None for all of it.
    """
    told = directory or {}
    accounts = Accounts(map(Account, told.get("accounts", ())))
    rows = _rows(
        [Host.read(name, result) for name, result in hosts.items()],
        accounts,
        domains=(domain, told.get("domain_dns"), told.get("domain_netbios")),
        is_whole="accounts" in told and base is None,
    )
    return {
        "domain": told.get("domain_dns") or domain,
        "domain_controller": told.get("domain_controller"),
        "base": base,
        "directory_problem": told.get("msg") if directory is not None and "accounts" not in told else None,
        "hosts": len(hosts),
        "accounts": len(accounts.all) if "accounts" in told else None,
        "classes": _classes(rows),
        "rows": [row.as_result() for row in rows],
    }


def _rows(hosts: Sequence[Host], accounts: Accounts, *, domains: Sequence[str | None], is_whole: bool) -> list[Row]:
    """Every host, and every account without one, the worst first."""
    account_names, host_names = shared_names(accounts.all), shared_hosts(hosts)
    rows = []
    for host in hosts:
        is_member = host.is_of(*domains)
        row = Row(host, accounts.of(host, is_member=is_member))
        judge_host(row, host, is_member=is_member)
        if row.account is not None:
            judge_account(row, row.account, account_names, is_used=is_member)
        elif is_member and is_whole:
            judge_missing_account(row, host)
        if host.inventory_name in host_names:
            row.add(MachineClass.DUPLICATE, host_names[host.inventory_name])
        rows.append(row)
    taken = {row.account.dn for row in rows if row.account is not None}
    for account in accounts.all:
        if account.dn not in taken:
            row = Row(None, account)
            judge_account(row, account, account_names, is_used=False)
            rows.append(row)
    for row in rows:
        row.settle()
    return sorted(rows, key=lambda row: row.sort_key)


def _classes(rows: Sequence[Row]) -> list[dict[str, t.Any]]:
    """Every class with its words and how many computers it has, the worst first."""
    counted = Counter(word for row in rows for word in set(row.classes))
    return [
        {
            "name": word.value,
            "title": wording.title,
            "severity": wording.severity.name.lower(),
            "meaning": wording.meaning,
            "next_step": wording.next_step,
            "count": counted[word],
        }
        for word, wording in WORDING.items()
    ]
