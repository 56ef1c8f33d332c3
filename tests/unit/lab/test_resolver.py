# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that make programs see the lab's domains."""

from __future__ import annotations

from ansible_collections.netjoin.windows.tests.lab.domain import FIRST, SECOND
from ansible_collections.netjoin.windows.tests.lab.resolver import krb5_conf, resolv_conf


def test_the_first_controller_is_asked_first() -> None:
    """It forwards to the second; glibc asks the second when the first is down."""
    servers = [
        line for line in resolv_conf([FIRST.address, SECOND.address]).splitlines() if line.startswith("nameserver")
    ]
    assert servers == ["nameserver 127.0.99.1", "nameserver 127.0.98.1"]


def test_names_are_not_completed() -> None:
    """A short name that a play gives must not work by chance."""
    assert "search" not in resolv_conf([FIRST.address])


def test_kerberos_finds_each_realm_by_address() -> None:
    """Without a lookup that a broken DNS could spoil."""
    text = krb5_conf([FIRST, SECOND])
    assert "LAB.EXAMPLE = {\n  kdc = 127.0.99.1" in text
    assert "LAB2.EXAMPLE = {\n  kdc = 127.0.98.1" in text
    assert ".lab2.example = LAB2.EXAMPLE" in text
