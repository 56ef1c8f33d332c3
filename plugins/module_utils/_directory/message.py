# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""LDAP messages, between values and bytes (RFC 4511). Nothing here sends or receives."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from . import ber
from .control import Control
from .search_filter import SearchFilter

START_TLS = "1.3.6.1.4.1.1466.20037"

Value: TypeAlias = "str | bytes"
Attributes: TypeAlias = Mapping[str, Sequence[Value]]


class Request(enum.IntEnum):
    """Tags of the requests."""

    BIND = 0x60
    UNBIND = 0x42
    SEARCH = 0x63
    MODIFY = 0x66
    ADD = 0x68
    DELETE = 0x4A
    MODIFY_DN = 0x6C
    EXTENDED = 0x77


class Response(enum.IntEnum):
    """Tags of the responses; all but two of them end a request with an LDAPResult."""

    BIND = 0x61
    SEARCH_ENTRY = 0x64
    SEARCH_DONE = 0x65
    SEARCH_REFERENCE = 0x73
    MODIFY = 0x67
    ADD = 0x69
    DELETE = 0x6B
    MODIFY_DN = 0x6D
    EXTENDED = 0x78


class Scope(enum.IntEnum):
    """How deep a search looks."""

    BASE = 0
    ONE_LEVEL = 1
    SUBTREE = 2


class ChangeKind(enum.IntEnum):
    """What a change does with the values of an attribute."""

    ADD = 0
    DELETE = 1
    REPLACE = 2


@dataclass(frozen=True)
class Change:
    """One change of one attribute. The values may be a password, and are in no repr."""

    kind: ChangeKind
    attribute: str
    values: Sequence[Value] = field(default=(), repr=False)


@dataclass(frozen=True)
class Entry:
    """An entry that a search has found: its attributes by name in lower case, with all values as bytes."""

    dn: str
    attributes: Mapping[str, tuple[bytes, ...]]

    def values(self, attribute: str) -> tuple[bytes, ...]:
        """All values; none when the attribute is missing or may not be read."""
        return self.attributes.get(attribute.lower(), ())

    def first(self, attribute: str) -> bytes | None:
        """The only value, or None."""
        return next(iter(self.values(attribute)), None)

    def text(self, attribute: str) -> str | None:
        """The only value as text, or None."""
        value = self.first(attribute)
        return None if value is None else value.decode("utf-8", "replace")

    def texts(self, attribute: str) -> tuple[str, ...]:
        """All values as text."""
        return tuple(value.decode("utf-8", "replace") for value in self.values(attribute))

    def number(self, attribute: str) -> int:
        """The only value as a number; 0 when there is none."""
        value = self.text(attribute)
        return int(value) if value else 0


@dataclass(frozen=True)
class Result:
    """What ends a request; ``credentials`` are the server's SASL token of a bind."""

    code: int
    matched_dn: str
    diagnostic: str
    credentials: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Message:
    """A message of the server; ``content`` is the still encoded operation, ``controls`` the values by OID."""

    identifier: int
    tag: int
    content: bytes = field(repr=False)
    controls: Mapping[str, bytes] = field(repr=False)


def encode_message(identifier: int, operation: bytes, controls: Sequence[Control] = ()) -> bytes:
    """A whole message of an encoded operation."""
    listed = (ber.encode(0xA0, *(control.encoded for control in controls)),) if controls else ()
    return ber.encode(ber.SEQUENCE, ber.integer(identifier), operation, *listed)


def simple_bind(name: str, password: str) -> bytes:
    """Log on with the password itself: for connections inside TLS only."""
    return ber.encode(Request.BIND, ber.integer(3), ber.text(name), ber.text(password, 0x80))


def sasl_bind(mechanism: str, token: bytes) -> bytes:
    """One step of a SASL logon."""
    return ber.encode(
        Request.BIND, ber.integer(3), ber.text(""), ber.encode(0xA3, ber.text(mechanism), ber.text(token))
    )


def unbind() -> bytes:
    """Say good-bye."""
    return ber.encode(Request.UNBIND)


def start_tls() -> bytes:
    """Ask for TLS on this connection (RFC 4511 section 4.14)."""
    return ber.encode(Request.EXTENDED, ber.text(START_TLS, 0x80))


