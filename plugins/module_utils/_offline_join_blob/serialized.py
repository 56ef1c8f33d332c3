# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects in their envelopes: type serialization version 1, [MS-RPCE] 2.2.6, which blobs nest five deep."""

from __future__ import annotations

import dataclasses
import typing as t

from .problem import InvalidBlob
from .reader import Reader
from .structure import AnyStructure, Structure, prepare, read_bodies, read_heads, write_bodies, write_heads
from .wire_type import Heads, Octets
from .writer import Writer

HEADER = bytes.fromhex("01100800")
"""Version 1, little-endian, and the 8 bytes of the common header: how every blob of Windows begins."""
_HEADERS = 16
_FILLER = b"\xcc" * 4
_POINTER = "top-level pointer"


@dataclasses.dataclass(frozen=True, slots=True)
class Envelope:
    """What an object has around it that carries no meaning, kept so that it can be written as it was read.

    ``referents`` are the values of its pointers; Windows leaves parts of addresses there. ``padding`` fills the body up
    to a multiple of 8, ``trailing`` is what follows it although nothing should.
    """

    referents: tuple[int, ...]
    filler: bytes
    private_filler: bytes
    padding: bytes = dataclasses.field(repr=False)
    trailing: bytes = dataclasses.field(repr=False)

    @property
    def excess(self) -> int:
        """How many bytes are neither content nor proper padding."""
        padding = len(self.padding) if len(self.padding) >= 8 or any(self.padding) else 0
        return padding + len(self.trailing)


@dataclasses.dataclass(frozen=True, slots=True)
class Serialized(t.Generic[AnyStructure]):
    """An object and its envelope; a fresh object has none. Objects with the same value are equal."""

    value: AnyStructure
    envelope: Envelope | None = dataclasses.field(default=None, compare=False)


def read_object(structure: type[AnyStructure], data: bytes, base: int) -> Serialized[AnyStructure]:
    """Read one object that starts at ``data[0]``, which is byte ``base`` of the blob; raises InvalidBlob."""
    length = _body_length(structure, data, base)
    end = _HEADERS + length
    source = Reader(data[_HEADERS:end], base + _HEADERS)
    try:
        if not source.pointer(_POINTER):
            raise source.problem(_POINTER, "it is null")
        value = read_bodies(structure, source, read_heads(structure, source))
    except InvalidBlob as problem:
        raise problem.within(structure.IDL_NAME) from None
    envelope = Envelope(tuple(source.referents), data[4:8], data[12:16], source.rest(), data[end:])
    return Serialized(value, envelope)


def write_object(item: Serialized[t.Any]) -> bytes:
    """Write an object in its own envelope, or in a fresh one; raises InvalidBlob for values that do not fit."""
    envelope = item.envelope
    try:
        fields = prepare(item.value)
    except InvalidBlob as problem:
        raise problem.within(item.value.IDL_NAME) from None
    sink = Writer(envelope.referents if envelope else ())
    sink.pointer(present=True)
    write_heads(sink, fields)
    write_bodies(sink, fields)
    if envelope is None:
        sink.align(8)
        body = sink.finish()
        return HEADER + _FILLER + len(body).to_bytes(4, "little") + bytes(4) + body
    sink.octets(envelope.padding)
    body = sink.finish()
    length = len(body).to_bytes(4, "little")
    return HEADER + envelope.filler + length + envelope.private_filler + body + envelope.trailing


def _body_length(structure: type[Structure], data: bytes, base: int) -> int:
    """Check the two headers in front of an object."""
    place = f"{structure.IDL_NAME} header"
    if len(data) < _HEADERS:
        raise InvalidBlob(place, base, f"an object begins with {_HEADERS} bytes of headers, {len(data)} are left")
    if data[:4] != HEADER:
        raise InvalidBlob(place, base, f"it does not begin with {HEADER.hex(' ')}, version 1 and little-endian")
    length = int.from_bytes(data[8:12], "little")
    if length > len(data) - _HEADERS:
        raise InvalidBlob(place, base + 8, f"{length} bytes are announced, {len(data) - _HEADERS} are left")
    return length


class Embedded(Octets):
    """Bytes that are an object of their own; another field of the structure tells of which type.

    Types that are not among ``choices`` stay bytes, because nobody else may know them better: certificates and policies
    are handed on as they are.
    """

    def __init__(self, selector: str, choices: t.Mapping[t.Any, type[Structure]]) -> None:
        self._selector = selector
        self._choices = choices

    def read_body(self, source: Reader, field: str, head: int | None, heads: Heads) -> t.Any:
        data = super().read_body(source, field, head, heads)
        structure = self._choices.get(heads[self._selector])
        if data is None or structure is None:
            return data
        try:
            return read_object(structure, data, source.offset - len(data))
        except InvalidBlob as problem:
            raise problem.within(field) from None

    def prepare(self, field: str, value: t.Any) -> bytes | None:
        if not isinstance(value, Serialized):
            return super().prepare(field, value)
        try:
            return super().prepare(field, write_object(value))
        except InvalidBlob as problem:
            raise problem.within(field) from None
