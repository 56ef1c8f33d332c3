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

    ``may_create`` is whether allowedChildClassesEffective names computers (win32 "access-control-and-object-creation").
    """

    dn: DistinguishedName
    exists: bool
    may_create: bool


@dataclass(frozen=True)
class Quota:
    """How many accounts a user without rights may create (ms-DS-MachineAccountQuota), and how many it has created.

    ``limit`` is None when it may not be read. It is the same for every container ([MS-ADTS] 3.1.1.5.2.1 refers to
    [MS-SAMR] 3.1.5.4.4, which names none).
    """

    limit: int | None
    used: int

    def __str__(self) -> str:
        return "its quota cannot be read" if self.limit is None else f"{self.used} of its {self.limit} are used"

    @property
    def is_exhausted(self) -> bool:
        """Whether it lets the user create nothing more, as far as is known."""
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
    if quota.is_exhausted:
        seen = (
            f"{lack}, and the domain's quota for users without rights leaves none ({quota}); a join would end with 5 "
        )
        seen += "(ERROR_ACCESS_DENIED) or 8557 (ERROR_DS_MACHINE_ACCOUNT_QUOTA_EXCEEDED) unless its account exists."
        return ReadinessFinding(Check.CREATE_ACCOUNT, Severity.ERROR, Scope.DOMAIN, seen, step)
    seen = f"{lack}. The domain's quota for users without rights may let it create some ({quota}), where the policy "
    seen += "'Add workstations to domain' names it."
    return ReadinessFinding(Check.CREATE_ACCOUNT, Severity.WARNING, Scope.DOMAIN, seen, step)
