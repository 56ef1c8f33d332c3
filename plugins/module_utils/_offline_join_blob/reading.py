# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the structures to what they say."""

from __future__ import annotations

import dataclasses

from .blob import AccountIdentity, JoinSite, OfflineJoinBlob, OpaquePart
from .contents import Contents, contents
from .findings import findings
from .problem import InvalidBlob
from .serialized import Serialized
from .structures import PART_STRUCTURES, JoinProvider2, JoinProvider3, JoinProvider4, ProvisionData

_UNC = "\\\\"


def read_blob(data: Serialized[ProvisionData]) -> OfflineJoinBlob:
    """What a blob says; raises InvalidBlob when something that a join needs is missing."""
    found = contents(data)
    blob = _blob(found)
    blob = dataclasses.replace(blob, warnings=findings(blob, found))
    object.__setattr__(blob, "wire", data)  # no argument of the frozen class, so that replace() drops it
    return blob


def _blob(found: Contents) -> OfflineJoinBlob:
    if not found.joins:
        reason = "the package is encrypted" if found.encrypted else "it has neither format 1 nor a part 631c7621"
        raise InvalidBlob("ODJ_PROVISION_DATA.pBlobs", None, f"nothing says who joins what, {reason}")
    place, join = found.joins[0]
    domain, dc = join.dns_domain_info, join.dc_info

    def required(name: str, value: str | None) -> str:
        if not value:
            raise InvalidBlob(f"{place}.{name}", None, "it is missing")
        return value

    return OfflineJoinBlob(
        domain=domain.dns_domain_name or required("lpDomain", join.domain),
        machine_name=required("lpMachineName", join.machine_name).removesuffix("$"),
        machine_password=required("lpMachinePassword", join.machine_password),
        netbios_domain=required("DnsDomainInfo.Name", domain.name),
        forest=domain.dns_forest_name,
        domain_guid=domain.domain_guid,
        domain_sid=required("DnsDomainInfo.Sid", domain.sid),
        dc_name=dc.name and dc.name.removeprefix(_UNC),
        dc_address=dc.address and dc.address.removeprefix(_UNC),
        dc_flags=dc.flags,
        dc_site=dc.dc_site_name,
        client_site=dc.client_site_name,
        options=join.options,
        account=_account(found),
        site=_site(found),
        other_parts=tuple(
            OpaquePart(part.type, part.flags, part.content, part.extension)
            for part in found.parts
            if part.type not in PART_STRUCTURES and not isinstance(part.content, Serialized)
        ),
        formats=tuple(found.formats),
    )


def _account(found: Contents) -> AccountIdentity | None:
    for by_guid in found.of(JoinProvider4):
        if by_guid.sid is not None:
            return AccountIdentity(by_guid.rid, by_guid.sid, by_guid.object_guid)
    for by_sid in found.of(JoinProvider3):
        if by_sid.sid is not None:
            return AccountIdentity(by_sid.rid, by_sid.sid)
    return None


def _site(found: Contents) -> JoinSite | None:
    for part in found.of(JoinProvider2):
        return JoinSite(part.site_name, part.netbios_name, part.primary_dns_domain, part.flags)
    return None
