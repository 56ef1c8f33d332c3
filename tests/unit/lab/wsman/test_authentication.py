# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is on a connection."""

from __future__ import annotations

import base64
import pathlib

import pytest
import spnego

from ansible_collections.netjoin.windows.tests.lab.domain import FIRST
from ansible_collections.netjoin.windows.tests.lab.emulated_host import LocalAccount
from ansible_collections.netjoin.windows.tests.lab.wsman.authentication import (
    CHALLENGES,
    ConnectionAuthentication,
)
from ansible_collections.netjoin.windows.tests.lab.wsman.users import Accounts, User

SOMEONE = LocalAccount("Someone", "Some:Passw0rd-ü", administrator=True)
NTLM_SOMEONE = LocalAccount("other", "Other-Passw0rd", administrator=False)
PLAIN = FIRST.account("plain")
DOMAIN_USER = User("plain", administrator=False, domain="LAB")
NAMES = ["other", "OTHER", r".\other", r"WIN01\other"]


@pytest.fixture
def authentication(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> ConnectionAuthentication:
    """A new connection to a computer named WIN01."""
    monkeypatch.delenv("NTLM_USER_FILE", raising=False)
    accounts = Accounts([SOMEONE, NTLM_SOMEONE])
    monkeypatch.setenv("NTLM_USER_FILE", "")
    accounts.offer_to_ntlm(tmp_path / "users", ["WIN01"])
    return ConnectionAuthentication(accounts, {"LAB\\plain": DOMAIN_USER}.get)


def basic(text: str) -> str:
    """An Authorization header (RFC 7617)."""
    return f"Basic {base64.b64encode(text.encode()).decode()}"


def negotiate(authentication: ConnectionAuthentication, name: str, password: str) -> list[str]:
    """Go through an NTLM negotiation as a client does; the server's last answer."""
    client = spnego.client(name, password, hostname="host", service="HTTP", protocol="ntlm")
    token: bytes | None = None
    answer: list[str] = []
    while not client.complete:
        token = client.step(token)
        answer = authentication.step(f"Negotiate {base64.b64encode(token or b'').decode()}")
        token = base64.b64decode(answer[0].partition(" ")[2]) if answer and answer != CHALLENGES else None
    return answer


def test_nobody_is_on_a_new_connection(authentication: ConnectionAuthentication) -> None:
    """And the client is told how to become somebody."""
    assert authentication.step("") == ["Negotiate", "Kerberos", 'Basic realm="WSMAN"']
    assert authentication.user is None


def test_basic_takes_name_and_password(authentication: ConnectionAuthentication) -> None:
    """The first colon ends the name; names have no case."""
    assert authentication.step(basic("SOMEONE:Some:Passw0rd-ü")) == []
    assert authentication.user == User("Someone", administrator=True)


REFUSED = [
    basic("someone:wrong"),
    basic("nobody:Some:Passw0rd-ü"),
    basic("someone"),
    "Basic not-base64!",
    "Basic",
    "Kerberos YII=",
    "Negotiate YII=",
]


@pytest.mark.parametrize("header", REFUSED)
def test_who_proves_nothing_is_challenged_again(authentication: ConnectionAuthentication, header: str) -> None:
    """Wrong passwords, unknown names, damaged headers."""
    assert authentication.step(header) == CHALLENGES
    assert authentication.user is None


@pytest.mark.parametrize("name", NAMES)
def test_ntlm_takes_a_local_name_in_every_form(authentication: ConnectionAuthentication, name: str) -> None:
    """With no domain, the computer's own, and a dot."""
    negotiate(authentication, name, "Other-Passw0rd")
    assert authentication.user == User("other", administrator=False)


def test_ntlm_gives_keys_to_seal_with(authentication: ConnectionAuthentication) -> None:
    """Basic does not."""
    negotiate(authentication, "other", "Other-Passw0rd")
    assert authentication.context is not None
    authentication.step(basic("someone:Some:Passw0rd-ü"))
    assert authentication.context is None


@pytest.mark.parametrize(("name", "password"), [("other", "wrong"), ("nobody", "Other-Passw0rd"), (r"LAB\other", "x")])
def test_ntlm_refuses_a_wrong_name_or_password(
    authentication: ConnectionAuthentication, name: str, password: str
) -> None:
    """The client is challenged again."""
    assert negotiate(authentication, name, password) == CHALLENGES
    assert authentication.user is None


def test_a_connection_stays_whose_it_is(authentication: ConnectionAuthentication) -> None:
    """Later requests need no header, as in WinRM."""
    negotiate(authentication, "other", "Other-Passw0rd")
    assert authentication.step("") == []
    assert authentication.user == User("other", administrator=False)


def test_a_failed_attempt_ends_an_earlier_success(authentication: ConnectionAuthentication) -> None:
    """Nobody goes on as whoever was there before."""
    authentication.step(basic("someone:Some:Passw0rd-ü"))
    authentication.step(basic("other:wrong"))
    assert authentication.user is None


def test_only_root_reads_the_passwords(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file that pyspnego reads is made 0600."""
    monkeypatch.setenv("NTLM_USER_FILE", "")
    Accounts([SOMEONE]).offer_to_ntlm(tmp_path / "users", [])
    assert (tmp_path / "users").stat().st_mode & 0o777 == 0o600


def test_a_domain_user_is_whoever_the_domain_says(authentication: ConnectionAuthentication) -> None:
    """The password is right, and the domain controller agrees."""
    negotiate(authentication, r"LAB\plain", PLAIN.password)
    assert authentication.user == DOMAIN_USER


@pytest.mark.parametrize(
    ("name", "password"),
    [(r"LAB\plain", "wrong"), ("plain", PLAIN.password), (r"LAB\joiner", FIRST.account("join").password)],
    ids=["wrong password", "no domain in the name", "the domain controller refuses"],
)
def test_no_other_domain_user_gets_in(authentication: ConnectionAuthentication, name: str, password: str) -> None:
    """Neither the password nor the domain's word alone is enough."""
    negotiate(authentication, name, password)
    assert authentication.user is None
