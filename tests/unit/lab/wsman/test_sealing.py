# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealed messages, against the clients' own implementations."""

from __future__ import annotations

import pathlib
import typing as t

import pytest
import spnego
from pypsrp.encryption import WinRMEncryption

from ansible_collections.netjoin.windows.tests.lab.wsman import sealing

SPNEGO = "application/HTTP-SPNEGO-session-encrypted"
MESSAGES = [b"", b"<s:Envelope/>", b"--Encrypted Boundary--\r\n", bytes(range(256)) * 1000]


@pytest.fixture
def contexts(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> tuple[t.Any, t.Any]:
    """Both ends of a finished NTLM negotiation: client and server."""
    (tmp_path / "users").write_text(":someone:Some-Passw0rd\n")
    monkeypatch.setenv("NTLM_USER_FILE", str(tmp_path / "users"))
    client = spnego.client("someone", "Some-Passw0rd", hostname="host", service="HTTP", protocol="ntlm")
    server = spnego.server(protocol="negotiate", service="HTTP")
    token: bytes | None = None
    while not (client.complete and server.complete):
        token = client.step(token)
        if token:
            token = server.step(token)
    return client, server


@pytest.mark.parametrize("message", MESSAGES, ids=len)
def test_a_client_reads_what_the_server_seals(contexts: tuple[t.Any, t.Any], message: bytes) -> None:
    """The reader of pypsrp is the measure."""
    client, server = contexts
    body = sealing.seal(server, message, SPNEGO)
    assert message == WinRMEncryption(client, WinRMEncryption.SPNEGO).unwrap_message(body, "Encrypted Boundary")


@pytest.mark.parametrize("message", MESSAGES, ids=len)
def test_the_server_reads_what_a_client_seals(contexts: tuple[t.Any, t.Any], message: bytes) -> None:
    """The writer of pypsrp is the measure."""
    client, server = contexts
    body = WinRMEncryption(client, WinRMEncryption.SPNEGO).wrap_message(message)[1]
    assert message == sealing.unseal(server, body)


def test_the_message_is_not_readable_on_the_wire(contexts: tuple[t.Any, t.Any]) -> None:
    """Only its length is."""
    assert b"secret" not in sealing.seal(contexts[1], b"a secret", SPNEGO)


DAMAGED = [b"", b"<s:Envelope/>", b"--Encrypted Boundary\r\n\r\n--Encrypted Boundary--\r\n"]


@pytest.mark.parametrize("body", DAMAGED)
def test_a_body_that_is_not_sealed_is_refused(contexts: tuple[t.Any, t.Any], body: bytes) -> None:
    """Nothing is taken on trust."""
    with pytest.raises(sealing.NotSealed):
        sealing.unseal(contexts[1], body)


def test_a_message_of_another_connection_is_refused(contexts: tuple[t.Any, t.Any]) -> None:
    """A client that has lost its connection may send one."""
    client, server = contexts
    body = sealing.seal(client, b"12345678", SPNEGO)
    sealing.unseal(server, body)
    with pytest.raises(sealing.NotSealed, match="keys"):
        sealing.unseal(server, body)


def test_a_wrong_length_is_refused(contexts: tuple[t.Any, t.Any]) -> None:
    """[MS-WSMV] 2.2.9.1: the length is that of the message before sealing."""
    client, server = contexts
    body = sealing.seal(client, b"12345678", SPNEGO).replace(b"Length=8", b"Length=9")
    with pytest.raises(sealing.NotSealed, match="8 bytes and claims 9"):
        sealing.unseal(server, body)


def test_the_content_type_says_how_a_message_is_sealed() -> None:
    """[MS-WSMV] 2.2.9.1.1 has two protocols; the answer is sealed as the question was."""
    kerberos = "application/HTTP-Kerberos-session-encrypted"
    assert sealing.protocol(f'multipart/encrypted;protocol="{SPNEGO}";boundary="Encrypted Boundary"') == SPNEGO
    assert sealing.protocol(f'multipart/encrypted;protocol="{kerberos}";boundary="Encrypted Boundary"') == kerberos
    assert sealing.protocol("application/soap+xml;charset=UTF-8") == ""
