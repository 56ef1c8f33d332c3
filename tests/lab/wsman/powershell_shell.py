# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Remote shells of the PowerShell kind: a runspace pool whose pipelines run on the host's `powershell` ([MS-PSRP]).

psrpcore speaks the protocol. A pipeline of one script is one process: the objects that the client pipes in are its
lines of standard input, its lines of standard output are the objects that come back, and its exit code is what `exit`
tells the client's host.
"""

from __future__ import annotations

import base64
import contextlib
import pathlib
import threading
import time
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import psrpcore
from psrpcore.types import ErrorCategoryInfo, HostMethodIdentifier, NETException

from . import soap
from .winrs import Command, Output, OutputQueue

FRAGMENT_BYTES = 32 * 1024
"""What PowerShell takes for its own fragments; as base64 they fit the envelope that clients allow."""

WAIT_SECONDS = 3600.0


class PowerShellShell:
    """One runspace pool. The client chooses its id, and that of every pipeline."""

    resource_uri: ClassVar[str] = f"{soap.NAMESPACES['ps']}/Microsoft.PowerShell"
    streams: ClassVar[tuple[str, str]] = ("stdin pr", "stdout")

    def __init__(
        self,
        owner: str,
        program: Callable[[str], pathlib.Path | None],
        environment: Mapping[str, str],
        described: ET.Element,
    ) -> None:
        self.shell_id = described.get("ShellId", str(uuid.uuid4())).upper()
        self.owner = owner
        self.created = time.monotonic()
        self._program = program
        self._environment = environment
        self._lock = threading.RLock()
        self._pool = psrpcore.ServerRunspacePool()
        self._output = OutputQueue()
        self._pipelines: dict[str, Pipeline] = {}
        creation = described.find("ps:creationXml", soap.NAMESPACES)
        if creation is None:
            raise soap.malformed("creationXml is missing")
        self._take("", soap.decode(creation))

    def start(self, line: ET.Element) -> str:
        """Start a pipeline; the first argument of the command line is the first fragment of what it is to run."""
        command_id = line.get("CommandId", str(uuid.uuid4())).upper()
        arguments = line.find("rsp:Arguments", soap.NAMESPACES)
        if arguments is None:
            raise soap.malformed("rsp:Arguments is missing")
        with self._lock:
            server = psrpcore.ServerPipeline(self._pool, uuid.UUID(command_id))
            self._pipelines[command_id] = Pipeline(server, self._run, self._flush, self._lock)
        self._take(command_id, soap.decode(arguments))
        return command_id

    def send(self, command_id: str, stream: str, data: bytes, *, end: bool) -> None:
        """Take fragments; both streams, input and answers to host calls, carry the same kind of them."""
        self._take(command_id.upper(), data)

    def receive(self, command_id: str, seconds: float) -> Output:
        """Whole fragments of a pipeline's messages, or of the pool's own."""
        return self._queue(command_id.upper()).take(seconds)

    def signal(self, command_id: str) -> None:
        """End a pipeline and forget it."""
        with self._lock:
            pipeline = self._pipelines.pop(command_id.upper(), None)
        if pipeline:
            pipeline.kill()

    def close(self) -> None:
        """End every pipeline."""
        for command_id in list(self._pipelines):
            self.signal(command_id)

    def _queue(self, command_id: str) -> OutputQueue:
        if not command_id:
            return self._output
        try:
            return self._pipelines[command_id].output
        except KeyError:
            raise soap.command_not_found(command_id) from None

    def _take(self, command_id: str, fragments: bytes) -> None:
        """Hand fragments to the pool, act on the messages that they complete, and queue the answers."""
        target = uuid.UUID(command_id) if command_id else None
        with self._lock:
            try:
                self._pool.receive_data(psrpcore.PSRPPayload(fragments, psrpcore.StreamType.default, target))
                while event := self._pool.next_event():
                    self._act(event)
            except (psrpcore.PSRPCoreError, ValueError) as error:
                raise soap.malformed(f"the fragments are no PSRP messages, {error}") from None
            self._flush()

    def _act(self, event: psrpcore.PSRPEvent[Any, Any]) -> None:
        pipeline = self._pipelines.get(str(event.pipeline_id).upper())
        if pipeline is None:
            return
        if isinstance(event, psrpcore.CreatePipelineEvent):
            pipeline.start()
        elif isinstance(event, psrpcore.PipelineInputEvent):
            pipeline.take_input(str(event.data))
        elif isinstance(event, psrpcore.EndOfPipelineInputEvent):
            pipeline.end_input()

    def _run(self, script: str) -> Command:
        encoded = base64.b64encode(script.encode("utf-16-le")).decode()
        line = f"powershell -NoProfile -NonInteractive -EncodedCommand {encoded}"
        return Command(line, self._program, self._environment)

    def _flush(self) -> None:
        """Queue what the pool wants to send; nobody asks any more for what a pipeline says that was ended."""
        with self._lock:
            while payload := self._pool.data_to_send(FRAGMENT_BYTES):
                with contextlib.suppress(soap.Fault):
                    queue = self._queue(str(payload.pipeline_id).upper() if payload.pipeline_id else "")
                    queue.put("stdout", payload.data)


class Pipeline:
    """One script of a pool. `run` starts its process, `flush` sends what the pipeline says."""

    def __init__(
        self,
        server: psrpcore.ServerPipeline,
        run: Callable[[str], Command],
        flush: Callable[[], None],
        lock: threading.RLock,
    ) -> None:
        self.output = OutputQueue()
        self._server = server
        self._run = run
        self._flush = flush
        self._lock = lock
        self._command: Command | None = None

    def start(self) -> None:
        """Run the script; raises `Fault` unless the pipeline is exactly one."""
        metadata = self._server.metadata
        if not isinstance(metadata, psrpcore.PowerShell) or len(metadata.commands) != 1:
            raise soap.malformed("the lab's hosts run pipelines of one script")
        self._server.start()
        self._command = self._run(metadata.commands[0].command_text)
        if metadata.no_input:
            self.end_input()
        threading.Thread(target=self._collect, args=(self._command,), daemon=True).start()

    def take_input(self, text: str) -> None:
        """One object of the client's is one line; a script may end without reading it."""
        if self._command:
            with contextlib.suppress(soap.Fault):
                self._command.send(f"{text}\n".encode(), end=False)

    def end_input(self) -> None:
        """There will be no more objects."""
        if self._command:
            with contextlib.suppress(soap.Fault):
                self._command.send(b"", end=True)

    def kill(self) -> None:
        """End the process."""
        if self._command:
            self._command.kill()

    def _collect(self, command: Command) -> None:
        """Wait for the end of the process, then say everything."""
        streams = {"stdout": b"", "stderr": b""}
        exit_code: int | None = None
        while exit_code is None:
            received = command.output.take(WAIT_SECONDS)
            for stream, data in received.pieces:
                streams[stream] += data
            exit_code = received.exit_code
        with self._lock:
            self._say(_lines(streams["stdout"]), _lines(streams["stderr"]), exit_code)
        self.output.finish(0)

    def _say(self, output: list[str], errors: list[str], exit_code: int) -> None:
        for line in output:
            self._server.write_output(line)
        for line in errors:
            # What a native program writes to its standard error is this kind of record.
            self._server.write_error(
                NETException(line), ErrorCategoryInfo(), fully_qualified_error_id="NativeCommandError"
            )
        if exit_code:
            self._server.host_call(HostMethodIdentifier.SetShouldExit, [exit_code & 0xFFFFFFFF])
        self._server.complete()
        self._server.close()
        self._flush()


def _lines(output: bytes) -> list[str]:
    """Lines as PowerShell sees those of a program; Python's own splitlines knows more ends than those."""
    text = output.decode(errors="replace").replace("\r\n", "\n").removesuffix("\n")
    return text.split("\n") if text else []
