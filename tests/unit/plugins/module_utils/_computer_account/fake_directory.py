# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A directory in memory, for as much as the tests of tasks ask of it; it notes what was changed."""

from __future__ import annotations

import typing as t
import uuid
from collections.abc import Iterable, Mapping

from ansible_collections.netjoin.windows.plugins.module_utils._directory.control import Control
from ansible_collections.netjoin.windows.plugins.module_utils._directory.directory import Directory
from ansible_collections.netjoin.windows.plugins.module_utils._directory.facts import DomainFacts
from ansible_collections.netjoin.windows.plugins.module_utils._directory.message import Attributes, Change, Entry, Scope
from ansible_collections.netjoin.windows.plugins.module_utils._directory.problem import DirectoryError
from ansible_collections.netjoin.windows.plugins.module_utils._directory.search_filter import SearchFilter, equal
from ansible_collections.netjoin.windows.plugins.module_utils._directory.sid import sid_bytes
from ansible_collections.netjoin.windows.plugins.module_utils._names.distinguished_name import DistinguishedName

from .examples import DOMAIN, DOMAIN_SID

FACTS = DomainFacts(
    "dc1.lab.example", "192.0.2.1", "lab.example", "LAB", "lab.example", uuid.UUID(int=1), "Berlin", None, 0x3F3FD
)


class FakeDirectory:
    """Accounts by DN; `fails` raises an error for the DNs it has, when they are changed."""

    facts = FACTS
    domain = DOMAIN

    def __init__(self, *containers: DistinguishedName, creatable: bool = True) -> None:
        self.entries: dict[str, dict[str, tuple[bytes, ...]]] = {}
        self.containers = {str(container) for container in containers}
        self.creatable = creatable
        self.fails: Mapping[str, DirectoryError] = {}
        self.changes: list[str] = []

    def as_directory(self) -> Directory:
        """The same, for the type checker."""
        return t.cast(Directory, self)

    def search(
        self,
        base: DistinguishedName,
        condition: SearchFilter,
        attributes: Iterable[str],
        *,
        scope: Scope = Scope.SUBTREE,
        controls: Iterable[Control] = (),
    ) -> list[Entry]:
        if scope is Scope.ONE_LEVEL:
            return []
        return [
            Entry(dn, entry)
            for dn, entry in self.entries.items()
            if equal("sAMAccountName", entry["samaccountname"][0]) == condition
        ]

    def read(
        self, dn: DistinguishedName, attributes: Iterable[str], *, controls: Iterable[Control] = ()
    ) -> Entry | None:
        if str(dn) in self.containers:
            return Entry(str(dn), {"allowedchildclasseseffective": (b"computer",)} if self.creatable else {})
        entry = self.entries.get(str(dn))
        return None if entry is None else Entry(str(dn), entry)

    def add(self, dn: DistinguishedName, attributes: Attributes, *, right: str | None = None) -> None:
        self._change("add", dn)
        entry = {
            name.lower(): tuple(value if isinstance(value, bytes) else value.encode() for value in values)
            for name, values in attributes.items()
        }
        relative = 1104 + len(self.entries)
        entry |= {
            "objectsid": (sid_bytes(f"{DOMAIN_SID}-{relative}"),),
            "objectguid": (uuid.UUID(int=relative).bytes_le,),
        }
        self.entries[str(dn)] = entry

    def modify(self, dn: DistinguishedName, *changes: Change, right: str | None = None) -> None:
        for change in changes:
            self._change(f"modify {change.attribute}", dn)

    def delete(self, dn: DistinguishedName, *, with_children: bool = False, right: str | None = None) -> None:
        self._change("delete", dn)
        del self.entries[str(dn)]

    def _change(self, what: str, dn: DistinguishedName) -> None:
        if str(dn) in self.fails:
            raise self.fails[str(dn)]
        self.changes.append(f"{what} {dn}")
