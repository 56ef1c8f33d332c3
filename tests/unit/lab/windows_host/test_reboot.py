# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""shutdown.exe of an emulated host."""

from __future__ import annotations

import dataclasses
import pathlib
import time

import pytest

from ansible_collections.netjoin.windows.tests.lab.windows_host import reboot, state
from ansible_collections.netjoin.windows.tests.lab.windows_host.host import Host


@pytest.fixture
def host(tmp_path: pathlib.Path) -> Host:
    """WIN01, called by its administrator."""
    state.create(tmp_path / "win01", "WIN01")
    return Host(tmp_path / "win01", tmp_path, "hostadmin", user_is_administrator=True)


@pytest.fixture
def environment(host: Host, monkeypatch: pytest.MonkeyPatch) -> Host:
    """The same host, as the server describes it."""
    monkeypatch.setenv("LAB_HOST_DIR", str(host.directory))
    monkeypatch.setenv("LAB_DIR", str(host.lab_directory))
    monkeypatch.setenv("LAB_USER_IS_ADMIN", "1")
    return host


@pytest.mark.parametrize(
    ("arguments", "request_"),
    [
        (["/r", "/t", "2", "/c", "text"], reboot.Request(abort=False, delay=2)),
        (["-r", "-t", "0"], reboot.Request(abort=False, delay=0)),
        (["/r"], reboot.Request(abort=False, delay=30)),
        (["/a"], reboot.Request(abort=True, delay=30)),
    ],
)
def test_options_are_read(arguments: list[str], request_: reboot.Request) -> None:
    """30 seconds unless /t says otherwise (MicrosoftDocs windows-commands shutdown)."""
    assert request_ == reboot.parse(arguments)


def test_a_host_is_down_for_a_moment_and_then_another_one(host: Host) -> None:
    """Its boot time is when it comes up, and what waited is active."""
    host.save(dataclasses.replace(host.load(), pending_host_name="NEW"))
    before = time.time()
    reboot.complete(host, down_seconds=60)
    assert reboot.is_down(host)
    assert host.load().host_name == "NEW"
    assert host.load().boot_time == pytest.approx(before + 60, abs=5)


def test_a_second_shutdown_is_refused_and_the_first_can_be_aborted(
    environment: Host, capfd: pytest.CaptureFixture[str]
) -> None:
    """1190, then nothing, then 1116 ([MS-ERREF] 2.2), and the host has not rebooted."""
    booted = environment.load().boot_time
    codes = [reboot.main(["/r", "/t", "60"]), reboot.main(["/r", "/t", "60"])]
    codes += [reboot.main(["/a"]), reboot.main(["/a"])]
    assert codes == [0, 1190, 0, 1116]
    assert "already been scheduled.(1190)" in capfd.readouterr().err
    assert booted == environment.load().boot_time


def test_a_shutdown_during_a_reboot_is_refused(environment: Host) -> None:
    """1115: a shutdown is in progress."""
    reboot.complete(environment, down_seconds=60)
    assert reboot.main(["/r", "/t", "0"]) == 1115


def test_only_an_administrator_reboots(environment: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """5: access is denied."""
    monkeypatch.setenv("LAB_USER_IS_ADMIN", "0")
    assert reboot.main(["/r", "/t", "0"]) == 5
    assert not reboot.is_down(environment)
