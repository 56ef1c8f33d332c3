# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`./lab fault` on hosts; what it does to domain controllers is tested on the lab."""

from __future__ import annotations

import pathlib

import pytest

from ansible_collections.netjoin.windows.tests.lab.emulated_host import HostList
from ansible_collections.netjoin.windows.tests.lab.faults import FAULTS
from ansible_collections.netjoin.windows.tests.lab.laboratory import Laboratory
from ansible_collections.netjoin.windows.tests.lab.problem import LabError
from ansible_collections.netjoin.windows.tests.lab.windows_host import injected_fault, state
from ansible_collections.netjoin.windows.tests.lab.windows_host.injected_fault import HostFault


@pytest.fixture
def lab(tmp_path: pathlib.Path) -> Laboratory:
    """A lab whose one host is only a directory."""
    hosts = HostList((), {}).with_host("win01", "WIN01", "lab.example")
    hosts.save(tmp_path / "hosts.json")
    state.create(hosts.find("win01").directory(tmp_path), "WIN01")
    return Laboratory(tmp_path)


@pytest.mark.parametrize("fault", HostFault, ids=lambda fault: fault.value)
def test_a_fault_lasts_until_it_is_cleared(lab: Laboratory, fault: HostFault) -> None:
    """Each is one of the command's, and its answer says how to undo it."""
    home = lab.hosts.find("win01").directory(lab.directory)
    assert "./lab fault clear win01" in FAULTS[fault.value].apply(lab, "win01", "")
    assert injected_fault.value(home, fault) is not None
    FAULTS["clear"].apply(lab, "win01", "")
    assert injected_fault.value(home, fault) is None


def test_a_hang_has_a_length(lab: Laboratory) -> None:
    """Ten seconds unless the command says otherwise."""
    home = lab.hosts.find("win01").directory(lab.directory)
    FAULTS["hang"].apply(lab, "win01", "")
    assert injected_fault.value(home, HostFault.HANG) == "10.0"
    FAULTS["hang"].apply(lab, "win01", "2.5")
    assert injected_fault.value(home, HostFault.HANG) == "2.5"


@pytest.mark.parametrize(("host", "seconds"), [("win07", ""), ("", ""), ("win01", "long")])
def test_an_unknown_host_or_no_number_is_refused(lab: Laboratory, host: str, seconds: str) -> None:
    """Nothing is left behind by a typo."""
    with pytest.raises(LabError):
        FAULTS["hang"].apply(lab, host, seconds)
    assert not (lab.hosts.find("win01").directory(lab.directory) / "faults").exists()


def test_a_pristine_host_has_no_faults(lab: Laboratory) -> None:
    """`./lab reset` takes them away too."""
    FAULTS["disk-full"].apply(lab, "win01", "")
    lab.reset_host("win01")
    home = lab.hosts.find("win01").directory(lab.directory)
    assert injected_fault.value(home, HostFault.DISK_FULL) is None
