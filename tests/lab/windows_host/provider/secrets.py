# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine's secret, where Samba's tools find it: ``net ads testjoin -s HOST/smb.conf`` is an independent check.

The keys are those of Samba's ``source3/passdb/secrets.c`` and ``machine_account_secrets.c``.
"""

from __future__ import annotations

import os
import secrets
import string
import struct
import time
from collections.abc import Mapping
from typing import Any

from ..host import Host
from ..state import DomainMembership
from .samba_library import make_samba_importable

SEC_CHAN_WKSTA = 2
SID_SIZE = 68
PASSWORD_LENGTH = 120
PASSWORD_CHARACTERS = "".join(chr(code) for code in range(32, 123))
DEFAULT_PASSWORD_LENGTH = 14
KEYS = ("MACHINE_PASSWORD", "SID", "MACHINE_SEC_CHANNEL_TYPE", "MACHINE_LAST_CHANGE_TIME", "MACHINE_DOMAIN_INFO")


def random_password() -> str:
    """120 random ASCII characters 32..122 ([MS-WKST] 3.2.4.13.3); ends in a letter, since files are read stripped."""
    body = "".join(secrets.choice(PASSWORD_CHARACTERS) for _index in range(PASSWORD_LENGTH - 1))
    return body + secrets.choice(string.ascii_letters)


def default_password(computer_name: str) -> str:
    """First 14 characters of the NetBIOS name in lower case ([MS-WKST] 3.2.4.13.3)."""
    return computer_name.lower()[:DEFAULT_PASSWORD_LENGTH]


def store(host: Host, domain: DomainMembership, password: str) -> None:
    make_samba_importable()
    from samba.dcerpc import security
    from samba.ndr import ndr_pack

    sid: bytes = ndr_pack(security.dom_sid(domain.sid))
    _update(
        host,
        {
            _key("MACHINE_PASSWORD", domain.netbios): password.encode() + b"\0",
            _key("SID", domain.netbios): sid.ljust(SID_SIZE, b"\0"),
            _key("MACHINE_SEC_CHANNEL_TYPE", domain.netbios): struct.pack("<I", SEC_CHAN_WKSTA),
            _key("MACHINE_LAST_CHANGE_TIME", domain.netbios): struct.pack("<I", int(time.time())),
            _key("MACHINE_DOMAIN_INFO", domain.netbios): None,
        },
    )


def fetch(host: Host, netbios_domain: str) -> str | None:
    """The stored machine password, None when there is none."""
    database = _open(host)
    try:
        value: bytes | None = database.get(_key("MACHINE_PASSWORD", netbios_domain))
    finally:
        database.close()
    return None if value is None else value.rstrip(b"\0").decode()


def forget(host: Host, netbios_domain: str) -> None:
    _update(host, {_key(kind, netbios_domain): None for kind in KEYS})


def _update(host: Host, values: Mapping[bytes, bytes | None]) -> None:
    database = _open(host)
    try:
        database.transaction_start()
        for key, value in values.items():
            if value is not None:
                database.store(key, value)
            elif database.get(key) is not None:
                database.delete(key)
        database.transaction_commit()
    finally:
        database.close()


def _open(host: Host) -> Any:
    make_samba_importable()
    import tdb

    path = str(host.directory / "private" / "secrets.tdb")
    return tdb.Tdb(path, 0, tdb.DEFAULT, os.O_RDWR | os.O_CREAT, 0o600)


def _key(kind: str, netbios_domain: str) -> bytes:
    return f"SECRETS/{kind}/{netbios_domain.upper()}".encode()
