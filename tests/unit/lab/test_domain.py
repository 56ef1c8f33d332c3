# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The test domains as values."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.tests.lab.domain import FIRST, SECOND, UNITS, Account, Domain
from ansible_collections.netjoin.windows.tests.lab.emulated_host import LOCAL_ACCOUNTS

DOMAIN_ACCOUNTS = (*FIRST.accounts, *SECOND.accounts)
PASSWORDS = [account.password for account in DOMAIN_ACCOUNTS] + [account.password for account in LOCAL_ACCOUNTS]


@pytest.mark.parametrize("password", PASSWORDS)
def test_a_password_is_part_of_no_other(password: str) -> None:
    """Masking one secret in Ansible's output leaves no other half masked, and each domain has its own."""
    assert [password] == [other for other in PASSWORDS if password in other]


@pytest.mark.parametrize("password", PASSWORDS)
def test_a_password_is_no_template(password: str) -> None:
    """Ansible would evaluate braces in inventory variables."""
    assert "{{" not in password
    assert "{%" not in password


def test_the_long_password_has_254_characters() -> None:
    """The longest that tests of a join use."""
    assert [len(domain.account("long").password) for domain in (FIRST, SECOND)] == [254, 254]


@pytest.mark.parametrize("account", FIRST.accounts, ids=lambda account: account.role)
def test_a_password_is_not_in_an_accounts_repr(account: Account) -> None:
    """A traceback or a log of the lab does not show it."""
    assert account.password not in repr(account)


@pytest.mark.parametrize(
    ("domain", "names"),
    [
        (FIRST, ("dc1.lab.example", "LAB.EXAMPLE", "DC=lab,DC=example")),
        (SECOND, ("dc1.lab2.example", "LAB2.EXAMPLE", "DC=lab2,DC=example")),
    ],
)
def test_a_domain_derives_its_names(domain: Domain, names: tuple[str, str, str]) -> None:
    """Controller, Kerberos realm and root DN follow from the DNS name."""
    assert names == (domain.controller, domain.realm, domain.root_dn)


def test_the_odd_unit_has_the_characters_that_need_escapes() -> None:
    """The DN that the project's issue gives as an example."""
    odd = next(unit for unit in UNITS if unit.role == "odd")
    assert FIRST.unit_dn(odd) == r"OU=O'Neil & \"Söhne\"\, x\=y,DC=lab,DC=example"
