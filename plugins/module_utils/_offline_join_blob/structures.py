# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# ruff: noqa: RUF009  # wire() declares a field, as dataclasses.field() does
"""The structures of an offline join blob, as Microsoft publishes them for other systems (MicrosoftDocs win32 odj-idl).

::

    ODJ_PROVISION_DATA                  the blob
      ODJ_BLOB, format 1
        ODJ_WIN7BLOB                    domain, machine, password: all that Windows 7 knows
      ODJ_BLOB, format 2
        OP_PACKAGE                      what Windows 8 and later read
          OP_PACKAGE_PART_COLLECTION
            OP_PACKAGE_PART 631c7621…   ODJ_WIN7BLOB again
            OP_PACKAGE_PART …           further parts by their GUIDs

Every structure that is the whole content of a byte array is an object with an envelope of its own (serialized.py).
"""

from __future__ import annotations

import dataclasses
import types
import typing as t
import uuid

from .serialized import Embedded, Serialized
from .structure import Inline, ListOf, Structure, wire
from .wire_type import CountedString, Guid, Octets, Sid, String, Unsigned32

WIN7_FORMAT = 1
WIN8_FORMAT = 2
"""Values of ODJ_BLOB.ulODJFormat, MicrosoftDocs win32 odj-odj_blob."""

NOT_ENCRYPTED = uuid.UUID(int=0)
"""OP_PACKAGE.EncryptionType when the parts are not encrypted."""

JOIN_PROVIDER = uuid.UUID("631c7621-5289-4321-bc9e-80f843f868c3")
JOIN_PROVIDER2 = uuid.UUID("57bfc56b-52f9-480c-adcb-91b3f8a82317")
JOIN_PROVIDER3 = uuid.UUID("fc0ccf25-7ffa-474a-8611-69ffe269645f")
JOIN_PROVIDER4 = uuid.UUID("4a08716a-6710-4647-8211-fdbb0b03f60b")
CERT_PROVIDER = uuid.UUID("9c0971e9-832f-4873-8e87-ef1419d4781e")
POLICY_PROVIDER = uuid.UUID("68fb602a-0c09-48ce-b75f-07b7bd58f7ec")
"""Values of OP_PACKAGE_PART.PartType, MicrosoftDocs win32 odj-op_package_part."""

ESSENTIAL = 1
"""OP_PACKAGE_PART.ulFlags: a computer that cannot apply this part must not apply any."""

_U32, _GUID, _STRING, _COUNTED, _OCTETS = Unsigned32(), Guid(), String(), CountedString(), Octets()


@dataclasses.dataclass(frozen=True, slots=True)
class DnsDomainInfo(Structure):
    """The domain as the local security authority keeps it."""

    IDL_NAME: t.ClassVar[str] = "ODJ_POLICY_DNS_DOMAIN_INFO"

    name: str | None = wire("Name", _COUNTED)
    dns_domain_name: str | None = wire("DnsDomainName", _COUNTED)
    dns_forest_name: str | None = wire("DnsForestName", _COUNTED)
    domain_guid: uuid.UUID = wire("DomainGuid", _GUID)
    sid: str | None = wire("Sid", Sid())


@dataclasses.dataclass(frozen=True, slots=True)
class DcInfo(Structure):
    """The domain controller that has the account; DOMAIN_CONTROLLER_INFOW of MicrosoftDocs sdk-api dsgetdc."""

    IDL_NAME: t.ClassVar[str] = "DOMAIN_CONTROLLER_INFOW"

    name: str | None = wire("DomainControllerName", _STRING)
    address: str | None = wire("DomainControllerAddress", _STRING)
    address_type: int = wire("DomainControllerAddressType", _U32)
    domain_guid: uuid.UUID = wire("DomainGuid", _GUID)
    domain_name: str | None = wire("DomainName", _STRING)
    dns_forest_name: str | None = wire("DnsForestName", _STRING)
    flags: int = wire("Flags", _U32)
    dc_site_name: str | None = wire("DcSiteName", _STRING)
    client_site_name: str | None = wire("ClientSiteName", _STRING)


@dataclasses.dataclass(frozen=True, slots=True)
class JoinProvider(Structure):
    """All that a join needs. Samba's IDL shifts the pointers by one, see ``_pad`` there; the bytes are the same."""

    IDL_NAME: t.ClassVar[str] = "ODJ_WIN7BLOB"

    domain: str | None = wire("lpDomain", _STRING)
    machine_name: str | None = wire("lpMachineName", _STRING)
    machine_password: str | None = wire("lpMachinePassword", String(secret=True))
    dns_domain_info: DnsDomainInfo = wire("DnsDomainInfo", Inline(DnsDomainInfo))
    dc_info: DcInfo = wire("DcInfo", Inline(DcInfo))
    options: int = wire("Options", _U32)


