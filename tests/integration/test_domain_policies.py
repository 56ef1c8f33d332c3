# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a domain lets its users do with computer accounts: its quota, and its list for reusing them.

On the second domain, whose settings no other test needs.
"""

from __future__ import annotations

import functools
import typing as t

import pytest

from .laboratory import Laboratory, Result, lab

JOINERS = "Computer Joiners"
"""The group of the lab's domains whose members may join computers."""


class SecondDomain(Laboratory):
    """The lab, with the second domain in the place of the first."""

    @functools.cached_property
    def variables(self) -> Result:
        """The lab_* variables, each with the value that lab2_* has."""
        given = super().variables
        second = {f"lab_{name[5:]}": value for name, value in given.items() if name.startswith("lab2_")}
        return {**given, **second}

    def set_quota(self, accounts: int) -> None:
        """Let every user create so many computer accounts."""
        root = ",".join(f"DC={label}" for label in self.variables["lab_domain"].split("."))
        name = "ms-DS-MachineAccountQuota"
        self.change_directory(f"dn: {root}\nchangetype: modify\nreplace: {name}\n{name}: {accounts}\n")


@pytest.fixture
def second() -> t.Iterator[SecondDomain]:
    """The second domain, whose settings are put back afterwards."""
    domain = SecondDomain()
    yield domain
    domain.set_quota(0)
    lab("reuse-allow-list", "--domain", domain.variables["lab_domain"])


def test_a_quota_counts_the_accounts_that_a_user_has_created(second: SecondDomain, host: str) -> None:
    """With one left a user without rights joins, and again with that account; the next computer gets 8557.

    [MS-SAMR] 3.1.5.4.4: the account remembers who created it, and that is what is counted.
    """
    plain = {
        "ou": None,
        "username": second.variables["lab_plain_user"],
        "password": second.variables["lab_plain_password"],
    }
    second.set_quota(1)
    first = second.membership(host, **plain)
    second.reset(host)
    again = second.membership(host, **plain)
    next_one = second.membership(second.add_host(), **plain)
    assert first["changed"] is True, first
    assert again["changed"] is True, again
    assert next_one["error"]["code"] == 8557, next_one
    assert second.secrets_prove_membership(host)
    account = second.computer(host)
    assert account is not None
    assert account.attributes["ms-ds-creatorsid"]
    assert f"cn={host},cn=computers," in account.dn.lower()


def test_owners_on_the_domains_list_let_others_reuse_their_accounts(second: SecondDomain, host: str) -> None:
    """2732 for another user who may reset the account, until the owner's group is on the list (KB5020276)."""
    other = {"username": second.variables["lab_odd_user"], "password": second.variables["lab_odd_password"]}
    created = second.membership(host)
    second.reset(host)
    refused = second.membership(host, **other)
    lab("reuse-allow-list", JOINERS, "--domain", second.variables["lab_domain"])
    allowed = second.membership(host, **other)
    assert created["changed"] is True, created
    assert refused["error"]["code"] == 2732, refused
    assert allowed["changed"] is True, allowed
    assert second.secrets_prove_membership(host)
