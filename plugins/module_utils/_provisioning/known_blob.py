# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of a blob without looking at its secret."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from .._names.host_name import HostName
from .._offline_join_blob.blob import OfflineJoinBlob


@dataclass(frozen=True)
class KnownBlob:
    """Which machine, domain and account a blob is for.

    ``written`` is when its password was set, by the directory's clock, for a finished blob; of a pending one it is when
    it was written, by this machine's. ``account_sid`` is None while the account was not there yet.
    """

    machine_name: str
    domain_guid: uuid.UUID
    account_sid: str | None
    written: dt.datetime

    @classmethod
    def of(cls, blob: OfflineJoinBlob, written: float) -> KnownBlob:
        """What is known of a decoded blob; ``written`` in seconds since 1970."""
        sid = blob.account.sid if blob.account else None
        return cls(blob.machine_name, blob.domain_guid, sid, dt.datetime.fromtimestamp(written, dt.UTC))

    def is_for(self, host: HostName, domain_guid: uuid.UUID) -> bool:
        """Whether it is for this machine of this domain; blobs of Windows have the NetBIOS name."""
        names = {host.text.casefold(), host.netbios.text.casefold()}
        return self.machine_name.casefold() in names and self.domain_guid == domain_guid


@dataclass(frozen=True)
class PendingPassword:
    """A password that an account is to get, written down before; an interrupted task leaves one.

    ``known`` is about the blob that it is for. ``password_before`` is when the password before it was set, None when
    there was no account.
    """

    known: KnownBlob
    password: str = field(repr=False)
    password_before: dt.datetime | None


@dataclass(frozen=True)
class GivenPassword:
    """A password for an account that the caller keeps, so that it does not get lost with the task.

    ``since`` is when the caller wrote it down: a task that was interrupted may have used it after that.
    """

    password: str = field(repr=False)
    since: dt.datetime
