# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who a .NET assembly is and which types it offers, read from its metadata (ECMA-335, 6th edition, II.22 to II.25)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path

CLI_HEADER = 14
TYPE_REF, TYPE_DEF, ASSEMBLY = 1, 2, 32

# Columns of the tables up to Assembly: bytes, a heap (s, g, b), an index into a table (t), or a coded index.
TABLES: tuple[str, ...] = (
    "2 s g g g",
    "Scope s s",
    "4 s s Type t4 t6",
    "t4",
    "2 s b",
    "t6",
    "4 2 2 s b t8",
    "t8",
    "2 2 s",
    "t2 Type",
    "Parent s b",
    "2 Constant b",
    "Attributed AttributeType b",
    "Marshalled b",
    "2 Secured b",
    "2 4 t2",
    "4 t4",
    "b",
    "t2 t20",
    "t20",
    "2 s Type",
    "t2 t23",
    "t23",
    "2 s b",
    "2 t6 Semantics",
    "t2 Method Method",
    "s",
    "b",
    "2 Forwarded s t26",
    "4 t4",
    "4 4",
    "4",
    "4 2 2 2 2 4 b s s",
)
CODED: dict[str, tuple[int, tuple[int, ...]]] = {
    "Type": (2, (2, 1, 27)),
    "Constant": (2, (4, 8, 23)),
    "Attributed": (5, (6, 4, 1, 2, 8, 9, 10, 0, 14, 23, 20, 17, 26, 27, 32, 35, 38, 39, 40, 42, 44, 43)),
    "Marshalled": (1, (4, 8)),
    "Secured": (2, (2, 6, 32)),
    "Parent": (3, (2, 1, 26, 6, 27)),
    "Semantics": (1, (20, 23)),
    "Method": (1, (6, 10)),
    "Forwarded": (1, (4, 6)),
    "AttributeType": (3, (6, 10)),
    "Scope": (2, (0, 26, 35, 1)),
}
"""Bits of the tag, and the tables that it chooses from."""


class NoAssembly(ValueError):
    """The file is no .NET assembly."""


class Kind(enum.Enum):
    """What a type is, as C# spells it."""

    CLASS = "class"
    INTERFACE = "interface"
    STRUCT = "struct"
    ENUM = "enum"
    DELEGATE = "delegate"


BASES = {"System.Enum": Kind.ENUM, "System.ValueType": Kind.STRUCT, "System.MulticastDelegate": Kind.DELEGATE}


@dataclass(frozen=True)
class TypeName:
    """A public type that is in no other one; the name of a generic one ends in ` and the number of its parameters."""

    namespace: str
    name: str
    kind: Kind


@dataclass(frozen=True)
class Assembly:
    """`public_key` is empty when the assembly has no strong name."""

    version: str
    public_key: bytes
    types: frozenset[TypeName]


def read_assembly(path: Path) -> Assembly:
    """Reads an assembly without loading it; raises NoAssembly."""
    try:
        return _Metadata(path.read_bytes()).assembly()
    except (LookupError, ValueError) as error:
        raise NoAssembly(f"{path} is no .NET assembly: {error}") from None


class _Metadata:
    """The metadata of one image: heaps, and where the rows of each table are."""

    def __init__(self, image: bytes) -> None:
        self.image = image
        root = self._offset(self._number(self._offset(self._cli_header()) + 8, 4))
        if image[root : root + 4] != b"BSJB":
            raise ValueError("there is no metadata")
        streams = self._streams(root)
        self.strings, self.blobs, tables = streams["#Strings"], streams["#Blob"], streams["#~"]
        heaps, valid = image[tables + 6], self._number(tables + 8, 8)
        self.heap_size = {"s": 4 if heaps & 1 else 2, "g": 4 if heaps & 2 else 2, "b": 4 if heaps & 4 else 2}
        position = tables + 24
        self.rows = [0] * 64
        for table in range(64):
            if valid >> table & 1:
                self.rows[table] = self._number(position, 4)
                position += 4
        self.starts: list[int] = []
        for table, columns in enumerate(TABLES):
            self.starts.append(position)
            position += self.rows[table] * sum(self._size(column) for column in columns.split())

    def assembly(self) -> Assembly:
        row = self._row(ASSEMBLY, 0)
        version = ".".join(str(part) for part in row[1:5])
        types = (self._type(index) for index in range(self.rows[TYPE_DEF]))
        return Assembly(version, self._blob(row[6]), frozenset(each for each in types if each is not None))

    def _type(self, index: int) -> TypeName | None:
        flags, name, namespace, base, *_rest = self._row(TYPE_DEF, index)
        if flags & 7 != 1:  # public, and not nested
            return None
        kind = Kind.INTERFACE if flags & 0x20 else BASES.get(self._base(base), Kind.CLASS)
        return TypeName(self._string(namespace), self._string(name), kind)

    def _base(self, coded: int) -> str:
        """The full name of a type of another assembly; empty for one of this."""
        if coded & 3 != 1 or not coded >> 2:
            return ""
        _scope, name, namespace = self._row(TYPE_REF, (coded >> 2) - 1)
        return f"{self._string(namespace)}.{self._string(name)}"

    def _row(self, table: int, index: int) -> list[int]:
        columns = [self._size(column) for column in TABLES[table].split()]
        position = self.starts[table] + index * sum(columns)
        values = []
        for size in columns:
            values.append(self._number(position, size))
            position += size
        return values

    def _size(self, column: str) -> int:
        if column in self.heap_size:
            return self.heap_size[column]
        if column in CODED:
            bits, tables = CODED[column]
            return 4 if max(self.rows[table] for table in tables) >> (16 - bits) else 2
        if column.startswith("t"):
            return 4 if self.rows[int(column[1:])] >> 16 else 2
        return int(column)

    def _cli_header(self) -> int:
        header = self._number(0x3C, 4)
        if self.image[header : header + 4] != b"PE\0\0":
            raise ValueError("there is no PE header")
        self.sections = (header + 24 + self._number(header + 20, 2), self._number(header + 6, 2))
        directories = header + 24 + (112 if self._number(header + 24, 2) == 0x20B else 96)
        return self._number(directories + 8 * CLI_HEADER, 4)

    def _offset(self, address: int) -> int:
        """Where in the file a relative virtual address is."""
        start, count = self.sections
        for section in range(start, start + 40 * count, 40):
            begin, length, pointer = (self._number(section + at, 4) for at in (12, 16, 20))
            if begin <= address < begin + length:
                return address - begin + pointer
        raise ValueError("there is no CLI header")

    def _streams(self, root: int) -> dict[str, int]:
        position = root + 16 + self._number(root + 12, 4)
        found = {}
        for _stream in range(self._number(position + 2, 2)):
            offset = self._number(position + 4, 4)
            name = self.image[position + 12 : self.image.index(b"\0", position + 12)].decode()
            found[name] = root + offset
            position += 8 + (len(name) // 4 + 1) * 4
        return found

    def _string(self, index: int) -> str:
        start = self.strings + index
        return self.image[start : self.image.index(b"\0", start)].decode()

    def _blob(self, index: int) -> bytes:
        start = self.blobs + index
        size = self.image[start]
        if size & 0x80:  # a key is longer than 127 bytes, and shorter than 16384
            size = (size & 0x3F) << 8 | self.image[start + 1]
            start += 1
        return self.image[start + 1 : start + 1 + size]

    def _number(self, position: int, size: int) -> int:
        if position + size > len(self.image):
            raise ValueError("it is cut off")
        return int.from_bytes(self.image[position : position + size], "little")
