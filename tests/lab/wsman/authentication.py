# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is on a connection: Negotiate with NTLM or Kerberos, or Basic.

As in WinRM, authentication belongs to the TCP connection.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
from collections.abc import Callable

import spnego
import spnego.exceptions

from .kerberos import HostKerberos
from .users import Accounts, User, find_domain_account

CHALLENGES = ["Negotiate", "Kerberos", 'Basic realm="WSMAN"']
NTLM_SIGNATURE = b"NTLMSSP\0"
"""In every NTLM message, those that SPNEGO wraps too ([MS-NLMP] 2.2.1)."""


class ConnectionAuthentication:
    """The authentication of one connection: `user` is None until somebody has proved who they are.

    `domain_logon` is asked for those who are no account of the host.
    """

    def __init__(
        self, accounts: Accounts, domain_logon: Callable[[str], User | None], kerberos: HostKerberos | None = None
    ) -> None:
        self.user: User | None = None
        self.context: spnego.ContextProxy | None = None
        """The keys for sealing; None with Basic."""
        self._accounts = accounts
        self._domain_logon = domain_logon
        self._kerberos = kerberos

    def step(self, authorization: str) -> list[str]:
        """Take the Authorization header of a request; returns the WWW-Authenticate values for the answer.

        A request without the header keeps what the connection has; a new attempt starts afresh.
        """
        scheme, token = authorization.partition(" ")[::2]
        if not scheme and self.user:
            return []
        try:
            credentials = base64.b64decode(token, validate=True)
        except binascii.Error:
            credentials = b""
        if credentials and scheme.lower() == "basic":
            return self._basic(credentials)
        if credentials and scheme.lower() in ("negotiate", "kerberos"):
            return self._negotiate(scheme, credentials)
        self.user = self.context = None
        return CHALLENGES

    def _basic(self, credentials: bytes) -> list[str]:
        name, password = credentials.decode(errors="replace").partition(":")[::2]
        self.context = None
        self.user = self._accounts.check(name, password)
        return [] if self.user else CHALLENGES

    def _negotiate(self, scheme: str, token: bytes) -> list[str]:
        self.user = None
        try:
            answer = self._step("negotiate", token) if NTLM_SIGNATURE in token else self._take_ticket(scheme, token)
        except spnego.exceptions.SpnegoError:
            self.context = None
            return CHALLENGES
        if self.context and self.context.complete:
            self.user = self._log_on(self.context.client_principal or "")
        return [f"{scheme} {base64.b64encode(answer).decode()}"] if answer else []

    def _step(self, protocol: str, token: bytes) -> bytes:
        if self.context is None or self.context.complete:
            self.context = spnego.server(protocol=protocol, service="HTTP")
        return self.context.step(token) or b""

    def _take_ticket(self, scheme: str, token: bytes) -> bytes:
        """One step is all that Kerberos needs; raises SpnegoError where the host has no keys to read a ticket with."""
        with self._kerberos.accepting() if self._kerberos else contextlib.nullcontext(False) as able:
            if not able:
                raise spnego.exceptions.OperationNotAvailableError(context_msg="the host takes no Kerberos tickets")
            return self._step(scheme.lower(), token)

    def _log_on(self, principal: str) -> User | None:
        """A name of a lab domain is never looked for among the host's own accounts."""
        if find_domain_account(principal):
            return self._domain_logon(principal)
        return self._accounts.find(principal)
