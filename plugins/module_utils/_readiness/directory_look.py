# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an open directory says of the user's rights and of the names that computers are to have. IO, reads only."""

from __future__ import annotations

from collections.abc import Iterable

from .._computer_account import accounts
from .._computer_account.account import UNREADABLE, ComputerAccount
from .._computer_account.reuse import judge_reuse
from .._directory.directory import Directory
from .._directory.problem import DirectoryProblem
from .._directory.search_filter import either, equal
from .._directory.sid import sid_bytes
from .._names.distinguished_name import DistinguishedName
from .._names.host_name import HostName
from .container import Container, Quota, judge_container, judge_right
from .finding import Check, ReadinessFinding, Scope, Severity, skip
from .machine_name import Taken, judge_taken
from .request import ReadinessRequest

_RESTRICTIONS = "userAccountControl"


def look_at_container(directory: Directory, request: ReadinessRequest, who: str) -> list[ReadinessFinding]:
    """Whether the container exists, and whether the user may create accounts in it."""
    dn = request.container or directory.domain.computers_container
    entry = directory.read(dn, ("allowedChildClassesEffective",))
    may_create = entry is not None and "computer" in entry.texts("allowedChildClassesEffective")
    container = Container(dn, entry is not None, may_create)
    findings = [judge_container(container)]
    if entry is None:
        return findings + skip((Check.CREATE_ACCOUNT,), Scope.DOMAIN, "the container is not there")
    quota = Quota(None, 0) if may_create else _quota(directory)
    return [*findings, judge_right(container, quota, request.policy, who)]


def _quota(directory: Directory) -> Quota:
    head = directory.read(directory.domain.naming_context, ("ms-DS-MachineAccountQuota",))
    limit = head.text("ms-DS-MachineAccountQuota") if head else None
    caller = directory.domain.caller
    if caller is None:
        return Quota(None, 0)
    created = equal("mS-DS-CreatorSID", sid_bytes(caller))
    found = directory.search(directory.domain.naming_context, created, ("sAMAccountName",))
    return Quota(int(limit) if limit else None, len(found))


def look_at_names(directory: Directory, names: Iterable[HostName], request: ReadinessRequest) -> list[ReadinessFinding]:
    """What the domain has under each name. One that cannot be looked up does not keep the others from it."""
    findings: list[ReadinessFinding] = []
    for name in names:
        try:
            findings += judge_taken(name, _taken(directory, name), request.policy, request.container)
        except DirectoryProblem as problem:
            findings.append(_not_looked_up(name, problem.meaning, problem.next_step))
        except UNREADABLE as problem:
            findings.append(_not_looked_up(name, f"what the directory says of it cannot be read: {problem}."))
    return findings


def _not_looked_up(name: HostName, reason: str, next_step: str | None = None) -> ReadinessFinding:
    seen = f"it cannot be looked up: {reason}"
    return ReadinessFinding(Check.ACCOUNT, Severity.WARNING, Scope.NAME, seen, next_step, name.text)


def _taken(directory: Directory, host: HostName) -> Taken:
    account = accounts.find(directory, host.netbios.text)
    rivals = _rivals(directory, host, account)
    if account is None:
        return Taken(rivals=rivals)
    entry = directory.read(account.dn, ("allowedAttributesEffective",))
    may_write = entry is not None and _RESTRICTIONS in entry.texts("allowedAttributesEffective")
    owner = accounts.find_owner(directory, account.owner) if account.owner else None
    return Taken(account, judge_reuse(account, owner, directory.domain), may_write, owner, rivals)


def _rivals(directory: Directory, host: HostName, account: ComputerAccount | None) -> tuple[DistinguishedName, ...]:
    full = f"{host.text}.{directory.facts.dns_domain}"
    names = either(
        equal("dNSHostName", full),
        *(equal("servicePrincipalName", f"HOST/{name}") for name in (full, host.netbios.text)),
    )
    found = directory.search(directory.domain.naming_context, names, ("sAMAccountName",))
    theirs = (DistinguishedName.parse(entry.dn) for entry in found)
    return tuple(dn for dn in theirs if account is None or dn != account.dn)
