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
    for name in ("dc", "golden", "hosts", "log", "run"):
        (laboratory.directory / name / "x").mkdir(parents=True)
    for name in ("hosts.json", "inventory.yml", "resolv.conf", "krb5.conf"):
        (laboratory.directory / name).touch()
    laboratory.stop()
    assert {path.name for path in laboratory.directory.iterdir()} == {"golden", "log"}


def test_the_golden_tree_is_named_by_its_recipe(laboratory: Laboratory) -> None:
    """Another Samba makes another tree; the same one does not."""
    controller = laboratory.controller(FIRST)
    assert controller.golden("4.17.12") == controller.golden("4.17.12")
    assert controller.golden("4.17.12") != controller.golden("4.17.13")
