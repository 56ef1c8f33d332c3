# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run programs in a mount namespace of their own, and services in a PID namespace as well.

The mount namespace gives them the lab's resolver without touching the machine's. The PID namespace makes sure that
nothing outlives a service: Samba's RPC helpers and the children of emulated hosts start sessions of their own, and the
kernel ends them all with the first process of the namespace.
"""

from __future__ import annotations

import os
import pathlib
import signal
import subprocess
from collections.abc import Mapping, Sequence
from typing import NoReturn

from .tracked_process import TrackedProcess

Binds = Mapping[pathlib.Path, pathlib.Path]
"""What to show where: {existing path: path that shows it}."""

SERVICE_ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
"""What services start from: nothing of the user's shell, least of all its secrets."""

_MOUNT = 'set -e; while [ "$1" != -- ]; do mount --bind "$1" "$2"; shift 2; done; shift; '
_RUN = _MOUNT + 'exec "$@"'
# The shell stays the first process, reaps what others leave behind and passes SIGTERM on.
_SERVE = _MOUNT + 'set +e; "$@" & trap "kill -TERM $!" TERM; wait $!; wait $!'


def possible() -> bool:
    """Whether this process may make namespaces; root in an unprivileged container may not."""
    attempt = subprocess.run(["unshare", "--mount", "--pid", "--fork", "true"], capture_output=True, check=False)
    return attempt.returncode == 0


def run(command: Sequence[str], binds: Binds, environment: Mapping[str, str]) -> NoReturn:
    """Become `command` in a new mount namespace; OSError when unshare is missing."""
    unshare = ["unshare", "--mount", "--propagation", "private", "--"]
    os.execvpe("unshare", [*unshare, *_shell(_RUN, binds, command)], environment)


def serve(command: Sequence[str], binds: Binds, environment: Mapping[str, str], log: pathlib.Path) -> TrackedProcess:
    """Start `command` as a service in new mount and PID namespaces; its output goes to `log`."""
    unshare = ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child", "--propagation", "private"]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*unshare, "--", *_shell(_SERVE, binds, command)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
    return TrackedProcess.of(process.pid)


def terminate(service: TrackedProcess, seconds: float = 5) -> None:
    """Ask a service to end; end it with all of its namespace when it has not after that many seconds."""
    for shell in service.children():
        shell.send(signal.SIGTERM)
    if not service.wait(seconds):
        kill(service)


def kill(service: TrackedProcess) -> None:
    """End a service and everything in its namespace at once."""
    service.send(signal.SIGKILL)
    service.wait(5)


def _shell(script: str, binds: Binds, command: Sequence[str]) -> list[str]:
    pairs = [str(path) for pair in binds.items() for path in pair]
    return ["/bin/sh", "-c", script, "sh", *pairs, "--", *command]
