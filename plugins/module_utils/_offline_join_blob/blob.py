# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an offline join blob says."""

from __future__ import annotations

import dataclasses
import typing as t
import uuid

from .._join_options.flags import ProvisionOption, option_names
from .serialized import Serialized
from .structures import CERT_PROVIDER, POLICY_PROVIDER, WIN7_FORMAT, WIN8_FORMAT, ProvisionData

_PERSISTENT_SITE = 1
_DEFAULT_PASSWORD_LENGTHS = (14, 15, None)


@dataclasses.dataclass(frozen=True, slots=True)
class AccountIdentity:
    """The computer account: relative ID, SID as text, and objectGUID where the blob has it."""

    rid: int
    sid: str
    guid: uuid.UUID | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class JoinSite:
    """What the machine is told beside the join: its site, and names that differ from those that would be derived."""

    site: str | None = None
    netbios_name: str | None = None
    primary_dns_domain: str | None = None
    flags: int = 0

    @property
    def is_persistent(self) -> bool:
        """Whether the machine keeps the site instead of finding its own (MicrosoftDocs win32 odj-op_joinprov2_part)."""
        return bool(self.flags & _PERSISTENT_SITE)


@dataclasses.dataclass(frozen=True, slots=True)
class OpaquePart:
    """A part that is handed on as it is; certificates may be private keys, so nothing of it is printed."""

    type: uuid.UUID
    flags: int
    content: bytes | None = dataclasses.field(repr=False)
    extension: bytes | None = dataclasses.field(default=None, repr=False)

    @property
    def name(self) -> str:
        """What it is: certificates, policies, or the GUID of a part that nobody here knows."""
        return {CERT_PROVIDER: "certificates", POLICY_PROVIDER: "policies"}.get(self.type, str(self.type))


@dataclasses.dataclass(frozen=True, kw_only=True)
class OfflineJoinBlob:
    """A machine, the password of its account, and the domain that it becomes a member of by them.

    Names are without the decoration that the wire has: no ``$`` behind the machine, no backslashes before the domain
    controller and its address. ``dc_flags`` are the DS_* flags of DsGetDcName, ``options`` the provisioning options
    that were used (ProvisionOption), ``formats`` the values of ulODJFormat. ``warnings`` say what is odd about a blob
    that was decoded.

    ``wire`` is the decoded form that encode writes back byte for byte; a blob made by ``dataclasses.replace`` has none.
    The password is in no repr, no summary, no warning and no exception.
    """

    domain: str
    machine_name: str
    machine_password: str = dataclasses.field(repr=False)
    netbios_domain: str
    forest: str | None
    domain_guid: uuid.UUID
    domain_sid: str
    dc_name: str | None
    dc_address: str | None
    dc_flags: int = 0
    dc_site: str | None = None
    client_site: str | None = None
    options: int = 0
    account: AccountIdentity | None = None
    site: JoinSite | None = None
    other_parts: tuple[OpaquePart, ...] = ()
    formats: tuple[int, ...] = (WIN7_FORMAT, WIN8_FORMAT)
    warnings: tuple[str, ...] = dataclasses.field(default=(), compare=False)
    wire: Serialized[ProvisionData] | None = dataclasses.field(init=False, default=None, repr=False, compare=False)

    @property
    def default_password(self) -> bool:
        """Whether anybody can guess the password: it is the machine's name, whole or cut off as Windows cuts it.

        Source: NETSETUP_PROVISION_USE_DEFAULT_PASSWORD, MicrosoftDocs sdk-api NetProvisionComputerAccount; 14
        characters: MicrosoftDocs unattend MachinePassword.
        """
        name = self.machine_name.lower()
        password = self.machine_password.lower().removesuffix("$")
        return password in {name[:length] for length in _DEFAULT_PASSWORD_LENGTHS}

    def summary(self) -> dict[str, t.Any]:
        """Everything but the password and the content of certificates and policies, as plain data."""
        account, site = self.account, self.site
        return {
            "machine_name": self.machine_name,
            "domain": self.domain,
            "netbios_domain": self.netbios_domain,
            "forest": self.forest,
            "domain_guid": str(self.domain_guid),
            "domain_sid": self.domain_sid,
            "account": account and {"rid": account.rid, "sid": account.sid, "guid": account.guid and str(account.guid)},
            "domain_controller": {
                "name": self.dc_name,
                "address": self.dc_address,
                "flags": self.dc_flags,
                "site": self.dc_site,
            },
            "client_site": self.client_site,
            "site": site
            and {
                "name": site.site,
                "persistent": site.is_persistent,
                "netbios_name": site.netbios_name,
                "primary_dns_domain": site.primary_dns_domain,
            },
            "options": {"value": self.options, "names": option_names(self.options, ProvisionOption)},
            "default_password": self.default_password,
            "formats": list(self.formats),
            "other_parts": [part.name for part in self.other_parts],
            "warnings": list(self.warnings),
        }
