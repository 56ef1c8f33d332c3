# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The `./lab` command: its grammar, its errors and exit codes."""

from __future__ import annotations

import os
import pathlib

import pytest

from ansible_collections.netjoin.windows.tests.lab import command_line, requirements

NEEDS_A_RUNNING_LAB = [
    ["status"],
    ["reset", "win01"],
    ["host", "add", "win03"],
    ["fault", "dc-down"],
    ["reuse-allow-list", "joiner"],
    ["inventory"],
    ["exec", "--", "true"],
]


@pytest.fixture(autouse=True)
def empty_lab_of_root(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lab directory in which nothing runs, and the right to start something."""
    monkeypatch.setenv("LAB_DIR", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: 0)


@pytest.mark.parametrize("arguments", NEEDS_A_RUNNING_LAB, ids=" ".join)
def test_without_a_running_lab_the_way_to_one_is_shown(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1, and the command to type."""
    assert command_line.main(arguments) == 1
    assert "./lab up" in capsys.readouterr().err


def test_ending_a_lab_that_does_not_run_is_good() -> None:
    """A cleanup may run twice."""
    assert command_line.main(["down"]) == 0


def test_who_is_not_root_cannot_have_a_lab(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 3 lets a test run skip what needs the lab."""
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert command_line.main(["up"]) == 3
    assert "root" in capsys.readouterr().err


@pytest.mark.parametrize(
    "release",
    [
        'ID=ubuntu\nVERSION_ID="24.04"\nPRETTY_NAME="Ubuntu 24.04"\n',
        'ID=debian\nVERSION_ID="13"\nPRETTY_NAME="Debian 13"\n',
    ],
    ids=["Ubuntu", "Debian 13"],
)
def test_another_system_is_named(
    release: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3 with the name from os-release(5)."""
    (tmp_path / "os-release").write_text(release)
    monkeypatch.setattr(requirements, "OS_RELEASE", tmp_path / "os-release")
    assert command_line.main(["up"]) == 3
    assert release.split('"')[-2] in capsys.readouterr().err


def test_a_system_without_os_release_is_unknown(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a traceback."""
    monkeypatch.setattr(requirements, "OS_RELEASE", tmp_path / "missing")
    assert command_line.main(["up"]) == 3


def test_no_lab_is_started_for_what_is_no_powershell(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1, with the path that was given."""
    for check in ("check_machine", "check_python", "missing"):
        monkeypatch.setattr(requirements, check, list)
    assert command_line.main(["up", "--powershell", str(tmp_path / "pwsh")]) == 1
    assert str(tmp_path / "pwsh") in capsys.readouterr().err
    assert not (tmp_path / "hosts.json").exists()


def test_faults_can_be_listed_without_a_lab(capsys: pytest.CaptureFixture[str]) -> None:
    """Each with what it does."""
    assert command_line.main(["fault"]) == 0
    assert "dc-down" in capsys.readouterr().out


def test_a_reader_that_has_gone_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """`./lab fault | head -1`; what was not written yet does not fail when the program ends, either."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as pipe:
        monkeypatch.setattr("sys.stdout", pipe)
        assert command_line.main(["fault"]) == 141


def test_a_command_keeps_its_own_options() -> None:
    """What follows -- is not read as options of ./lab."""
    options = command_line.parser().parse_args(["exec", "--", "ansible", "--version", "-h"])
    assert options.command[-3:] == ["ansible", "--version", "-h"]
