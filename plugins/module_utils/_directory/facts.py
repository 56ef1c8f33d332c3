# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a domain controller says of itself and its domain before anybody logs on."""

from __future__ import annotations

import enum
import uuid
from dataclasses import dataclass


class ControllerFlag(enum.IntFlag):
    """Some of the DS_FLAG bits of [MS-ADTS] 6.3.1.2."""

    LDAP = 0x8
    DIRECTORY_SERVICE = 0x10
    KEY_DISTRIBUTION_CENTER = 0x20
    WRITABLE = 0x100


@dataclass(frozen=True)
class DomainFacts:
    """A domain, seen from one of its domain controllers.

    ``controller`` is its FQDN and ``address`` the IP address that answered; ``flags`` are as the domain controller sent
    them. ``client_site`` is the site of this machine, None when the directory has no subnet for it.
    """

    controller: str
    address: str
    dns_domain: str
    netbios: str
    forest: str
    domain_guid: uuid.UUID
    dc_site: str
    client_site: str | None
    flags: int
