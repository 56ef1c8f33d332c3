# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The subset of BER (ITU-T X.690) that LDAP uses: definite lengths, tags of one byte (RFC 4511 section 5.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

BOOLEAN = 0x01
INTEGER = 0x02
OCTET_STRING = 0x04
OBJECT_IDENTIFIER = 0x06
ENUMERATED = 0x0A
SEQUENCE = 0x30
SET = 0x31

LARGEST_MESSAGE = 64 * 1024 * 1024
"""Bytes; a peer that announces more is not an LDAP server, or not a friendly one."""

_LONG_FORM = 0x80
_MULTI_BYTE_TAG = 0x1F
_MOST_LENGTH_BYTES = 4


class InvalidEncoding(ValueError):
    """Bytes that are not what they should encode; ``field`` names it, such as ``LDAPMessage.messageID``."""

    def __init__(self, field: str, rule: str) -> None:
        self.field = field
        self.rule = rule
        super().__init__(f"{field}: {rule}")


class Element(NamedTuple):
    """One tag with its value, still encoded when the tag is a constructed one."""

    tag: int
    value: bytes


def encode(tag: int, *values: bytes) -> bytes:
    """One element; several values are the members of a constructed one."""
    content = b"".join(values)
    length = len(content)
    if length < _LONG_FORM:
        return bytes((tag, length)) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((tag, _LONG_FORM | len(octets))) + octets + content


def integer(number: int, tag: int = INTEGER) -> bytes:
    """A whole number in the shortest form, as X.690 section 8.3 wants it."""
    magnitude = number if number >= 0 else ~number
    return encode(tag, number.to_bytes(magnitude.bit_length() // 8 + 1, "big", signed=True))


def text(value: str | bytes, tag: int = OCTET_STRING) -> bytes:
    """An octet string; text is encoded as UTF-8."""
    return encode(tag, value.encode() if isinstance(value, str) else value)


TRUE = encode(BOOLEAN, b"\xff")
"""Always 0xFF (RFC 4511 section 5.1)."""

FALSE = encode(BOOLEAN, b"\x00")


def element_size(data: bytes | bytearray, field: str) -> int | None:
    """Bytes of the element at the start of ``data``, or None while too few of them are there to tell."""
    if len(data) < 2:
        return None
    if data[0] & _MULTI_BYTE_TAG == _MULTI_BYTE_TAG:
        raise InvalidEncoding(field, "its tag has more than one byte, which LDAP does not use")
    if not data[1] & _LONG_FORM:
        return 2 + data[1]
    count = data[1] & ~_LONG_FORM
    if not 1 <= count <= _MOST_LENGTH_BYTES:
        raise InvalidEncoding(field, f"its length has {count} bytes; LDAP uses the definite form with 1 to 4")
    if len(data) < 2 + count:
        return None
    size = 2 + count + int.from_bytes(data[2 : 2 + count], "big")
    if size > LARGEST_MESSAGE:
        raise InvalidEncoding(field, f"it announces {size} bytes, more than {LARGEST_MESSAGE}")
    return size


class Reader:
    """The members of a constructed value, one after another; each read names the field for messages."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data = data
        self._name = name

    def __bool__(self) -> bool:
        return bool(self._data)

    def element(self, field: str, *tags: int) -> Element:
        """Take the next element, which must have one of ``tags`` when there are any; raises InvalidEncoding."""
        where = f"{self._name}.{field}"
        size = element_size(self._data, where)
        if size is None or size > len(self._data):
            raise InvalidEncoding(where, f"it is cut off, {len(self._data)} bytes are left")
        short = not self._data[1] & _LONG_FORM
        start = 2 if short else 2 + (self._data[1] & ~_LONG_FORM)
        found = Element(self._data[0], self._data[start:size])
        if tags and found.tag not in tags:
            wanted = " or ".join(f"0x{tag:02X}" for tag in tags)
            raise InvalidEncoding(where, f"its tag is 0x{found.tag:02X}, not {wanted}")
        self._data = self._data[size:]
        return found

    def inside(self, field: str, *tags: int) -> Reader:
        """A reader of the members of the next element."""
        return Reader(self.element(field, *tags).value, f"{self._name}.{field}")

    def integer(self, field: str, tag: int = INTEGER) -> int:
        """The next element as a whole number."""
        value = self.element(field, tag).value
        if not value:
            raise InvalidEncoding(f"{self._name}.{field}", "a number has at least one byte")
        return int.from_bytes(value, "big", signed=True)

    def octets(self, field: str, tag: int = OCTET_STRING) -> bytes:
        """The next element as bytes."""
        return self.element(field, tag).value

    def text(self, field: str, tag: int = OCTET_STRING) -> str:
        """The next element as UTF-8 text."""
        value = self.octets(field, tag)
        try:
            return value.decode()
        except UnicodeDecodeError as error:
            raise InvalidEncoding(f"{self._name}.{field}", "it is no UTF-8 text") from error

    def rest(self, field: str, *tags: int) -> Iterator[Element]:
        """All elements that are left."""
        while self._data:
            yield self.element(field, *tags)
