# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ties a logon to the TLS connection that it goes through: tls-server-end-point (RFC 5929 section 4)."""

from __future__ import annotations

import hashlib

from . import ber

_SHA_384 = bytes.fromhex("608648016503040202")  # 2.16.840.1.101.3.4.2.2, in the parameters of RSASSA-PSS
_SHA_512 = bytes.fromhex("608648016503040203")
# Signature algorithms whose hash is not SHA-256, by OID: sha384/512WithRSAEncryption, ecdsa-with-SHA384/512.
_HASHES = {
    bytes.fromhex("2a864886f70d01010c"): "sha384",
    bytes.fromhex("2a864886f70d01010d"): "sha512",
    bytes.fromhex("2a8648ce3d040303"): "sha384",
    bytes.fromhex("2a8648ce3d040304"): "sha512",
}
_RSASSA_PSS = bytes.fromhex("2a864886f70d01010a")


def end_point_binding(certificate: bytes) -> bytes:
    """The binding for a server's certificate in DER; raises InvalidEncoding.

    The hash is the one of the certificate's signature; SHA-256 stands in for MD5 and SHA-1.
    """
    return b"tls-server-end-point:" + hashlib.new(_signature_hash(certificate), certificate).digest()


def _signature_hash(certificate: bytes) -> str:
    fields = ber.Reader(certificate, "X.509").inside("Certificate", ber.SEQUENCE)
    fields.element("tbsCertificate", ber.SEQUENCE)
    algorithm = fields.element("signatureAlgorithm", ber.SEQUENCE).value
    oid = ber.Reader(algorithm, "AlgorithmIdentifier").octets("algorithm", ber.OBJECT_IDENTIFIER)
    if oid == _RSASSA_PSS:
        return "sha384" if _SHA_384 in algorithm else "sha512" if _SHA_512 in algorithm else "sha256"
    return _HASHES.get(oid, "sha256")
