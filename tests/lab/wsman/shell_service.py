# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shells of one emulated host, driven by WS-Management messages."""

from __future__ import annotations

import base64
import pathlib
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import ClassVar, Protocol
from xml.sax.saxutils import escape

from .. import namespace
from ..emulated_host import EmulatedHost
from ..windows_host import injected_fault, state
from ..windows_host.injected_fault import HostFault
from . import soap
from .powershell_shell import PowerShellShell
from .soap import Action, Fault, Request
from .users import User
from .winrs import Output, Shell

COMMAND_STATE = f"{soap.NAMESPACES['rsp']}/CommandState"


class RemoteShell(Protocol):
    """What both kinds of shells do, `cmd` and PowerShell; each raises `Fault` for what it cannot."""

    resource_uri: ClassVar[str]
    streams: ClassVar[tuple[str, str]]
    """Names of the streams that it reads, and of those that it writes."""

    shell_id: str
    owner: str
    created: float

    def start(self, line: ET.Element) -> str:
        """Start a command; returns its id."""

    def send(self, command_id: str, stream: str, data: bytes, *, end: bool) -> None:
        """Write to a command, or to the shell itself when the id is empty."""

    def receive(self, command_id: str, seconds: float) -> Output:
        """Wait for output of a command, or of the shell itself when the id is empty."""

    def signal(self, command_id: str) -> None:
        """End a command."""

    def close(self) -> None:
        """End every command."""


