# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests and answers over a socket, with servers that misbehave."""

from __future__ import annotations

import socket

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._directory import message as ldap
from ansible_collections.netjoin.windows.plugins.module_utils._directory.channel import Channel
from ansible_collections.netjoin.windows.plugins.module_utils._directory.control import PAGED_RESULTS
from ansible_collections.netjoin.windows.plugins.module_utils._directory.problem import DirectoryError, DirectoryProblem
from ansible_collections.netjoin.windows.plugins.module_utils._directory.session import Session

from .server import SUCCESS, Server, answer, result

DN = "CN=WS0001,DC=lab,DC=example"


def ask(server: Server, timeout: float = 5.0) -> ldap.Result:
    """Send one request to a server and return its result."""
    session = Session(Channel(server.address, server.port, timeout))
    try:
        return session.must("ldap_delete", ldap.delete(DN), dn=DN).result
    finally:
        session.channel.close()


def test_an_answer_may_come_in_pieces_and_with_another_behind_it() -> None:
    """Messages are cut by their lengths, not by what arrives together."""
    first, second = answer(1, ldap.Response.DELETE, SUCCESS), answer(2, ldap.Response.DELETE, result(32))
    with Server(((first[:3], first[3:] + second),), ends=False) as server:
        session = Session(Channel(server.address, server.port, 5.0))
        assert session.ask("ldap_delete", ldap.delete(DN)).result.code == 0
        assert session.ask("ldap_delete", ldap.delete(DN)).result.code == 32
        session.channel.close()


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (answer(1, ldap.Response.DELETE, result(50)), 50),
        (answer(1, ldap.Response.DELETE, result(10), b"\xa3\x05\x04\x03ldp"), 10),
        (answer(7, ldap.Response.DELETE, SUCCESS), 2),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", 2),
        (answer(0, ldap.Response.EXTENDED, result(52, "shutting down")), 52),
        (b"", 81),
    ],
    ids=["refused", "referral", "answer to nobody", "no LDAP server", "notice of disconnection", "end of connection"],
)
def test_what_is_no_success_is_an_error_with_its_code(reply: bytes, code: int) -> None:
    """RFC 4511 appendix A; 81 is LDAP_SERVER_DOWN of winldap.h."""
    with Server(((reply,),)) as server, pytest.raises(DirectoryError) as caught:
        ask(server)
    assert caught.value.code == code


def test_silence_ends_in_a_timeout() -> None:
    """85 is LDAP_TIMEOUT of winldap.h."""
    with Server(((),), ends=False) as server, pytest.raises(DirectoryError) as caught:
        ask(server, timeout=0.2)
    assert caught.value.code == 85


def test_a_port_that_nobody_listens_on() -> None:
    """81 is LDAP_SERVER_DOWN."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(DirectoryError) as caught:
        Channel("127.0.0.1", port, 1.0)
    assert caught.value.code == 81


def test_what_is_sent_before_tls_begins_is_not_taken_for_what_comes_after() -> None:
    """Somebody on the way could put an answer behind the one to StartTLS (CVE-2011-0411 in other protocols)."""
    injected = answer(2, ldap.Response.BIND, SUCCESS)
    with Server(((answer(1, ldap.Response.EXTENDED, SUCCESS) + injected,),), ends=False) as server:
        session = Session(Channel(server.address, server.port, 5.0))
        session.must("ldap_start_tls", ldap.start_tls())
        with pytest.raises(DirectoryProblem, match="before TLS began"):
            session.channel.start_tls("dc1.lab.example", None)
        session.channel.close()


def test_the_controls_of_the_last_message_are_kept() -> None:
    """A page's cookie is in the SearchResultDone."""
    cookie = bytes.fromhex("30220416") + PAGED_RESULTS.encode() + bytes.fromhex("04083006020100040178")
    with Server(((answer(1, ldap.Response.SEARCH_DONE, SUCCESS, controls=cookie),),)) as server:
        session = Session(Channel(server.address, server.port, 5.0))
        answered = session.ask("ldap_search", ldap.delete(DN))
        session.channel.close()
    assert answered.last.controls == {PAGED_RESULTS: bytes.fromhex("3006020100040178")}


class Mirror:
    """Seals by turning bytes around."""

    def wrap(self, data: bytes) -> bytes:
        return data[::-1]

    def unwrap(self, data: bytes) -> bytes:
        return data[::-1]


def framed(data: bytes) -> bytes:
    """A SASL buffer: four bytes of length before it (RFC 4422 section 3.7)."""
    return len(data).to_bytes(4, "big") + data


def test_a_sealed_message_may_take_several_buffers_and_pieces() -> None:
    """Buffers are no messages: an answer can begin in one and end in the next."""
    message = answer(1, ldap.Response.DELETE, SUCCESS)
    sealed = framed(message[:5][::-1]) + framed(message[5:][::-1])
    with Server(((sealed[:2], sealed[2:7], sealed[7:]),), ends=False) as server:
        session = Session(Channel(server.address, server.port, 5.0))
        session.channel.seal(Mirror())
        assert session.ask("ldap_delete", ldap.delete(DN)).result.code == 0
        session.channel.close()
    assert server.received == [framed(ldap.encode_message(1, ldap.delete(DN))[::-1])]


def test_a_buffer_of_an_absurd_size_is_refused() -> None:
    """Before memory is filled with it."""
    with Server(((b"\xff\xff\xff\xff",),), ends=False) as server:
        session = Session(Channel(server.address, server.port, 5.0))
        session.channel.seal(Mirror())
        with pytest.raises(DirectoryError, match="SASL buffer"):
            session.ask("ldap_delete", ldap.delete(DN))
        session.channel.close()
