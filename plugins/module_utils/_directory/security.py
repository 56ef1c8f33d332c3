# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who logs on to the directory, and what protects the connection."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from .._finding import Finding
from .._names.account_name import AccountName


class Authentication(enum.StrEnum):
    """How the user is proved to the domain controller."""

    KERBEROS = "kerberos"
    SIMPLE = "simple"
    NTLM = "ntlm"


class TlsMode(enum.StrEnum):
    """How TLS begins: at once on port 636, or by a request on port 389."""

    LDAPS = "ldaps"
    START_TLS = "start_tls"


@dataclass(frozen=True)
class Security:
    """How a connection is protected; there is none that sends anything unencrypted.

    Without ``tls`` messages are signed and sealed by Kerberos, or by NTLM when that was asked for. ``ca_cert`` is the
    path of a PEM file with the certificates that are trusted, None for the system's.
    """

    authentication: Authentication = Authentication.KERBEROS
    tls: TlsMode | None = None
    ca_cert: str | None = None

    @property
    def port(self) -> int:
        """The TCP port."""
        return 636 if self.tls is TlsMode.LDAPS else 389

    def findings(self, credentials: Credentials) -> list[Finding]:
        """What of this cannot be used, by the names that the modules' options have."""
        found = []
        if self.authentication is Authentication.SIMPLE and self.tls is None:
            found.append(
                Finding("auth_protocol", "simple sends the password as it is: give tls_mode ldaps or start_tls with it")
            )
        if self.authentication is Authentication.NTLM and self.tls is not None:
            found.append(Finding("auth_protocol", "ntlm signs by itself and works without tls_mode only"))
        if self.authentication is not Authentication.KERBEROS and credentials.account is None:
            found.append(Finding("username", f"is needed with auth_protocol {self.authentication}"))
        if self.ca_cert is not None and self.tls is None:
            found.append(Finding("ca_cert", "is used with tls_mode only"))
        return found


@dataclass(frozen=True)
class Credentials:
    """A user with a password, or nobody: then the tickets of a Kerberos credential cache are used.

    ``ticket_cache`` names the cache as in KRB5CCNAME, None the default one.
    """

    account: AccountName | None = None
    password: str | None = field(default=None, repr=False)
    ticket_cache: str | None = None
