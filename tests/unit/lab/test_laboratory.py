# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab as a whole, as far as it can be seen without starting it."""

from __future__ import annotations

import os
import pathlib

import pytest

from ansible_collections.netjoin.windows.tests.lab.domain import FIRST
from ansible_collections.netjoin.windows.tests.lab.laboratory import REPOSITORY, Laboratory
from ansible_collections.netjoin.windows.tests.lab.problem import LabError
from ansible_collections.netjoin.windows.tests.lab.tracked_process import TrackedProcess
from ansible_collections.netjoin.windows.tests.lab.windows_host import state


@pytest.fixture
def laboratory(tmp_path: pathlib.Path) -> Laboratory:
    """A lab that was never started."""
    return Laboratory(tmp_path / "lab")


def test_the_lab_is_in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """In .lab, beside the command."""
    monkeypatch.delenv("LAB_DIR", raising=False)
    assert Laboratory.default().directory == REPOSITORY / ".lab"
    assert (REPOSITORY / "lab").is_file()


def test_the_lab_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    """As an absolute path, for the services have other working directories."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAB_DIR", "elsewhere")
    assert Laboratory.default().directory == tmp_path / "elsewhere"


def test_one_command_at_a_time_changes_the_lab(laboratory: Laboratory) -> None:
    """The other one is told so when its patience is over, and gets its turn later."""
    with laboratory.locked(), pytest.raises(LabError, match="Another"), laboratory.locked(seconds=0):
        pass
    with laboratory.locked(seconds=0):
        pass


def test_a_service_that_has_died_does_not_run(laboratory: Laboratory) -> None:
    """Whatever the pid file says."""
    TrackedProcess(os.getpid(), started=1).save(laboratory.directory / "run" / "wsman.pid")
    assert laboratory.service is None


def test_a_lab_that_is_ended_leaves_logs_and_golden_trees(laboratory: Laboratory) -> None:
    """The rest has secrets, or is stale."""
    for name in ("dc", "golden", "hosts", "images", "log", "run"):
        (laboratory.directory / name / "x").mkdir(parents=True)
    for name in ("hosts.json", "inventory.yml", "resolv.conf", "krb5.conf"):
        (laboratory.directory / name).touch()
    laboratory.stop()
    assert {path.name for path in laboratory.directory.iterdir()} == {"golden", "log"}


def test_an_image_is_a_windows_that_does_not_run(laboratory: Laboratory) -> None:
    """It has the state of a host, and is none."""
    windows = laboratory.add_image("img01")
    assert windows == laboratory.directory / "images" / "img01" / "Windows"
    assert state.load(windows.parent).netbios_name == "IMG01"
    assert laboratory.hosts.hosts == ()


def test_an_image_needs_a_name_of_its_own(laboratory: Laboratory) -> None:
    """Which is also good for a host, since the image becomes one."""
    laboratory.add_image("img01")
    with pytest.raises(LabError, match="already has an image img01"):
        laboratory.add_image("img01")
    with pytest.raises(LabError, match="cannot be an inventory name"):
        laboratory.add_image("../hosts/win01")


def test_only_an_image_can_be_booted(laboratory: Laboratory) -> None:
    """The message says how to make one."""
    with pytest.raises(LabError, match=r"\./lab image add img02"):
        laboratory.boot_image("img02")


def test_the_golden_tree_is_named_by_its_recipe(laboratory: Laboratory) -> None:
    """Another Samba makes another tree; the same one does not."""
    controller = laboratory.controller(FIRST)
    assert controller.golden("4.17.12") == controller.golden("4.17.12")
    assert controller.golden("4.17.12") != controller.golden("4.17.13")
