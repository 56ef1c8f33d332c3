# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a host is, on disk."""

from __future__ import annotations

import configparser
import dataclasses
import pathlib
import stat

import pytest

from ansible_collections.netjoin.windows.tests.lab.windows_host import state
from ansible_collections.netjoin.windows.tests.lab.windows_host.state import DomainMembership, Fault

LAB = DomainMembership(
    netbios="LAB",
    dns="lab.example",
    forest="lab.example",
    controller="dc1.lab.example",
    site="Default-First-Site-Name",
    sid="S-1-5-21-1-2-3",
    account="NEWNAME",
)


@pytest.fixture
def home(tmp_path: pathlib.Path) -> pathlib.Path:
    """A pristine host WIN01."""
    state.create(tmp_path / "win01", "WIN01")
    return tmp_path / "win01"


def samba_settings(home: pathlib.Path) -> dict[str, str]:
    """The host as Samba's tools see it."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(home / "smb.conf")
    return dict(parser["global"])


def test_a_new_host_is_in_workgroup(home: pathlib.Path) -> None:
    """Under the name that it was made with, and nothing waits for a reboot."""
    pristine = state.load(home)
    assert (pristine.workgroup, pristine.domain, pristine.join_pending) == ("WORKGROUP", None, False)
    assert pristine.host_name == pristine.pending_host_name == "WIN01"


@pytest.mark.parametrize(
    ("host_name", "netbios"), [("win01", "WIN01"), ("a-very-long-host-name", "A-VERY-LONG-HOS"), ("x", "X")]
)
def test_the_netbios_name_is_derived(host_name: str, netbios: str) -> None:
    """15 characters in upper case: MicrosoftDocs sdk-api DnsHostnameToComputerName."""
    assert netbios == state.netbios_name(host_name)


def test_what_was_saved_is_loaded(home: pathlib.Path) -> None:
    """Membership and faults included."""
    changed = dataclasses.replace(
        state.load(home), domain=LAB, workgroup=None, join_pending=True, faults={"Rename": Fault(code=5)}
    )
    state.save(home, changed)
    assert changed == state.load(home)


def test_only_the_owner_reads_a_host(home: pathlib.Path) -> None:
    """Files 0600, directories of secrets 0700."""
    for name in ("state.json", "smb.conf"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600
    for directory in (home, home / "private"):
        assert stat.S_IMODE(directory.stat().st_mode) == 0o700


def test_a_save_leaves_no_other_file(home: pathlib.Path) -> None:
    """A file appears whole, in one step."""
    before = sorted(path.name for path in home.iterdir())
    state.save(home, state.load(home))
    assert before == sorted(path.name for path in home.iterdir())


def test_a_reboot_makes_active_what_waited(home: pathlib.Path) -> None:
    """Names, DNS suffix, join, and a new boot time."""
    waiting = dataclasses.replace(
        state.load(home),
        pending_host_name="newname",
        pending_dns_suffix="lab.example",
        domain=LAB,
        workgroup=None,
        join_pending=True,
    )
    state.save(home, waiting)
    booted = state.reboot(home, boot_time=waiting.boot_time + 5)
    assert (booted.host_name, booted.dns_suffix, booted.join_pending) == ("newname", "lab.example", False)
    assert booted.boot_time == waiting.boot_time + 5
    assert booted == state.load(home)


def test_until_the_reboot_netlogon_uses_the_account_that_joined(home: pathlib.Path) -> None:
    """Then the computer's own name, which may be another one."""
    joined = dataclasses.replace(state.load(home), domain=LAB, workgroup=None, join_pending=True)
    assert joined.machine_account == "NEWNAME"
    assert dataclasses.replace(joined, join_pending=False).machine_account == "WIN01"


def test_until_the_reboot_netlogon_uses_the_account_of_the_new_name(home: pathlib.Path) -> None:
    """A rename in the domain renames the account at once, and no join waits."""
    member = dataclasses.replace(state.load(home), domain=LAB, workgroup=None)
    renamed = dataclasses.replace(member, pending_host_name="newname")
    assert (renamed.machine_account, renamed.reboot_pending, renamed.join_pending) == ("NEWNAME", True, False)
    assert (member.machine_account, member.reboot_pending) == ("WIN01", False)


def test_samba_sees_the_same_host(home: pathlib.Path) -> None:
    """So that its tools are an independent witness."""
    assert samba_settings(home)["workgroup"] == "WORKGROUP"
    state.save(home, dataclasses.replace(state.load(home), domain=LAB, workgroup=None, join_pending=True))
    settings = samba_settings(home)
    assert (settings["workgroup"], settings["realm"], settings["security"]) == ("LAB", "LAB.EXAMPLE", "ads")
    assert settings["netbios name"] == "NEWNAME"


def test_a_reset_host_is_pristine(home: pathlib.Path) -> None:
    """Secrets, logs and pending state are gone, the name is that of the directory unless another one is given."""
    state.save(home, dataclasses.replace(state.load(home), domain=LAB, pending_host_name="OTHER"))
    (home / "private" / "secrets.tdb").write_text("x")
    assert state.reset(home).pending_host_name == "WIN01"
    assert state.load(home).domain is None
    assert list((home / "private").iterdir()) == []
    assert state.reset(home, "SRV").host_name == "SRV"


def test_faults_come_and_go(home: pathlib.Path) -> None:
    """One for each call."""
    state.set_fault(home, "Rename", Fault(code=5))
    state.set_fault(home, "JoinDomainOrWorkgroup", Fault(hresult=0x80041087))
    state.set_fault(home, "Rename", None)
    assert state.load(home).faults == {"JoinDomainOrWorkgroup": Fault(hresult=0x80041087)}


def test_one_join_at_a_time(home: pathlib.Path) -> None:
    """The second one does not wait ([MS-WKST] note 70), and after the first has ended there is no lock left."""
    with state.exclusive(home), pytest.raises(state.CallInProgress), state.exclusive(home):
        pytest.fail("two joins at once")
    with state.exclusive(home):
        pass
