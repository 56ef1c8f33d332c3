# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The messages that ask a domain controller whether it is there."""

from __future__ import annotations

import contextlib
import socket

import pytest

from ansible_collections.netjoin.windows.tests.lab import probe
from ansible_collections.netjoin.windows.tests.lab.domain import FIRST

# ITU-T X.690 8.1.3: one length byte below 128, then 0x81 and a byte.
LENGTHS = [(0, b"\x04\x00"), (1, b"\x04\x01"), (127, b"\x04\x7f"), (128, b"\x04\x81\x80"), (255, b"\x04\x81\xff")]


@pytest.mark.parametrize(("size", "head"), LENGTHS)
def test_a_length_is_encoded_as_der_wants(size: int, head: bytes) -> None:
    """Short and long form."""
    assert head + bytes(size) == probe.tlv(probe.OCTETS, bytes(size))


def test_the_root_dse_search_is_what_ldapsearch_sends() -> None:
    """Captured from `ldapsearch -x -s base -b '' '(objectClass=*)' dnsHostName`, message id set to 1, no limits."""
    captured = bytes.fromhex(
        "30 32 02 01 01 63 2d 04 00 0a 01 00 0a 01 00 02 01 00 02 01 00 01 01 00"
        "87 0b 6f 62 6a 65 63 74 43 6c 61 73 73 30 0d 04 0b 64 6e 73 48 6f 73 74 4e 61 6d 65"
    )
    search_filter = probe.tlv(probe.LDAP_PRESENT, b"objectClass")
    assert captured == probe.root_dse_search(search_filter, b"dnsHostName")


def test_a_service_that_is_not_there_is_named_with_its_error() -> None:
    """Nothing listens for the first domain's address here unless a lab runs, so another address stands in."""
    nowhere = FIRST.__class__("nowhere.example", "NOWHERE", "127.0.97.97", FIRST.sid, FIRST.guid)
    left = probe.wait_for(nowhere, seconds=0, alive=lambda: True)
    assert set(probe.PROBES) == set(left)
    assert "refused" in left["LDAP"]


def test_waiting_ends_when_the_controller_has_died() -> None:
    """No long wait for a process that is gone."""
    nowhere = FIRST.__class__("nowhere.example", "NOWHERE", "127.0.97.97", FIRST.sid, FIRST.guid)
    assert probe.wait_for(nowhere, seconds=3600, alive=lambda: False)


def test_only_ports_that_answer_are_listed() -> None:
    """One of two ports has a listener."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
        assert [port] == probe.listening("127.0.0.1", (1, port))
