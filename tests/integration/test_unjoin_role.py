# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role netjoin.windows.unjoin."""

from __future__ import annotations

import typing as t

from .accounts import info_of
from .laboratory import Laboratory, Result, lab


def play(laboratory: Laboratory, host: str, **directory: t.Any) -> Result:
    """One play that deletes the account; ``directory`` is how the controller reaches it."""
    return {
        "hosts": host,
        "gather_facts": False,
        "module_defaults": {"netjoin.windows.computer_account": laboratory.ldaps | directory},
        "roles": [{"role": "netjoin.windows.unjoin"}],
        "vars": {
            "unjoin_account": "delete",
            "unjoin_username": laboratory.variables["lab_admin_user"],
            "unjoin_password": laboratory.variables["lab_admin_password"],
        },
    }


def test_the_account_is_deleted_when_asked(laboratory: Laboratory, member: str) -> None:
    """Out of the domain first, then the account from the controller; a second run finds nothing to do."""
    leaving = play(laboratory, member)
    first, second = laboratory.playbook([leaving]), laboratory.playbook([leaving])
    assert first.code == 0, first.output
    assert f"has left {laboratory.variables['lab_domain']}" in first.output
    assert laboratory.computer(member) is None
    assert second.code == 0, second.output
    assert "changed=0" in second.output


def test_the_account_is_deleted_though_the_host_does_not_come_back(laboratory: Laboratory, member: str) -> None:
    """Out of the domain, a second run would not know of the account any more."""
    lab("fault", "no-return", member)
    leaving = play(laboratory, member)
    leaving["vars"]["unjoin_reboot_timeout"] = 10
    done = laboratory.playbook([leaving])
    lab("fault", "clear", member)
    assert f"fatal: [{member}]" in done.output, done.output
    assert laboratory.computer(member) is None


def test_a_host_stays_where_the_controller_cannot_delete_its_account(laboratory: Laboratory, member: str) -> None:
    """Out of the domain, it could not tell a second run which account was its own."""
    done = laboratory.playbook([play(laboratory, member, domain_controller="nobody.lab.example")])
    assert done.code == 2, done.output
    assert "nobody.lab.example" in done.output
    assert info_of(laboratory, member)["domain"] == laboratory.variables["lab_domain"]
