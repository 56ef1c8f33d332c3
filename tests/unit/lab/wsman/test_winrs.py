# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of a remote shell."""

from __future__ import annotations

import contextlib
import pathlib
import time
import typing as t

import pytest

from ansible_collections.netjoin.windows.tests.lab.wsman.soap import Fault
from ansible_collections.netjoin.windows.tests.lab.wsman.winrs import RECEIVE_LIMIT, Command, OutputQueue, Shell

PROGRAMS = {"cat": pathlib.Path("/bin/cat"), "sleep": pathlib.Path("/bin/sleep"), "env": pathlib.Path("/usr/bin/env")}


@pytest.fixture
def shell(tmp_path: pathlib.Path) -> t.Iterator[Shell]:
    """A shell on a host that has three programs."""
    environment = {"LAB_HOST_DIR": str(tmp_path), "COMPUTERNAME": "WIN01"}
    with contextlib.closing(Shell("hostadmin", PROGRAMS.get, environment)) as shell:
        yield shell


def everything(command: Command) -> tuple[dict[str, bytes], int]:
    """Receive until the command has ended."""
    streams = {"stdout": b"", "stderr": b""}
    while True:
        output = command.output.take(10)
        for name, data in output.pieces:
            streams[name] += data
        if output.exit_code is not None:
            return streams, output.exit_code


def test_input_comes_back_as_output(shell: Shell) -> None:
    """More than a pipe holds, in pieces, with every byte value."""
    command = shell.command(shell.run("cat"))
    data = bytes(range(256)) * 1200
    command.send(data[:1000], end=False)
    command.send(data[1000:], end=True)
    assert ({"stdout": data, "stderr": b""}, 0) == everything(command)


def test_a_program_that_the_host_lacks_is_not_recognized(shell: Shell) -> None:
    """cmd.exe's words and exit code."""
    streams, code = everything(shell.command(shell.run("diskpart /s x")))
    assert b"'diskpart' is not recognized as an internal or external command,\r\n" in streams["stderr"]
    assert code == 1


def test_an_empty_line_is_not_recognized(shell: Shell) -> None:
    """Not a traceback of the server."""
    assert everything(shell.command(shell.run("")))[1] == 1


def test_the_exit_code_and_stderr_are_the_commands_own(shell: Shell) -> None:
    """Of a command that fails."""
    streams, code = everything(shell.command(shell.run("cat no-such-file")))
    assert b"no-such-file" in streams["stderr"]
    assert code == 1


def test_a_command_sees_its_shells_environment_only(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the server's own environment has stays there."""
    monkeypatch.setenv("VIRTUAL_ENV", "/x")
    output = everything(shell.command(shell.run("env")))[0]["stdout"]
    assert b"COMPUTERNAME=WIN01\n" in output
    assert b"VIRTUAL_ENV" not in output


def test_waiting_in_vain_is_a_timeout_fault(shell: Shell) -> None:
    """2150858793: what makes clients ask again ([MS-WSMV] 3.1.4.14)."""
    command = shell.command(shell.run("sleep 60"))
    with pytest.raises(Fault) as caught:
        command.output.take(0.01)
    assert caught.value.code == 2150858793


def test_a_signal_ends_the_command(shell: Shell) -> None:
    """And the shell forgets it."""
    command_id = shell.run("sleep 60")
    command = shell.command(command_id)
    start = time.monotonic()
    shell.signal(command_id)
    everything(command)
    assert time.monotonic() - start < 10
    with pytest.raises(Fault):
        shell.command(command_id)


def test_a_closed_shell_has_ended_its_commands(shell: Shell) -> None:
    """As after a reboot."""
    command = shell.command(shell.run("sleep 60"))
    shell.close()
    assert everything(command)[1] != 0


def test_input_for_a_command_that_has_ended_is_a_broken_pipe(shell: Shell) -> None:
    """ERROR_BROKEN_PIPE (109) as an HRESULT."""
    command = shell.command(shell.run("sleep 0"))
    everything(command)
    with pytest.raises(Fault) as caught:
        command.send(b"x", end=False)
    assert caught.value.code & 0xFFFF == 109


def test_ids_are_compared_without_case(shell: Shell) -> None:
    """Clients may spell a GUID as they like."""
    command_id = shell.run("sleep 0")
    assert shell.command(command_id.lower()) is shell.command(command_id)


def test_an_answer_is_no_longer_than_an_envelope_may_be() -> None:
    """Pieces wait for the next Receive; the exit code comes with the last one only."""
    queue = OutputQueue()
    for fill in (b"a", b"b", b"c"):
        queue.put("stdout", fill * (RECEIVE_LIMIT // 2))
    queue.finish(0)
    first, second = queue.take(0), queue.take(0)
    assert (len(first.pieces), first.exit_code) == (2, None)
    assert (len(second.pieces), second.exit_code) == (1, 0)
