# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Log on to a directory: one attempt, with the way that was asked for and no other."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._names.account_name import AccountName
from . import message as ldap
from .facts import DomainFacts
from .kerberos_ticket import TicketCache, find_tickets, get_ticket, refusal
from .library import SPNEGO_PACKAGE, load_library
from .problem import SASL_BIND_IN_PROGRESS, SERVER_DOWN, SUCCESS, DirectoryError, DirectoryProblem
from .security import Authentication, Credentials, Security
from .session import Session

FUNCTION = "ldap_bind"
_MECHANISM = "GSS-SPNEGO"


@dataclass(frozen=True)
class _Sealing:
    """A finished logon; what it refuses, a forged message or an expired ticket, ends the connection."""

    context: t.Any

    def wrap(self, data: bytes) -> bytes:
        return self._do(self.context.wrap, data)

    def unwrap(self, data: bytes) -> bytes:
        return self._do(self.context.unwrap, data)

    def _do(self, change: t.Callable[[bytes], t.Any], data: bytes) -> bytes:
        try:
            return bytes(change(data).data)
        except _load("spnego.exceptions").SpnegoError as error:
            raise DirectoryError("ldap_result", SERVER_DOWN, f"the sealed connection is broken: {error}") from error


def log_on(session: Session, facts: DomainFacts, credentials: Credentials, security: Security) -> object:
    """Log on; raises DirectoryProblem. What is returned has to be kept as long as the session is used."""
    if security.authentication is Authentication.SIMPLE:
        _log_on_inside_tls(session, facts, credentials)
        return None
    spnego = _load("spnego")
    cache: TicketCache | None = None
    if security.authentication is Authentication.KERBEROS:
        cache = _ticket_cache(credentials, facts)
        who: tuple[t.Any, ...] = (spnego.KerberosCCache(cache.name),)
        protocol = "negotiate"
    else:
        account, password = _user(credentials)
        who = (account.text, password)
        protocol = "ntlm"
    _negotiate(session, spnego, who, protocol, facts.controller)
    return cache


def _log_on_inside_tls(session: Session, facts: DomainFacts, credentials: Credentials) -> None:
    account, password = _user(credentials)
    if session.channel.binding is None:
        raise DirectoryProblem("A simple bind is sent inside TLS only, and this connection has none.")
    session.must(FUNCTION, ldap.simple_bind(_bind_name(account, facts), password))


def _bind_name(account: AccountName, facts: DomainFacts) -> str:
    r"""The name for a simple bind, which knows neither ``user`` alone nor ``dns.domain\user``.

    ``user@dns.domain`` is a form of its own, whatever the user's userPrincipalName is ([MS-ADTS] 5.1.1.1.1).
    """
    if account.form == "bare":
        return f"{account.user}@{facts.dns_domain}"
    if account.form == "fqdn":
        return f"{account.user}@{account.domain}"
    return account.text


def _user(credentials: Credentials) -> tuple[AccountName, str]:
    """User and password; a simple bind without one of them would be anonymous (RFC 4513 section 5.1.2)."""
    if credentials.account is None or not credentials.password:
        raise DirectoryProblem("This logon needs username and password.")
    return credentials.account, credentials.password


def _ticket_cache(credentials: Credentials, facts: DomainFacts) -> TicketCache:
    if credentials.account is not None:
        return get_ticket(credentials.account, credentials.password or "", facts)
    return find_tickets(credentials.ticket_cache)


def _negotiate(session: Session, spnego: t.Any, who: tuple[t.Any, ...], protocol: str, host: str) -> None:
    """Exchange tokens until both sides are sure, then seal the session unless TLS does that."""
    binding = session.channel.binding
    wanted = spnego.ContextReq.integrity | spnego.ContextReq.confidentiality
    flags = spnego.ContextReq.mutual_auth | spnego.ContextReq.sequence_detect | spnego.ContextReq.replay_detect
    flags |= wanted if binding is None else spnego.ContextReq.no_integrity
    try:
        context = spnego.client(
            *who,
            hostname=host,
            service="ldap",
            protocol=protocol,
            context_req=flags,
            channel_bindings=_bindings(binding),
        )
        _exchange(session, context)
    except _load("spnego.exceptions").SpnegoError as error:
        code = getattr(error.__cause__, "min_code", None)
        # The library's code is a C int that became unsigned on its way
        signed = code - (1 << 32) if code is not None and code >= 1 << 31 else code
        raise refusal(signed, str(error), FUNCTION) from error
    if binding is None:
        if context.context_attr & wanted != wanted:
            raise DirectoryProblem(f"{host} does not seal the connection, so nothing is sent over it.")
        session.channel.seal(_Sealing(context))


def _exchange(session: Session, context: t.Any) -> None:
    token = context.step()
    while True:
        result = session.ask(FUNCTION, ldap.sasl_bind(_MECHANISM, token or b"")).result
        if result.code not in (SUCCESS, SASL_BIND_IN_PROGRESS):
            raise DirectoryError(FUNCTION, result.code, result.diagnostic)
        if result.credentials and not context.complete:
            token = context.step(result.credentials)
        elif result.code == SASL_BIND_IN_PROGRESS:
            raise DirectoryProblem("The domain controller does not come to an end with the logon.")
        if result.code == SUCCESS:
            break
    if not context.complete:
        raise DirectoryProblem("The domain controller ended the logon before it had proved who it is.")


def _bindings(binding: bytes | None) -> t.Any:
    if binding is None:
        return None
    return _load("spnego.channel_bindings").GssChannelBindings(application_data=binding)


def _load(module: str) -> t.Any:
    return load_library(module, SPNEGO_PACKAGE, "A logon with Kerberos or NTLM")
