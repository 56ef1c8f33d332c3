# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The LDAP side of a join, with the rights of whoever joins: what exists, who owns it, and the account itself."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..host import Host
from .controller import Controller
from .credentials import Identity, samba_credentials
from .samba_library import load_parameters

COMPUTERS_CONTAINER = "AA312825768811D1ADED00C04FD8D5CD"
OWNER_ONLY = "sd_flags:1:1"
MEMBER_OF_CHAIN = "memberOf:1.2.840.113556.1.4.1941:"
DOMAIN_CONTROLLER_ACCOUNT = 0x2000 | 0x4000000
"""SERVER_TRUST_ACCOUNT and, of a read-only controller, PARTIAL_SECRETS_ACCOUNT ([MS-ADTS] 2.2.16)."""
LDAP_INSUFFICIENT_ACCESS = 50
LDAP_UNWILLING_TO_PERFORM = 53

Values = str | bytes | Sequence[str]


class DirectoryRefused(Exception):
    """An LDAP operation failed; `result` is its LDAP result code, `detail` the server's text."""

    def __init__(self, result: int, detail: str) -> None:
        super().__init__(detail)
        self.result = result
        self.detail = detail


class OuLookup(enum.Enum):
    """What stands at the path that a join was given."""

    FOUND = "found"
    ABSENT = "absent"
    NOT_AN_OU = "not an organizational unit"
    MALFORMED = "not a distinguished name"


@dataclass(frozen=True)
class Account:
    """A computer account that is there already."""

    dn: str
    owner: str
    """SID of the owner, empty when the caller may not read it."""
    creator: str
    """mS-DS-CreatorSID, empty when there is none."""
    is_domain_controller: bool = False


