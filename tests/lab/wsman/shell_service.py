# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shells of one emulated host, driven by WS-Management messages."""

from __future__ import annotations

import base64
import binascii
import pathlib
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from xml.sax.saxutils import escape

from .. import namespace
from ..emulated_host import EmulatedHost
from ..windows_host import state
from . import soap
from .soap import Action, Fault, Request
from .users import User
from .winrs import Shell

SHELL_URI = f"{soap.NAMESPACES['rsp']}/cmd"
COMMAND_STATE = f"{soap.NAMESPACES['rsp']}/CommandState"


class ShellService:
    """Answers messages about the `cmd` shells of `host`; the PowerShell kind is another resource URI."""

    def __init__(self, host: EmulatedHost, lab: pathlib.Path, programs: Mapping[str, str]) -> None:
        self._host = host
        self._lab = lab
        self._programs = programs
        self._shells: dict[str, Shell] = {}
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

    def _shell(self, shell_id: str) -> Shell:
        with self._lock:
            shell = self._shells.get(shell_id.upper())
        if shell is None:
            raise soap.shell_not_found(shell_id)
        return shell

    def _create(self, request: Request, user: User) -> str:
        if request.resource_uri != SHELL_URI:
            raise soap.resource_not_found(request.resource_uri)
        wanted = request.find("rsp:Shell").iterfind("rsp:Environment/rsp:Variable", soap.NAMESPACES)
        variables = {variable.get("Name", ""): variable.text or "" for variable in wanted}
        shell = Shell(user.name, self._program, variables | self._environment(user))
        with self._lock:
            self._shells[shell.shell_id] = shell
        return self._description(shell)

    def _description(self, shell: Shell) -> str:
        """[MS-WSMV] 2.2.4.37, and the endpoint reference of a WS-Transfer Create."""
        selectors = f'<w:SelectorSet><w:Selector Name="ShellId">{shell.shell_id}</w:Selector></w:SelectorSet>'
        return (
            f"<x:ResourceCreated><a:Address>http://{self._host.address}/wsman</a:Address><a:ReferenceParameters>"
            f"<w:ResourceURI>{SHELL_URI}</w:ResourceURI>{selectors}</a:ReferenceParameters></x:ResourceCreated>"
            f"<rsp:Shell><rsp:ShellId>{shell.shell_id}</rsp:ShellId><rsp:ResourceUri>{SHELL_URI}</rsp:ResourceUri>"
            f"<rsp:Owner>{escape(shell.owner)}</rsp:Owner><rsp:ClientIP>127.0.0.1</rsp:ClientIP>"
            "<rsp:IdleTimeOut>PT7200.000S</rsp:IdleTimeOut><rsp:InputStreams>stdin</rsp:InputStreams>"
            f"<rsp:OutputStreams>stdout stderr</rsp:OutputStreams><rsp:ShellRunTime>P0DT0H0M"
            f"{time.monotonic() - shell.created:.0f}S</rsp:ShellRunTime></rsp:Shell>"
        )

    def _command(self, request: Request, shell: Shell) -> str:
        line = request.find("rsp:CommandLine")
        words = [line.findtext("rsp:Command", "", soap.NAMESPACES)]
        words += [argument.text or "" for argument in line.iterfind("rsp:Arguments", soap.NAMESPACES)]
        command_id = shell.run(" ".join(words))
        return f"<rsp:CommandResponse><rsp:CommandId>{command_id}</rsp:CommandId></rsp:CommandResponse>"

    def _send(self, request: Request, shell: Shell) -> str:
        for stream in request.find("rsp:Send").iterfind("rsp:Stream", soap.NAMESPACES):
            command = shell.command(stream.get("CommandId", ""))
            command.send(_decode(stream), end=stream.get("End", "").lower() in ("true", "1"))
        return "<rsp:SendResponse/>"

    def _receive(self, request: Request, shell: Shell) -> str:
        command_id = request.find("rsp:Receive/rsp:DesiredStream").get("CommandId", "")
        output = shell.command(command_id).output.take(request.timeout)
        marked = f'CommandId="{escape(command_id)}"'
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
            "LAB_USER_IS_ADMIN": "1" if user.administrator else "0",
            "SystemRoot": str(home / "Windows"),
            "TEMP": str(home / "temp"),
            "USERDOMAIN": user.domain or computer_name,
            "USERNAME": user.name,
        }


def _decode(stream: ET.Element) -> bytes:
    try:
        return base64.b64decode(stream.text or "")
    except binascii.Error:
        raise soap.malformed("rsp:Stream is not base64") from None
