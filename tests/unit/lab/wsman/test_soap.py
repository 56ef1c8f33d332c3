# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""WS-Management messages, made and read by pywinrm."""

from __future__ import annotations

import typing as t
import xml.etree.ElementTree as ET

import pytest
import xmltodict
from winrm.protocol import Protocol

from ansible_collections.netjoin.windows.tests.lab.wsman import soap
from ansible_collections.netjoin.windows.tests.lab.wsman.soap import Action, Fault, Request

TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
MESSAGE_ID = "11111111-2222-3333-4444-555555555555"

# [MS-WSMV] 3.1.4: the operations on a shell and their URIs.
ACTIONS = {
    f"{TRANSFER}/Create": Action.CREATE,
    f"{TRANSFER}/Delete": Action.DELETE,
    f"{SHELL}/Command": Action.COMMAND,
    f"{SHELL}/Send": Action.SEND,
    f"{SHELL}/Receive": Action.RECEIVE,
    f"{SHELL}/Signal": Action.SIGNAL,
}
# xs:duration, as clients and the DSP0226 examples write it.
DURATIONS = {
    "PT20S": 20,
    "PT60.000S": 60,
    "PT0.500S": 0.5,
    "PT1M": 60,
    "PT1H2M3S": 3723,
    "P0DT0H0M20S": 20,
    "": 60,
    "PT": 60,
    "soon": 60,
}


def message(action: str = f"{SHELL}/Receive", shell_id: str | None = "ABC", seconds: int = 20) -> dict[str, t.Any]:
    """A request with an empty body, with the header that pywinrm writes."""
    options: t.Any = {"operation_timeout_sec": seconds, "read_timeout_sec": seconds + 10, "ca_trust_path": None}
    client = Protocol("http://host:5985/wsman", "plaintext", "user", "password", **options)
    header = client.build_wsman_header(action, f"{SHELL}/cmd", shell_id, MESSAGE_ID)
    return {"env:Envelope": {**header, "env:Body": {}}}


def parse(document: dict[str, t.Any]) -> Request:
    """What the server makes of it."""
    return Request.parse(xmltodict.unparse(document).encode())


@pytest.mark.parametrize(("uri", "action"), ACTIONS.items())
def test_each_operation_is_known_by_its_uri(uri: str, action: Action) -> None:
    """From the header that pywinrm writes."""
    assert action is parse(message(uri)).action


def test_the_header_is_read() -> None:
    """Message id, resource, shell and time limit."""
    request = parse(message(seconds=33))
    found = (request.message_id, request.resource_uri, request.shell_id, request.timeout)
    assert (f"uuid:{MESSAGE_ID}", f"{SHELL}/cmd", "ABC", 33) == found


def test_a_request_may_be_about_no_shell() -> None:
    """Create is."""
    assert parse(message(shell_id=None)).shell_id == ""


@pytest.mark.parametrize(("text", "seconds"), DURATIONS.items())
def test_a_duration_is_read_in_seconds(text: str, seconds: float) -> None:
    """What is none is MaxTimeoutms, 60 seconds."""
    document = message()
    document["env:Envelope"]["env:Header"]["w:OperationTimeout"] = text
    assert seconds == parse(document).timeout


def test_an_unknown_operation_is_refused() -> None:
    """ERROR_WSMAN_INVALID_ACTIONURI of wsmerror.h."""
    request = parse(message("urn:nonsense"))
    with pytest.raises(Fault) as caught:
        request.action  # noqa: B018  (reading it is what fails)
    assert caught.value.code == 0x80338001


@pytest.mark.parametrize("text", [b"", b"<x", b"<x/>", b"not xml"])
def test_what_is_no_soap_message_is_refused(text: bytes) -> None:
    """ERROR_WSMAN_SCHEMA_VALIDATION_ERROR of wsmerror.h."""
    with pytest.raises(Fault) as caught:
        Request.parse(text)
    assert caught.value.code == 0x80338041


def test_a_missing_element_is_named() -> None:
    """A client's author sees what is wrong."""
    with pytest.raises(Fault, match="rsp:Shell is missing"):
        parse(message()).find("rsp:Shell")


def test_an_answer_relates_to_its_request() -> None:
    """Both clients compare the ids."""
    header = ET.fromstring(soap.respond(parse(message()), "<rsp:SendResponse/>")).find("s:Header", soap.NAMESPACES)
    assert header is not None
    assert f"uuid:{MESSAGE_ID}" == header.findtext("a:RelatesTo", "", soap.NAMESPACES)
    assert f"{SHELL}/ReceiveResponse" == header.findtext("a:Action", "", soap.NAMESPACES)


FAULTS = [
    (soap.operation_timed_out(), "2150858793", "s:Receiver"),
    (soap.shell_not_found("ABC"), "2150858843", "s:Sender"),
    (soap.resource_not_found("urn:x"), "2150858752", "s:Sender"),
]


@pytest.mark.parametrize(("fault", "code", "blame"), FAULTS)
def test_a_fault_has_the_codes_that_clients_look_for(fault: Fault, code: str, blame: str) -> None:
    """Decimal numbers of wsmerror.h, and who is to blame."""
    body = ET.fromstring(soap.refuse("uuid:x", "WIN01", fault)).find("s:Body/s:Fault", soap.NAMESPACES)
    assert body is not None
    detail = body.find("s:Detail/f:WSManFault", soap.NAMESPACES)
    assert detail is not None
    assert (code, "WIN01") == (detail.get("Code"), detail.get("Machine"))
    assert blame == body.findtext("s:Code/s:Value", "", soap.NAMESPACES)


def test_signs_of_xml_in_a_fault_are_text() -> None:
    """A client may send anything as its action."""
    text = "<&>\"'"
    answer = ET.fromstring(soap.refuse(text, text, soap.invalid_action(text)))
    assert text == answer.findtext("s:Header/a:RelatesTo", "", soap.NAMESPACES)
    assert text in answer.findtext("s:Body/s:Fault/s:Reason/s:Text", "", soap.NAMESPACES)
