# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The recorded blobs of tests/data/offline_join_blobs, and the one of Windows that Samba's test program carries."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parents[4] / "data" / "offline_join_blobs"
SMBTORTURE = Path("/usr/bin/smbtorture")
# Headers of a serialized object of 1968 bytes, a pointer, version 1, 2 formats.
_WINDOWS_BLOB = re.compile(rb"\x01\x10\x08\x00\xcc{4}\xb0\x07\0\0\0{4}\0\0\x02\0\x01\0\0\0\x02\0\0\0.{1956}", re.DOTALL)


class Recorded(NamedTuple):
    """What the README beside the files says of one of them."""

    file: str
    machine_name: str
    rid: int
    password_start: str
    password_units: int = 120


RECORDED = [
    Recorded("net_savefile.djoin", "ODJNET1", 1105, "957103eb536cbf6c"),
    Recorded("net_printblob.b64", "ODJNET2", 1106, "0c2ba335ca7388e5"),
    Recorded("net_ou_dcname.djoin", "ODJOU3", 1107, "4ca50e709632ecf7"),
    Recorded("net_defpwd.djoin", "ODJDEF4", 1108, "ODJDEF4".encode("utf-16-le").hex(), 7),
    Recorded("net_before_reuse.djoin", "ODJREUSE5", 1109, "70e136fcfc329522"),
    Recorded("net_reuse.djoin", "ODJREUSE5", 1109, "76f8b2aaa16bdd63"),
    Recorded("netapi_binary.bin", "ODJAPI6", 1110, "882ab672d0f4f72b"),
    Recorded("netapi_text.b64", "ODJAPI7-15CHARS", 1111, "6df18c32d63bc0a4"),
    Recorded("netapi_flat_domain.b64", "ODJFLAT8", 1112, "91a5d101d72e0ff4"),
]


def content(name: str) -> bytes:
    """A file as it was recorded."""
    return (DATA / name).read_bytes()


def windows_blob() -> bytes | None:
    """The blob of Windows Server 2019 in smbtorture, None where Samba's tests are not installed."""
    if not SMBTORTURE.is_file():
        return None
    found = _WINDOWS_BLOB.search(SMBTORTURE.read_bytes())
    return found[0] if found else None
