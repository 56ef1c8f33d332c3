# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``shutdown.exe`` of an emulated host: a reboot that is due later, and what it completes.

Source of options and codes: MicrosoftDocs windows-commands ``shutdown``, [MS-ERREF] 1115, 1116, 1190.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from . import state
from .collection import make_collection_importable
from .host import Host, NoHost

ERROR_ACCESS_DENIED = 5
ERROR_SHUTDOWN_IN_PROGRESS = 1115
ERROR_NO_SHUTDOWN_IN_PROGRESS = 1116
ERROR_SHUTDOWN_IS_SCHEDULED = 1190
DEFAULT_DELAY = 30.0
SECONDS_UNTIL_DOWN = 0.5
DEFAULT_DOWN_SECONDS = 0.6
"""After ``shutdown /t 2`` win_reboot asks at 0, 1 to 2, and 3 to 5 seconds, and waits ever longer after one that
failed: a host that is down between its second and its third question keeps a test short."""
MESSAGES = {
    ERROR_ACCESS_DENIED: "Access is denied.",
    ERROR_SHUTDOWN_IN_PROGRESS: "A system shutdown is in progress.",
    ERROR_NO_SHUTDOWN_IN_PROGRESS: "Unable to abort the system shutdown because no shutdown was in progress.",
    ERROR_SHUTDOWN_IS_SCHEDULED: "A system shutdown has already been scheduled.",
}


@dataclass(frozen=True)
class Request:
    """What a command line asks for; `delay` in seconds."""

    abort: bool
    delay: float


def parse(arguments: Sequence[str]) -> Request:
    """Reads ``/r /t N /c TEXT /f`` and ``/a``, with ``-`` for ``/``."""
    options = [argument.lower().replace("-", "/", 1) for argument in arguments]
    delay = DEFAULT_DELAY
    if "/t" in options[:-1]:
        delay = float(options[options.index("/t") + 1])
    return Request(abort="/a" in options, delay=delay)


def main(arguments: Sequence[str]) -> int:
    """Schedules or aborts; returns the exit code at once."""
    make_collection_importable()
    try:
        host = Host.from_environment(os.environ)
    except NoHost as error:
        print(error, file=sys.stderr)
        return 1
    code = _run(host, parse(arguments))
    if code != 0:
        print(f"{MESSAGES[code]}({code})", file=sys.stderr)
    return code


def _run(host: Host, request: Request) -> int:
    if not host.user_is_administrator:
        return ERROR_ACCESS_DENIED
    if request.abort:
        return 0 if _abort(host) else ERROR_NO_SHUTDOWN_IN_PROGRESS
    if is_down(host):
        return ERROR_SHUTDOWN_IN_PROGRESS
    marker = host.directory / state.SHUTDOWN_FILE
    try:
        descriptor = os.open(marker, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if _pid(host) is not None:
            return ERROR_SHUTDOWN_IS_SCHEDULED
        marker.unlink(missing_ok=True)
        return _run(host, request)
    pid = os.fork()
    if pid == 0:
        os.close(descriptor)
        _reboot_in_background(host, request.delay)
    os.write(descriptor, str(pid).encode())
    os.close(descriptor)
    return 0


def is_down(host: Host) -> bool:
    """Whether the host is between going down and coming up."""
    try:
        return float((host.directory / state.DOWN_UNTIL_FILE).read_text()) > time.time()
    except (FileNotFoundError, ValueError):
        return False


def _reboot_in_background(host: Host, delay: float) -> None:
    """Runs in a child of its own session, so that the server's end of the shell does not end it; never returns."""
    code = 1
    try:
        os.setsid()
        with open(os.devnull, "r+b") as nothing:
            for stream in (0, 1, 2):
                os.dup2(nothing.fileno(), stream)
        time.sleep(delay + SECONDS_UNTIL_DOWN)
        if _pid(host) != os.getpid():
            return  # aborted, or the host has been reset
        complete(host, float(os.environ.get("LAB_REBOOT_SECONDS", DEFAULT_DOWN_SECONDS)))
        code = 0
    finally:
        os._exit(code)


def complete(host: Host, down_seconds: float) -> None:
    """Takes the host down for `down_seconds`; when it is up again, what waited for the reboot is active."""
    up_at = time.time() + down_seconds
    _write_down_until(host, up_at)
    (host.directory / state.SHUTDOWN_FILE).unlink(missing_ok=True)
    with state.exclusive(host.directory, wait=True):
        booted = state.reboot(host.directory, boot_time=up_at)
    if booted.domain is not None:
        from .provider.netlogon import after_boot

        with contextlib.suppress(Exception):
            after_boot(host)


def _write_down_until(host: Host, up_at: float) -> None:
    temporary = host.directory / f".{state.DOWN_UNTIL_FILE}"
    temporary.write_text(f"{up_at:.3f}")
    temporary.replace(host.directory / state.DOWN_UNTIL_FILE)


def _abort(host: Host) -> bool:
    pid = _pid(host)
    if pid is None:
        return False
    (host.directory / state.SHUTDOWN_FILE).unlink(missing_ok=True)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    return True


def _pid(host: Host) -> int | None:
    """The process that waits to reboot the host, if it lives."""
    try:
        pid = int((host.directory / state.SHUTDOWN_FILE).read_text())
        os.kill(pid, 0)
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return None
    return pid
