# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blobs that no tool has made, to vary."""

from __future__ import annotations

import uuid

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.blob import (
    AccountIdentity,
    JoinSite,
    OfflineJoinBlob,
    OpaquePart,
)
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.structures import (
    CERT_PROVIDER,
    POLICY_PROVIDER,
)

PASSWORD = "Z1-distinctive-machine-password"
PRIVATE_KEY = b"a private key that nobody may see"

FRESH = OfflineJoinBlob(
    domain="lab.example",
    machine_name="WS0001",
    machine_password=PASSWORD,
    netbios_domain="LAB",
    forest="lab.example",
    domain_guid=uuid.UUID("675eda92-b28f-4d2c-9235-7ff604338dcf"),
    domain_sid="S-1-5-21-788050085-2882235773-1393029605",
    dc_name="dc1.lab.example",
    dc_address="127.0.99.1",
    dc_flags=0xE00013FD,
    dc_site="Default-First-Site-Name",
    client_site="Default-First-Site-Name",
    account=AccountIdentity(1234, "S-1-5-21-788050085-2882235773-1393029605-1234"),
)
WITH_GUID = AccountIdentity(
    1234, "S-1-5-21-788050085-2882235773-1393029605-1234", uuid.UUID("2b7a9d1e-54c3-4a0f-8e61-90d2c4b5a6f7")
)
SITE = JoinSite("Berlin", "WS0001", "corp.example", flags=1)
CERTIFICATES = OpaquePart(CERT_PROVIDER, 0, PRIVATE_KEY)
POLICIES = OpaquePart(POLICY_PROVIDER, 1, b"policies", b"extension")
