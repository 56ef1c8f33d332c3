# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Remote shells of the `cmd` kind: each command is a child process whose streams the client sends and receives."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pathlib
import signal
import subprocess
import threading
import time
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from typing import IO, ClassVar

from . import soap
from .windows_command_line import program_name, remove_carets, split_arguments

CHUNK = 64 * 1024
RECEIVE_LIMIT = 100 * 1024
"""Bytes of output in one answer: as base64 they fit the 150 KiB envelope that clients allow (MaxEnvelopeSize)."""

ERROR_BROKEN_PIPE = 0x8007006D
EXIT_NOT_RECOGNIZED = 1


@dataclasses.dataclass(frozen=True)
class Output:
    """One answer to Receive: pieces of streams in order, and the exit code once everything was received."""

    pieces: list[tuple[str, bytes]]
    exit_code: int | None


class OutputQueue:
    """What a command has written and the client has not received yet."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._pieces: list[tuple[str, bytes]] = []
        self._exit_code: int | None = None

    def put(self, stream: str, data: bytes) -> None:
        """Add output of `stdout` or `stderr`."""
        with self._changed:
            self._pieces.append((stream, data))
            self._changed.notify_all()

    def finish(self, exit_code: int) -> None:
        """There will be no more output."""
        with self._changed:
            self._exit_code = exit_code
            self._changed.notify_all()

    def take(self, seconds: float) -> Output:
        """Wait for output or the end; raises the operation timeout `Fault` when nothing happens."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._pieces or self._exit_code is not None, seconds):
                raise soap.operation_timed_out()
            taken: list[tuple[str, bytes]] = []
            size = 0
            while self._pieces and (not taken or size + len(self._pieces[0][1]) <= RECEIVE_LIMIT):
                taken.append(self._pieces.pop(0))
                size += len(taken[-1][1])
            return Output(taken, None if self._pieces else self._exit_code)


class Command:
    """One command line of a shell. A program that the host does not have fails as cmd.exe fails."""

    def __init__(
        self, line: str, program: Callable[[str], pathlib.Path | None], environment: Mapping[str, str]
    ) -> None:
        self.output = OutputQueue()
        self._process: subprocess.Popen[bytes] | None = None
        arguments = split_arguments(remove_carets(line)) or [""]
        executable = program(program_name(arguments[0]))
        if executable is None:
            text = f"'{arguments[0]}' is not recognized as an internal or external command,\r\n"
            self.output.put("stderr", f"{text}operable program or batch file.\r\n".encode())
            self.output.finish(EXIT_NOT_RECOGNIZED)
            return
        self._process = subprocess.Popen(
            [str(executable), *arguments[1:]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environment),
            cwd=environment["LAB_HOST_DIR"],
            start_new_session=True,
        )
        threading.Thread(target=self._collect, args=(self._process,), daemon=True).start()

    def _collect(self, process: subprocess.Popen[bytes]) -> None:
        streams = (("stdout", process.stdout), ("stderr", process.stderr))
        readers = [threading.Thread(target=self._read, args=pair, daemon=True) for pair in streams]
        # Leaving the process closes its pipes; input that it did not want breaks the one to it.
        with contextlib.suppress(BrokenPipeError), process:
            for reader in readers:
                reader.start()
            for reader in readers:
                reader.join()
        self.output.finish(process.wait())

    def _read(self, stream: str, pipe: IO[bytes]) -> None:
        while data := os.read(pipe.fileno(), CHUNK):
            self.output.put(stream, data)

    def send(self, data: bytes, end: bool) -> None:
        """Write to the command's stdin; raises `Fault` when it has closed it."""
        if self._process is None or self._process.stdin is None:
            return
        try:
            self._process.stdin.write(data)
            self._process.stdin.flush()
            if end:
                self._process.stdin.close()
        except (OSError, ValueError):
            raise soap.Fault(
                ERROR_BROKEN_PIPE, "w:InternalError", "The pipe has been ended.", soap.Blame.RECEIVER
            ) from None

    def kill(self) -> None:
        """End the process with its children; those in sessions of their own live on, as detached ones do on Windows."""
        if self._process and self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)


class Shell:
    """The commands of one client. `program` finds the executable for a bare name; `environment` is the commands'."""

    resource_uri: ClassVar[str] = f"{soap.NAMESPACES['rsp']}/cmd"
    streams: ClassVar[tuple[str, str]] = ("stdin", "stdout stderr")

    def __init__(
        self, owner: str, program: Callable[[str], pathlib.Path | None], environment: Mapping[str, str]
    ) -> None:
        self.shell_id = str(uuid.uuid4()).upper()
        self.owner = owner
        self.created = time.monotonic()
        self._program = program
        self._environment = environment
        self._commands: dict[str, Command] = {}

    def run(self, line: str) -> str:
        """Start a command line; returns the command's id."""
        command_id = str(uuid.uuid4()).upper()
        self._commands[command_id] = Command(line, self._program, self._environment)
        return command_id

    def start(self, line: ET.Element) -> str:
        """Start what an rsp:CommandLine says; returns the command's id."""
        words = [line.findtext("rsp:Command", "", soap.NAMESPACES)]
        words += [argument.text or "" for argument in line.iterfind("rsp:Arguments", soap.NAMESPACES)]
        return self.run(" ".join(words))

    def send(self, command_id: str, stream: str, data: bytes, *, end: bool) -> None:
        """Write to a command's stdin, the only stream there is; raises `Fault` when it has closed it."""
        self.command(command_id).send(data, end)

    def receive(self, command_id: str, seconds: float) -> Output:
        """What a command has written; raises `Fault` when nothing happens for so long."""
        return self.command(command_id).output.take(seconds)

    def command(self, command_id: str) -> Command:
        """One of the shell's commands; raises `Fault` when it has no such command."""
        try:
            return self._commands[command_id.upper()]
        except KeyError:
            raise soap.command_not_found(command_id) from None

    def signal(self, command_id: str) -> None:
        """End a command and forget it; every signal that clients send here means this ([MS-WSMV] 3.1.4.12)."""
        if command := self._commands.pop(command_id.upper(), None):
            command.kill()

    def close(self) -> None:
        """End every command."""
        for command_id in list(self._commands):
            self.signal(command_id)
