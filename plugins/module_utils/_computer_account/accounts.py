# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Computer accounts in a directory: find, create and change them. Every function raises DirectoryError.

Each change is one request, and names the right that it needs.
"""

from __future__ import annotations

from collections.abc import Collection

from .._directory.control import OWNER_ONLY
from .._directory.directory import Directory
from .._directory.message import Attributes, Change, ChangeKind, Scope
from .._directory.problem import DirectoryProblem
from .._directory.search_filter import ANY_OBJECT, equal
from .._directory.sid import sid_bytes, sid_text
from .._names.distinguished_name import DistinguishedName
from .._names.host_name import HostName
from .account import ATTRIBUTES, AccountControl, ComputerAccount
from .machine_password import unicode_pwd
from .reuse import Owner, Verdict, judge_reuse

WORKSTATION = int(AccountControl.WORKSTATION_TRUST)


def find(directory: Directory, name: str) -> ComputerAccount | None:
    """The account of a NetBIOS computer name, wherever in the domain it is; None when there is none."""
    condition = equal("sAMAccountName", f"{name}$")
    entries = directory.search(directory.domain.naming_context, condition, ATTRIBUTES, controls=(OWNER_ONLY,))
    return ComputerAccount.read(entries[0]) if entries else None


def account_dn(container: DistinguishedName, host: HostName) -> DistinguishedName:
    """Where the account of a new computer is; Windows names it by its NetBIOS name."""
    return container.child("CN", host.netbios.text)


def creation_attributes(
    host: HostName, dns_domain: str, password: str, description: str | None, *, enabled: bool = True
) -> Attributes:
    """Exactly what Windows sends when it joins ([MS-ADTS] 3.1.1.5.2.2 names them), and a description when given.

    Users who create by quota may write these attributes and no other.
    """
    short, full = host.netbios.text, f"{host.text}.{dns_domain}"
    extra = {"description": (description,)} if description else {}
    control = WORKSTATION if enabled else WORKSTATION | AccountControl.DISABLED
    return {
        "objectClass": ("computer",),
        "sAMAccountName": (f"{short}$",),
        "userAccountControl": (str(int(control)),),
        "dNSHostName": (full,),
        "servicePrincipalName": tuple(
            f"{service}/{name}" for service in ("HOST", "RestrictedKrbHost") for name in (full, short)
        ),
        "unicodePwd": (unicode_pwd(password),),
        **extra,
    }


def create(
    directory: Directory,
    host: HostName,
    container: DistinguishedName,
    password: str,
    *,
    description: str | None = None,
    enabled: bool = True,
) -> ComputerAccount:
    """Create an account with one LDAP add, and read back what the directory made of it."""
    dn = account_dn(container, host)
    attributes = creation_attributes(host, directory.facts.dns_domain, password, description, enabled=enabled)
    directory.add(dn, attributes, right=f"Create Computer objects on {container}")
    entry = directory.read(dn, ATTRIBUTES, controls=(OWNER_ONLY,))
    if entry is None:
        raise DirectoryProblem(f"{dn} was created and cannot be read. Try: grant the user Read on {container}.")
    return ComputerAccount.read(entry)


def reset_password(directory: Directory, account: ComputerAccount, password: str) -> None:
    """Give an account another password. A machine that is joined with the old one loses the domain's trust."""
    change = Change(ChangeKind.REPLACE, "unicodePwd", (unicode_pwd(password),))
    directory.modify(account.dn, change, right=f"Reset Password on {account.dn}")


def set_enabled(directory: Directory, account: ComputerAccount, *, enabled: bool) -> None:
    """Let the machine log on, or not any more."""
    control = account.control & ~AccountControl.DISABLED if enabled else account.control | AccountControl.DISABLED
    change = Change(ChangeKind.REPLACE, "userAccountControl", (str(int(control)),))
    directory.modify(account.dn, change, right=f"Write Account Restrictions on {account.dn}")


def describe(directory: Directory, account: ComputerAccount, description: str) -> None:
    """Set the description; an empty one removes it."""
    change = Change(ChangeKind.REPLACE, "description", (description,) if description else ())
    directory.modify(account.dn, change, right=f"Write description on {account.dn}")


def move(directory: Directory, account: ComputerAccount, container: DistinguishedName) -> DistinguishedName:
    """Put an account into another container; its new DN."""
    needs = f"Create Computer objects on {container}, and Delete on {account.dn} with write on its name"
    return directory.move(account.dn, container, right=needs)


def delete(directory: Directory, account: ComputerAccount, *, with_children: bool = False) -> None:
    """Delete an account, with everything below it when asked."""
    kind = "Delete Subtree" if with_children else "Delete"
    needs = f"{kind} on {account.dn}, or Delete Computer objects on {account.dn.parent}"
    directory.delete(account.dn, with_children=with_children, right=needs)


def children(directory: Directory, account: ComputerAccount) -> tuple[DistinguishedName, ...]:
    """What is right below an account: recovery keys, print queues, service connection points."""
    found = directory.search(account.dn, ANY_OBJECT, ("objectClass",), scope=Scope.ONE_LEVEL)
    return tuple(DistinguishedName.parse(entry.dn) for entry in found)


def reuse_verdict(directory: Directory, account: ComputerAccount, trusted_owners: Collection[str] = ()) -> Verdict:
    """Whether KB5020276 lets the caller take an account over; ``trusted_owners`` are SIDs."""
    owner = None if account.owner is None else find_owner(directory, account.owner)
    return judge_reuse(account, owner, directory.domain, trusted_owners)


def sid_of(directory: Directory, name: str) -> str | None:
    """The SID of a user or group by its sAMAccountName in the domain; None when there is none."""
    found = directory.search(directory.domain.naming_context, equal("sAMAccountName", name), ("objectSid",))
    data = found[0].first("objectSid") if found else None
    return sid_text(data) if data else None


def find_owner(directory: Directory, sid: str) -> Owner:
    """Who a SID is, with the groups; only the SID when the domain does not have it."""
    found = directory.search(directory.domain.naming_context, equal("objectSid", sid_bytes(sid)), ("sAMAccountName",))
    if not found:
        return Owner(sid, None, frozenset())
    entry = directory.read(DistinguishedName.parse(found[0].dn), ("tokenGroups",))
    groups = entry.values("tokenGroups") if entry else ()
    return Owner(sid, found[0].text("sAMAccountName"), frozenset(map(sid_text, groups)))
