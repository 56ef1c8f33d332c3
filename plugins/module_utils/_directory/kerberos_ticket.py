# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Kerberos ticket for a user and a password, asked for once, and what a refusal of it means."""

from __future__ import annotations

import time
import typing as t
from dataclasses import dataclass

from .._names.account_name import AccountName
from .facts import DomainFacts
from .library import KERBEROS_PACKAGE, load_library
from .problem import AccountRefused, DirectoryError, DirectoryProblem

_PURPOSE = "A logon with Kerberos"
FUNCTION = "krb5_get_init_creds_password"

_ACCOUNT_UNKNOWN = -1765328378
_ACCOUNT_REVOKED = -1765328366
_PASSWORD_EXPIRED = -1765328361
_TICKET_EXPIRED = -1765328352
_CACHE_WITHOUT_TICKET = -1765328243

# Error codes of MIT Kerberos (krb5.h) that a Windows code says exactly.
_WINDOWS_CODES = {
    -1765328360: 1326,  # KRB5KDC_ERR_PREAUTH_FAILED: ERROR_LOGON_FAILURE
    -1765328347: 1398,  # KRB5KRB_AP_ERR_SKEW: ERROR_TIME_SKEW
}
# Those that Windows has no single code for.
_MEANINGS = {
    _ACCOUNT_UNKNOWN: (  # KRB5KDC_ERR_C_PRINCIPAL_UNKNOWN
        "the domain has no account of this name",
        r"correct username; an alternative UPN suffix is no Kerberos realm, so write DOMAIN\user",
    ),
    _ACCOUNT_REVOKED: (  # KRB5KDC_ERR_CLIENT_REVOKED
        "the account is disabled, locked or expired, or may not log on now",
        "look at the account in the directory",
    ),
    _PASSWORD_EXPIRED: (  # KRB5KDC_ERR_KEY_EXP
        "the password has expired or must be changed at the next logon",
        "set a new password for the account",
    ),
    _TICKET_EXPIRED: (  # KRB5KRB_AP_ERR_TKT_EXPIRED
        "the ticket has expired",
        "get a new one with `kinit`, or give username and password",
    ),
    -1765328189: (  # KRB5_FCC_NOFILE
        "there is no Kerberos ticket",
        "get one with `kinit` (KRB5CCNAME names the cache), or give username and password",
    ),
    _CACHE_WITHOUT_TICKET: (  # KRB5_CC_NOTFOUND
        "the credential cache has no ticket that can be used",
        "get one with `kinit`, or give username and password",
    ),
    -1765328377: (  # KRB5KDC_ERR_S_PRINCIPAL_UNKNOWN
        "the domain does not know the domain controller by this name",
        "set `rdns = false` in krb5.conf, and give the full DNS name of the domain controller",
    ),
    -1765328228: (  # KRB5_KDC_UNREACH
        "no domain controller answers to Kerberos",
        "open port 88 (TCP and UDP) to the domain controllers, and see that DNS or krb5.conf names them",
    ),
    -1765328230: (  # KRB5_REALM_UNKNOWN
        "nothing says where the domain's Kerberos servers are",
        "let this machine ask a name server that knows the domain, or name the servers in krb5.conf",
    ),
}
_OF_THE_ACCOUNT = (_ACCOUNT_UNKNOWN, _ACCOUNT_REVOKED, _PASSWORD_EXPIRED)


@dataclass(frozen=True)
class TicketCache:
    """A credential cache; ``keeper`` holds one that is in memory alive."""

    name: str
    keeper: object | None = None


def get_ticket(account: AccountName, password: str, facts: DomainFacts) -> TicketCache:
    """Ask for a ticket, exactly once, and keep it in memory; raises DirectoryProblem."""
    krb5 = _load_krb5()
    try:
        context = krb5.init_context()
        principal = krb5.parse_name_flags(context, principal_name(account, facts).encode())
        options = krb5.get_init_creds_opt_alloc(context)
        krb5.get_init_creds_opt_set_canonicalize(options, canonicalize=True)
        credential = krb5.get_init_creds_password(context, principal, options, password=password.encode())
        cache = krb5.cc_new_unique(context, b"MEMORY")
        krb5.cc_initialize(context, cache, credential.client)
        krb5.cc_store_cred(context, cache, credential)
    except krb5.Krb5Error as error:
        raise refusal(error.err_code, str(error), FUNCTION) from error
    return TicketCache(f"MEMORY:{cache.name.decode()}", (context, cache))


def find_tickets(name: str | None) -> TicketCache:
    """The cache of this name, or the one that KRB5CCNAME or krb5.conf names; raises DirectoryProblem.

    It has to have a ticket that gets further tickets and has not expired.
    """
    krb5 = _load_krb5()
    try:
        context = krb5.init_context()
        cache = krb5.cc_default(context) if name is None else krb5.cc_resolve(context, name.encode())
        realm = cache.principal.realm.decode()
        granting = [each for each in cache if each.server.name.decode() == f"krbtgt/{realm}@{realm}"]
    except krb5.Krb5Error as error:
        raise refusal(error.err_code, str(error), "krb5_cc_resolve") from error
    if not granting:
        raise refusal(_CACHE_WITHOUT_TICKET, f"no ticket-granting ticket in {cache}", "krb5_cc_retrieve_cred")
    if max(each.times.endtime for each in granting) <= time.time():
        raise refusal(_TICKET_EXPIRED, f"the tickets in {cache} are too old", "krb5_cc_retrieve_cred")
    return TicketCache(f"{cache.cache_type.decode()}:{cache.name.decode()}")


def _load_krb5() -> t.Any:
    load_library("gssapi", KERBEROS_PACKAGE, _PURPOSE)  # without it pyspnego has no Kerberos
    return load_library("krb5", KERBEROS_PACKAGE, _PURPOSE)


def principal_name(account: AccountName, facts: DomainFacts) -> str:
    r"""The Kerberos name of an account: ``user@REALM``; raises DirectoryProblem.

    A bare name and ``DOMAIN\user`` are of the domain that is asked. Realms of Active Directory are DNS names in upper
    case ([MS-KILE] 3.1.5.11).
    """
    domain = account.domain
    if domain is None or domain.lower() == facts.netbios.lower():
        domain = facts.dns_domain
    elif account.form == "netbios":
        raise DirectoryProblem(
            rf"{account.text} is not of the domain {facts.netbios}, and Kerberos does not know other domains by their "
            "NetBIOS names.",
            f"{account.user}@<DNS name of its domain>",
        )
    return f"{account.user}@{domain.upper()}"


def refusal(code: int | None, text: str, function: str) -> DirectoryProblem:
    """Explain an error code of Kerberos."""
    if code in _WINDOWS_CODES:
        return DirectoryError(function, _WINDOWS_CODES[code], text)
    if code in _MEANINGS:
        meaning, step = _MEANINGS[code]
        kind = AccountRefused if code in _OF_THE_ACCOUNT else DirectoryProblem
        return kind(f"{function} failed ({code}): {meaning}. Kerberos says: {text.removesuffix('.')}.", step)
    return DirectoryProblem(f"{function} failed ({code}). Kerberos says: {text}")
