# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a host takes Kerberos tickets, and with which keys; that it does is tested on the lab."""

from __future__ import annotations

import base64
import dataclasses
import pathlib
import typing as t

import pytest

from ansible_collections.netjoin.windows.tests.lab.windows_host import injected_fault, state
from ansible_collections.netjoin.windows.tests.lab.windows_host.injected_fault import HostFault
from ansible_collections.netjoin.windows.tests.lab.wsman import kerberos
from ansible_collections.netjoin.windows.tests.lab.wsman.authentication import CHALLENGES, ConnectionAuthentication
from ansible_collections.netjoin.windows.tests.lab.wsman.kerberos import HostKerberos, write_keytab
from ansible_collections.netjoin.windows.tests.lab.wsman.users import Accounts

LAB = state.DomainMembership("LAB", "lab.example", "lab.example", "dc1.lab.example", "Default", "S-1-5-21-1", "WIN01")
ACCOUNT: dict[str, str | list[str]] = {
    "realm": "LAB.EXAMPLE",
    "names": ["win01", "win01.lab.example"],
    "salt": "LAB.EXAMPLEhostwin01.lab.example",
    "password": "password",
}
TICKET = base64.b64encode(b"`\x0bno-real-ticket").decode()


@pytest.fixture
def home(tmp_path: pathlib.Path) -> pathlib.Path:
    """A host's directory."""
    state.create(tmp_path, "WIN01")
    return tmp_path


@pytest.mark.parametrize("scheme", ["Negotiate", "Kerberos"])
def test_a_host_in_a_workgroup_takes_no_ticket(home: pathlib.Path, scheme: str) -> None:
    """The client is shown what else there is."""
    connection = ConnectionAuthentication(Accounts([]), lambda _name: None, HostKerberos(home, home))
    assert connection.step(f"{scheme} {TICKET}") == CHALLENGES
    assert connection.user is None


def test_a_member_with_a_wrong_clock_takes_no_ticket(home: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever keys it has."""
    monkeypatch.setattr(HostKerberos, "_account", lambda _self: ACCOUNT)
    injected_fault.inject(home, HostFault.CLOCK_SKEW)
    with HostKerberos(home, home).accepting() as able:
        assert not able


def test_a_host_without_the_packages_takes_no_ticket(home: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are compiled, and not everybody has them."""
    monkeypatch.setattr(kerberos, "AVAILABLE", False)
    state.save(home, dataclasses.replace(state.load(home), domain=LAB, workgroup=None))
    with HostKerberos(home, home).accepting() as able:
        assert not able


def test_the_keytab_has_every_name_in_both_encryptions(home: pathlib.Path) -> None:
    """Host and HTTP, long and short; the RC4 key is the NT hash of the password ([MS-NLMP] 3.3.1)."""
    krb5: t.Any = pytest.importorskip("krb5", reason="needs the packages of ./lab install --kerberos")
    path = home / "keytab"
    write_keytab(path, {**ACCOUNT, "password": "Password"})
    entries = list(krb5.kt_resolve(krb5.init_context(), f"FILE:{path}".encode()))
    assert len(entries) == 8
    principals = {str(entry.principal) for entry in entries}
    assert {"host/win01.lab.example@LAB.EXAMPLE", "HTTP/win01@LAB.EXAMPLE"} <= principals
    assert {entry.key.data.hex() for entry in entries if entry.key.enctype == 23} == {
        "a4f49c406510bdcab6824ee7c30fd852"
    }
