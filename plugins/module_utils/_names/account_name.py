# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
r"""Names of the accounts that join: ``NETBIOS\user``, ``fqdn\user``, ``user@suffix`` or ``user`` alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .case_insensitive_name import CaseInsensitiveName
from .domain_name import domain_flaw
from .problem import Flaw, InvalidName

AccountForm = Literal["netbios", "fqdn", "upn", "bare"]

# [MS-SAMR] 3.1.1.6: what sAMAccountName cannot have; lmcons.h UNLEN; [MS-ADA3] 2.349 rangeUpper of userPrincipalName.
_FORBIDDEN_IN_USER = frozenset('"/\\[]:;|=,+*?<>')
_UNLEN = 256
_UPN_MAX = 1024


@dataclass(frozen=True, eq=False)
class AccountName(CaseInsensitiveName):
    """A domain account as NetJoinDomain takes it ([MS-WKST] 3.2.4.13), taken apart.

    ``domain`` is None for a bare name, and the UPN suffix, which need not be a domain, for a UPN.
    """

    form: AccountForm
    domain: str | None
    user: str

    @classmethod
    def parse(cls, text: str) -> AccountName:
        """Take an account name apart; raises InvalidName."""
        account = cls._split(text)
        flaw = _text_flaw(text) or _domain_flaw(account) or _user_flaw(account)
        if flaw is not None:
            raise InvalidName("account name", text, *flaw)
        return account

    @classmethod
    def _split(cls, text: str) -> AccountName:
        before, backslash, after = text.partition("\\")
        if backslash:
            return cls(text, "fqdn" if "." in before else "netbios", before, after)
        before, at_sign, after = text.rpartition("@")
        if at_sign:
            return cls(text, "upn", after, before)
        return cls(text, "bare", None, text)

    @property
    def warnings(self) -> tuple[str, ...]:
        """For a bare name: that Windows has to guess its domain."""
        if self.form != "bare":
            return ()
        return (rf"{self.text} names no domain, so Windows guesses. Write DOMAIN\{self.text} or {self.text}@domain.",)


def _text_flaw(text: str) -> Flaw | None:
    if not text:
        return Flaw("it is empty")
    for position, character in enumerate(text):
        if not character.isprintable():
            return Flaw("control characters are not allowed", position)
    for position in (0, len(text) - 1):
        if text[position] == " ":
            return Flaw("spaces around the name are not part of it", position)
    return None


def _domain_flaw(account: AccountName) -> Flaw | None:
    domain = account.domain
    if domain is None:
        return None
    if domain == "." and account.form != "upn":
        return Flaw("it names an account of the host, not of the domain", 0)
    start = 0 if account.form != "upn" else len(account.user) + 1
    if not domain:
        return Flaw("the domain is missing", start)
    flaw = domain_flaw(domain)
    return None if flaw is None else flaw.moved(start)


def _user_flaw(account: AccountName) -> Flaw | None:
    downlevel = account.form in ("netbios", "fqdn")
    start = len(account.domain or "") + 1 if downlevel else 0
    if not account.user:
        return Flaw("the user is missing", start)
    for offset in (0, -1):
        if account.user[offset] == " ":
            return Flaw("spaces around the name are not part of it", start + offset % len(account.user))
    for position, character in enumerate(account.user, start):
        if character in _FORBIDDEN_IN_USER:
            return Flaw("the character is not allowed in the name of a user", position)
        if character == "@" and downlevel:
            return Flaw(r"give DOMAIN\user or user@domain, not both in one", position)
    longest = _UPN_MAX if account.form == "upn" else _UNLEN
    length = len(account.text if account.form == "upn" else account.user)
    if length > longest:
        return Flaw(f"no more than {longest} characters are allowed (this has {length})")
    return None
