# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The name server that has no SRV records."""

from __future__ import annotations

import socket
import struct
import threading
import typing as t

import pytest

from ansible_collections.netjoin.windows.tests.lab.srv_less_name_server import (
    NameServer,
    asks_for_srv,
    question,
    refusal,
)

TYPES = {"A": 1, "SRV": 33}
EDNS = b"\0\0\x29\x04\xd0\0\0\0\0\0\0"


def query(name: str, kind: str) -> bytes:
    """A query as glibc sends it, with an OPT record (RFC 1035 4.1, RFC 6891 6.1.2)."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    header = struct.pack(">HHHHHH", 0x1234, 0x0100, 1, 0, 0, 1)
    return header + labels + b"\0" + struct.pack(">HH", TYPES[kind], 1) + EDNS


def test_only_service_records_are_refused() -> None:
    """The type of the first question counts."""
    assert asks_for_srv(query("_ldap._tcp.lab.example", "SRV"))
    assert not asks_for_srv(query("dc1.lab.example", "A"))


def test_the_refusal_is_name_error_for_the_question() -> None:
    """RCODE 3, the same id and question, nothing else (RFC 1035 4.1.1)."""
    asked = query("_ldap._tcp.lab.example", "SRV")
    answer = refusal(asked)
    assert struct.unpack(">HHHHHH", answer[:12]) == (0x1234, 0x8183, 1, 0, 0, 0)
    assert answer[12:] == asked[12 : -len(EDNS)]


@pytest.mark.parametrize("broken", [b"", b"\0" * 12, query("dc1.lab.example", "A")[:20]])
def test_what_is_no_query_is_no_traceback(broken: bytes) -> None:
    """ValueError, which the server ignores."""
    with pytest.raises(ValueError, match="truncated"):
        question(broken)


@pytest.fixture
def server() -> t.Iterator[NameServer]:
    """On a port of its own, without anybody upstream."""
    with NameServer("127.0.0.1", "127.0.0.1", port=0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_it_answers_over_udp(server: NameServer) -> None:
    """As a resolver asks."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(5)
        client.sendto(query("_ldap._tcp.lab.example", "SRV"), server.server_address)
        assert client.recv(512)[3] & 0xF == 3
