# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""WS-Management messages: requests parsed into values, responses and faults as XML ([MS-WSMV] 3.1.4, DSP0226)."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import enum
import re
import uuid
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = {
    "s": "http://www.w3.org/2003/05/soap-envelope",
    "a": "http://schemas.xmlsoap.org/ws/2004/08/addressing",
    "x": "http://schemas.xmlsoap.org/ws/2004/09/transfer",
    "w": "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd",
    "p": "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd",
    "rsp": "http://schemas.microsoft.com/wbem/wsman/1/windows/shell",
    "f": "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault",
    "wmi": "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/MSFT_WmiError",
    "ps": "http://schemas.microsoft.com/powershell",
}
ANONYMOUS = f"{NAMESPACES['a']}/role/anonymous"
FAULT_ACTION = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"
DEFAULT_TIMEOUT = 60.0
"""Seconds that an operation may take when the client does not say (MaxTimeoutms of a Windows host)."""


class Action(enum.Enum):
    """The operations on shells, by their WS-Addressing URI ([MS-WSMV] 3.1.4)."""

    CREATE = f"{NAMESPACES['x']}/Create"
    DELETE = f"{NAMESPACES['x']}/Delete"
    COMMAND = f"{NAMESPACES['rsp']}/Command"
    SEND = f"{NAMESPACES['rsp']}/Send"
    RECEIVE = f"{NAMESPACES['rsp']}/Receive"
    SIGNAL = f"{NAMESPACES['rsp']}/Signal"


class Blame(enum.Enum):
    """Who is at fault, in SOAP's words."""

    SENDER = "s:Sender"
    RECEIVER = "s:Receiver"


class Fault(Exception):
    """A refusal as WSMan states it; codes, symbols and texts of wsmerror.h, subcodes of DSP0226 14.6.

    The plugins under WSMan refuse with an error of WMI instead of a WSManFault.
    """

    def __init__(
        self, code: int, subcode: str, text: str, blame: Blame = Blame.SENDER, *, of_wmi: bool = False
    ) -> None:
        super().__init__(text)
        self.code = code
        self.subcode = subcode
        self.text = text
        self.blame = blame
        self.of_wmi = of_wmi

    def detail(self, machine: str) -> str:
        """What the SOAP fault of this machine has as its detail."""
        text = escape(self.text)
        if self.of_wmi:
            return (
                f"<wmi:MSFT_WmiError><wmi:error_Code>{self.code}</wmi:error_Code>"
                f"<wmi:error_Message>{text}</wmi:error_Message></wmi:MSFT_WmiError>"
            )
        message = f"<f:Message>{text}</f:Message>"
        return f'<f:WSManFault Code="{self.code}" Machine={quoteattr(machine)}>{message}</f:WSManFault>'


def operation_timed_out() -> Fault:
    """ERROR_WSMAN_OPERATION_TIMEDOUT: nothing happened within OperationTimeout; clients ask again."""
    text = "The WS-Management service cannot complete the operation within the time specified in OperationTimeout."
    return Fault(0x80338029, "w:TimedOut", text, Blame.RECEIVER)


def shell_not_found(shell_id: str) -> Fault:
    """What a shell that has ended, or never was, gives: 2150858843."""
    text = (
        f"The request for the Windows Remote Shell with ShellId {shell_id} failed because the shell was not found on "
        "the server. Possible causes are: the specified ShellId is incorrect or the shell no longer exists on the "
        "server. Provide the correct ShellId or create a new shell and retry the operation."
    )
    return Fault(0x8033805B, "w:InvalidSelectors", text)


def command_not_found(command_id: str) -> Fault:
    """ERROR_WSMAN_INVALID_SELECTORS for a command that is not one of the shell's."""
    text = f"The WS-Management service cannot process the request: this shell has no command {command_id}."
    return Fault(0x8033803D, "w:InvalidSelectors", text)


def quota_exceeded() -> Fault:
    """ERROR_WSMAN_QUOTA_MAX_OPERATIONS: this user has too many operations open; Ansible then takes a new shell."""
    text = (
        "The WS-Management service cannot process the request. The maximum number of concurrent operations for this "
        "user has been exceeded. Close existing operations for this user, or raise the quota for this user."
    )
    return Fault(0x803381A6, "w:InternalError", text, Blame.RECEIVER, of_wmi=True)