def search(base: str, scope: Scope, condition: SearchFilter, attributes: Iterable[str], seconds: int) -> bytes:
    """Find entries; aliases are not followed, ``seconds`` is the server's time limit and 0 none."""
    return ber.encode(
        Request.SEARCH,
        ber.text(base),
        ber.integer(scope, ber.ENUMERATED),
        ber.integer(0, ber.ENUMERATED),
        ber.integer(0),
        ber.integer(seconds),
        ber.FALSE,
        condition.encoded,
        ber.encode(ber.SEQUENCE, *map(ber.text, attributes)),
    )


def add(dn: str, attributes: Attributes) -> bytes:
    """Create an entry."""
    listed = (_attribute(name, values) for name, values in attributes.items())
    return ber.encode(Request.ADD, ber.text(dn), ber.encode(ber.SEQUENCE, *listed))


def modify(dn: str, changes: Iterable[Change]) -> bytes:
    """Change an entry: all of the changes or none."""
    listed = (
        ber.encode(ber.SEQUENCE, ber.integer(each.kind, ber.ENUMERATED), _attribute(each.attribute, each.values))
        for each in changes
    )
    return ber.encode(Request.MODIFY, ber.text(dn), ber.encode(ber.SEQUENCE, *listed))


def delete(dn: str) -> bytes:
    """Delete an entry."""
    return ber.text(dn, Request.DELETE)


def modify_dn(dn: str, new_rdn: str, new_parent: str) -> bytes:
    """Move an entry to another place, and drop the old name if it gets a new one."""
    return ber.encode(Request.MODIFY_DN, ber.text(dn), ber.text(new_rdn), ber.TRUE, ber.text(new_parent, 0x80))


def _attribute(name: str, values: Iterable[Value]) -> bytes:
    return ber.encode(ber.SEQUENCE, ber.text(name), ber.encode(ber.SET, *map(ber.text, values)))


def decode_message(data: bytes) -> Message:
    """Take one whole message apart; raises InvalidEncoding."""
    outer = ber.Reader(data, "LDAP")
    fields = outer.inside("LDAPMessage", ber.SEQUENCE)
    if outer:
        raise ber.InvalidEncoding("LDAP.LDAPMessage", "other bytes follow it")
    identifier = fields.integer("messageID")
    operation = fields.element("protocolOp")
    controls: dict[str, bytes] = {}
    if fields:
        for each in fields.inside("controls", 0xA0).rest("control", ber.SEQUENCE):
            oid, value = _decode_control(each.value)
            controls[oid] = value
    return Message(identifier, operation.tag, operation.value, controls)


def _decode_control(content: bytes) -> tuple[str, bytes]:
    fields = ber.Reader(content, "Control")
    oid = fields.text("controlType")
    value = b""
    for each in fields.rest("member", ber.BOOLEAN, ber.OCTET_STRING):
        if each.tag == ber.OCTET_STRING:
            value = each.value
    return oid, value


def decode_result(message: Message) -> Result:
    """The LDAPResult of a response; raises InvalidEncoding."""
    fields = ber.Reader(message.content, "LDAPResult")
    code = fields.integer("resultCode", ber.ENUMERATED)
    matched = fields.text("matchedDN")
    diagnostic = fields.octets("diagnosticMessage").decode("utf-8", "replace").strip("\0\r\n ")
    members = {each.tag: each.value for each in fields.rest("member")}
    return Result(code, matched, diagnostic, members.get(0x87) if message.tag == Response.BIND else None)


def decode_entry(message: Message) -> Entry:
    """The entry of a SearchResultEntry; raises InvalidEncoding."""
    fields = ber.Reader(message.content, "SearchResultEntry")
    dn = fields.text("objectName")
    attributes: dict[str, tuple[bytes, ...]] = {}
    for each in fields.inside("attributes", ber.SEQUENCE).rest("attribute", ber.SEQUENCE):
        attribute = ber.Reader(each.value, "PartialAttribute")
        name = attribute.text("type").lower()
        attributes[name] = tuple(one.value for one in attribute.inside("vals", ber.SET).rest("value", ber.OCTET_STRING))
    return Entry(dn, attributes)
