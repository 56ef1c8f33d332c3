# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Slow a domain controller down: stop and continue all of its processes in turn.

`python3 -m lab.slow_controller PID`, the controller's, runs until SIGTERM. The kernel's own delays (netem) are not in
every container, and would need a rule for each address.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import signal
import sys
import time
from types import FrameType

STOPPED_SECONDS = 0.6
RUNNING_SECONDS = 0.06
"""A question waits 0.3 s on average, and a join asks about a dozen of them in turn."""


def processes(controller: int) -> list[int]:
    """The processes in the PID namespace of the controller's children; none when it has ended."""
    children = pathlib.Path(f"/proc/{controller}/task/{controller}/children").read_text().split()
    spaces = {_space(int(child)) for child in children} - {None}
    found = [int(entry.name) for entry in pathlib.Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in found if _space(pid) in spaces]


def signal_all(pids: list[int], number: signal.Signals) -> None:
    """Those that have ended in between do not mind."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def throttle(controller: int) -> None:
    """Until the controller or this process is ended; the controller runs again then."""
    stopped: list[int] = []
    try:
        while stopped := processes(controller):
            signal_all(stopped, signal.SIGSTOP)
            time.sleep(STOPPED_SECONDS)
            signal_all(stopped, signal.SIGCONT)
            time.sleep(RUNNING_SECONDS)
    except FileNotFoundError:
        return
    finally:
        signal_all(stopped, signal.SIGCONT)


def _space(pid: int) -> str | None:
    try:
        return str(pathlib.Path(f"/proc/{pid}/ns/pid").readlink())
    except OSError:
        return None


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    throttle(int(sys.argv[1]))