def resource_not_found(uri: str) -> Fault:
    """ERROR_WSMAN_RESOURCE_NOT_FOUND: no shell of this kind here."""
    text = f"The service cannot find the resource identified by the resource URI and selectors: {uri}"
    return Fault(0x80338000, "a:DestinationUnreachable", text)


def invalid_action(uri: str) -> Fault:
    """ERROR_WSMAN_INVALID_ACTIONURI: no such operation."""
    text = f"The WS-Management service cannot process the request. The WS-Addressing action URI is invalid: {uri}"
    return Fault(0x80338001, "a:ActionNotSupported", text)


def malformed(what: str) -> Fault:
    """ERROR_WSMAN_SCHEMA_VALIDATION_ERROR: the message is not what its action wants."""
    text = f"The SOAP XML in the message does not match the corresponding XML schema definition: {what}."
    return Fault(0x80338041, "w:SchemaValidationError", text)


@dataclasses.dataclass(frozen=True)
class Request:
    """One request; `action` is None for an operation that is unknown here. `timeout` is in seconds."""

    action_uri: str
    message_id: str
    resource_uri: str
    shell_id: str
    timeout: float
    body: ET.Element = dataclasses.field(repr=False)

    @classmethod
    def parse(cls, message: bytes) -> Request:
        """Raises `Fault` when the message is no SOAP envelope with a header and a body."""
        try:
            envelope = ET.fromstring(message)
        except ET.ParseError as error:
            raise malformed(f"not well-formed XML, {error}") from None
        header, body = envelope.find("s:Header", NAMESPACES), envelope.find("s:Body", NAMESPACES)
        if header is None or body is None:
            raise malformed("no SOAP header or no SOAP body")
        return cls(
            action_uri=_text(header, "a:Action"),
            message_id=_text(header, "a:MessageID"),
            resource_uri=_text(header, "w:ResourceURI"),
            shell_id=_text(header, "w:SelectorSet/w:Selector"),
            timeout=_seconds(_text(header, "w:OperationTimeout")),
            body=body,
        )

    @property
    def action(self) -> Action:
        """The operation; raises `Fault` for one that is not known here."""
        try:
            return Action(self.action_uri)
        except ValueError:
            raise invalid_action(self.action_uri) from None

    def find(self, path: str) -> ET.Element:
        """An element of the body, such as `rsp:Shell`; raises `Fault` when it is missing."""
        element = self.body.find(path, NAMESPACES)
        if element is None:
            raise malformed(f"{path} is missing")
        return element


def decode(element: ET.Element) -> bytes:
    """The base64 text of an element; raises `Fault` for anything else."""
    try:
        return base64.b64decode(element.text or "")
    except binascii.Error:
        raise malformed(f"{element.tag.rpartition('}')[2]} is not base64") from None


def respond(request: Request, body: str) -> bytes:
    """The answer to `request`; `body` is XML that uses the prefixes of `NAMESPACES`."""
    return _envelope(f"{request.action_uri}Response", request.message_id, body)


def refuse(relates_to: str, machine: str, fault: Fault) -> bytes:
    """The SOAP fault for a request with this message id, sent by `machine`."""
    body = (
        f"<s:Fault><s:Code><s:Value>{fault.blame.value}</s:Value>"
        f"<s:Subcode><s:Value>{fault.subcode}</s:Value></s:Subcode></s:Code>"
        f'<s:Reason><s:Text xml:lang="en-US">{escape(fault.text)}</s:Text></s:Reason>'
        f"<s:Detail>{fault.detail(machine)}</s:Detail></s:Fault>"
    )
    return _envelope(FAULT_ACTION, relates_to, body)


def _envelope(action: str, relates_to: str, body: str) -> bytes:
    prefixes = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return (
        f"<s:Envelope {prefixes}><s:Header><a:Action>{escape(action)}</a:Action>"
        f"<a:MessageID>uuid:{str(uuid.uuid4()).upper()}</a:MessageID><a:To>{ANONYMOUS}</a:To>"
        f"<a:RelatesTo>{escape(relates_to)}</a:RelatesTo></s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def _text(parent: ET.Element, path: str) -> str:
    return parent.findtext(path, "", NAMESPACES).strip()


def _seconds(duration: str) -> float:
    """An xs:duration of hours, minutes and seconds; anything else is the default."""
    match = re.fullmatch(r"P(?:0D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?", duration)
    if not match or not any(match.groups()):
        return DEFAULT_TIMEOUT
    hours, minutes, seconds = (float(group or 0) for group in match.groups())
    return hours * 3600 + minutes * 60 + seconds
