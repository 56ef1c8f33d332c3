# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts that Ansible's plugins send; the texts are those of ansible.windows 3.3.0 and 3.8.0."""

from __future__ import annotations

import dataclasses
import json
import pathlib
import subprocess
from typing import Any

import pytest

from ansible_collections.netjoin.windows.tests.lab.windows_host import state
from ansible_collections.netjoin.windows.tests.lab.windows_host.host import Host
from ansible_collections.netjoin.windows.tests.lab.windows_host.raw_script import Answer, needs_windows, run_script

SUFFIX = (
    "; If (-not $?) { If (Get-Variable LASTEXITCODE -ErrorAction SilentlyContinue) { exit $LASTEXITCODE } "
    "Else { exit 1 } }"
)
BOOT_TIME = "(Get-CimInstance -ClassName Win32_OperatingSystem -Property LastBootUpTime).LastBootUpTime.ToFileTime()"
LOGON_KEY = r"HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon\AutoLogonChecked"
REBOOTS = {
    "3.3.0": "shutdown.exe /r /t 2 /c 'Reboot initiated by Ansible'",
    "3.8.0": r"C:\Windows\System32\shutdown.exe /r /t 2 /c 'It''s time'",
}
REBOOT = """$ErrorActionPreference = 'Continue'

if ($True) {
    Remove-Item -LiteralPath '%s' -Force -ErrorAction SilentlyContinue
}

$stdout = $null
$stderr = . { %s | Set-Variable stdout } 2>&1 | ForEach-Object ToString

ConvertTo-Json -Compress -InputObject @{
    stdout = (@($stdout) -join "`n")
    stderr = (@($stderr) -join "`n")
    rc = $LASTEXITCODE
}
"""


@pytest.fixture
def host(tmp_path: pathlib.Path) -> Host:
    """WIN01, called by its administrator."""
    state.create(tmp_path / "win01", "WIN01")
    return Host(tmp_path / "win01", tmp_path, "hostadmin", user_is_administrator=True)


def test_the_boot_time_is_a_filetime(host: Host) -> None:
    """100 ns since 1601: 2020-01-01T00:00:00Z is 132223104000000000 (MicrosoftDocs FILETIME)."""
    host.save(dataclasses.replace(host.load(), boot_time=1577836800.0))
    assert run_script(host, BOOT_TIME + SUFFIX) == Answer("132223104000000000\r\n")


def test_the_boot_time_differs_after_a_reboot(host: Host) -> None:
    """Which is all that win_reboot looks at."""
    before = run_script(host, BOOT_TIME + SUFFIX)
    state.reboot(host.directory)
    assert run_script(host, BOOT_TIME + SUFFIX) != before


def test_the_logon_screen_is_up_on_a_host_that_answers(host: Host) -> None:
    """win_reboot wants to see its own marker."""
    script = f"Get-Item -LiteralPath '{LOGON_KEY}' -ErrorAction Stop; 'success-1234'"
    assert run_script(host, script + SUFFIX) == Answer("success-1234\r\n")


@pytest.mark.parametrize("version", REBOOTS)
def test_a_reboot_runs_shutdown_and_reports_it_as_json(
    host: Host, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the arguments that PowerShell would pass, quotes removed."""
    calls: list[list[str]] = []

    class Done:
        stdout, stderr, returncode = "", "A system shutdown has already been scheduled.(1190)\n", 1190

    def run(command: list[str], **options: Any) -> Done:
        calls.append(command)
        return Done()

    monkeypatch.setattr(subprocess, "run", run)
    answer = run_script(host, REBOOT % (LOGON_KEY, REBOOTS[version]) + SUFFIX)
    result = json.loads(answer.output)
    assert (result["rc"], result["stderr"]) == (1190, "A system shutdown has already been scheduled.(1190)")
    expected = {"3.3.0": "Reboot initiated by Ansible", "3.8.0": "It's time"}[version]
    assert calls[0][1:] == ["/r", "/t", "2", "/c", expected]


@pytest.mark.parametrize(
    ("script", "output"),
    [
        ("whoami", "win01\\hostadmin\r\n"),
        ("hostname", "WIN01\r\n"),
        ("$env:COMPUTERNAME", "WIN01\r\n"),
        ("echo hello", "hello\r\n"),
        ("Write-Output 'hello'", "hello\r\n"),
        ("'it''s me'", "it's me\r\n"),
        ("exit 0", ""),
        ("whoami\nexit $LASTEXITCODE", "win01\\hostadmin\r\n"),
    ],
)
def test_small_commands_are_answered(host: Host, script: str, output: str) -> None:
    """Those that people give as a test."""
    assert run_script(host, script) == Answer(output)


def test_a_domain_user_is_named_with_the_domain(host: Host) -> None:
    """As whoami does on a member."""
    caller = dataclasses.replace(host, user="plain", user_domain="LAB")
    assert run_script(caller, "whoami") == Answer("lab\\plain\r\n")


@pytest.mark.parametrize("script", ["Get-Process", "Remove-Item C:\\x", "whoami; Get-Process", "Get-Item 'x'"])
def test_any_other_script_fails_by_name(host: Host, script: str) -> None:
    """Nothing is quietly skipped."""
    answer = run_script(host, script)
    assert answer.return_code == 1
    assert script.split(";", maxsplit=1)[0] in answer.error


@pytest.mark.parametrize(
    ("script", "needs"),
    [
        (BOOT_TIME + SUFFIX, True),
        (REBOOT % (LOGON_KEY, REBOOTS["3.8.0"]) + SUFFIX, True),
        (f"Get-Item -LiteralPath '{LOGON_KEY}' -ErrorAction Stop; 'success-1234'", True),
        ("whoami", True),
        ("$env:COMPUTERNAME", False),
        ("echo whoami", False),
        ("Get-ChildItem", False),
    ],
)
def test_a_real_powershell_is_left_what_needs_no_windows(script: str, needs: bool) -> None:
    """WMI's cmdlets, the registry and the programs of Windows do not exist on Linux."""
    assert needs_windows(script) is needs
