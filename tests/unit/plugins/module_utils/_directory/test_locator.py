# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The search for a domain controller, with recorded answers of DNS and hosts."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping, Sequence

import dns.exception
import dns.resolver
import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._directory.facts import DomainFacts
from ansible_collections.netjoin.windows.plugins.module_utils._directory.locator import Locator, look_up_services
from ansible_collections.netjoin.windows.plugins.module_utils._directory.netlogon_ping import InvalidPing
from ansible_collections.netjoin.windows.plugins.module_utils._directory.problem import NoController
from ansible_collections.netjoin.windows.plugins.module_utils._directory.service_record import ServiceRecord

DOMAIN = "lab.example"
# DS_FLAGs of a Windows Server 2019 and of a read-only one ([MS-ADTS] 6.3.1.2): 0x100 is the writable one.
WRITABLE = 0x3F3FD
READ_ONLY = 0x3F2FC & ~0x100

BERLIN = DomainFacts(
    controller="berlin.lab.example",
    address="192.0.2.1",
    dns_domain=DOMAIN,
    netbios="LAB",
    forest=DOMAIN,
    domain_guid=uuid.UUID(int=1),
    dc_site="Berlin",
    client_site="Berlin",
    flags=WRITABLE,
)
ROME = dataclasses.replace(BERLIN, controller="rome.lab.example", dc_site="Rome")


class Network:
    """A name server and hosts that answer what they were given, and remember who was asked."""

    def __init__(self, services: Mapping[str, Sequence[str]], hosts: Mapping[str, DomainFacts | Exception]) -> None:
        self._services = services
        self._hosts = hosts
        self.asked: list[str] = []

    def look_up(self, name: str) -> list[ServiceRecord]:
        targets = self._services.get(name.removesuffix(f".dc._msdcs.{DOMAIN}"), ())
        return [ServiceRecord(priority, 0, target) for priority, target in enumerate(targets)]

    def ask(self, host: str, domain: str, timeout: float) -> DomainFacts:
        assert domain == DOMAIN
        self.asked.append(host)
        answer = self._hosts[host]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def locate(self, site: str | None = None, controller: str | None = None, timeout: float = 10.0) -> DomainFacts:
        return Locator(DOMAIN, self.look_up, self.ask, timeout).locate(site, controller)


HERE, THERE = "berlin.lab.example", "rome.lab.example"
ALL, IN_BERLIN, IN_ROME = "_ldap._tcp", "_ldap._tcp.Berlin._sites", "_ldap._tcp.Rome._sites"


def test_the_first_that_answers_in_the_own_site_is_taken() -> None:
    """Nobody else is asked."""
    network = Network({ALL: (HERE, THERE)}, {HERE: BERLIN, THERE: ROME})
    assert network.locate() == BERLIN
    assert network.asked == [HERE]


def test_one_that_does_not_answer_is_passed_over() -> None:
    """As is one that has no address."""
    silent = {"gone": TimeoutError("timed out"), "unknown": OSError("Name or service not known"), HERE: BERLIN}
    assert Network({ALL: ("gone", "unknown", HERE)}, silent).locate() == BERLIN


def test_a_read_only_one_is_passed_over() -> None:
    """Accounts are created on writable domain controllers only."""
    hosts = {"branch": dataclasses.replace(BERLIN, controller="branch.lab.example", flags=READ_ONLY), HERE: BERLIN}
    assert Network({ALL: ("branch", HERE)}, hosts).locate() == BERLIN


def test_one_of_the_own_site_is_preferred() -> None:
    """A far one tells the site, and the near one is asked then."""
    network = Network({ALL: (THERE,), IN_BERLIN: (HERE,)}, {THERE: ROME, HERE: BERLIN})
    assert network.locate() == BERLIN


def test_a_far_one_is_better_than_none() -> None:
    """The own site may have no domain controller that answers."""
    hosts = {THERE: ROME, HERE: TimeoutError("timed out")}
    assert Network({ALL: (THERE,), IN_BERLIN: (HERE,)}, hosts).locate() == ROME


def test_a_site_that_was_asked_for_is_kept() -> None:
    """Although this machine is in another one."""
    network = Network({ALL: (HERE,), IN_ROME: (THERE,)}, {THERE: ROME, HERE: BERLIN})
    assert network.locate(site="Rome") == ROME
    assert network.asked == [THERE]


def test_a_given_domain_controller_is_used_without_dns() -> None:
    """And no other, also when it is far."""
    network = Network({}, {THERE: ROME})
    assert network.locate(controller=THERE) == ROME


def test_a_short_name_is_completed_by_the_answer() -> None:
    """The full one is what certificates and tickets are for."""
    assert Network({}, {"berlin": BERLIN}).locate(controller="berlin").controller == HERE


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (TimeoutError("timed out"), "timed out"),
        (InvalidPing("it serves another domain"), "it serves another domain"),
        (dataclasses.replace(BERLIN, flags=READ_ONLY), "read-only"),
        (dataclasses.replace(BERLIN, dns_domain="other.example"), "other.example"),
        (ROME, "calls itself rome.lab.example"),
    ],
    ids=["silent", "no domain controller", "read-only", "another domain", "another name"],
)
def test_a_given_one_that_cannot_be_used_fails_with_its_reason(answer: DomainFacts | Exception, said: str) -> None:
    """The message names the host."""
    with pytest.raises(NoController, match=said) as caught:
        Network({ALL: (THERE,)}, {HERE: answer, THERE: ROME}).locate(controller=HERE)
    assert HERE in str(caught.value)


def test_nobody_is_asked_when_the_time_is_over() -> None:
    """The limit is for everything together."""
    network = Network({ALL: (HERE,)}, {HERE: BERLIN})
    with pytest.raises(NoController, match="time was over"):
        network.locate(timeout=0.0)
    assert network.asked == []


def test_a_domain_that_dns_does_not_know() -> None:
    """The message has the name to look up by hand."""
    with pytest.raises(NoController, match=r"_ldap\._tcp\.dc\._msdcs\.lab\.example"):
        Network({}, {}).locate()


def test_a_silent_name_server_is_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library asks it again and again; the reader needs to hear it once."""
    attempt = ("192.0.2.53", False, 53, dns.exception.Timeout(), None)
    silence = dns.resolver.LifetimeTimeout(timeout=10.0, errors=[attempt] * 3)

    def ask(*_arguments: object, **_options: object) -> None:
        raise silence

    monkeypatch.setattr(dns.resolver, "resolve", ask)
    with pytest.raises(NoController) as caught:
        look_up_services("_ldap._tcp.dc._msdcs.lab.example")
    assert str(caught.value).count("192.0.2.53") == 1
    assert "timed out" in str(caught.value)
