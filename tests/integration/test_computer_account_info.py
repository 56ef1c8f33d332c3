# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory's view of the computers, against what ldapsearch sees."""

from __future__ import annotations

import typing as t

from .directory_users import as_admin
from .laboratory import Laboratory, Result
from .test_computer_account import task


def look(laboratory: Laboratory, **arguments: t.Any) -> Result:
    """A task of the module as the delegated user over LDAPS."""
    options: Result = task(laboratory)["netjoin.windows.computer_account"]
    reached = {name: value for name, value in options.items() if name not in ("ou", "machines")}
    return {"netjoin.windows.computer_account_info": {**reached, **arguments}}


def test_the_computers_of_the_domain_are_listed(laboratory: Laboratory, host: str) -> None:
    """With what the join of a host has left, and with the domain controller marked as one."""
    assert laboratory.membership(host, reboot=True)["changed"] is True
    (result,) = laboratory.tasks("localhost", look(laboratory))
    found = {account["name"].lower(): account for account in result["accounts"]}
    assert host in found
    controller = laboratory.variables["lab_dc"].partition(".")[0]
    assert [name for name, account in found.items() if account["is_domain_controller"]] == [controller]
    entry = laboratory.computer(host)
    assert entry is not None
    mine = found[host]
    assert mine["dn"] == entry.dn
    assert mine["dns_host_name"] == entry.one("dNSHostName")
    assert mine["operating_system"] == entry.one("operatingSystem")
    assert mine["service_principal_names"] == sorted(entry.attributes["serviceprincipalname"])
    assert mine["enabled"] is True
    assert mine["stale"] is False
    assert mine["password_last_set"][:4] == mine["when_created"][:4]
    assert result["changed"] is False
    assert result["domain_netbios"] == laboratory.variables["lab_netbios"]


def test_one_computer_is_looked_for_below_a_container(laboratory: Laboratory, host: str) -> None:
    """It is missing where it is not, and as unused as the directory says."""
    variables = laboratory.variables
    prepared, found, elsewhere = laboratory.tasks(
        "localhost",
        task(laboratory, host),
        *(look(laboratory, base=base, machines=[host]) for base in (variables["lab_ou"], variables["lab_odd_ou"])),
    )
    assert prepared["changed"] is True, prepared
    assert [account["name"].lower() for account in found["accounts"]] == [host]
    assert found["missing"] == []
    assert found["accounts"][0]["last_logon"] is None
    assert (elsewhere["accounts"], elsewhere["missing"]) == ([], [host])


def test_a_base_that_does_not_exist_is_named(laboratory: Laboratory) -> None:
    """The code is LDAP's noSuchObject, and the message has the DN."""
    base = f"OU=Nowhere,{laboratory.variables['lab_ou']}"
    (result,) = laboratory.tasks("localhost", look(laboratory, base=base, **as_admin(laboratory)))
    assert result["error"]["dn"] == base
    assert result["error"]["code"] == 32