class ShellService:
    """Answers messages about the shells of `host`."""

    def __init__(self, host: EmulatedHost, lab: pathlib.Path, programs: Mapping[str, str]) -> None:
        self._host = host
        self._lab = lab
        self._programs = programs
        self._shells: dict[str, RemoteShell] = {}
        self._lock = threading.Lock()

    def answer(self, message: bytes, user: User) -> tuple[str, Fault | None, bytes]:
        """Answer one message: the operation (for the log), the fault if it was refused, and the SOAP envelope."""
        asked, message_id = "?", ""
        try:
            request = Request.parse(message)
            asked, message_id = request.action_uri.rpartition("/")[2], request.message_id
            return asked, None, soap.respond(request, self._act(request, user))
        except Fault as fault:
            return asked, fault, soap.refuse(message_id, self._host.computer_name, fault)

    def close(self) -> None:
        """End every shell, as a reboot does."""
        with self._lock:
            shells, self._shells = list(self._shells.values()), {}
        for shell in shells:
            shell.close()

    def _act(self, request: Request, user: User) -> str:
        if request.action is Action.CREATE:
            return self._create(request, user)
        shell = self._shell(request.shell_id)
        match request.action:
            case Action.COMMAND:
                return self._command(request, shell)
            case Action.SEND:
                return self._send(request, shell)
            case Action.RECEIVE:
                return self._receive(request, shell)
            case Action.SIGNAL:
                shell.signal(request.find("rsp:Signal").get("CommandId", ""))
                return "<rsp:SignalResponse/>"
            case Action.DELETE:
                with self._lock:
                    self._shells.pop(shell.shell_id, None)
                shell.close()
                return ""

    def _shell(self, shell_id: str) -> RemoteShell:
        with self._lock:
            shell = self._shells.get(shell_id.upper())
        if shell is None:
            raise soap.shell_not_found(shell_id)
        return shell

    def _create(self, request: Request, user: User) -> str:
        described = request.find("rsp:Shell")
        wanted = described.iterfind("rsp:Environment/rsp:Variable", soap.NAMESPACES)
        environment = {item.get("Name", ""): item.text or "" for item in wanted} | self._environment(user)
        shell: RemoteShell
        if request.resource_uri == Shell.resource_uri:
            shell = Shell(user.name, self._program, environment)
        elif request.resource_uri == PowerShellShell.resource_uri:
            shell = PowerShellShell(user.name, self._program, environment, described)
        else:
            raise soap.resource_not_found(request.resource_uri)
        with self._lock:
            self._shells[shell.shell_id] = shell
        return self._description(shell)

    def _description(self, shell: RemoteShell) -> str:
        """[MS-WSMV] 2.2.4.37, and the endpoint reference of a WS-Transfer Create."""
        selectors = f'<w:SelectorSet><w:Selector Name="ShellId">{shell.shell_id}</w:Selector></w:SelectorSet>'
        return (
            f"<x:ResourceCreated><a:Address>http://{self._host.address}/wsman</a:Address><a:ReferenceParameters>"
            f"<w:ResourceURI>{shell.resource_uri}</w:ResourceURI>{selectors}</a:ReferenceParameters></x:ResourceCreated>"
            f"<rsp:Shell><rsp:ShellId>{shell.shell_id}</rsp:ShellId><rsp:ResourceUri>{shell.resource_uri}</rsp:ResourceUri>"
            f"<rsp:Owner>{escape(shell.owner)}</rsp:Owner><rsp:ClientIP>127.0.0.1</rsp:ClientIP>"
            "<rsp:IdleTimeOut>PT7200.000S</rsp:IdleTimeOut><rsp:InputStreams>{shell.streams[0]}</rsp:InputStreams>"
            f"<rsp:OutputStreams>{shell.streams[1]}</rsp:OutputStreams><rsp:ShellRunTime>P0DT0H0M"
            f"{time.monotonic() - shell.created:.0f}S</rsp:ShellRunTime></rsp:Shell>"
        )

    def _command(self, request: Request, shell: RemoteShell) -> str:
        if injected_fault.lift(self._host.directory(self._lab), HostFault.QUOTA):
            raise soap.quota_exceeded()
        command_id = shell.start(request.find("rsp:CommandLine"))
        return f"<rsp:CommandResponse><rsp:CommandId>{command_id}</rsp:CommandId></rsp:CommandResponse>"

    def _send(self, request: Request, shell: RemoteShell) -> str:
        for stream in request.find("rsp:Send").iterfind("rsp:Stream", soap.NAMESPACES):
            end = stream.get("End", "").lower() in ("true", "1")
            shell.send(stream.get("CommandId", ""), stream.get("Name", ""), soap.decode(stream), end=end)
        return "<rsp:SendResponse/>"

    def _receive(self, request: Request, shell: RemoteShell) -> str:
        command_id = request.find("rsp:Receive/rsp:DesiredStream").get("CommandId", "")
        output = shell.receive(command_id, request.timeout)
        # A PowerShell shell has output of its own, which belongs to no command.
        marked = f'CommandId="{escape(command_id)}"' if command_id else ""
        streams = [
            f'<rsp:Stream Name="{name}" {marked}>{base64.b64encode(data).decode()}</rsp:Stream>'
            for name, data in output.pieces
        ]
        if output.exit_code is None:
            streams.append(f'<rsp:CommandState {marked} State="{COMMAND_STATE}/Running"/>')
        else:
            streams += [f'<rsp:Stream Name="{name}" {marked} End="true"/>' for name in ("stdout", "stderr")]
            # A child that a signal has ended has a negative code; Windows' exit codes are unsigned.
            code = f"<rsp:ExitCode>{output.exit_code & 0xFFFFFFFF}</rsp:ExitCode>"
            streams.append(f'<rsp:CommandState {marked} State="{COMMAND_STATE}/Done">{code}</rsp:CommandState>')
        return f"<rsp:ReceiveResponse>{''.join(streams)}</rsp:ReceiveResponse>"

    def _program(self, name: str) -> pathlib.Path | None:
        program = self._programs.get(name)
        return pathlib.Path(program) if program else None

    def _environment(self, user: User) -> dict[str, str]:
        """The whole environment of a command: nothing of the server's own, so no virtual environment leaks in."""
        home = self._host.directory(self._lab)
        computer_name = state.load(home).netbios_name
        return {
            **namespace.SERVICE_ENVIRONMENT,
            "COMPUTERNAME": computer_name,
            "HOME": str(home),
            "LAB_DIR": str(self._lab),
            "LAB_HOST_DIR": str(home),
            "LAB_USERNAME": user.name,
            "LAB_USER_DOMAIN": user.domain,
            "LAB_USER_IS_ADMIN": "1" if user.administrator else "0",
            "SystemRoot": str(home / "Windows"),
            "TEMP": str(home / "temp"),
            "USERDOMAIN": user.domain or computer_name,
            "USERNAME": user.name,
        }
