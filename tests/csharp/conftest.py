# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests that run C# on the lab's native libraries share: those libraries, and the C# of the collection."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from ansible_collections.netjoin.windows.tests.lab.windows_host.build import Runtime, build

UTILS = Path(__file__).parents[2] / "plugins" / "module_utils"


@pytest.fixture(scope="session")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Runtime:
    missing = [program for program in ("gcc", "mcs", "mono") if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    return build(tmp_path_factory.mktemp("windows"))


@pytest.fixture(scope="session")
def utilities(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = tmp_path_factory.mktemp("utilities") / "utilities.dll"
    options = ["-langversion:5", "-warnaserror", "-target:library", f"-out:{library}", f"-r:{runtime.wmi_library}"]
    subprocess.run(["mcs", *options, *map(str, sorted(UTILS.glob("*.cs")))], check=True)
    return library
