# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A directory that somebody is logged on to: find, add, change, delete and move objects in it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import TracebackType

from .._names.distinguished_name import DistinguishedName
from . import control, sid
from . import message as ldap
from .ber import InvalidEncoding
from .control import Control
from .facts import DomainFacts
from .problem import NO_SUCH_OBJECT, SUCCESS, DirectoryError, DirectoryProblem
from .search_filter import ANY_OBJECT, SearchFilter
from .session import Session

PAGE_SIZE = 500
SERVER_SECONDS = 20
_ROOT_DSE = ""
_COMPUTERS_CONTAINER = "B:32:AA312825768811D1ADED00C04FD8D5CD:"  # [MS-ADTS] 6.1.1.4: well-known object of computers


@dataclass(frozen=True)
class DirectoryDomain:
    """The domain as the directory knows it, and the SIDs of who is logged on, the user's own first."""

    sid: str
    guid: uuid.UUID
    naming_context: DistinguishedName
    computers_container: DistinguishedName
    caller_sids: tuple[str, ...]

    @property
    def caller(self) -> str | None:
        """The SID of who is logged on."""
        return self.caller_sids[0] if self.caller_sids else None


class Directory:
    """An open connection; a context manager. Every method raises DirectoryError when the directory refuses.

    ``right`` says in words what the caller needs for a change; the error names it when it is missing.
    """

    def __init__(self, session: Session, facts: DomainFacts, kept: object = None) -> None:
        self._session = session
        self._kept = kept  # the ticket, which dies with its holder
        self.facts = facts
        self.domain = self._read_domain()

    def __enter__(self) -> Directory:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._session.close()

    def search(
        self,
        base: DistinguishedName,
        condition: SearchFilter,
        attributes: Iterable[str],
        *,
        scope: ldap.Scope = ldap.Scope.SUBTREE,
        controls: Sequence[Control] = (),
    ) -> list[ldap.Entry]:
        """Find entries, however many; no referral to another server is followed."""
        operation = ldap.search(str(base), scope, condition, attributes, SERVER_SECONDS)
        found: list[ldap.Entry] = []
        cookie = b""
        while True:
            sent = (*controls, control.DOMAIN_SCOPE, control.page(PAGE_SIZE, cookie))
            answer = self._session.must("ldap_search", operation, sent, dn=str(base))
            found += _entries(answer.parts)
            cookie = _cookie(answer.last)
            if not cookie:
                return found

    def read(
        self, dn: DistinguishedName, attributes: Iterable[str], *, controls: Sequence[Control] = ()
    ) -> ldap.Entry | None:
        """One entry, None when it does not exist or is hidden from the caller."""
        operation = ldap.search(str(dn), ldap.Scope.BASE, ANY_OBJECT, attributes, SERVER_SECONDS)
        answer = self._session.ask("ldap_search", operation, controls)
        if answer.result.code == NO_SUCH_OBJECT:
            return None
        if answer.result.code != SUCCESS:
            raise DirectoryError("ldap_search", answer.result.code, answer.result.diagnostic, str(dn))
        return next(iter(_entries(answer.parts)), None)

    def add(self, dn: DistinguishedName, attributes: ldap.Attributes, *, right: str | None = None) -> None:
        """Create an entry, with all its attributes in one request."""
        self._session.must("ldap_add", ldap.add(str(dn), attributes), dn=str(dn), right=right)

    def modify(self, dn: DistinguishedName, *changes: ldap.Change, right: str | None = None) -> None:
        """Change an entry: all of the changes or none."""
        self._session.must("ldap_modify", ldap.modify(str(dn), changes), dn=str(dn), right=right)

    def delete(self, dn: DistinguishedName, *, with_children: bool = False, right: str | None = None) -> None:
        """Delete an entry, with everything below it when asked."""
        controls = (control.TREE_DELETE,) if with_children else ()
        self._session.must("ldap_delete", ldap.delete(str(dn)), controls, dn=str(dn), right=right)

    def move(self, dn: DistinguishedName, parent: DistinguishedName, *, right: str | None = None) -> DistinguishedName:
        """Put an entry below another one, under its own name; the new DN."""
        operation = ldap.modify_dn(str(dn), str(dn.rdns[0]), str(parent))
        self._session.must("ldap_rename", operation, dn=str(dn), right=right)
        return DistinguishedName((dn.rdns[0], *parent.rdns))

    def _read_domain(self) -> DirectoryDomain:
        root = self._entry(_ROOT_DSE, ("defaultNamingContext", "tokenGroups"))
        context = DistinguishedName.parse(root.text("defaultNamingContext") or "")
        if (context.domain or "").lower() != self.facts.dns_domain.lower():
            raise DirectoryProblem(f"{self.facts.controller} is logged on to as a server of {context}, another domain.")
        head = self._entry(str(context), ("objectSid", "objectGUID", "wellKnownObjects"))
        identifier = uuid.UUID(bytes_le=head.first("objectGUID") or bytes(16))
        if identifier != self.facts.domain_guid:
            raise DirectoryProblem(
                f"{self.facts.controller} said before the logon that its domain has the GUID {self.facts.domain_guid}, "
                f"and after it {identifier}. Somebody may have answered in its place."
            )
        wells = (each.removeprefix(_COMPUTERS_CONTAINER) for each in head.texts("wellKnownObjects"))
        container = next((each for each in wells if not each.startswith("B:")), None)
        return DirectoryDomain(
            sid=sid.sid_text(head.first("objectSid") or b""),
            guid=identifier,
            naming_context=context,
            computers_container=DistinguishedName.parse(container) if container else context.child("CN", "Computers"),
            caller_sids=tuple(map(sid.sid_text, root.values("tokenGroups"))),
        )

    def _entry(self, dn: str, attributes: Iterable[str]) -> ldap.Entry:
        operation = ldap.search(dn, ldap.Scope.BASE, ANY_OBJECT, attributes, SERVER_SECONDS)
        entries = _entries(self._session.must("ldap_search", operation, dn=dn).parts)
        if not entries:
            raise DirectoryError("ldap_search", NO_SUCH_OBJECT, dn=dn)
        return entries[0]


def _entries(parts: Iterable[ldap.Message]) -> list[ldap.Entry]:
    try:
        return [ldap.decode_entry(each) for each in parts if each.tag == ldap.Response.SEARCH_ENTRY]
    except InvalidEncoding as error:
        raise DirectoryProblem(f"The domain controller's answer is not LDAP: {error}.") from error


def _cookie(last: ldap.Message) -> bytes:
    value = last.controls.get(control.PAGED_RESULTS)
    return control.read_cookie(value) if value else b""
