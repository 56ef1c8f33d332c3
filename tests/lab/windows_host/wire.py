# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The frames in which a call of a Windows function travels from the module's process to the provider and back.

A frame is a u32 count of fields, then each field as a u32 length and that many bytes; the length 0xFFFFFFFF is NULL.
The first field of a request is the function's name in ASCII, that of a reply is its u32 return code.
Strings are UTF-16LE without terminator, numbers u32 little-endian.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import BinaryIO

NULL = 0xFFFFFFFF
LARGEST_FIELD = 64 * 1024 * 1024

Field = bytes | None


class BrokenFrame(ValueError):
    """The other side closed the pipe in the middle of a frame, or sent no frame at all."""


def read_frame(stream: BinaryIO) -> list[Field] | None:
    """The next frame, or None at the end of the stream; raises BrokenFrame."""
    head = stream.read(4)
    if not head:
        return None
    return [_read_field(stream) for _index in range(_number(head))]


def frame(fields: Sequence[Field]) -> bytes:
    parts = [struct.pack("<I", len(fields))]
    for value in fields:
        parts.append(struct.pack("<I", NULL) if value is None else struct.pack("<I", len(value)) + value)
    return b"".join(parts)


def number(value: int) -> bytes:
    return struct.pack("<I", value & 0xFFFFFFFF)


def text(value: str | None) -> Field:
    return None if value is None else value.encode("utf-16-le")


def as_number(value: Field) -> int:
    """Raises BrokenFrame when the field is no u32."""
    return _number(value if value is not None else b"")


def as_text(value: Field) -> str | None:
    return None if value is None else value.decode("utf-16-le")


def _read_field(stream: BinaryIO) -> Field:
    length = _number(stream.read(4))
    if length == NULL:
        return None
    if length > LARGEST_FIELD:
        raise BrokenFrame(f"field of {length} bytes")
    value = stream.read(length)
    if len(value) != length:
        raise BrokenFrame(f"field of {length} bytes ends after {len(value)}")
    return value


def _number(value: bytes) -> int:
    if len(value) != 4:
        raise BrokenFrame(f"expected a u32, got {len(value)} bytes")
    result: int = struct.unpack("<I", value)[0]
    return result
