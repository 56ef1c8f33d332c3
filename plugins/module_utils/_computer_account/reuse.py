# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether Windows would let a join reuse an account: the rules of KB5020276, which an LDAP client has to keep itself.

The order is that of SamrValidateComputerAccountReuseAttempt ([MS-SAMR] 3.1.5.13.8).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from .._directory.directory import DirectoryDomain
from .._directory.sid import domain_of
from .account import ComputerAccount

_ADMINISTRATORS = "S-1-5-32-544"
_DOMAIN_ADMINS = 512
_ENTERPRISE_ADMINS = 519


@dataclass(frozen=True)
class Verdict:
    """Whether an account may be taken over, and the rule that says so, in words."""

    allowed: bool
    reason: str


@dataclass(frozen=True)
class Owner:
    """The owner of an account: its SID, its name where the directory tells one, and the groups it is a member of."""

    sid: str
    name: str | None
    groups: frozenset[str]

    def __str__(self) -> str:
        return self.name or self.sid


def judge_reuse(
    account: ComputerAccount, owner: Owner | None, domain: DirectoryDomain, trusted_owners: Collection[str] = ()
) -> Verdict:
    """Judge by the first rule that applies; ``trusted_owners`` are SIDs, as in Windows' allow list.

    ``owner`` None means that it cannot be read, which forbids.
    """
    if account.creator is not None and account.creator == domain.caller:
        return Verdict(allowed=True, reason="the user has created the account")
    if owner is None:
        return Verdict(allowed=False, reason="its owner cannot be read")
    if owner.sid == domain.caller:
        return Verdict(allowed=True, reason="the user owns the account")
    if _is_administrative(owner.sid, domain):
        return Verdict(allowed=True, reason=f"its owner {owner} is a group of administrators")
    if any(_is_administrative(group, domain) for group in owner.groups):
        return Verdict(allowed=True, reason=f"its owner {owner} is an administrator")
    if owner.sid in domain.caller_sids:
        return Verdict(allowed=True, reason=f"the user is a member of its owner {owner}")
    if owner.sid in trusted_owners:
        return Verdict(allowed=True, reason=f"its owner {owner} is one of the trusted owners")
    return Verdict(
        allowed=False, reason=f"its owner {owner} is neither the user, nor an administrator, nor a trusted owner"
    )


def _is_administrative(sid: str, domain: DirectoryDomain) -> bool:
    """Administrators, the domain's Domain Admins, and Enterprise Admins, who are in the forest's first domain."""
    if sid in (_ADMINISTRATORS, f"{domain.sid}-{_DOMAIN_ADMINS}"):
        return True
    return sid.startswith("S-1-5-21-") and sid == f"{domain_of(sid)}-{_ENTERPRISE_ADMINS}"
