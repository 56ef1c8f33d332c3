# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The DNS record of a computer, in a zone that Active Directory keeps ([MS-DNSP] 2.3)."""

from __future__ import annotations

import struct
import time

from .._directory.directory import Directory
from .._directory.message import Change, ChangeKind
from .._directory.problem import REFERRAL, DirectoryError
from .._names.distinguished_name import DistinguishedName

# dnsRecord ([MS-DNSP] 2.3.2.2) with a DNS_RPC_RECORD_TS (2.2.2.2.4.23): length, type 0, version 5, rank, flags, serial,
# TTL, reserved, time stamp, and when it was deleted.
_TOMBSTONE = struct.Struct("<HHBBHIIIIQ")
_SECONDS_TO_1970 = 11644473600


def find_node(directory: Directory, host: str) -> DistinguishedName | None:
    """The live record of a host in the zone of the domain, wherever that is kept; None when there is none."""
    for place in _places(directory):
        dn = place.child("DC", directory.facts.dns_domain).child("DC", host)
        try:
            entry = directory.read(dn, ("dNSTombstoned",))
        except DirectoryError as error:
            if error.code != REFERRAL:  # a partition that this domain controller does not hold
                raise
            continue
        if entry is not None and (entry.text("dNSTombstoned") or "FALSE") != "TRUE":
            return dn
    return None


def delete_node(directory: Directory, dn: DistinguishedName) -> None:
    """Turn a record into a tombstone, as a DNS server does, so that all DNS servers drop it ([MS-DNSP] 3.1.4.1)."""
    directory.modify(
        dn,
        Change(ChangeKind.REPLACE, "dnsRecord", (tombstone(time.time()),)),
        Change(ChangeKind.REPLACE, "dNSTombstoned", ("TRUE",)),
        right=f"Write on {dn}",
    )


def tombstone(now: float) -> bytes:
    """The dnsRecord of a name that was deleted at ``now``, in seconds since 1970."""
    return _TOMBSTONE.pack(8, 0, 5, 0, 0, 0, 0, 0, 0, int((now + _SECONDS_TO_1970) * 10_000_000))


def _places(directory: Directory) -> tuple[DistinguishedName, ...]:
    """Where a zone may be: replicated in the domain, in the forest, or as in Windows 2000."""
    context = directory.domain.naming_context
    forest = DistinguishedName.parse(",".join(f"DC={label}" for label in directory.facts.forest.split(".")))
    return (
        context.child("DC", "DomainDnsZones").child("CN", "MicrosoftDNS"),
        forest.child("DC", "ForestDnsZones").child("CN", "MicrosoftDNS"),
        context.child("CN", "System").child("CN", "MicrosoftDNS"),
    )
