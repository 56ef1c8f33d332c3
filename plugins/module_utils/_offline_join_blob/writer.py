# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes of NDR32 primitives."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

_FIRST_REFERENT = 0x0002_0000


class Writer:
    """The body of one serialized object as it grows.

    ``referents`` are the pointer values to use, in order, so that an object that was read comes out as it was. Without
    them pointers count up from 0x20000 by 4, as the stubs of Windows and Samba number them; readers look only whether
    they are 0.
    """

    __slots__ = ("_data", "_pointers", "_referents")

    def __init__(self, referents: Sequence[int] = ()) -> None:
        self._data = bytearray()
        self._referents = referents
        self._pointers = 0

    def u16(self, value: int) -> None:
        """An unsigned 16-bit number."""
        self._data += value.to_bytes(2, "little")

    def u32(self, value: int) -> None:
        """An unsigned 32-bit number, aligned to 4."""
        self.align(4)
        self._data += value.to_bytes(4, "little")

    def guid(self, value: uuid.UUID) -> None:
        """A GUID, aligned to 4."""
        self.align(4)
        self._data += value.bytes_le

    def pointer(self, *, present: bool) -> None:
        """A unique pointer: a referent, or 0 when it points at nothing."""
        if not present:
            self.u32(0)
            return
        known = self._pointers < len(self._referents)
        self.u32(self._referents[self._pointers] if known else _FIRST_REFERENT + 4 * self._pointers)
        self._pointers += 1

    def octets(self, value: bytes) -> None:
        """Bytes as they are."""
        self._data += value

    def align(self, to: int) -> None:
        """Fill up with zeros to a multiple of ``to``."""
        self._data += bytes(-len(self._data) % to)

    def finish(self) -> bytes:
        """What was written."""
        return bytes(self._data)
