# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the C# tests of this folder in Mono, one pytest test for each of theirs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
UTILS = HERE.parents[1] / "plugins" / "module_utils"
TEST = re.compile(r"public static void (\w+)\(\)")
TESTS = [
    f"{path.stem}.{name}"
    for path in sorted(HERE.glob("*Tests.cs"))
    for name in TEST.findall(path.read_text(encoding="utf-8"))
]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What became of each test: ``ok``, or ``failed`` and why."""
    if shutil.which("mcs") is None or shutil.which("mono") is None:
        pytest.skip("Mono (mcs, mono) is not installed")
    directory = tmp_path_factory.mktemp("csharp")
    program = directory / "tests.exe"
    sources = [str(path) for path in (*sorted(UTILS.glob("*.cs")), *sorted(HERE.glob("*.cs")))]
    subprocess.run(["mcs", "-langversion:5", "-warnaserror", f"-out:{program}", *sources], check=True)
    run = subprocess.run(
        ["mono", program],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=HERE,
        env={**os.environ, "TMPDIR": str(directory)},
    )
    rows = (line.split(" ", 2) for line in run.stdout.splitlines())
    return {name: f"{outcome} {reason}".strip() for outcome, name, reason in rows}


@pytest.mark.parametrize("test", TESTS)
def test_in_mono(outcomes: dict[str, str], test: str) -> None:
    """The C# test of that name passes."""
    assert outcomes.get(test) == "ok"
