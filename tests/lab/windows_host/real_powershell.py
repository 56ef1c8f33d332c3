# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a real PowerShell as an emulated host's ``powershell``: what Ansible sends is not read here, but run.

Its native calls and its WMI reach the provider as those of the stand-in do.  What needs a Windows below PowerShell
itself, the scripts of win_reboot, is left to ``raw_script``.
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from .build import build
from .host import Host, windows_environment
from .powershell_copy import programs
from .provider.pipes import ProviderPipes

SETTINGS = {
    "DOTNET_CLI_TELEMETRY_OPTOUT": "1",
    "LC_ALL": "C.UTF-8",
    "NO_COLOR": "1",
    "POWERSHELL_TELEMETRY_OPTOUT": "1",
    "POWERSHELL_UPDATECHECK": "Off",
    "TERM": "dumb",
}
"""So that PowerShell neither calls home nor colours what Ansible reads."""


def run(host: Host, executable: Path, arguments: Sequence[str]) -> int:
    """Hands standard input, output and error on, and returns the exit code.  Raises BuildFailed."""
    libraries = build(host.lab_directory).directory
    surroundings = environment(host, os.environ, libraries)
    Path(surroundings["HOME"]).mkdir(mode=0o700, exist_ok=True)
    pipes = ProviderPipes()
    process = subprocess.Popen(
        [str(executable), *arguments],
        pass_fds=pipes.child_ends,
        env={**surroundings, **pipes.environment},
    )
    pipes.close_child_ends()
    # Not to the end of the pipes: a restart that a script has started goes on with them.
    threading.Thread(target=pipes.serve, args=(host,), daemon=True).start()
    return process.wait()


def environment(host: Host, given: Mapping[str, str], libraries: Path) -> dict[str, str]:
    """The host's environment, as .NET and PowerShell on Linux look for it."""
    windows = windows_environment(host, given)
    home = host.directory / "home"
    return {
        **windows,
        **SETTINGS,
        "HOME": str(home),
        "LD_LIBRARY_PATH": str(libraries),
        "PATH": os.pathsep.join([str(programs(host.lab_directory)), windows.get("PATH", "/usr/bin:/bin")]),
        "PSModuleAnalysisCachePath": str(home / "ModuleAnalysisCache"),
        "TMP": windows["TEMP"],
        "USERPROFILE": str(home),
    }
