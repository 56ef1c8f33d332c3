# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Security identifiers, and the owner in a security descriptor ([MS-DTYP] 2.4.2 and 2.4.6)."""

from __future__ import annotations

import re
import struct

_TEXT = re.compile(r"S-1-([0-9]{1,15})((?:-[0-9]{1,10}){1,15})", re.IGNORECASE)
_HEAD = 8
_OWNER_OFFSET_AT = 4


class InvalidSid(ValueError):
    """Bytes or text that are no SID or hold none."""


def sid_text(data: bytes) -> str:
    """A SID as text, ``S-1-5-…``; raises InvalidSid."""
    if len(data) < _HEAD or data[0] != 1 or len(data) != _HEAD + 4 * data[1]:
        raise InvalidSid(f"{len(data)} bytes are no SID")
    parts = struct.unpack_from(f"<{data[1]}I", data, _HEAD)
    return "-".join(map(str, ("S-1", int.from_bytes(data[2:_HEAD], "big"), *parts)))


def sid_bytes(text: str) -> bytes:
    """A SID in the form that the directory stores and searches; raises InvalidSid."""
    match = _TEXT.fullmatch(text)
    if match is None:
        raise InvalidSid(f"{text!r} is no SID")
    parts = [int(part) for part in match[2][1:].split("-")]
    if int(match[1]) >= 1 << 48 or any(part >= 1 << 32 for part in parts):
        raise InvalidSid(f"{text!r} has a part that is too large")
    return bytes((1, len(parts))) + int(match[1]).to_bytes(6, "big") + struct.pack(f"<{len(parts)}I", *parts)


def domain_of(sid: str) -> str:
    """The SID of the domain that an account's SID belongs to."""
    return sid.rpartition("-")[0]


def owner_of(descriptor: bytes) -> str | None:
    """The SID of the owner in a self-relative security descriptor, None when it has none; raises InvalidSid."""
    if len(descriptor) < _OWNER_OFFSET_AT + 4:
        raise InvalidSid(f"{len(descriptor)} bytes are no security descriptor")
    (offset,) = struct.unpack_from("<I", descriptor, _OWNER_OFFSET_AT)
    if offset == 0:
        return None
    if offset + _HEAD > len(descriptor):
        raise InvalidSid("the owner lies outside of the security descriptor")
    return sid_text(descriptor[offset : offset + _HEAD + 4 * descriptor[offset + 1]])
