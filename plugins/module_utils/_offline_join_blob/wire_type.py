# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# ruff: noqa: ARG002, FBT001  # all types take the same arguments
"""The NDR types that the fields of a blob have.

NDR writes the fields of a structure first, and what their pointers point at after all of them ([C706] 14.3.12.3). So a
type with a pointer has two halves, head and body; the others are a head only.
"""

from __future__ import annotations

import abc
import re
import typing as t
import uuid

from .problem import InvalidBlob
from .reader import Reader
from .writer import Writer

STRING_LIMIT = 1024
"""Most UTF-16 units of a string with its NUL. Names have up to 255 of them, passwords up to 256."""
OCTETS_LIMIT = 16 * 1024 * 1024
"""Most bytes of a blob and of anything in it; certificates and policies are what makes blobs large."""
_U32_MAX = 0xFFFF_FFFF
_SID_MAX_SUBAUTHORITIES = 15
_SID = re.compile(r"S-1-[0-9]{1,15}(-[0-9]{1,10}){0,15}")

Heads = t.Mapping[str, t.Any]
"""What read_head returned for each field of a structure, by attribute."""


class WireType(abc.ABC):
    """How values of one kind are read and written. ``field`` is the name of the field, for messages."""

    has_body: t.ClassVar[bool] = True
    printable: bool = True
    """Whether values may be part of a repr."""

    @abc.abstractmethod
    def read_head(self, source: Reader, field: str) -> t.Any:
        """What stands in the structure itself: the value when there is no body, else what read_body needs."""

    def read_body(self, source: Reader, field: str, head: t.Any, heads: Heads) -> t.Any:
        """The value, where the head is not all of it."""
        raise NotImplementedError

    def prepare(self, field: str, value: t.Any) -> t.Any:
        """The value as the two halves below write it; raises InvalidBlob for one that the type cannot hold."""
        return value

    @abc.abstractmethod
    def write_head(self, sink: Writer, prepared: t.Any) -> None:
        """Write what read_head reads."""

    def write_body(self, sink: Writer, prepared: t.Any) -> None:
        """Write what read_body reads."""
        raise NotImplementedError


class Unsigned32(WireType):
    """ULONG and DWORD."""

    has_body = False

    def read_head(self, source: Reader, field: str) -> int:
        return source.u32(field)

    def prepare(self, field: str, value: int) -> int:
        if not 0 <= value <= _U32_MAX:
            raise InvalidBlob(field, None, "it is not a number of 32 bits without sign")
        return value

    def write_head(self, sink: Writer, prepared: int) -> None:
        sink.u32(prepared)


class Guid(WireType):
    """GUID."""

    has_body = False

    def read_head(self, source: Reader, field: str) -> uuid.UUID:
        return source.guid(field)

    def write_head(self, sink: Writer, prepared: uuid.UUID) -> None:
        sink.guid(prepared)


class String(WireType):
    """``[string] wchar_t *``: a pointer to the length with the NUL, an offset of 0, the same length, the characters.

    A machine password may be any sequence of UTF-16 units but NUL, also unpaired surrogates; they are kept, as Python
    keeps them in a str ("surrogatepass").
    """

    def __init__(self, *, secret: bool = False) -> None:
        self.printable = not secret
        self._errors = "surrogatepass" if secret else "strict"

    def read_head(self, source: Reader, field: str) -> bool:
        return source.pointer(field)

    def read_body(self, source: Reader, field: str, head: bool, heads: Heads) -> str | None:
        if not head:
            return None
        maximum, offset, actual = source.lengths(field)
        if offset or not 0 < actual <= maximum:
            raise source.problem(field, "the lengths in front of the string contradict each other")
        _check_length(source, field, actual)
        text = self._decode(source, field, actual)
        if text.find("\0") != len(text) - 1:
            raise source.problem(field, "the string does not end with a NUL, or has one inside")
        return text[:-1]

    def prepare(self, field: str, value: str | None) -> bytes | None:
        if value is None:
            return None
        if "\0" in value:
            raise InvalidBlob(field, None, "a string cannot hold a NUL")
        try:
            data = value.encode("utf-16-le", self._errors)
        except UnicodeEncodeError:
            raise InvalidBlob(field, None, "the string cannot be written as UTF-16") from None
        if len(data) // 2 >= STRING_LIMIT:
            raise InvalidBlob(field, None, f"the string has {STRING_LIMIT} UTF-16 units or more")
        return data

    def write_head(self, sink: Writer, prepared: bytes | None) -> None:
        sink.pointer(present=prepared is not None)

    def write_body(self, sink: Writer, prepared: bytes | None) -> None:
        if prepared is None:
            return
        units = len(prepared) // 2 + 1
        sink.u32(units)
        sink.u32(0)
        sink.u32(units)
        sink.octets(prepared + b"\0\0")

    def _decode(self, source: Reader, field: str, units: int) -> str:
        data = source.octets(2 * units, field)
        try:
            return data.decode("utf-16-le", self._errors)
        except UnicodeDecodeError:
            raise source.problem(field, "the string is not UTF-16") from None


