# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the user may put new computer accounts where they are to be."""

from __future__ import annotations

from dataclasses import dataclass

from .._join_options.request import AccountPolicy
from .._names.distinguished_name import DistinguishedName
from .finding import Check, ReadinessFinding, Scope, Severity


@dataclass(frozen=True)
class Container:
    """Where new accounts are to be, as the directory shows it to the user who logged on.

    ``may_create`` is whether allowedChildClassesEffective names computers ([MS-ADTS] 3.1.1.4.5.5); ``is_default``
    whether it is the domain's own container for them.
    """

    dn: DistinguishedName
    exists: bool
    may_create: bool
    is_default: bool


@dataclass(frozen=True)
class Quota:
    """How many accounts a user without rights may create (ms-DS-MachineAccountQuota), and how many it has created.

    ``limit`` is None when it may not be read.
    """

    limit: int | None
    used: int

    def __str__(self) -> str:
        return f"{self.used} of {self.limit} used"

    @property
    def is_exhausted(self) -> bool:
        """Whether it lets nobody create anything more, as far as is known."""
        return self.limit is not None and self.used >= self.limit


def judge_container(container: Container) -> ReadinessFinding:
    """Judge whether the container is there."""
    if container.exists:
        return ReadinessFinding(Check.OU, Severity.OK, Scope.DOMAIN, f"{container.dn} exists.")
    return ReadinessFinding(
        Check.OU,
        Severity.ERROR,
        Scope.DOMAIN,
        f"{container.dn} does not exist, or the user may not see it; a join would end with 2 (ERROR_FILE_NOT_FOUND).",
        "correct the distinguished name, or create the organizational unit and let the user read it",
    )


def judge_right(container: Container, quota: Quota, policy: AccountPolicy, who: str) -> ReadinessFinding:
    """Judge whether the user may create computer accounts there, by right or by quota."""
    if container.may_create:
        seen = f"{who} may create computer accounts in {container.dn}."
        return ReadinessFinding(Check.CREATE_ACCOUNT, Severity.OK, Scope.DOMAIN, seen)
    lack = f"{who} is not delegated Create Computer objects on {container.dn}"
    if policy is AccountPolicy.REUSE:
        seen = f"{lack}, which account reuse does not need."
        return ReadinessFinding(Check.CREATE_ACCOUNT, Severity.INFO, Scope.DOMAIN, seen)
    step = f"delegate Create Computer objects on {container.dn} to {who} or one of its groups"
    if not container.is_default:
        seen = f"{lack}; a join would end with 5 (ERROR_ACCESS_DENIED) unless its account exists already."
        return ReadinessFinding(Check.CREATE_ACCOUNT, Severity.ERROR, Scope.DOMAIN, seen, step)
    if quota.is_exhausted:
        seen = f"{lack}, and the quota of the domain is exhausted ({quota}; 8557 "
        seen += "ERROR_DS_MACHINE_ACCOUNT_QUOTA_EXCEEDED)."
        return ReadinessFinding(Check.CREATE_ACCOUNT, Severity.ERROR, Scope.DOMAIN, seen, step)
    left = "which cannot be read" if quota.limit is None else str(quota)
    seen = f"{lack}. The quota of the domain may let it create some ({left}), where the policy 'Add workstations to "
    seen += "domain' names it."
    return ReadinessFinding(Check.CREATE_ACCOUNT, Severity.WARNING, Scope.DOMAIN, seen, step)
