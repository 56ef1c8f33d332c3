# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A computer account as the directory has it."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from dataclasses import dataclass

from .._directory.message import Entry
from .._directory.sid import owner_of, sid_text
from .._names.distinguished_name import DistinguishedName

ATTRIBUTES = (
    "objectClass",
    "objectGUID",
    "objectSid",
    "sAMAccountName",
    "userAccountControl",
    "primaryGroupID",
    "dNSHostName",
    "description",
    "pwdLastSet",
    "lastLogonTimestamp",
    "mS-DS-CreatorSID",
    "msDS-KeyCredentialLink",
    "nTSecurityDescriptor",
    "whenCreated",
    "whenChanged",
)
"""What is read of an account; the security descriptor with the control OWNER_ONLY."""

UNREADABLE = (ValueError, OverflowError)
"""What reading an entry raises that makes no sense: a name, a SID or a time that nobody foresaw."""

_GROUP_MANAGED = "msds-groupmanagedserviceaccount"
_DELEGATED_MANAGED = "msds-delegatedmanagedserviceaccount"
_MANAGED = "msds-managedserviceaccount"
_CONTROLLER_GROUPS = (516, 521)  # Domain Controllers and Read-only Domain Controllers, [MS-SAMR] 2.2.1.14
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_WRITTEN = "%Y%m%d%H%M%S.0Z"  # GeneralizedTime as Active Directory writes it, [MS-ADTS] 3.1.1.2.2.2.11


class AccountControl(enum.IntFlag):
    """Bits of userAccountControl ([MS-ADTS] 2.2.16)."""

    DISABLED = 0x2
    PASSWORD_NOT_REQUIRED = 0x20
    WORKSTATION_TRUST = 0x1000
    SERVER_TRUST = 0x2000
    PARTIAL_SECRETS = 0x04000000


@dataclass(frozen=True)
class ComputerAccount:
    """One account; times are in UTC and None when the directory has none.

    ``created`` and ``changed`` are in whole seconds; ``changed`` is when the domain controller that was asked last took
    a change of it. ``owner`` and ``creator`` are SIDs, None when they may not be read or there is none; ``creator`` is
    set on accounts that were made by a user's quota. ``control`` is userAccountControl.
    """

    dn: DistinguishedName
    name: str
    sid: str
    guid: uuid.UUID
    control: int
    primary_group: int
    object_classes: frozenset[str]
    dns_host_name: str | None
    description: str | None
    password_set: dt.datetime | None
    last_logon: dt.datetime | None
    owner: str | None
    creator: str | None
    has_key_credential: bool
    created: dt.datetime | None = None
    changed: dt.datetime | None = None

    @classmethod
    def read(cls, entry: Entry) -> ComputerAccount:
        """The account of an entry with ATTRIBUTES; raises UNREADABLE for what is no account."""
        descriptor = entry.first("nTSecurityDescriptor")
        creator = entry.first("mS-DS-CreatorSID")
        return cls(
            dn=DistinguishedName.parse(entry.dn),
            name=(entry.text("sAMAccountName") or "").removesuffix("$"),
            sid=sid_text(entry.first("objectSid") or b""),
            guid=uuid.UUID(bytes_le=entry.first("objectGUID") or bytes(16)),
            control=entry.number("userAccountControl"),
            primary_group=entry.number("primaryGroupID"),
            object_classes=frozenset(name.lower() for name in entry.texts("objectClass")),
            dns_host_name=entry.text("dNSHostName"),
            description=entry.text("description"),
            password_set=_time(entry.number("pwdLastSet")),
            last_logon=_time(entry.number("lastLogonTimestamp")),
            owner=owner_of(descriptor) if descriptor else None,
            creator=sid_text(creator) if creator else None,
            has_key_credential=bool(entry.values("msDS-KeyCredentialLink")),
            created=_written(entry.text("whenCreated")),
            changed=_written(entry.text("whenChanged")),
        )

    @property
    def is_enabled(self) -> bool:
        """Whether the machine can log on."""
        return not self.control & AccountControl.DISABLED

    @property
    def is_domain_controller(self) -> bool:
        """Whether this is the account of a domain controller, writable or not."""
        controllers = AccountControl.SERVER_TRUST | AccountControl.PARTIAL_SECRETS
        return bool(self.control & controllers) or self.primary_group in _CONTROLLER_GROUPS

    @property
    def protected_kind(self) -> str | None:
        """What this account is when it is not to be touched here: a domain controller's, or no machine's at all."""
        if self.is_domain_controller:
            return "the account of a domain controller"
        if self.object_classes & {_GROUP_MANAGED, _MANAGED, _DELEGATED_MANAGED}:
            return "a managed service account"
        if "computer" not in self.object_classes:
            return "no computer account"
        return None


def _time(ticks: int) -> dt.datetime | None:
    """A point in time from 100 ns since 1601 ([MS-DTYP] 2.3.3); 0 stands for never."""
    return _EPOCH + dt.timedelta(microseconds=ticks // 10) if ticks > 0 else None


def _written(text: str | None) -> dt.datetime | None:
    return dt.datetime.strptime(text, _WRITTEN).replace(tzinfo=dt.UTC) if text else None
