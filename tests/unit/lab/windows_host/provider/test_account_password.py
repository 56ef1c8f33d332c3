# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Netlogon's orders and the two sides of a machine password, as far as no domain is needed."""

from __future__ import annotations

import dataclasses
import pathlib
import struct

import pytest

from ansible_collections.netjoin.windows.tests.lab.windows_host import state
from ansible_collections.netjoin.windows.tests.lab.windows_host.host import Host
from ansible_collections.netjoin.windows.tests.lab.windows_host.provider.account_password import Caller
from ansible_collections.netjoin.windows.tests.lab.windows_host.provider.calls import answer
from ansible_collections.netjoin.windows.tests.lab.windows_host.state import DomainMembership
from ansible_collections.netjoin.windows.tests.lab.windows_host.wire import number, text

LAB = DomainMembership("LAB", "lab.invalid", "lab.invalid", "dc1.lab.invalid", "Main", "S-1-5-21-1-2-3", "WIN01")
REDISCOVER, FIND_USER, CHANGE_PASSWORD, TC_VERIFY = 5, 8, 9, 10
STATUS_ACCESS_DENIED, STATUS_INVALID_PARAMETER = 0xC0000022, 0xC000000D


@pytest.fixture
def host(tmp_path: pathlib.Path) -> Host:
    """WIN01 in a workgroup, called by its administrator."""
    state.create(tmp_path / "win01", "WIN01")
    return Host(tmp_path / "win01", tmp_path, "hostadmin", user_is_administrator=True)


@pytest.fixture
def member(host: Host) -> Host:
    """The same host in a domain."""
    host.save(dataclasses.replace(host.load(), domain=LAB, workgroup=None))
    return host


def code(host: Host, function: str, *arguments: str | int | None) -> int:
    """What one call returns."""
    fields = [number(value) if isinstance(value, int) else text(value) for value in arguments]
    value: int = struct.unpack("<I", answer(host, [function.encode(), *fields])[0] or b"")[0]
    return value


@pytest.mark.parametrize(
    ("function", "domain", "level", "expected"),
    [
        (CHANGE_PASSWORD, "LAB", 2, 87),
        (TC_VERIFY, "LAB", 1, 87),
        (CHANGE_PASSWORD, "OTHER", 1, 1355),
        (REDISCOVER, r"OTHER\dc1.lab.invalid", 2, 1355),
        (FIND_USER, "LAB", 2, 50),
    ],
)
def test_netlogon_refuses_what_the_protocol_has_it_refuse(
    member: Host, function: int, domain: str, level: int, expected: int
) -> None:
    """Levels and names as [MS-NRPC] 3.5.4.9.1 has them."""
    assert code(member, "I_NetLogonControl2", None, function, domain, level) == expected


def test_only_an_administrator_gives_netlogon_orders(member: Host) -> None:
    """5, before anything else is looked at."""
    user = dataclasses.replace(member, user_is_administrator=False)
    assert code(user, "I_NetLogonControl2", None, CHANGE_PASSWORD, "LAB", 1) == 5


def test_only_an_administrator_opens_the_policy(host: Host) -> None:
    """An NTSTATUS, as all functions of LSA return."""
    assert code(host, "LsaOpenPolicy", 0x20) == 0
    assert code(dataclasses.replace(host, user_is_administrator=False), "LsaOpenPolicy", 0x20) == STATUS_ACCESS_DENIED


@pytest.mark.parametrize("key", ["L$other", ""])
def test_an_emulated_host_has_one_secret(member: Host, key: str) -> None:
    """What is none of its own is refused, not lost."""
    assert code(member, "LsaStorePrivateData", key, "x") == STATUS_INVALID_PARAMETER


@pytest.mark.parametrize(
    ("caller", "name"),
    [
        (Caller("joiner@lab.example", None, "hidden"), "joiner@lab.example"),
        (Caller("joiner", "LAB", "hidden"), r"LAB\joiner"),
        (Caller(None, None, "hidden"), ""),
    ],
)
def test_a_caller_has_one_of_the_forms_of_a_logon(caller: Caller, name: str) -> None:
    """And its password is not in its representation."""
    assert caller.name == name
    assert "hidden" not in repr(caller)
