# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server of one connection, whose answers are given beforehand; for tests of the client on a real socket."""

from __future__ import annotations

import socket
import threading
import time
import typing as t
from collections.abc import Sequence

from ansible_collections.netjoin.windows.plugins.module_utils._directory import ber

# BindResponse and others by hand after RFC 4511 section 4.1.9: code, matchedDN, diagnosticMessage.
SUCCESS = ber.integer(0, ber.ENUMERATED) + ber.text("") + ber.text("")


def answer(identifier: int, tag: int, *content: bytes, controls: bytes = b"") -> bytes:
    """One message of a server."""
    listed = (ber.encode(0xA0, controls),) if controls else ()
    return ber.encode(ber.SEQUENCE, ber.integer(identifier), ber.encode(tag, *content), *listed)


def result(code: int, diagnostic: str = "") -> bytes:
    """The content of an LDAPResult."""
    return ber.integer(code, ber.ENUMERATED) + ber.text("") + ber.text(diagnostic)


PAUSE = 0.05


class Server:
    """Sends the next of `answers`, which may be in pieces, whenever something arrives.

    When none is left it ends the connection, or stays silent unless `ends`.
    """

    def __init__(self, answers: Sequence[Sequence[bytes]], *, ends: bool = True) -> None:
        self._answers = answers
        self._ends = ends
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address, self.port = self._listener.getsockname()
        self.received: list[bytes] = []
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> t.Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        try:
            connection, _peer = self._listener.accept()
        except OSError:
            return
        with connection:
            for pieces in self._answers:
                self.received.append(connection.recv(65536))
                for piece in pieces:
                    connection.sendall(piece)
                    time.sleep(PAUSE)
            if not self._ends:
                self._done.wait(5)
