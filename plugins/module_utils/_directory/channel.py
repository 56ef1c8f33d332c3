# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One TCP connection to a domain controller: whole LDAP messages in and out, through TLS or through a sealed logon."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import typing as t
from collections.abc import Iterator

from . import ber
from .channel_binding import end_point_binding
from .problem import SERVER_DOWN, TIMEOUT, DirectoryError, DirectoryProblem

_FRAME = struct.Struct(">I")  # length of a SASL buffer (RFC 4422 section 3.7)
_PART = 65536


class Sealing(t.Protocol):
    """The part of a finished logon that protects messages."""

    def wrap(self, data: bytes) -> bytes:
        """Sign and encrypt; raises DirectoryError."""

    def unwrap(self, data: bytes) -> bytes:
        """Check and decrypt; raises DirectoryError."""


@contextlib.contextmanager
def failures(function: str) -> Iterator[None]:
    """Turn what sockets raise into DirectoryError, LDAP_TIMEOUT or LDAP_SERVER_DOWN."""
    try:
        yield
    except TimeoutError as error:
        raise DirectoryError(function, TIMEOUT, str(error)) from error
    except OSError as error:
        raise DirectoryError(function, SERVER_DOWN, str(error)) from error


class Channel:
    """A connection; ``timeout`` is in seconds and for each wait."""

    def __init__(self, address: str, port: int, timeout: float) -> None:
        with failures("ldap_connect"):
            self._socket = socket.create_connection((address, port), timeout)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._sealing: Sealing | None = None
        self._sealed = bytearray()
        self._plain = bytearray()

    @property
    def binding(self) -> bytes | None:
        """What ties a logon to the TLS of this connection, None without TLS."""
        if not isinstance(self._socket, ssl.SSLSocket):
            return None
        certificate = self._socket.getpeercert(binary_form=True)
        return end_point_binding(certificate) if certificate else None

    def start_tls(self, host: str, ca_cert: str | None) -> None:
        """Encrypt from here on, with a server that proves to be ``host``; raises DirectoryProblem."""
        if self._plain:
            raise DirectoryProblem(f"{host} sent data before TLS began, which somebody on the way may have put there.")
        context = _trusting(ca_cert)
        try:
            self._socket = context.wrap_socket(self._socket, server_hostname=host)
        except ssl.SSLCertVerificationError as error:
            raise DirectoryProblem(
                f"The certificate of {host} is not accepted: {error.verify_message}.",
                "give the certificate of the authority that issued it with ca_cert, and name the domain controller as "
                "the certificate does",
            ) from error
        except (OSError, ValueError) as error:
            raise DirectoryProblem(
                f"TLS with {host} fails: {error}.",
                "see whether the domain controller has a certificate for LDAP, "
                f"with `openssl s_client -connect {host}:636`",
            ) from error

    def seal(self, sealing: Sealing) -> None:
        """Sign and encrypt every message from here on."""
        self._sealing = sealing

    def send(self, message: bytes) -> None:
        """Send one message; raises DirectoryError."""
        if self._sealing is not None:
            sealed = self._sealing.wrap(message)
            message = _FRAME.pack(len(sealed)) + sealed
        with failures("ldap_send"):
            self._socket.sendall(message)

    def receive(self) -> bytes:
        """Wait for one whole message; raises DirectoryError, and InvalidEncoding for what is none."""
        while True:
            if self._plain and self._plain[0] != ber.SEQUENCE:
                raise ber.InvalidEncoding(
                    "LDAPMessage", f"it begins with 0x{self._plain[0]:02X}; this is no LDAP server"
                )
            size = ber.element_size(self._plain, "LDAPMessage")
            if size is not None and len(self._plain) >= size:
                message = bytes(self._plain[:size])
                del self._plain[:size]
                return message
            with failures("ldap_result"):
                part = self._socket.recv(_PART)
            if not part:
                raise DirectoryError("ldap_result", SERVER_DOWN, "the domain controller has ended the connection")
            self._take(part)

    def _take(self, part: bytes) -> None:
        if self._sealing is None:
            self._plain += part
            return
        self._sealed += part
        while len(self._sealed) >= _FRAME.size:
            end = _FRAME.size + _FRAME.unpack_from(self._sealed)[0]
            if end > ber.LARGEST_MESSAGE:
                raise ber.InvalidEncoding("SASL buffer", f"it announces {end} bytes, more than {ber.LARGEST_MESSAGE}")
            if len(self._sealed) < end:
                return
            self._plain += self._sealing.unwrap(bytes(self._sealed[_FRAME.size : end]))
            del self._sealed[:end]

    def close(self) -> None:
        """End the connection."""
        self._socket.close()


def _trusting(ca_cert: str | None) -> ssl.SSLContext:
    if ca_cert is None:
        return ssl.create_default_context()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cafile=ca_cert)
    except (OSError, ssl.SSLError) as error:
        raise DirectoryProblem(
            f"ca_cert {ca_cert} cannot be read where the task runs: {error}.", "a file with PEM certificates"
        ) from error
    return context