class CountedString(String):
    """``ODJ_UNICODE_STRING``: Length and MaximumLength in bytes, a pointer, and the characters without their NUL.

    MicrosoftDocs win32 odj-odj_unicode_string has MaximumLength without the NUL, but Windows writes it with the NUL.
    """

    def read_head(self, source: Reader, field: str) -> t.Any:
        source.align()
        length, maximum = source.u16(field), source.u16(field)
        present = source.pointer(field)
        if length % 2 or maximum % 2 or length > maximum or (length and not present):
            raise source.problem(field, "Length and MaximumLength contradict each other, or there is no string")
        return (length // 2, maximum // 2) if present else None

    def read_body(self, source: Reader, field: str, head: t.Any, heads: Heads) -> str | None:
        if head is None:
            return None
        maximum, offset, actual = source.lengths(field)
        if offset or (actual, maximum) != head:
            raise source.problem(field, "the lengths in front of the string contradict Length and MaximumLength")
        _check_length(source, field, actual)
        text = self._decode(source, field, actual)
        if "\0" in text:
            raise source.problem(field, "the string has a NUL inside")
        return text

    def write_head(self, sink: Writer, prepared: bytes | None) -> None:
        sink.align(4)
        sink.u16(0 if prepared is None else len(prepared))
        sink.u16(0 if prepared is None else len(prepared) + 2)
        sink.pointer(present=prepared is not None)

    def write_body(self, sink: Writer, prepared: bytes | None) -> None:
        if prepared is None:
            return
        sink.u32(len(prepared) // 2 + 1)
        sink.u32(0)
        sink.u32(len(prepared) // 2)
        sink.octets(prepared)


class Sid(WireType):
    """A pointer to a binary SID, whose text form ([MS-DTYP] 2.4.2.1) is the value."""

    def read_head(self, source: Reader, field: str) -> bool:
        return source.pointer(field)

    def read_body(self, source: Reader, field: str, head: bool, heads: Heads) -> str | None:
        if not head:
            return None
        announced = source.u32(field)
        revision, count = source.octets(2, field)
        if revision != 1 or count != announced or count > _SID_MAX_SUBAUTHORITIES:
            raise source.problem(field, "the SID has a revision or a number of subauthorities that no SID has")
        authority = int.from_bytes(source.octets(6, field), "big")
        return "-".join(["S-1", str(authority), *(str(source.u32(field)) for _index in range(count))])

    def prepare(self, field: str, value: str | None) -> tuple[int, ...] | None:
        if value is None:
            return None
        match = _SID.fullmatch(value)
        authority, *subauthorities = (int(each) for each in value.split("-")[2:]) if match else (-1,)
        if not 0 <= authority < 1 << 48 or any(each > _U32_MAX for each in subauthorities):
            raise InvalidBlob(field, None, "it is not a SID such as S-1-5-21-1-2-3")
        return (authority, *subauthorities)

    def write_head(self, sink: Writer, prepared: tuple[int, ...] | None) -> None:
        sink.pointer(present=prepared is not None)

    def write_body(self, sink: Writer, prepared: tuple[int, ...] | None) -> None:
        if prepared is None:
            return
        authority, *subauthorities = prepared
        sink.u32(len(subauthorities))
        sink.octets(bytes([1, len(subauthorities)]) + authority.to_bytes(6, "big"))
        for each in subauthorities:
            sink.u32(each)


class Octets(WireType):
    """A number of bytes and a pointer to them, the shape of OP_BLOB. None is the null pointer."""

    printable = False

    def read_head(self, source: Reader, field: str) -> int | None:
        count = source.u32(field)
        present = source.pointer(field)
        if count > OCTETS_LIMIT or (count and not present):
            raise source.problem(field, f"{count} bytes are announced, which are too many or not there")
        return count if present else None

    def read_body(self, source: Reader, field: str, head: int | None, heads: Heads) -> t.Any:
        if head is None:
            return None
        if source.u32(field) != head:
            raise source.problem(field, "the number of bytes is given twice, and differs")
        return source.octets(head, field)

    def prepare(self, field: str, value: t.Any) -> bytes | None:
        if value is not None and len(value) > OCTETS_LIMIT:
            raise InvalidBlob(field, None, f"it has more than {OCTETS_LIMIT} bytes")
        return t.cast("bytes | None", value)

    def write_head(self, sink: Writer, prepared: bytes | None) -> None:
        sink.u32(len(prepared or b""))
        sink.pointer(present=prepared is not None)

    def write_body(self, sink: Writer, prepared: bytes | None) -> None:
        if prepared is not None:
            sink.u32(len(prepared))
            sink.octets(prepared)


def _check_length(source: Reader, field: str, units: int) -> None:
    if units > STRING_LIMIT:
        raise source.problem(field, f"the string has {units} UTF-16 units, more than {STRING_LIMIT}")
