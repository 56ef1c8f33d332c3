# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DNS records that are deleted."""

from __future__ import annotations

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.dns_node import tombstone


def test_a_tombstone_tells_when_the_name_was_deleted() -> None:
    """[MS-DNSP] 2.3.2.2: 8 bytes of data, type 0, version 5; [MS-DTYP] 2.3.3: 0x019DB1DED53E8000 is 1970-01-01."""
    assert tombstone(0).hex() == "0800000005000000" + "00" * 16 + "00803ed5deb19d01"
