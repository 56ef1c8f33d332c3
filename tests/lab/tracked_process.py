# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes that outlive the command which started them: known by id and start time, ended by id."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pathlib
import signal
import time


@dataclasses.dataclass(frozen=True)
class TrackedProcess:
    """A process; the start time (clock ticks since boot) tells it from a later one with the same id."""

    pid: int
    started: int

    @classmethod
    def of(cls, pid: int) -> TrackedProcess:
        """The process that has this id now; ProcessLookupError when there is none."""
        state = _state(pid)
        if state is None:
            raise ProcessLookupError(pid)
        return cls(pid, state[1])

    @classmethod
    def load(cls, path: pathlib.Path) -> TrackedProcess | None:
        """What `save` wrote; None without a readable file."""
        try:
            pid, started = path.read_text().split()
            return cls(int(pid), int(started))
        except (OSError, ValueError):
            return None

    def save(self, path: pathlib.Path) -> None:
        """Write the process to a pid file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{self.pid} {self.started}\n")

    @property
    def running(self) -> bool:
        """Whether it still runs; one that only waits to be reaped does not."""
        state = _state(self.pid)
        return state is not None and state[0] != "Z" and state[1] == self.started

    def children(self) -> list[TrackedProcess]:
        """Its direct children (proc(5), /proc/pid/task/tid/children)."""
        try:
            text = pathlib.Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
            return [TrackedProcess.of(int(pid)) for pid in text.split()]
        except (OSError, ProcessLookupError):
            return []

    def send(self, number: signal.Signals) -> None:
        """Send a signal unless it has ended."""
        if self.running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def wait(self, seconds: float) -> bool:
        """Wait for its end; False when it still runs after that many seconds."""
        deadline = time.monotonic() + seconds
        while self.running:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True


def _state(pid: int) -> tuple[str, int] | None:
    """State letter and start time of a process (proc(5), /proc/pid/stat fields 3 and 22)."""
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return fields[0], int(fields[19])
