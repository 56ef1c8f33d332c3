# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the blob of a machine says, put together from what the directory says."""

from __future__ import annotations

from .._directory.facts import DomainFacts
from .._names.host_name import HostName
from .._offline_join_blob.blob import AccountIdentity, OfflineJoinBlob

_NAMES_ARE_DNS = 0xE0000000
"""DS_DNS_CONTROLLER_FLAG, DS_DNS_DOMAIN_FLAG and DS_DNS_FOREST_FLAG, which DsGetDcName adds (dsgetdc.h)."""


def compose(
    facts: DomainFacts,
    domain_sid: str,
    host: HostName,
    password: str,
    *,
    account_sid: str,
    site: str | None,
) -> OfflineJoinBlob:
    """A blob for a machine that joins through the domain controller that has made its account.

    ``site`` is where the machine will be, None to say the one of this machine.
    """
    return OfflineJoinBlob(
        domain=facts.dns_domain,
        machine_name=host.text,
        machine_password=password,
        netbios_domain=facts.netbios,
        forest=facts.forest,
        domain_guid=facts.domain_guid,
        domain_sid=domain_sid,
        dc_name=facts.controller,
        dc_address=facts.address,
        dc_flags=facts.flags | _NAMES_ARE_DNS,
        dc_site=facts.dc_site,
        client_site=site or facts.client_site,
        account=AccountIdentity(int(account_sid.rpartition("-")[2]), account_sid),
    )
