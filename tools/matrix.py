# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run sanity, units and the lab's tests with every ansible-core that the Pythons of this machine run.

`make test` does so with the smallest and the newest. Each release gets an environment of its own below .cache/matrix,
with the smallest Python that runs it, and stays there for the next run.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import sanity
from environments import NEWEST, OLDEST, ROOT, Environment, Release, SetupError, choose, find_pythons, make
from suites import lab

WORK = ROOT / ".cache" / "matrix"
RELEASES = (*OLDEST.releases, Release("2.20.10", ((3, 12), (3, 14)), "13.8.0"), *reversed(NEWEST.releases))
LAB = ("tests/integration", "--numprocesses", "4")


def environment_of(release: Release) -> Environment:
    home = WORK / release.core
    return dataclasses.replace(
        NEWEST,
        name=f"core-{release.core}",
        directory=home / "venv",
        collections=home / "collections",
        releases=(release,),
        newest_python=False,
    )


def pytest(environment: Environment, *arguments: str) -> bool:
    """Run tests with the ansible-core of an environment; whether they passed."""
    programs = environment.directory / "bin"
    variables = {
        "PATH": os.pathsep.join((str(programs), os.environ["PATH"])),
        "ANSIBLE_COLLECTIONS_PATH": str(environment.collections),
    }
    command: list[str | Path] = [
        programs / "python",
        "-m",
        "pytest",
        "-o",
        f"pythonpath={environment.collections}",
        *arguments,
    ]
    return subprocess.run(command, check=False, cwd=ROOT, env=os.environ | variables).returncode == 0


SUITES: dict[str, Callable[[Environment], bool]] = {
    "unit": lambda environment: pytest(environment, "tests/unit"),
    "ansible-test-units": sanity.test_units,
    "sanity": lambda environment: sanity.test(environment)[0],
    "lab": lambda environment: pytest(environment, *LAB, "-m", "not alone"),
    "lab-alone": lambda environment: pytest(environment, "tests/integration", "-m", "alone"),
}


def outcomes(release: Release, suites: list[str]) -> Iterator[str]:
    """A line for every suite: the release, the suite, what became of it, and the seconds that it took."""
    environment = environment_of(release)
    chosen = choose(environment, find_pythons())
    if chosen is None:
        yield f"{release.core:<10} {'all':<18} SKIPPED: this machine has no Python for it"
        return
    make(environment)
    for suite in suites:
        reason = lab() if suite.startswith("lab") else None
        print(f"\n######## ansible-core {release.core}: {suite}", flush=True)
        start = time.monotonic()
        status = f"SKIPPED: {reason}" if reason else "passed" if SUITES[suite](environment) else "FAILED"
        yield f"{release.core:<10} {suite:<18} {status:<8} {time.monotonic() - start:6.1f} s"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "cores", nargs="*", metavar="CORE", help="the beginning of a release, such as 2.20; all by default"
    )
    parser.add_argument("--suite", action="append", choices=list(SUITES), help="this one only; may be given again")
    asked = parser.parse_args()
    releases = [each for each in RELEASES if not asked.cores or each.core.startswith(tuple(asked.cores))]
    try:
        lines = [line for each in releases for line in outcomes(each, asked.suite or list(SUITES))]
    except SetupError as error:
        print(f"matrix: {error}", file=sys.stderr)
        return 1
    print("\n" + "\n".join(f"matrix: {line}" for line in lines), flush=True)
    return 1 if any("FAILED" in line for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
