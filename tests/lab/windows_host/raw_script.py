# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The PowerShell scripts that Ansible's plugins send as text, answered without a PowerShell.

They are those of ``ansible.windows.win_reboot`` (plugin_utils/_reboot.py of ansible.windows 3.3 to 3.8) and the small
commands that people give it, or ``raw``, as a test.  Any other script is refused by name.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .host import Host
from .provider.computer_system import boot_filetime

SHUTDOWN = Path(__file__).with_name("shutdown")
FAILURE_SUFFIX = re.compile(r"; If \(-not \$\?\) \{.*\}\s*$", re.DOTALL)
EXIT_SUFFIX = re.compile(r"\s*\nexit \$LASTEXITCODE\s*$")
"""What the psrp connection adds to a command; here the exit code is that of the command anyway."""

REBOOT_COMMAND = re.compile(
    r"\. \{ (?:C:\\Windows\\System32\\)?shutdown\.exe (?P<arguments>.*?) \| Set-Variable stdout \}", re.DOTALL
)
TEST_COMMAND = re.compile(
    r"Get-Item -LiteralPath '(?P<key>[^']+AutoLogonChecked)' -ErrorAction Stop; '(?P<marker>[^']*)'"
)
LITERAL = re.compile(r"'(?P<text>(?:[^']|'')*)'")
BOOT_TIME = re.compile(
    r"\(Get-CimInstance -ClassName Win32_OperatingSystem -Property LastBootUpTime\)\.LastBootUpTime\.ToFileTime\(\)"
)
DATE_BOOT_TIME = re.compile(
    r"\(Get-(?:CimInstance|WmiObject) (?:-ClassName |-Class )?Win32_OperatingSystem\)\.LastBootUpTime"
)
SHUTDOWN_COMMAND = re.compile(r"(?:C:\\Windows\\System32\\)?shutdown(?:\.exe)?\s+(?P<arguments>.*)", re.IGNORECASE)
WHOAMI = re.compile(r"whoami(?:\.exe)?", re.IGNORECASE)
HOSTNAME = re.compile(r"hostname(?:\.exe)?", re.IGNORECASE)
ECHO = re.compile(r"(?:echo|Write-Output|Write-Host)\s+(?P<text>.*)", re.IGNORECASE | re.DOTALL)
WORD = re.compile(r"""'(?P<single>(?:[^']|'')*)'|"(?P<double>[^"]*)"|(?P<bare>\S+)""")
WINDOWS_LINE_END = "\r\n"


@dataclass(frozen=True)
class Answer:
    """What a script prints, and its exit code."""

    output: str = ""
    error: str = ""
    return_code: int = 0


def needs_windows(script: str) -> bool:
    """Whether a script asks for what a PowerShell that runs on Linux has not: WMI's cmdlets, the registry, programs."""
    command = _command(script)
    patterns = (BOOT_TIME, DATE_BOOT_TIME, TEST_COMMAND, SHUTDOWN_COMMAND, WHOAMI, HOSTNAME)
    return bool(REBOOT_COMMAND.search(command)) or any(pattern.fullmatch(command) for pattern in patterns)


def run_script(host: Host, script: str) -> Answer:
    """Answers a script of the table below; any other one fails with its first line in the message."""
    command = _command(script)
    reboot = REBOOT_COMMAND.search(command)
    if reboot is not None:
        return _reboot(reboot["arguments"])
    for pattern, run in SCRIPTS:
        match = pattern.fullmatch(command)
        if match is not None:
            return run(host, match)
    first_line = command.partition("\n")[0][:120]
    return Answer(error=f"the lab's PowerShell cannot run: {first_line}{WINDOWS_LINE_END}", return_code=1)


def _command(script: str) -> str:
    """What was to be run, without what Ansible's connections put behind it."""
    return FAILURE_SUFFIX.sub("", EXIT_SUFFIX.sub("", script.strip())).rstrip("; \n")


def _reboot(arguments: str) -> Answer:
    """win_reboot's wrapper: the output of shutdown.exe as JSON."""
    done = _shutdown(arguments)
    result = {"stdout": done.output.strip(), "stderr": done.error.strip(), "rc": done.return_code}
    return _line(json.dumps(result))


def _shutdown(arguments: str) -> Answer:
    done = subprocess.run([str(SHUTDOWN), *_words(arguments)], capture_output=True, text=True, check=False)
    return Answer(done.stdout, done.stderr, done.returncode)


def _words(arguments: str) -> list[str]:
    """Arguments of a native command as PowerShell passes them."""
    found = WORD.finditer(arguments)
    return [match["bare"] or match["double"] or (match["single"] or "").replace("''", "'") for match in found]


def _line(text: str) -> Answer:
    return Answer(output=text + WINDOWS_LINE_END)


def _boot_time(host: Host, _match: re.Match[str]) -> Answer:
    return _line(str(boot_filetime(host.load())))


def _whoami(host: Host, _match: re.Match[str]) -> Answer:
    return _line(f"{host.user_domain or host.load().netbios_name}\\{host.user}".lower())


def _hostname(host: Host, _match: re.Match[str]) -> Answer:
    return _line(host.load().host_name)


def _computer_name(host: Host, _match: re.Match[str]) -> Answer:
    return _line(host.load().netbios_name)


def _echo(_host: Host, match: re.Match[str]) -> Answer:
    return _line(match["text"].strip().strip("'\""))


def _literal(_host: Host, match: re.Match[str]) -> Answer:
    return _line(match["text"].replace("''", "'"))


def _logon_screen_is_up(_host: Host, match: re.Match[str]) -> Answer:
    """A host that answers at all has booted: LogonUI has made its key."""
    return _line(match["marker"])


def _run_shutdown(_host: Host, match: re.Match[str]) -> Answer:
    return _shutdown(match["arguments"])


def _nothing(_host: Host, _match: re.Match[str]) -> Answer:
    return Answer()


SCRIPTS: tuple[tuple[re.Pattern[str], Callable[[Host, re.Match[str]], Answer]], ...] = (
    (BOOT_TIME, _boot_time),
    (DATE_BOOT_TIME, _boot_time),
    (TEST_COMMAND, _logon_screen_is_up),
    (SHUTDOWN_COMMAND, _run_shutdown),
    (WHOAMI, _whoami),
    (HOSTNAME, _hostname),
    (re.compile(r"\$env:COMPUTERNAME", re.IGNORECASE), _computer_name),
    (ECHO, _echo),
    (LITERAL, _literal),
    (re.compile(r"exit 0|\$null|"), _nothing),
)