@dataclasses.dataclass(frozen=True, slots=True)
class JoinProvider2(Structure):
    """Names and site that the machine shall have."""

    IDL_NAME: t.ClassVar[str] = "OP_JOINPROV2_PART"

    flags: int = wire("dwFlags", _U32)
    netbios_name: str | None = wire("lpNetbiosName", _STRING)
    site_name: str | None = wire("lpSiteName", _STRING)
    primary_dns_domain: str | None = wire("lpPrimaryDNSDomain", _STRING)
    reserved: int = wire("dwReserved", _U32)
    reserved_text: str | None = wire("lpReserved", _STRING)


@dataclasses.dataclass(frozen=True, slots=True)
class JoinProvider3(Structure):
    """The account by its SID."""

    IDL_NAME: t.ClassVar[str] = "OP_JOINPROV3_PART"

    rid: int = wire("Rid", _U32)
    sid: str | None = wire("lpSid", _STRING)


@dataclasses.dataclass(frozen=True, slots=True)
class JoinProvider4(Structure):
    """The account by its SID and objectGUID."""

    IDL_NAME: t.ClassVar[str] = "OP_JOINPROV4_PART"

    rid: int = wire("Rid", _U32)
    sid: str | None = wire("lpSid", _STRING)
    object_guid: uuid.UUID = wire("ObjectGuid", _GUID)


PART_STRUCTURES: t.Mapping[uuid.UUID, type[Structure]] = types.MappingProxyType(
    {
        JOIN_PROVIDER: JoinProvider,
        JOIN_PROVIDER2: JoinProvider2,
        JOIN_PROVIDER3: JoinProvider3,
        JOIN_PROVIDER4: JoinProvider4,
    }
)
"""What is read inside the parts. Certificates and policies are nothing that a join depends on; they stay bytes."""


@dataclasses.dataclass(frozen=True, slots=True)
class Part(Structure):
    """One part of a package."""

    IDL_NAME: t.ClassVar[str] = "OP_PACKAGE_PART"

    type: uuid.UUID = wire("PartType", _GUID)
    flags: int = wire("ulFlags", _U32)
    content: Serialized[t.Any] | bytes | None = wire("Part", Embedded("type", PART_STRUCTURES))
    extension: bytes | None = wire("Extension", _OCTETS)


@dataclasses.dataclass(frozen=True, slots=True)
class PartCollection(Structure):
    """The parts of a package."""

    IDL_NAME: t.ClassVar[str] = "OP_PACKAGE_PART_COLLECTION"

    parts: tuple[Part, ...] | None = wire("pParts", ListOf(Part))
    extension: bytes | None = wire("Extension", _OCTETS)


@dataclasses.dataclass(frozen=True, slots=True)
class Package(Structure):
    """What Windows 8 and later apply."""

    IDL_NAME: t.ClassVar[str] = "OP_PACKAGE"

    encryption_type: uuid.UUID = wire("EncryptionType", _GUID)
    encryption_context: bytes | None = wire("EncryptionContext", _OCTETS)
    collection: Serialized[PartCollection] | bytes | None = wire(
        "WrappedPartCollection", Embedded("encryption_type", {NOT_ENCRYPTED: PartCollection})
    )
    decrypted_size: int = wire("cbDecryptedPartCollection", _U32)
    extension: bytes | None = wire("Extension", _OCTETS)


@dataclasses.dataclass(frozen=True, slots=True)
class Blob(Structure):
    """One of the formats in which a blob says the same."""

    IDL_NAME: t.ClassVar[str] = "ODJ_BLOB"

    format: int = wire("ulODJFormat", _U32)
    content: Serialized[t.Any] | bytes | None = wire(
        "pBlob", Embedded("format", {WIN7_FORMAT: JoinProvider, WIN8_FORMAT: Package})
    )


@dataclasses.dataclass(frozen=True, slots=True)
class ProvisionData(Structure):
    """The whole blob."""

    IDL_NAME: t.ClassVar[str] = "ODJ_PROVISION_DATA"

    version: int = wire("ulVersion", _U32)
    blobs: tuple[Blob, ...] | None = wire("pBlobs", ListOf(Blob))
