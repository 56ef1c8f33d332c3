# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes known by id and start time."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import signal
import subprocess
import typing as t

import pytest

from ansible_collections.netjoin.windows.tests.lab.tracked_process import TrackedProcess


@pytest.fixture
def sleeper() -> t.Iterator[subprocess.Popen[bytes]]:
    """A process that does nothing for a minute."""
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process
        process.kill()


def test_a_process_that_runs_is_running(sleeper: subprocess.Popen[bytes]) -> None:
    """As long as nobody ends it."""
    assert TrackedProcess.of(sleeper.pid).running


def test_a_process_that_waits_to_be_reaped_is_not_running(sleeper: subprocess.Popen[bytes]) -> None:
    """Its parent may be the very command that waits for its end."""
    process = TrackedProcess.of(sleeper.pid)
    process.send(signal.SIGKILL)
    assert process.wait(seconds=5)
    assert sleeper.returncode is None


def test_a_later_process_of_the_same_id_is_another_one(sleeper: subprocess.Popen[bytes]) -> None:
    """A stale pid file never ends somebody else's process."""
    stale = dataclasses.replace(TrackedProcess.of(sleeper.pid), started=1)
    stale.send(signal.SIGKILL)
    assert not stale.running
    assert sleeper.poll() is None


def test_a_saved_process_is_read_back(sleeper: subprocess.Popen[bytes], tmp_path: pathlib.Path) -> None:
    """By another command, later."""
    process = TrackedProcess.of(sleeper.pid)
    process.save(tmp_path / "run" / "x.pid")
    assert process == TrackedProcess.load(tmp_path / "run" / "x.pid")


@pytest.mark.parametrize("text", ["", "x y", "1", "1 2 3"])
def test_a_damaged_pid_file_is_no_process(tmp_path: pathlib.Path, text: str) -> None:
    """Nothing is ended by guess."""
    (tmp_path / "x.pid").write_text(text)
    assert TrackedProcess.load(tmp_path / "x.pid") is None


def test_no_pid_file_is_no_process(tmp_path: pathlib.Path) -> None:
    """A service that never ran."""
    assert TrackedProcess.load(tmp_path / "x.pid") is None


def test_a_process_knows_its_children(sleeper: subprocess.Popen[bytes]) -> None:
    """The test's own process has the sleeper."""
    assert TrackedProcess.of(sleeper.pid) in TrackedProcess.of(os.getpid()).children()


def test_waiting_for_a_process_that_stays_gives_up(sleeper: subprocess.Popen[bytes]) -> None:
    """After the time given, with False."""
    assert not TrackedProcess.of(sleeper.pid).wait(seconds=0)


def test_there_is_no_process_without_an_id() -> None:
    """Ids end below 2**22 (proc(5), pid_max)."""
    with pytest.raises(ProcessLookupError):
        TrackedProcess.of(2**22 + 1)
