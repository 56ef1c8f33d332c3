# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealed messages over HTTP: a multipart body with one encrypted part ([MS-WSMV] 2.2.9.1)."""

from __future__ import annotations

import re
import struct

import spnego
import spnego.exceptions

PROTOCOLS = ("application/HTTP-SPNEGO-session-encrypted", "application/HTTP-Kerberos-session-encrypted")
BOUNDARY = "Encrypted Boundary"

_DELIMITER = rb"--\s*Encrypted Boundary"
_SEALED = re.compile(
    _DELIMITER + rb"\r\n(?P<head>.*?)" + _DELIMITER + rb"\r\n\s*Content-Type: application/octet-stream\r\n"
    rb"(?P<payload>.*)" + _DELIMITER + rb"--\s*",
    re.DOTALL,
)
_LENGTH = re.compile(rb"Length=(\d+)")


class NotSealed(ValueError):
    """The body is not a sealed message, or not sealed with this connection's keys."""


def protocol(content_type: str) -> str:
    """How a request with this content type is sealed; empty when it is not."""
    if not content_type.lower().startswith("multipart/encrypted"):
        return ""
    return next((name for name in PROTOCOLS if name.lower() in content_type.lower()), PROTOCOLS[0])


def content_type(protocol: str) -> str:
    """The content type of a message that is sealed so."""
    return f'multipart/encrypted;protocol="{protocol}";boundary="{BOUNDARY}"'


def seal(context: spnego.ContextProxy, message: bytes, protocol: str) -> bytes:
    """The multipart body for a SOAP message. Its length includes the padding that some ciphers need."""
    sealed = context.wrap_winrm(message)
    head = (
        f"--{BOUNDARY}\r\n\tContent-Type: {protocol}\r\n"
        f"\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length={len(message) + sealed.padding_length}\r\n"
        f"--{BOUNDARY}\r\n\tContent-Type: application/octet-stream\r\n"
    )
    signature = struct.pack("<I", len(sealed.header)) + sealed.header
    return head.encode() + signature + sealed.data + f"--{BOUNDARY}--\r\n".encode()


def unseal(context: spnego.ContextProxy, body: bytes) -> bytes:
    """The SOAP message of a multipart body; raises `NotSealed`."""
    parts = _SEALED.fullmatch(body)
    length = _LENGTH.search(parts["head"]) if parts else None
    if not parts or not length or len(parts["payload"]) < 4:
        raise NotSealed("the body is not a sealed multipart message")
    payload = parts["payload"]
    end_of_signature = 4 + int(struct.unpack("<I", payload[:4])[0])
    try:
        message = context.unwrap_winrm(payload[4:end_of_signature], payload[end_of_signature:])
    except spnego.exceptions.SpnegoError:
        raise NotSealed("the body is not sealed with this connection's keys") from None
    if len(message) != int(length[1]):
        raise NotSealed(f"the message has {len(message)} bytes and claims {length[1].decode()}")
    return message
