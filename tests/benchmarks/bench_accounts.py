# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many computer accounts one core reads in a second, from LDAP messages to the module's result. The goal is 5 000.

Run with ``make bench-accounts``. The messages are synthetic, as large as those of a Windows domain.
"""

from __future__ import annotations

import datetime as dt
import json
import time
import uuid

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.overview import read_overview
from ansible_collections.netjoin.windows.plugins.module_utils._directory import ber
from ansible_collections.netjoin.windows.plugins.module_utils._directory import message as ldap
from ansible_collections.netjoin.windows.plugins.module_utils._directory.sid import sid_bytes

COUNT = 5_000
NOW = dt.datetime.now(dt.UTC)


def entry(number: int) -> bytes:
    """A message with one account."""
    name, host = f"WS{number:05}", f"ws{number:05}.corp.example.com"
    values: dict[str, tuple[str | bytes, ...]] = {
        "objectClass": ("top", "person", "organizationalPerson", "user", "computer"),
        "objectGUID": (uuid.UUID(int=number).bytes_le,),
        "objectSid": (sid_bytes(f"S-1-5-21-1004336348-1177238915-682003330-{1104 + number}"),),
        "sAMAccountName": (f"{name}$",),
        "userAccountControl": ("4096",),
        "primaryGroupID": ("515",),
        "dNSHostName": (host,),
        "description": ("Desk 4, third floor",),
        "pwdLastSet": ("134000000000000000",),
        "lastLogonTimestamp": ("134000000000000000",),
        "nTSecurityDescriptor": (b"\x01\0\0\x80\x14\0\0\0" + bytes(12) + sid_bytes("S-1-5-21-1-2-3-512"),),
        "operatingSystem": ("Windows 11 Enterprise",),
        "operatingSystemVersion": ("10.0 (26100)",),
        "servicePrincipalName": tuple(
            f"{service}/{each}"
            for service in ("HOST", "RestrictedKrbHost", "TERMSRV", "WSMAN")
            for each in (name, host)
        ),
        "whenCreated": ("20250504091244.0Z",),
    }
    listed = (
        ber.encode(ber.SEQUENCE, ber.text(each), ber.encode(ber.SET, *map(ber.text, found)))
        for each, found in values.items()
    )
    dn = f"CN={name},OU=Workstations,OU=Berlin,DC=corp,DC=example,DC=com"
    content = ber.encode(ldap.Response.SEARCH_ENTRY, ber.text(dn), ber.encode(ber.SEQUENCE, *listed))
    return ber.encode(ber.SEQUENCE, ber.integer(number), content)


def main() -> None:
    """Print one line a step."""
    messages = [entry(number) for number in range(COUNT)]
    start = time.perf_counter()
    entries = [ldap.decode_entry(ldap.decode_message(each)) for each in messages]
    decoded = time.perf_counter()
    found = read_overview(entries)
    read = time.perf_counter()
    text = json.dumps([each.as_result(NOW, 90) for each in found.accounts])
    shown = time.perf_counter()
    if len(found.accounts) != COUNT:
        raise AssertionError(found.unreadable[:3])
    wire = sum(map(len, messages)) / COUNT
    print(f"{COUNT} accounts, {wire:.0f} bytes each as LDAP, {len(text) / COUNT:.0f} as a result")
    for title, seconds in (
        ("messages decoded", decoded - start),
        ("accounts read", read - decoded),
        ("results written", shown - read),
        ("all of it", shown - start),
    ):
        print(f"{title:36}{COUNT / seconds:12,.0f} a second")


if __name__ == "__main__":
    main()
