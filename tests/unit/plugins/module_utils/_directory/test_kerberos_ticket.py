# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names and error codes of Kerberos."""

from __future__ import annotations

import time
import types
import typing as t
import uuid

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._directory import kerberos_ticket
from ansible_collections.netjoin.windows.plugins.module_utils._directory.facts import DomainFacts
from ansible_collections.netjoin.windows.plugins.module_utils._directory.kerberos_ticket import (
    find_tickets,
    principal_name,
    refusal,
)
from ansible_collections.netjoin.windows.plugins.module_utils._directory.problem import DirectoryError, DirectoryProblem
from ansible_collections.netjoin.windows.plugins.module_utils._names.account_name import AccountName

FACTS = DomainFacts(
    "dc1.lab.example", "192.0.2.1", "lab.example", "LAB", "lab.example", uuid.UUID(int=1), "Berlin", None, 0x3F3FD
)

# [MS-KILE] 3.1.5.11: the realm is the DNS name in upper case.
PRINCIPALS = (
    ("joiner@lab.example", "joiner@LAB.EXAMPLE"),
    ("Joiner@Lab.Example", "Joiner@LAB.EXAMPLE"),
    ("joiner", "joiner@LAB.EXAMPLE"),
    ("lab\\joiner", "joiner@LAB.EXAMPLE"),
    ("lab.example\\joiner", "joiner@LAB.EXAMPLE"),
    ("other.example\\joiner", "joiner@OTHER.EXAMPLE"),
)

# Error codes of MIT Kerberos 1.20, krb5.h; what the result says.
WITH_A_WINDOWS_CODE = ((-1765328360, 1326), (-1765328347, 1398))
WITHOUT = (
    (-1765328378, "no account of this name"),
    (-1765328366, "disabled, locked or expired"),
    (-1765328361, "must be changed"),
    (-1765328352, "ticket has expired"),
    (-1765328189, "no Kerberos ticket"),
    (-1765328228, "port 88"),
    (-1765328230, "krb5.conf"),
    (-1765328377, "rdns"),
    (12345, "the words of the library"),
    (None, "the words of the library"),
)


@pytest.mark.parametrize(("name", "principal"), PRINCIPALS)
def test_every_form_of_a_name_has_its_principal(name: str, principal: str) -> None:
    """A name without a domain is of the one that is asked."""
    assert principal_name(AccountName.parse(name), FACTS) == principal


def test_a_netbios_name_of_another_domain_is_refused() -> None:
    """Nothing says which realm that is."""
    with pytest.raises(DirectoryProblem, match="joiner@<DNS name"):
        principal_name(AccountName.parse("OTHER\\joiner"), FACTS)


@pytest.mark.parametrize(("code", "windows"), WITH_A_WINDOWS_CODE)
def test_a_refusal_that_windows_has_a_code_for(code: int, windows: int) -> None:
    """It is explained with that."""
    problem = refusal(code, "the words of the library", "test")
    assert isinstance(problem, DirectoryError)
    assert problem.code == windows


@pytest.mark.parametrize(("code", "words"), WITHOUT)
def test_another_refusal_says_what_it_means(code: int | None, words: str) -> None:
    """And what the library said, in any case."""
    assert words in str(refusal(code, "the words of the library", "test"))


class TicketLibrary:
    """Stands for the package krb5, with one credential cache that has one ticket."""

    class Krb5Error(Exception):
        """What its functions raise; none does here."""

    def __init__(self, service: str, ends: float) -> None:
        named = types.SimpleNamespace
        ticket = named(server=named(name=service.encode()), times=named(endtime=ends))
        self._cache = Cache([ticket])

    def init_context(self) -> object:
        return object()

    def cc_default(self, _context: object) -> object:
        return self._cache

    def cc_resolve(self, _context: object, name: bytes) -> object:
        assert name == b"FILE:tickets"
        return self._cache


class Cache(list[t.Any]):
    """Its tickets, and whose it is."""

    principal = types.SimpleNamespace(realm=b"LAB.EXAMPLE")
    cache_type = b"FILE"
    name = b"tickets"


GRANTING = "krbtgt/LAB.EXAMPLE@LAB.EXAMPLE"
HOUR = 3600.0


@pytest.mark.parametrize("name", [None, "FILE:tickets"], ids=["default cache", "named cache"])
def test_a_ticket_that_lasts_is_used(monkeypatch: pytest.MonkeyPatch, name: str | None) -> None:
    """By the name of its cache."""
    monkeypatch.setattr(kerberos_ticket, "_load_krb5", lambda: TicketLibrary(GRANTING, time.time() + HOUR))
    assert find_tickets(name).name == "FILE:tickets"


@pytest.mark.parametrize(
    ("service", "ends", "words"),
    [
        (GRANTING, -HOUR, "the ticket has expired"),
        ("ldap/dc1.lab.example@LAB.EXAMPLE", HOUR, "no ticket that can be used"),
    ],
    ids=["expired", "for one service only"],
)
def test_a_ticket_that_is_of_no_use_is_told_before_the_directory_is_asked(
    monkeypatch: pytest.MonkeyPatch, service: str, ends: float, words: str
) -> None:
    """With what to do about it."""
    monkeypatch.setattr(kerberos_ticket, "_load_krb5", lambda: TicketLibrary(service, time.time() + ends))
    with pytest.raises(DirectoryProblem, match=words) as refused:
        find_tickets(None)
    assert "kinit" in str(refused.value)
