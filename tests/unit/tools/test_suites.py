# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the suites are counted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ansible_collections.netjoin.windows.tools import suites
from ansible_collections.netjoin.windows.tools.suites import Counts, Outcome, Suite, read_report, run_suites, summary

# One test of each outcome that pytest knows; the test with a broken teardown passes and errs.
TESTS = """
import pytest

@pytest.fixture
def broken_teardown():
    yield
    raise RuntimeError

@pytest.fixture
def broken_setup():
    raise RuntimeError

def test_passes(): pass
def test_passes_too(): pass
def test_passes_and_errs(broken_teardown): pass
def test_errs(broken_setup): pass
def test_fails(): assert False
@pytest.mark.skip
def test_skips(): pass
@pytest.mark.xfail(strict=True)
def test_fails_as_expected(): assert False
"""


def test_a_report_is_counted_as_pytest_counts_it(tmp_path: Path) -> None:
    """Errors are failures, expected failures are skips, a test that passes and then errs is one failure."""
    (tmp_path / "test_it.py").write_text(TESTS)
    report = tmp_path / "report.xml"
    command = [sys.executable, "-I", "-m", "pytest", f"--junitxml={report}", str(tmp_path)]
    subprocess.run(command, check=False, cwd=tmp_path, env={}, capture_output=True)
    assert read_report(report, succeeded=False) == Counts(passed=2, failed=3, skipped=2)


def test_a_suite_without_a_report_is_one_test(tmp_path: Path) -> None:
    """Its exit code is its outcome."""
    assert read_report(tmp_path / "none.xml", succeeded=True) == Counts(passed=1)
    assert read_report(tmp_path / "none.xml", succeeded=False) == Counts(failed=1)


def test_the_summary_ends_with_the_sum_and_shows_why_a_suite_was_skipped() -> None:
    """The last line is for machines, the reason for people."""
    outcomes = [
        Outcome("unit", "passed", Counts(passed=7, skipped=1), 1.25),
        Outcome("molecule", "SKIPPED", Counts(skipped=1), reason="needs root"),
        Outcome("lint", "FAILED", Counts(failed=1), 2.0),
    ]
    lines = list(summary(outcomes, 2.5))
    assert lines[-1] == "7 passed, 1 failed, 2 skipped"
    assert "make test: 1 suites passed, 1 failed, 1 skipped in 2 s" in lines[-2]
    assert any(line.startswith("molecule") and line.endswith("SKIPPED  needs root") for line in lines)


# The first suite ends only when those of the other lanes have begun.
MAKEFILE = """
cheap: ; @touch begun; echo cheap output
slow: ; @until [ -e begun ] && [ -e begun-too ]; do sleep 0.01; done; echo slow output
second: ; @touch begun-too; echo second output
broken: ; @false
"""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "Makefile").write_text(MAKEFILE)
    monkeypatch.setattr(suites, "ROOT", tmp_path)
    monkeypatch.setattr(suites, "REPORTS", tmp_path)
    monkeypatch.setattr(suites, "lab", lambda: None)
    return tmp_path


@pytest.mark.usefixtures("checkout")
def test_the_lab_waits_beside_the_suites_that_need_the_processor(capfd: pytest.CaptureFixture[str]) -> None:
    """The outcomes stand in the order of the suites, and what each suite printed is shown once, whole."""
    outcomes = run_suites(
        [Suite("slow", (suites.lab,)), Suite("second", (suites.lab,), own_lab=True), Suite("cheap"), Suite("broken")]
    )
    assert [(outcome.suite, outcome.status) for outcome in outcomes] == [
        ("slow", "passed"),
        ("second", "passed"),
        ("cheap", "passed"),
        ("broken", "FAILED"),
    ]
    shown = capfd.readouterr().out
    assert [shown.count(f"{name} output") for name in ("cheap", "second", "slow")] == [1, 1, 1]
