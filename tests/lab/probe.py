# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the services of a domain controller answer: one small message each, no libraries.

Each probe raises OSError or ValueError while its service does not answer as it should.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import time
from collections.abc import Callable

from .domain import Domain

TIMEOUT = 2.0
"""Seconds that one probe may take."""

# BER and DER tags ([ITU-T X.690]; APPLICATION numbers of RFC 4511 and RFC 4120).
INTEGER, OCTETS, ENUMERATED, BOOLEAN, SEQUENCE, BITS = 0x02, 0x04, 0x0A, 0x01, 0x30, 0x03
GENERAL_STRING, GENERALIZED_TIME = 0x1B, 0x18
LDAP_SEARCH_REQUEST, LDAP_AND, LDAP_EQUALITY, LDAP_PRESENT = 0x63, 0xA0, 0xA3, 0x87
KRB_AS_REQ, KRB_ERROR = 0x6A, 0x7E
KDC_ERR_PREAUTH_REQUIRED = 25
DNS_SRV, DNS_IN = 33, 1


def tlv(tag: int, *parts: bytes) -> bytes:
    """Tag, length and value; no message here is longer than 255 bytes."""
    value = b"".join(parts)
    length = bytes([len(value)]) if len(value) < 0x80 else bytes([0x81, len(value)])
    return bytes([tag]) + length + value


def root_dse_search(search_filter: bytes, attribute: bytes) -> bytes:
    """An LDAP base search of the root DSE (RFC 4511 4.5.1)."""
    head = tlv(OCTETS) + tlv(ENUMERATED, b"\0") + tlv(ENUMERATED, b"\0")
    limits = tlv(INTEGER, b"\0") + tlv(INTEGER, b"\0") + tlv(BOOLEAN, b"\0")
    search = tlv(LDAP_SEARCH_REQUEST, head, limits, search_filter, tlv(SEQUENCE, tlv(OCTETS, attribute)))
    return tlv(SEQUENCE, tlv(INTEGER, b"\1"), search)


def as_request(realm: str, user: str) -> bytes:
    """A Kerberos AS-REQ without pre-authentication (RFC 4120 5.4.1)."""

    def name(kind: int, *texts: str) -> bytes:
        strings = [tlv(GENERAL_STRING, text.encode()) for text in texts]
        return tlv(SEQUENCE, tlv(0xA0, tlv(INTEGER, bytes([kind]))), tlv(0xA1, tlv(SEQUENCE, *strings)))

    body = tlv(
        SEQUENCE,
        tlv(0xA0, tlv(BITS, bytes(5))),
        tlv(0xA1, name(1, user)),
        tlv(0xA2, tlv(GENERAL_STRING, realm.encode())),
        tlv(0xA3, name(2, "krbtgt", realm)),
        tlv(0xA5, tlv(GENERALIZED_TIME, b"20370913024805Z")),
        tlv(0xA7, tlv(INTEGER, b"\1")),
        tlv(0xA8, tlv(SEQUENCE, tlv(INTEGER, bytes([18])))),
    )
    version_and_type = tlv(0xA1, tlv(INTEGER, bytes([5]))) + tlv(0xA2, tlv(INTEGER, bytes([10])))
    return tlv(KRB_AS_REQ, tlv(SEQUENCE, version_and_type, tlv(0xA4, body)))


def _over_tcp(address: str, port: int, message: bytes) -> bytes:
    with contextlib.closing(socket.create_connection((address, port), TIMEOUT)) as connection:
        connection.sendall(message)
        return connection.recv(1500)


def _over_udp(address: str, port: int, message: bytes) -> bytes:
    with contextlib.closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as connection:
        connection.settimeout(0.5)
        connection.connect((address, port))
        connection.send(message)
        return connection.recv(1500)


def _expect(condition: bool, service: str, answer: bytes) -> None:
    if not condition:
        raise ValueError(f"{service} answered {answer[:16].hex(' ') or 'nothing'}")


