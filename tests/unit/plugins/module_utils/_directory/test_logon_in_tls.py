# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logons inside TLS. pyspnego's acceptor judges: it compares the bindings that it gets with those of its certificate.

Samba takes no SASL logon inside TLS before 4.20, so the lab cannot tell. Users log on with Kerberos there, which this
cannot stand in for; the bindings are handed to pyspnego the same way for both.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import pathlib
import socket
import ssl
import threading
import typing as t
import uuid

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ansible_collections.netjoin.windows.plugins.module_utils._directory import ber
from ansible_collections.netjoin.windows.plugins.module_utils._directory.channel import Channel
from ansible_collections.netjoin.windows.plugins.module_utils._directory.facts import DomainFacts
from ansible_collections.netjoin.windows.plugins.module_utils._directory.logon import log_on
from ansible_collections.netjoin.windows.plugins.module_utils._directory.problem import DirectoryError
from ansible_collections.netjoin.windows.plugins.module_utils._directory.security import (
    Authentication,
    Credentials,
    Security,
    TlsMode,
)
from ansible_collections.netjoin.windows.plugins.module_utils._directory.session import Session
from ansible_collections.netjoin.windows.plugins.module_utils._names.account_name import AccountName

spnego: t.Any = pytest.importorskip("spnego", reason="it is what judges the logons")
from spnego.channel_bindings import GssChannelBindings  # noqa: E402

HOST = "dc1.lab.example"
PASSWORD = "Correct-Horse-7"
FACTS = DomainFacts(
    controller=HOST,
    address="127.0.0.1",
    dns_domain="lab.example",
    netbios="LAB",
    forest="lab.example",
    domain_guid=uuid.UUID(int=1),
    dc_site="Headquarters",
    client_site="Headquarters",
    flags=0x13FD,
)
INVALID_CREDENTIALS = 49
BAD_BINDINGS = "80090346: LdapErr: DSID-0C0906B5, comment: AcceptSecurityContext error, data 35b, v4563"


def certificate_files(directory: pathlib.Path) -> tuple[pathlib.Path, bytes]:
    """A certificate of its own authority with its key as PEM, and the certificate as DER."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = directory / f"{made.serial_number}.pem"
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(made.public_bytes(pem) + secret)
    return file, made.public_bytes(serialization.Encoding.DER)


class Acceptor:
    """One connection with TLS to a server that accepts NTLM, bound to a certificate which need not be the TLS's own."""

    def __init__(self, file: pathlib.Path, bound_to: bytes) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(file)
        self._bindings = GssChannelBindings(
            application_data=b"tls-server-end-point:" + hashlib.sha256(bound_to).digest()
        )
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.refused: Exception | None = None
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> t.Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        plain, _peer = self._listener.accept()
        logon = spnego.server(protocol="ntlm", channel_bindings=self._bindings)
        with self._context.wrap_socket(plain, server_side=True) as connection:
            while not logon.complete:
                message = ber.Reader(connection.recv(65536), "LDAPMessage").inside("LDAPMessage", ber.SEQUENCE)
                identifier = message.integer("messageID")
                bind = message.inside("BindRequest", 0x60)
                assert (bind.integer("version"), bind.text("name")) == (3, "")
                sasl = bind.inside("SaslCredentials", 0xA3)
                assert sasl.text("mechanism") == "GSS-SPNEGO"
                try:
                    token = logon.step(sasl.octets("credentials"))
                except spnego.exceptions.SpnegoError as error:
                    self.refused = error
                    connection.sendall(self._answer(identifier, INVALID_CREDENTIALS, BAD_BINDINGS))
                    return
                connection.sendall(self._answer(identifier, 0 if logon.complete else 14, "", token or b""))

    @staticmethod
    def _answer(identifier: int, code: int, diagnostic: str, token: bytes = b"") -> bytes:
        """A BindResponse (RFC 4511 section 4.2.2)."""
        result = (ber.integer(code, ber.ENUMERATED), ber.text(""), ber.text(diagnostic), ber.text(token, 0x87))
        return ber.encode(ber.SEQUENCE, ber.integer(identifier), ber.encode(0x61, *result))


@pytest.fixture
def user(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Credentials:
    """A user of the acceptor."""
    (tmp_path / "users").write_text(f"LAB:joiner:{PASSWORD}\n")
    monkeypatch.setenv("NTLM_USER_FILE", str(tmp_path / "users"))
    return Credentials(AccountName.parse("LAB\\joiner"), PASSWORD)


def log_on_to(port: int, trusted: pathlib.Path, user: Credentials) -> None:
    """Connect, encrypt with TLS and log on."""
    channel = Channel("127.0.0.1", port, 5.0)
    try:
        channel.start_tls(HOST, str(trusted))
        log_on(Session(channel), FACTS, user, Security(Authentication.NTLM, TlsMode.LDAPS))
    finally:
        channel.close()


def test_a_logon_is_bound_to_the_certificate_of_its_connection(tmp_path: pathlib.Path, user: Credentials) -> None:
    """The acceptor finds in the token what it has computed of its own certificate."""
    file, certificate = certificate_files(tmp_path)
    with Acceptor(file, bound_to=certificate) as server:
        log_on_to(server.port, file, user)
    assert server.refused is None


def test_a_logon_that_somebody_passes_on_is_refused(tmp_path: pathlib.Path, user: Credentials) -> None:
    """Whoever ends the TLS in between has another certificate, even one that is trusted; nothing is tried again."""
    between, _certificate = certificate_files(tmp_path)
    _file, behind = certificate_files(tmp_path)
    with Acceptor(between, bound_to=behind) as server, pytest.raises(DirectoryError) as refused:
        log_on_to(server.port, between, user)
    assert isinstance(server.refused, spnego.exceptions.BadBindingsError)
    assert refused.value.explanation.symbol == "SEC_E_BAD_BINDINGS"
