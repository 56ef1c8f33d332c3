# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what a blob shall say to the structures, laid out as Windows Server 2019 does."""

from __future__ import annotations

import typing as t
import uuid

from .blob import AccountIdentity, JoinSite, OfflineJoinBlob
from .problem import InvalidBlob
from .serialized import Serialized
from .structures import (
    ESSENTIAL,
    JOIN_PROVIDER,
    JOIN_PROVIDER2,
    JOIN_PROVIDER3,
    JOIN_PROVIDER4,
    NOT_ENCRYPTED,
    WIN7_FORMAT,
    WIN8_FORMAT,
    Blob,
    DcInfo,
    DnsDomainInfo,
    JoinProvider,
    JoinProvider2,
    JoinProvider3,
    JoinProvider4,
    Package,
    Part,
    PartCollection,
    ProvisionData,
)

_VERSION = 1
_ADDRESS_IS_IP = 1
"""DS_INET_ADDRESS of DOMAIN_CONTROLLER_INFOW."""
_UNC = "\\\\"


def write_blob(blob: OfflineJoinBlob) -> Serialized[ProvisionData]:
    """The structures of a blob; raises InvalidBlob when what it says contradicts itself."""
    join = Serialized(_join(blob))
    contents: dict[int, Serialized[t.Any]] = {WIN7_FORMAT: join, WIN8_FORMAT: Serialized(_package(blob, join))}
    if not set(blob.formats) <= contents.keys() or not blob.formats:
        raise InvalidBlob("formats", None, "only 1 and 2 can be written")
    return Serialized(ProvisionData(_VERSION, tuple(Blob(number, contents[number]) for number in blob.formats)))


def _join(blob: OfflineJoinBlob) -> JoinProvider:
    return JoinProvider(
        domain=blob.domain,
        machine_name=blob.machine_name,
        machine_password=blob.machine_password,
        dns_domain_info=DnsDomainInfo(
            name=blob.netbios_domain,
            dns_domain_name=blob.domain,
            dns_forest_name=blob.forest,
            domain_guid=blob.domain_guid,
            sid=blob.domain_sid,
        ),
        dc_info=DcInfo(
            name=blob.dc_name and _UNC + blob.dc_name,
            address=blob.dc_address and _UNC + blob.dc_address,
            address_type=_ADDRESS_IS_IP,
            domain_guid=blob.domain_guid,
            domain_name=blob.domain,
            dns_forest_name=blob.forest,
            flags=blob.dc_flags,
            dc_site_name=blob.dc_site,
            client_site_name=blob.client_site,
        ),
        options=blob.options,
    )


def _package(blob: OfflineJoinBlob, join: Serialized[JoinProvider]) -> Package:
    parts = [_part(JOIN_PROVIDER, join, ESSENTIAL)]
    if blob.site:
        parts.append(_part(JOIN_PROVIDER2, Serialized(_join2(blob.site))))
    if blob.account:
        parts += _account_parts(blob.account, blob.domain_sid)
    parts += [Part(each.type, each.flags, each.content, each.extension) for each in blob.other_parts]
    return Package(
        encryption_type=NOT_ENCRYPTED,
        encryption_context=None,
        collection=Serialized(PartCollection(tuple(parts), extension=None)),
        decrypted_size=0,
        extension=None,
    )


def _join2(site: JoinSite) -> JoinProvider2:
    return JoinProvider2(
        flags=site.flags,
        netbios_name=site.netbios_name,
        site_name=site.site,
        primary_dns_domain=site.primary_dns_domain,
        reserved=0,
        reserved_text=None,
    )


def _account_parts(account: AccountIdentity, domain_sid: str) -> t.Iterator[Part]:
    if account.sid != f"{domain_sid}-{account.rid}":
        raise InvalidBlob("account", None, "its SID is not made of the domain's SID and its RID")
    yield _part(JOIN_PROVIDER3, Serialized(JoinProvider3(account.rid, account.sid)))
    if account.guid:
        yield _part(JOIN_PROVIDER4, Serialized(JoinProvider4(account.rid, account.sid, account.guid)))


def _part(guid: uuid.UUID, content: Serialized[t.Any], flags: int = 0) -> Part:
    return Part(guid, flags, content, extension=None)
