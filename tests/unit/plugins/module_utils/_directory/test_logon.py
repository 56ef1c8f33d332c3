# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Simple binds: under which name, and when not at all. The logons of the other kinds are in test_logon_in_tls."""

from __future__ import annotations

import types
import typing as t
import uuid

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._directory import message
from ansible_collections.netjoin.windows.plugins.module_utils._directory.facts import DomainFacts
from ansible_collections.netjoin.windows.plugins.module_utils._directory.logon import log_on
from ansible_collections.netjoin.windows.plugins.module_utils._directory.problem import DirectoryProblem
from ansible_collections.netjoin.windows.plugins.module_utils._directory.security import (
    Authentication,
    Credentials,
    Security,
    TlsMode,
)
from ansible_collections.netjoin.windows.plugins.module_utils._names.account_name import AccountName

FACTS = DomainFacts(
    "dc1.lab.example", "192.0.2.1", "lab.example", "LAB", "lab.example", uuid.UUID(int=1), "Berlin", None, 0x3F3FD
)
IN_TLS = Security(Authentication.SIMPLE, TlsMode.LDAPS)
PASSWORD = "Correct-Horse-7"

# [MS-ADTS] 5.1.1.1.1 has userPrincipalName, sAMAccountName@<DNS name of a domain of the forest> and
# <NetBIOS name>\sAMAccountName, and neither a sAMAccountName alone nor one after the DNS name of a domain.
NAMES = (
    ("joiner", "joiner@lab.example"),
    (r"lab.example\joiner", "joiner@lab.example"),
    (r"child.lab.example\joiner", "joiner@child.lab.example"),
    (r"LAB\joiner", r"LAB\joiner"),
    (r"OTHER\joiner", r"OTHER\joiner"),
    ("joiner@lab.example", "joiner@lab.example"),
    ("joiner@corp.com", "joiner@corp.com"),
)


class FakeSession:
    """A connection that notes the requests, with a channel inside TLS or not."""

    def __init__(self, binding: bytes | None) -> None:
        self.channel = types.SimpleNamespace(binding=binding)
        self.requests: list[bytes] = []

    def must(self, _function: str, operation: bytes) -> None:
        self.requests.append(operation)


def bind(name: str | None, password: str | None = PASSWORD, binding: bytes | None = b"tls") -> list[bytes]:
    """The requests of a simple bind."""
    session: t.Any = FakeSession(binding)
    account = None if name is None else AccountName.parse(name)
    log_on(session, FACTS, Credentials(account, password), IN_TLS)
    requests: list[bytes] = session.requests
    return requests


@pytest.mark.parametrize(("name", "sent"), NAMES)
def test_a_simple_bind_sends_a_form_of_the_name_that_active_directory_knows(name: str, sent: str) -> None:
    """Any other is refused as if the password were wrong."""
    assert bind(name) == [message.simple_bind(sent, PASSWORD)]


@pytest.mark.parametrize(
    ("name", "password", "binding"),
    [("joiner", PASSWORD, None), ("joiner", "", b"tls"), ("joiner", None, b"tls"), (None, PASSWORD, b"tls")],
    ids=["without TLS", "empty password", "no password", "nobody"],
)
def test_what_would_be_readable_or_anonymous_is_not_sent(
    name: str | None, password: str | None, binding: bytes | None
) -> None:
    """RFC 4513 section 5.1.2: a bind without a password is not one of the user."""
    with pytest.raises(DirectoryProblem):
        bind(name, password, binding)
