# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small processes that a fault needs while it lasts; the lab ends them with the fault, or with itself."""

from __future__ import annotations

import pathlib
import signal
import subprocess
import sys

from . import namespace
from .tracked_process import TrackedProcess

TESTS = pathlib.Path(__file__).parents[1]


def start(lab: pathlib.Path, module: str, *arguments: str) -> None:
    """Run a module of this package until `stop`; nothing happens when it runs already."""
    pid_file = _pid_file(lab, module)
    running = TrackedProcess.load(pid_file)
    if running and running.running:
        return
    with (lab / "log" / f"{module}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-B", "-m", f"lab.{module}", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**namespace.SERVICE_ENVIRONMENT, "PYTHONPATH": str(TESTS)},
            start_new_session=True,
        )
    TrackedProcess.of(process.pid).save(pid_file)


def stop(lab: pathlib.Path, module: str) -> bool:
    """End it; whether it ran."""
    process = TrackedProcess.load(_pid_file(lab, module))
    ran = process is not None and process.running
    if process:
        process.send(signal.SIGTERM)
        process.wait(5)
    _pid_file(lab, module).unlink(missing_ok=True)
    return ran


def _pid_file(lab: pathlib.Path, module: str) -> pathlib.Path:
    return lab / "run" / f"{module}.pid"
