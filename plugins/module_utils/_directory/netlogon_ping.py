# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The LDAP ping: ask a domain controller, without a logon, who it is ([MS-ADTS] 6.3.3).

The same bytes go over UDP (CLDAP) and TCP.
"""

from __future__ import annotations

import struct
import uuid

from . import ber
from .facts import DomainFacts
from .message import Response, Scope, decode_entry, decode_message, encode_message, search
from .search_filter import both, equal

PING_ID = 1
_ATTRIBUTE = "Netlogon"
_NT_VERSION = 0x00000016  # NETLOGON_NT_VERSION_1, _5 and _5EX ([MS-ADTS] 6.3.1.1): names in full, no address
_LOGON_SAM_LOGON_RESPONSE_EX = 23
_HEAD = struct.Struct("<HHI16s")
_POINTER = 0xC0


class InvalidPing(ValueError):
    """An answer that is no NETLOGON_SAM_LOGON_RESPONSE_EX, or none of this domain."""


def encode_ping(dns_domain: str) -> bytes:
    """The question, as one LDAP message."""
    condition = both(equal("DnsDomain", dns_domain), equal("NtVer", struct.pack("<I", _NT_VERSION)))
    return encode_message(PING_ID, search("", Scope.BASE, condition, (_ATTRIBUTE,), 0))


def decode_ping(data: bytes, address: str) -> DomainFacts:
    """The answer, from its first LDAP message; more may follow over UDP. Raises InvalidPing."""
    try:
        size = ber.element_size(data, "LDAPMessage")
        message = decode_message(data[:size])
        if message.tag != Response.SEARCH_ENTRY:
            raise InvalidPing("it serves another domain, or is no domain controller")
        value = decode_entry(message).first(_ATTRIBUTE)
    except ber.InvalidEncoding as error:
        raise InvalidPing(f"its answer is not LDAP ({error})") from error
    if value is None:
        raise InvalidPing("it serves another domain, or is no domain controller")
    return _facts(value, address)


def _facts(value: bytes, address: str) -> DomainFacts:
    """Read a NETLOGON_SAM_LOGON_RESPONSE_EX ([MS-ADTS] 6.3.1.9)."""
    if len(value) < _HEAD.size:
        raise InvalidPing(f"its answer is cut off after {len(value)} bytes")
    opcode, _reserved, flags, guid = _HEAD.unpack_from(value)
    if opcode != _LOGON_SAM_LOGON_RESPONSE_EX:
        raise InvalidPing(f"it answers with opcode {opcode} instead of {_LOGON_SAM_LOGON_RESPONSE_EX}")
    names: list[str] = []
    offset = _HEAD.size
    for _count in range(8):
        name, offset = _name(value, offset)
        names.append(name)
    forest, dns_domain, controller, netbios, _netbios_controller, _user, dc_site, client_site = names
    return DomainFacts(
        controller=controller,
        address=address,
        dns_domain=dns_domain,
        netbios=netbios,
        forest=forest,
        domain_guid=uuid.UUID(bytes_le=guid),
        dc_site=dc_site,
        client_site=client_site or None,
        flags=flags,
    )


def _name(data: bytes, start: int) -> tuple[str, int]:
    """A name in the compressed form of RFC 1035 section 4.1.4, and where the next one starts.

    Every pointer has to lead before all that was read of this name, else two could lead to each other for ever.
    """
    labels: list[str] = []
    offset = earliest = start
    after: int | None = None
    while True:
        length = _byte(data, offset)
        if length & _POINTER == _POINTER:
            after = offset + 2 if after is None else after
            target = (length & ~_POINTER) << 8 | _byte(data, offset + 1)
            if target >= earliest:
                raise InvalidPing("a name in its answer does not point backwards")
            offset = earliest = target
        elif length == 0:
            return ".".join(labels), offset + 1 if after is None else after
        else:
            label = data[offset + 1 : offset + 1 + length]
            if len(label) < length:
                raise InvalidPing("a name in its answer is cut off")
            labels.append(label.decode("utf-8", "replace"))
            offset += 1 + length


def _byte(data: bytes, offset: int) -> int:
    if offset >= len(data):
        raise InvalidPing("a name in its answer is cut off")
    return data[offset]
