# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# ruff: noqa: ARG002  # all types take the same arguments
"""Structures as data: dataclasses whose fields say which NDR type they have, and the walk over them."""

from __future__ import annotations

import dataclasses
import typing as t

from .problem import InvalidBlob
from .reader import Reader
from .wire_type import Heads, WireType
from .writer import Writer

LIST_LIMIT = 256
"""Most elements of a list. Windows writes two blobs and up to six parts."""
_METADATA = "wire"


class Column(t.NamedTuple):
    """One field of a structure: the name of its attribute, its name in Microsoft's IDL, and its type."""

    attribute: str
    name: str
    type: WireType


@dataclasses.dataclass(frozen=True, slots=True)
class Structure:
    """Base of the dataclasses that are read and written field by field."""

    IDL_NAME: t.ClassVar[str]
    """Its name in Microsoft's IDL (MicrosoftDocs win32 "odj-idl")."""


_columns: dict[type[Structure], tuple[Column, ...]] = {}

AnyStructure = t.TypeVar("AnyStructure", bound=Structure)


def wire(name: str, wire_type: WireType) -> t.Any:
    """Declare a field of a structure by its name in Microsoft's IDL; secrets and raw bytes stay out of the repr."""
    metadata = {_METADATA: (name, wire_type)}
    # It is called in dataclasses only, which pylint cannot see
    return dataclasses.field(metadata=metadata, repr=wire_type.printable)  # pylint: disable=invalid-field-call


def columns(structure: type[Structure]) -> tuple[Column, ...]:
    """The fields of a structure in the order of the wire."""
    known = _columns.get(structure)
    if known is None:
        fields = dataclasses.fields(structure)
        known = _columns[structure] = tuple(Column(field.name, *field.metadata[_METADATA]) for field in fields)
    return known


def read_heads(structure: type[Structure], source: Reader) -> dict[str, t.Any]:
    """Read the part of every field that stands in the structure itself."""
    return {attribute: kind.read_head(source, name) for attribute, name, kind in columns(structure)}


def read_bodies(structure: type[AnyStructure], source: Reader, heads: Heads) -> AnyStructure:
    """Read what the fields point at, and build the structure."""
    values = [
        kind.read_body(source, name, heads[attribute], heads) if kind.has_body else heads[attribute]
        for attribute, name, kind in columns(structure)
    ]
    return structure(*values)


Prepared = list[tuple[WireType, t.Any]]
"""The fields of a structure in the order of the wire, each with its type and its prepared value."""


def prepare(value: Structure) -> Prepared:
    """Check the fields of a structure and bring them into the form to be written; raises InvalidBlob."""
    return [(kind, kind.prepare(name, getattr(value, attribute))) for attribute, name, kind in columns(type(value))]


def write_heads(sink: Writer, fields: Prepared) -> None:
    """Write the part of every field that stands in the structure itself."""
    for kind, prepared in fields:
        kind.write_head(sink, prepared)


def write_bodies(sink: Writer, fields: Prepared) -> None:
    """Write what the fields point at."""
    for kind, prepared in fields:
        if kind.has_body:
            kind.write_body(sink, prepared)


class Inline(WireType):
    """A structure inside a structure."""

    def __init__(self, structure: type[Structure]) -> None:
        self._structure = structure

    def read_head(self, source: Reader, field: str) -> Heads:
        try:
            return read_heads(self._structure, source)
        except InvalidBlob as problem:
            raise problem.within(field) from None

    def read_body(self, source: Reader, field: str, head: Heads, heads: Heads) -> Structure:
        try:
            return read_bodies(self._structure, source, head)
        except InvalidBlob as problem:
            raise problem.within(field) from None

    def prepare(self, field: str, value: Structure) -> Prepared:
        try:
            return prepare(value)
        except InvalidBlob as problem:
            raise problem.within(field) from None

    def write_head(self, sink: Writer, prepared: Prepared) -> None:
        write_heads(sink, prepared)

    def write_body(self, sink: Writer, prepared: Prepared) -> None:
        write_bodies(sink, prepared)


class ListOf(WireType):
    """A number of structures and a pointer to them. None is the null pointer."""

    def __init__(self, structure: type[Structure]) -> None:
        self._element = Inline(structure)

    def read_head(self, source: Reader, field: str) -> int | None:
        count = source.u32(field)
        present = source.pointer(field)
        if count > LIST_LIMIT or (count and not present):
            raise source.problem(field, f"{count} elements are announced, which are too many or not there")
        return count if present else None

    def read_body(self, source: Reader, field: str, head: int | None, heads: Heads) -> t.Any:
        if head is None:
            return None
        if source.u32(field) != head:
            raise source.problem(field, "the number of elements is given twice, and differs")
        names = [f"{field}[{index}]" for index in range(head)]
        elements = [self._element.read_head(source, name) for name in names]
        return tuple(
            self._element.read_body(source, name, element, heads) for name, element in zip(names, elements, strict=True)
        )

    def prepare(self, field: str, value: tuple[Structure, ...] | None) -> list[Prepared] | None:
        if value is None:
            return None
        if len(value) > LIST_LIMIT:
            raise InvalidBlob(field, None, f"it has more than {LIST_LIMIT} elements")
        return [self._element.prepare(f"{field}[{index}]", each) for index, each in enumerate(value)]

    def write_head(self, sink: Writer, prepared: list[Prepared] | None) -> None:
        sink.u32(len(prepared or ()))
        sink.pointer(present=prepared is not None)

    def write_body(self, sink: Writer, prepared: list[Prepared] | None) -> None:
        if prepared is None:
            return
        sink.u32(len(prepared))
        for each in prepared:
            write_heads(sink, each)
        for each in prepared:
            write_bodies(sink, each)