def ldap(domain: Domain) -> None:
    """Reads the root DSE without credentials."""
    query = root_dse_search(tlv(LDAP_PRESENT, b"objectClass"), b"defaultNamingContext")
    answer = _over_tcp(domain.address, 389, query)
    _expect(domain.root_dn.encode() in answer, "LDAP", answer)


def ldaps(domain: Domain) -> None:
    """Completes a TLS handshake."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with socket.create_connection((domain.address, 636), TIMEOUT) as connection:
        context.wrap_socket(connection).close()


def kdc(domain: Domain) -> None:
    """Asks for a ticket and is asked for pre-authentication (RFC 4120 7.2.2 and 7.5.9)."""
    request = as_request(domain.realm, domain.account("admin").name)
    answer = _over_tcp(domain.address, 88, struct.pack(">I", len(request)) + request)
    wanted = tlv(0xA6, tlv(INTEGER, bytes([KDC_ERR_PREAUTH_REQUIRED])))
    _expect(answer[4:5] == bytes([KRB_ERROR]) and wanted in answer, "KDC", answer)


def smb(domain: Domain) -> None:
    """Negotiates SMB 2 ([MS-SMB2] 2.2.1.2 and 2.2.3)."""
    header = b"\xfeSMB" + struct.pack("<HHIHHIIQIIQ", 64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) + bytes(16)
    negotiate = struct.pack("<HHHHI16sQHH", 36, 2, 1, 0, 0, bytes(16), 0, 0x0202, 0x0210)
    message = header + negotiate
    answer = _over_tcp(domain.address, 445, struct.pack(">I", len(message)) + message)
    _expect(answer[4:8] == b"\xfeSMB", "SMB", answer)


def dns(domain: Domain) -> None:
    """Finds the domain controllers' SRV records (RFC 1035 4.1)."""
    labels = f"_ldap._tcp.dc._msdcs.{domain.dns_name}".split(".")
    name = b"".join(bytes([len(label)]) + label.encode() for label in labels) + b"\0"
    query = struct.pack(">HHHHHH", 1, 0x0100, 1, 0, 0, 0) + name + struct.pack(">HH", DNS_SRV, DNS_IN)
    answer = _over_udp(domain.address, 53, query)
    _expect(len(answer) > 8 and struct.unpack(">H", answer[6:8])[0] > 0, "DNS", answer)


def cldap(domain: Domain) -> None:
    """Pings the domain controller as DsGetDcName does ([MS-ADTS] 6.3.3)."""

    def equal(attribute: bytes, value: bytes) -> bytes:
        return tlv(LDAP_EQUALITY, tlv(OCTETS, attribute), tlv(OCTETS, value))

    search_filter = tlv(LDAP_AND, equal(b"DnsDomain", domain.dns_name.encode()), equal(b"NtVer", b"\x06\0\0\0"))
    answer = _over_udp(domain.address, 389, root_dse_search(search_filter, b"netlogon"))
    _expect(b"netlogon" in answer.lower(), "CLDAP", answer)


PROBES: dict[str, Callable[[Domain], None]] = {
    "LDAP": ldap,
    "LDAPS": ldaps,
    "KDC": kdc,
    "SMB": smb,
    "DNS": dns,
    "CLDAP": cldap,
}


def wait_for(domain: Domain, seconds: float, alive: Callable[[], bool]) -> dict[str, str]:
    """Wait until every service answers; what does not (service: last error) in that many seconds, or once not alive."""
    deadline = time.monotonic() + seconds
    waiting = dict.fromkeys(PROBES, "not asked")
    while waiting:
        for name in list(waiting):
            try:
                PROBES[name](domain)
                del waiting[name]
            except (OSError, ValueError) as error:
                waiting[name] = str(error)
        if waiting and (time.monotonic() > deadline or not alive()):
            break
        if waiting:
            time.sleep(0.03)
    return waiting


def listening(address: str, ports: tuple[int, ...]) -> list[int]:
    """Which of these TCP ports somebody answers on."""
    found = []
    for port in ports:
        with contextlib.closing(socket.socket()) as connection:
            connection.settimeout(TIMEOUT)
            if connection.connect_ex((address, port)) == 0:
                found.append(port)
    return found
