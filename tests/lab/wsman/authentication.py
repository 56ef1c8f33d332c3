# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is on a connection: Negotiate with NTLM, or Basic. As in WinRM, authentication belongs to the TCP connection."""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import pathlib
from collections.abc import Iterable, Sequence

import spnego
import spnego.exceptions

from ..emulated_host import LocalAccount

CHALLENGES = ["Negotiate", 'Basic realm="WSMAN"']


class Accounts:
    """The local accounts of the emulated hosts. Accounts of a domain that a host has joined would be found here too."""

    def __init__(self, accounts: Sequence[LocalAccount]) -> None:
        self._accounts = {account.name.lower(): account for account in accounts}

    def find(self, principal: str) -> LocalAccount | None:
        """The account for `name`, `.\\name` or `COMPUTER\\name`."""
        return self._accounts.get(principal.rpartition("\\")[2].lower())

    def check(self, principal: str, password: str) -> LocalAccount | None:
        """The account when the password is right."""
        account = self.find(principal)
        right = account is not None and hmac.compare_digest(account.password.encode(), password.encode())
        return account if right else None

    def offer_to_ntlm(self, path: pathlib.Path, computer_names: Iterable[str]) -> None:
        """Write the accounts where pyspnego looks for them (NTLM_USER_FILE): for no domain and each computer's own."""
        domains = ["", ".", *sorted(set(computer_names))]
        lines = [
            f"{domain}:{account.name}:{account.password}\n" for domain in domains for account in self._accounts.values()
        ]
        path.touch(mode=0o600)
        path.write_text("".join(lines))
        os.environ["NTLM_USER_FILE"] = str(path)


class ConnectionAuthentication:
    """The authentication of one connection: `account` is None until somebody has proved who they are."""

    def __init__(self, accounts: Accounts) -> None:
        self.account: LocalAccount | None = None
        self.context: spnego.ContextProxy | None = None
        """The keys for sealing; None with Basic."""
        self._accounts = accounts

    def step(self, authorization: str) -> list[str]:
        """Take the Authorization header of a request; returns the WWW-Authenticate values for the answer.

        A request without the header keeps what the connection has; a new attempt starts afresh.
        """
        scheme, token = authorization.partition(" ")[::2]
        if not scheme and self.account:
            return []
        try:
            credentials = base64.b64decode(token, validate=True)
        except binascii.Error:
            credentials = b""
        if credentials and scheme.lower() == "basic":
            return self._basic(credentials)
        if credentials and scheme.lower() == "negotiate":
            return self._negotiate(credentials)
        self.account = self.context = None
        return CHALLENGES

    def _basic(self, credentials: bytes) -> list[str]:
        name, password = credentials.decode(errors="replace").partition(":")[::2]
        self.context = None
        self.account = self._accounts.check(name, password)
        return [] if self.account else CHALLENGES

    def _negotiate(self, token: bytes) -> list[str]:
        if self.context is None or self.context.complete:
            self.context = spnego.server(protocol="negotiate", service="HTTP")
        self.account = None
        try:
            answer = self.context.step(token)
        except spnego.exceptions.SpnegoError:
            self.context = None
            return CHALLENGES
        if self.context.complete:
            self.account = self._accounts.find(self.context.client_principal or "")
        return [f"Negotiate {base64.b64encode(answer).decode()}"] if answer else []
