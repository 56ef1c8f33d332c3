# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ports of a domain controller."""

from __future__ import annotations

import socket
import threading

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._directory import locator
from ansible_collections.netjoin.windows.plugins.module_utils._directory.locator import answers_udp
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.finding import Scope, Severity
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.ports import JOIN_PORTS, judge_ports
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.reach import try_ports

NEEDED = (88, 135, 389, 445)
JUDGED = (
    ((), None, Severity.OK, ""),
    ((53,), None, Severity.WARNING, "TCP 53 (DNS)"),
    ((88,), None, Severity.ERROR, "TCP 88 (Kerberos)"),
    ((53, 445), True, Severity.ERROR, "TCP 53 (DNS), TCP 445 (SMB)"),
    ((), False, Severity.WARNING, "UDP 389 (LDAP ping)"),
)


def test_the_ports_are_those_that_microsoft_lists() -> None:
    """SupportArticles-docs active-directory-domain-join-troubleshooting-guidance, port requirements."""
    assert JOIN_PORTS == (53, 88, 135, 389, 445)


@pytest.mark.parametrize(("closed", "udp", "severity", "named"), JUDGED)
def test_a_closed_port_is_named_with_what_it_is_for(
    closed: tuple[int, ...], udp: bool | None, severity: Severity, named: str
) -> None:
    """It is an error where a join needs it."""
    reached = {port: port not in closed for port in JOIN_PORTS}
    finding = judge_ports(Scope.HOST, "dc1.lab.example", reached, NEEDED, udp=udp)
    assert finding.severity is severity
    assert named in finding.evidence
    assert (finding.next_step is None) is (severity is Severity.OK)


def test_what_nobody_needs_from_linux_is_worth_a_note_only() -> None:
    """RPC and SMB are for the hosts."""
    reached = {88: True, 389: True, 445: False}
    finding = judge_ports(Scope.DOMAIN, "dc1.lab.example", reached, (88, 389), otherwise=Severity.INFO)
    assert finding.severity is Severity.INFO


def test_ports_are_tried_for_real() -> None:
    """One that listens is open, and one that nobody has any more is not."""
    with socket.create_server(("127.0.0.1", 0)) as listening, socket.create_server(("127.0.0.1", 0)) as other:
        is_open, is_closed = listening.getsockname()[1], other.getsockname()[1]
        other.close()
        assert try_ports("127.0.0.1", (is_open, is_closed)) == {is_open: True, is_closed: False}


@pytest.mark.parametrize("answers", [True, False])
def test_an_ldap_ping_over_udp_is_sent_for_real(monkeypatch: pytest.MonkeyPatch, answers: bool) -> None:
    """Whatever comes back is an answer; silence and a closed port are none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(5)
        monkeypatch.setattr(locator, "PORT", server.getsockname()[1])

        def serve() -> None:
            _question, client = server.recvfrom(4096)
            server.sendto(b"an answer", client)

        thread = threading.Thread(target=serve)
        if answers:
            thread.start()
        else:
            server.close()
        assert answers_udp("127.0.0.1", "lab.example") is answers
        if answers:
            thread.join(5)
