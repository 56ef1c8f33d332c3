# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Offline join blobs as bytes."""

from __future__ import annotations

from .blob import OfflineJoinBlob
from .problem import InvalidBlob
from .reading import read_blob
from .serialized import read_object, write_object
from .structures import ProvisionData
from .wire_type import OCTETS_LIMIT
from .writing import write_blob


def decode(data: bytes) -> OfflineJoinBlob:
    """Read a blob in its binary form (text.read_text brings it there); raises InvalidBlob."""
    if len(data) > OCTETS_LIMIT:
        raise InvalidBlob(ProvisionData.IDL_NAME, None, f"it has {len(data)} bytes, more than {OCTETS_LIMIT}")
    return read_blob(read_object(ProvisionData, bytes(data), 0))


def encode(blob: OfflineJoinBlob) -> bytes:
    """Write a blob in its binary form.

    A blob of Windows or Samba that was decoded comes out byte for byte: parts that were not read, the values of
    pointers, and whatever stood behind the objects. Only gaps between fields are filled with zeros, and the room that
    a string claims becomes what it needs, should another tool have written something else there.

    Raises InvalidBlob when the blob says something that the format cannot say, and when it could not be decoded again.
    """
    if blob.wire is not None:
        return write_object(blob.wire)
    wire = write_blob(blob)
    read_blob(wire)
    return write_object(wire)