class Directory:
    """One bound connection."""

    def __init__(self, host: Host, controller: Controller, identity: Identity) -> None:
        """Raises DirectoryRefused when the bind fails."""
        parameters = load_parameters(host)
        import ldb
        from samba.samdb import SamDB

        self._ldb = ldb
        try:
            self._samdb: Any = SamDB(
                url=f"ldap://{controller.name}",
                credentials=samba_credentials(identity, parameters),
                lp=parameters,
            )
        except ldb.LdbError as error:
            raise DirectoryRefused(*error.args) from None

    @property
    def domain_dn(self) -> str:
        return str(self._samdb.get_default_basedn())

    @property
    def domain_sid(self) -> str:
        return str(self._samdb.get_domain_sid())

    @property
    def computers_container(self) -> str:
        """The container that computers go to when no OU is given ([MS-ADTS] 6.1.1.4)."""
        return str(self._search(f"<WKGUID={COMPUTERS_CONTAINER},{self.domain_dn}>")[0].dn)

    def caller_sids(self) -> list[str]:
        """The caller and its groups, the caller first."""
        return [self._sid(value) for value in self._search("", attributes=["tokenGroups"])[0]["tokenGroups"]]

    def look_up_ou(self, dn: str) -> OuLookup:
        try:
            parsed = self._ldb.Dn(self._samdb, dn)
            if not parsed.validate() or "=" not in dn:
                return OuLookup.MALFORMED
            entry = self._search(dn, attributes=["objectClass"])[0]
        except ValueError:
            return OuLookup.MALFORMED
        except DirectoryRefused:
            return OuLookup.ABSENT
        classes = {str(value).lower() for value in entry["objectClass"]}
        return OuLookup.FOUND if "organizationalunit" in classes else OuLookup.NOT_AN_OU

    def same_dn(self, left: str, right: str) -> bool:
        return bool(self._ldb.Dn(self._samdb, left) == self._ldb.Dn(self._samdb, right))

    def parent(self, dn: str) -> str:
        return str(self._ldb.Dn(self._samdb, dn).parent())

    def child(self, common_name: str, parent: str) -> str:
        dn = self._ldb.Dn(self._samdb, parent)
        dn.add_child(self._ldb.Dn(self._samdb, f"CN={common_name}"))
        return str(dn)

    def find_account(self, name: str) -> Account | None:
        """The computer account `name` (without ``$``)."""
        wanted = f"(sAMAccountName={self._ldb.binary_encode(name + '$')})"
        found = self._search(
            self.domain_dn,
            self._ldb.SCOPE_SUBTREE,
            wanted,
            ["nTSecurityDescriptor", "mS-DS-CreatorSID", "userAccountControl"],
            [OWNER_ONLY],
        )
        if not found:
            return None
        creator = found[0].get("mS-DS-CreatorSID", idx=0)
        descriptor = found[0].get("nTSecurityDescriptor", idx=0)
        control = int(str(found[0].get("userAccountControl", idx=0, default="0")))
        return Account(
            str(found[0].dn),
            self._owner(descriptor),
            self._sid(creator) if creator else "",
            is_domain_controller=bool(control & DOMAIN_CONTROLLER_ACCOUNT),
        )

    def sids_of(self, names: Sequence[str]) -> list[str]:
        """The SIDs of users and groups, by their sAMAccountName; a name that nobody has gives none."""
        wanted = "".join(f"(sAMAccountName={self._ldb.binary_encode(name)})" for name in names)
        found = self._search(self.domain_dn, self._ldb.SCOPE_SUBTREE, f"(|{wanted})", ["objectSid"]) if names else ()
        return [self._sid(entry["objectSid"][0]) for entry in found]

    def is_member(self, sid: str, groups: Sequence[str]) -> bool:
        """Whether the object with `sid` is, directly or not, in one of the groups with the SIDs `groups`."""
        for group in groups:
            dn = self._find_by_sid(group)
            if dn is None:
                continue
            wanted = f"(&(objectSid={sid})({MEMBER_OF_CHAIN}={self._ldb.binary_encode(dn)}))"
            if self._search(self.domain_dn, self._ldb.SCOPE_SUBTREE, wanted):
                return True
        return False

    def count_created_by(self, sid: str) -> int:
        """Computer accounts that `sid` created by quota ([MS-SAMR] 3.1.5.4.4)."""
        wanted = f"(&(objectClass=computer)(mS-DS-CreatorSID={sid}))"
        return len(self._search(self.domain_dn, self._ldb.SCOPE_SUBTREE, wanted))

    def read(self, dn: str, attribute: str) -> list[str]:
        entry = self._search(dn, attributes=[attribute])[0]
        return [str(value) for value in entry.get(attribute, [])]

    def add(self, dn: str, attributes: Mapping[str, Values]) -> None:
        self._change(lambda: self._samdb.add({"dn": dn, **attributes}))

    def replace(self, dn: str, attributes: Mapping[str, Values]) -> None:
        self._modify(dn, attributes, self._ldb.FLAG_MOD_REPLACE)

    def rename(self, dn: str, new_dn: str) -> None:
        self._change(lambda: self._samdb.rename(dn, new_dn))

    def _modify(self, dn: str, attributes: Mapping[str, Values], flag: int) -> None:
        message = self._ldb.Message.from_dict(self._samdb, {"dn": dn, **attributes}, flag)
        self._change(lambda: self._samdb.modify(message))

    def _change(self, operation: Any) -> None:
        try:
            operation()
        except self._ldb.LdbError as error:
            raise DirectoryRefused(*error.args) from None

    def _search(
        self,
        base: str,
        scope: int | None = None,
        expression: str | None = None,
        attributes: Sequence[str] = ("objectClass",),
        controls: Sequence[str] = (),
    ) -> Any:
        try:
            return self._samdb.search(
                base=base,
                scope=self._ldb.SCOPE_BASE if scope is None else scope,
                expression=expression,
                attrs=list(attributes),
                controls=list(controls),
            )
        except self._ldb.LdbError as error:
            raise DirectoryRefused(*error.args) from None

    def _find_by_sid(self, sid: str) -> str | None:
        found = self._search(self.domain_dn, self._ldb.SCOPE_SUBTREE, f"(objectSid={sid})")
        return str(found[0].dn) if found else None

    def _sid(self, value: bytes) -> str:
        from samba.dcerpc import security
        from samba.ndr import ndr_unpack

        return str(ndr_unpack(security.dom_sid, value))

    def _owner(self, value: bytes | None) -> str:
        from samba.dcerpc import security
        from samba.ndr import ndr_unpack

        return "" if value is None else str(ndr_unpack(security.descriptor, value).owner_sid)
