# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A name server that knows everything but SRV records, as that of a router or of a provider does.

`python3 -m lab.srv_less_name_server ADDRESS UPSTREAM` runs until SIGTERM.
"""

from __future__ import annotations

import contextlib
import socket
import socketserver
import struct
import sys

ADDRESS = "127.0.97.1"
TIMEOUT = 2.0
TYPE_SRV = 33
NAME_ERROR = 0x8183
"""A response with recursion desired and available and RCODE 3 (RFC 1035 4.1.1)."""


def question(query: bytes) -> bytes:
    """The first question of a query: a name, QTYPE and QCLASS (RFC 1035 4.1.2); ValueError when there is none."""
    end = 12
    while end < len(query) and query[end]:
        end += 1 + query[end]
    end += 5
    if len(query) < end:
        raise ValueError("a truncated query")
    return query[12:end]


def asks_for_srv(query: bytes) -> bool:
    """Whether a query wants a service location record (RFC 2782)."""
    return int(struct.unpack(">H", question(query)[-4:-2])[0]) == TYPE_SRV


def refusal(query: bytes) -> bytes:
    """The answer that there is no such name."""
    return query[:2] + struct.pack(">HHHHH", NAME_ERROR, 1, 0, 0, 0) + question(query)


class Handler(socketserver.BaseRequestHandler):
    """One query over UDP."""

    server: NameServer

    def handle(self) -> None:
        """Answer it, or let the upstream server do it; a query that nobody answers stays without one."""
        query, reply_to = self.request
        with contextlib.suppress(ValueError, OSError):
            answer = refusal(query) if asks_for_srv(query) else self._ask(query)
            reply_to.sendto(answer, self.client_address)

    def _ask(self, query: bytes) -> bytes:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as upstream:
            upstream.settimeout(TIMEOUT)
            upstream.sendto(query, (self.server.upstream, 53))
            return upstream.recv(4096)


class NameServer(socketserver.ThreadingUDPServer):
    """Listens on `address`, asks `upstream`."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: str, upstream: str, port: int = 53) -> None:
        super().__init__((address, port), Handler)
        self.upstream = upstream


if __name__ == "__main__":
    with NameServer(sys.argv[1], sys.argv[2]) as name_server:
        name_server.serve_forever()
