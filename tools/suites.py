# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the test suites in the order of their cost and sum them up.

A suite is a make target; this file only decides whether the machine can run it, counts and reports. A suite that cannot
run is skipped loudly: its reason stands in the summary. A pytest suite counts its tests, any other suite is one test; a
pytest suite that collects none has failed.

The suites of the lab wait for hosts to restart most of the time; the others need the processor. So they run side by
side: in one lane those of the checkout's lab, in one those that have a lab of their own, in one the others. Each lane
keeps its order, and what a suite prints is shown when it has ended.
"""

from __future__ import annotations

import argparse
import functools
import os
import shutil
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / ".cache" / "reports"
SCREEN = threading.Lock()
COMPILING = threading.Lock()


@dataclass(frozen=True)
class Counts:
    """Tests by outcome."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass(frozen=True)
class Outcome:
    """What became of a suite; `seconds` of wall time, `reason` when it was skipped."""

    suite: str
    status: str
    counts: Counts
    seconds: float = 0.0
    reason: str = ""


# A need answers why this machine cannot meet it, or None.
Need = Callable[[], str | None]


@functools.cache
def newest() -> str | None:
    if (ROOT / ".venv-newest" / "bin" / "python").exists():
        return None
    return "needs a Python >= 3.12 for a newer ansible-core than the smallest"


@functools.cache
def lab() -> str | None:
    """Whether the lab can run; installs what it needs when it can (`./lab install`)."""
    if os.geteuid():
        return "needs root: a Samba domain controller does"
    if not (ROOT / "lab").exists():
        return "needs ./lab, which this checkout does not have"
    if subprocess.run([ROOT / "lab", "install"], check=False, stdin=subprocess.DEVNULL).returncode:
        return "needs the packages of `./lab install`, which failed; its messages are above"
    return None


def kerberos() -> None:
    """Compile what Kerberos needs, once; without it the tests that use it are skipped one by one, and say so."""
    with COMPILING:
        if subprocess.run([ROOT / "lab", "install", "--kerberos"], check=False, stdin=subprocess.DEVNULL).returncode:
            print("suites: the tests with Kerberos will be skipped, for the messages above", flush=True)


@functools.cache
def mono() -> str | None:
    """Whether C# can be compiled and run; the lab's packages bring Mono."""
    if shutil.which("mcs") and shutil.which("mono"):
        return None
    return lab() or "needs mcs and mono (Debian: mono-mcs, mono-runtime)"


@dataclass(frozen=True)
class Suite:
    """A make target, and what the machine must have for it."""

    target: str
    needs: tuple[Need, ...] = ()
    own_lab: bool = False

    @property
    def lane(self) -> str:
        """The suites of a lane run one after the other."""
        return "own lab" if self.own_lab else "lab" if lab in self.needs else "processor"


# The order of their cost.
SUITES = (
    Suite("lint"),
    Suite("unit"),
    Suite("unit-newest", (newest,)),
    Suite("contracts"),
    Suite("csharp", (mono,)),
    Suite("sanity"),
    Suite("integration", (lab, kerberos)),
    Suite("integration-alone", (lab, kerberos), own_lab=True),
    Suite("integration-newest", (newest, lab), own_lab=True),
    Suite("molecule", (lab,)),
)


def read_report(path: Path, *, succeeded: bool) -> Counts:
    """The counts of a JUnit report; without one the suite itself is the test."""
    if not path.exists():
        return Counts(passed=1) if succeeded else Counts(failed=1)
    total = Counts()
    for suite in ET.parse(path).getroot().iter("testsuite"):  # noqa: S314 - a report that pytest has just written
        ran, failures, errors, skipped = (int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped"))
        failed = min(ran, failures + errors)
        total += Counts(ran - failed - skipped, failed, skipped)
    return total


def show(suite: Suite, news: str, log: Path | None = None) -> None:
    """Print a line about a suite, and what it printed; one suite at a time."""
    with SCREEN:
        print(f"\n######## make {suite.target}: {news}", flush=True)
        if log:
            sys.stdout.flush()
            with log.open("rb") as output:
                shutil.copyfileobj(output, sys.stdout.buffer)
            sys.stdout.flush()


def run_suite(suite: Suite) -> Outcome:
    reason = next((reason for need in suite.needs if (reason := need())), None)
    if reason:
        show(suite, f"SKIPPED: {reason}")
        return Outcome(suite.target, "SKIPPED", Counts(skipped=1), reason=reason)
    report, log = REPORTS / f"{suite.target}.xml", REPORTS / f"{suite.target}.log"
    show(suite, f"started, writes to {log.relative_to(ROOT)}")
    report.unlink(missing_ok=True)
    environment = os.environ | {"PYTEST_ADDOPTS": f"--junitxml={report}"}
    start = time.monotonic()
    # What this runs for has made the environments, and two lanes must not make them at once
    command = ["make", "--no-print-directory", "--old-file=setup", suite.target]
    with log.open("wb") as output:
        returncode = subprocess.run(
            command, check=False, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        ).returncode
    counts = read_report(report, succeeded=returncode == 0)
    if returncode and not counts.failed:
        counts += Counts(failed=1)  # what broke was outside the tests: no test collected, a crash
    outcome = Outcome(suite.target, "FAILED" if returncode else "passed", counts, time.monotonic() - start)
    show(suite, f"{outcome.status} after {outcome.seconds:.0f} s", log)
    return outcome


def run_suites(suites: list[Suite]) -> list[Outcome]:
    """Run the lanes side by side; the outcomes stand in the order of the suites."""
    lanes = [[suite for suite in suites if suite.lane == lane] for lane in sorted({suite.lane for suite in suites})]
    with ThreadPoolExecutor(len(lanes)) as executor:
        outcomes = [
            outcome for lane in executor.map(lambda lane: list(map(run_suite, lane)), lanes) for outcome in lane
        ]
    order = [suite.target for suite in suites]
    return sorted(outcomes, key=lambda outcome: order.index(outcome.suite))


def summary(outcomes: list[Outcome], seconds: float) -> Iterator[str]:
    """The closing lines: a table of the suites, one line for people, one line of counts for machines."""
    yield f"\n{'suite':<20} {'outcome':<8} {'tests':<36} {'time':>7}"
    for outcome in outcomes:
        result = outcome.reason or f"{outcome.counts!s:<36} {outcome.seconds:6.1f}s"
        yield f"{outcome.suite:<20} {outcome.status:<8} {result}"
    status = [outcome.status for outcome in outcomes]
    suites = (
        f"{status.count('passed')} suites passed, {status.count('FAILED')} failed, {status.count('SKIPPED')} skipped"
    )
    yield f"\nmake test: {suites} in {seconds:.0f} s"
    yield str(sum((outcome.counts for outcome in outcomes), Counts()))


def main() -> int:
    names = [suite.target for suite in SUITES]
    parser = argparse.ArgumentParser(description="Run the test suites in the order of their cost and sum them up.")
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"of {', '.join(names)}; all when none is given")
    wanted = parser.parse_args().suites or names
    if unknown := set(wanted) - set(names):
        parser.error(f"no such suite: {', '.join(sorted(unknown))}")
    REPORTS.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    lab()  # installs what cheaper suites use too where they find it: Mono, OpenSSL
    outcomes = run_suites([suite for suite in SUITES if suite.target in wanted])
    print("\n".join(summary(outcomes, time.monotonic() - start)), flush=True)
    return 1 if any(outcome.status == "FAILED" for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
