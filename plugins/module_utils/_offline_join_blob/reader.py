# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads of NDR32 primitives; each checks the bounds and knows the name of what it reads.

Source of the representation: [C706] chapter 14, little-endian as [MS-RPCE] 2.2.6 asks of serialized types.
"""

from __future__ import annotations

import struct
import uuid

from .problem import InvalidBlob

_LENGTHS = struct.Struct("<3I")


class Reader:
    """A position in the body of one serialized object; alignment is relative to the start of that body.

    ``base`` is the offset of the body in the whole blob, for messages only. ``referents`` collects the non-zero
    pointers in the order in which they were met.
    """

    __slots__ = ("_base", "_data", "_position", "_size", "referents")

    def __init__(self, data: bytes, base: int) -> None:
        self._data = data
        self._base = base
        self._size = len(data)
        self._position = 0
        self.referents: list[int] = []

    def u16(self, field: str) -> int:
        """An unsigned 16-bit number."""
        return int.from_bytes(self.octets(2, field), "little")

    def u32(self, field: str) -> int:
        """An unsigned 32-bit number, aligned to 4."""
        start = (self._position + 3) & ~3
        end = start + 4
        if end > self._size:
            raise self.problem(field, f"the data ends within this number of 4 bytes, at {self._end}")
        self._position = end
        return int.from_bytes(self._data[start:end], "little")

    def lengths(self, field: str) -> tuple[int, int, int]:
        """What stands before a conformant varying string: maximum, offset and actual count, each a u32."""
        self.align()
        return _LENGTHS.unpack(self.octets(_LENGTHS.size, field))

    def guid(self, field: str) -> uuid.UUID:
        """A GUID, aligned to 4."""
        self.align()
        return uuid.UUID(bytes_le=self.octets(16, field))

    def pointer(self, field: str) -> bool:
        """Whether the unique pointer points at something, that is, whether its referent is not 0."""
        referent = self.u32(field)
        if not referent:
            return False
        self.referents.append(referent)
        return True

    def octets(self, count: int, field: str) -> bytes:
        """The next ``count`` bytes."""
        start = self._position
        end = start + count
        if end > self._size:
            raise self.problem(field, f"it needs {count} bytes, but the data ends after {self._size - start}")
        self._position = end
        return self._data[start:end]

    def align(self) -> None:
        """Move to the next multiple of 4; what lies between has no meaning."""
        self._position = (self._position + 3) & ~3

    def rest(self) -> bytes:
        """Everything that was not read."""
        return self._data[self._position :]

    @property
    def offset(self) -> int:
        """Where reading goes on, counted from the start of the blob."""
        return self._base + min(self._position, self._size)

    @property
    def left(self) -> int:
        """How many bytes are left."""
        return max(self._size - self._position, 0)

    @property
    def _end(self) -> int:
        return self._base + self._size

    def problem(self, field: str, rule: str) -> InvalidBlob:
        """What is wrong at the present position."""
        return InvalidBlob(field, self.offset, rule)
