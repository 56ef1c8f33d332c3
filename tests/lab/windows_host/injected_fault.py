# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults that `./lab fault` puts on one host: a file each in the host's `faults` directory, its text the fault's value.

Files, and not the host's state, since the lab, the WinRM service and the host's programs come and go at any time.
"""

from __future__ import annotations

import contextlib
import enum
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from .state import exclusive

DROP_REQUEST = "drop_connections"
DROP_SECONDS = 2.0
ERROR_DISK_FULL = 112
ERROR_TIME_SKEW = 1398


class HostFault(enum.Enum):
    """Everything that can go wrong on a host; those that drop connections and the quota happen once."""

    NO_RETURN = "no-return"
    DROP_BEFORE = "drop-before"
    DROP_DURING = "drop-during"
    DROP_AFTER = "drop-after"
    QUOTA = "quota"
    HANG = "hang"
    DISK_FULL = "disk-full"
    CLOCK_SKEW = "clock-skew"
    READ_ONLY_DC = "dc-read-only"


def inject(home: Path, fault: HostFault, value: str = "") -> None:
    """Puts a fault on the host in `home`."""
    path = _path(home, fault)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.write_text(value)


def lift(home: Path, fault: HostFault) -> bool:
    """Takes a fault away; whether it was there."""
    try:
        _path(home, fault).unlink()
    except FileNotFoundError:
        return False
    return True


def value(home: Path, fault: HostFault) -> str | None:
    """The value of a fault, None when the host does not have it."""
    try:
        return _path(home, fault).read_text()
    except FileNotFoundError:
        return None


def since(home: Path, fault: HostFault) -> float | None:
    """When the fault was put on the host, in epoch seconds."""
    try:
        return _path(home, fault).stat().st_mtime
    except FileNotFoundError:
        return None


def native_call(home: Path, call: Callable[[], int | None]) -> int | None:
    """Makes a call that changes the membership go wrong as the host's faults say; its code."""
    if lift(home, HostFault.DROP_BEFORE):
        _drop_connections(home)
        _end_processes()
    if lift(home, HostFault.DROP_DURING):
        _drop_connections(home)
    if seconds := value(home, HostFault.HANG):
        with exclusive(home, wait=True):
            time.sleep(float(seconds))
    code = ERROR_DISK_FULL if value(home, HostFault.DISK_FULL) is not None else call()
    if lift(home, HostFault.DROP_AFTER):
        _drop_connections(home)
    return code


def _drop_connections(home: Path) -> None:
    """Asks the WinRM service, which removes the file when it is done."""
    request = home / DROP_REQUEST
    request.touch()
    deadline = time.monotonic() + DROP_SECONDS
    while request.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    with contextlib.suppress(FileNotFoundError):
        request.unlink()


def _end_processes() -> None:
    """The service gives every command a process group of its own."""
    os.killpg(0, signal.SIGKILL)


def _path(home: Path, fault: HostFault) -> Path:
    return home / "faults" / fault.value
