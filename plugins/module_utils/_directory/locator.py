# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Find a domain controller: by DNS and an LDAP ping, as DsGetDcName does ([MS-ADTS] 6.3.6)."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable, Sequence

from .._names.dc_name import DomainControllerName
from .._names.domain_name import DomainName
from . import ber
from .facts import ControllerFlag, DomainFacts
from .library import DNS_PACKAGE, load_library
from .netlogon_ping import InvalidPing, decode_ping, encode_ping
from .problem import NoController
from .service_record import ServiceRecord, in_order, service_name

PORT = 389
DNS_SECONDS = 10.0
UDP_SECONDS = 0.5
UDP_TRIES = 2
TCP_SECONDS = 3.0
_NEEDED = ControllerFlag.LDAP | ControllerFlag.DIRECTORY_SERVICE | ControllerFlag.WRITABLE

Lookup = Callable[[str], Sequence[ServiceRecord]]
Ping = Callable[[str, str, float], DomainFacts]


def locate(
    domain: DomainName,
    *,
    site: str | None = None,
    controller: DomainControllerName | None = None,
    timeout: float = 15.0,
) -> DomainFacts:
    """Find a writable domain controller of a domain and what it says of itself.

    ``controller`` is used and no other when it is given. Else ``site`` is preferred, or the site that this machine is
    in. ``timeout`` is in seconds for everything together. Raises NoController, and MissingLibrary without dnspython.
    """
    return Locator(domain.text, look_up_services, ping, timeout).locate(site, controller.text if controller else None)


class Locator:
    """One search for a domain controller, with its ways to ask DNS and hosts."""

    def __init__(self, domain: str, look_up: Lookup, ask: Ping, timeout: float) -> None:
        self._domain = domain
        self._look_up = look_up
        self._ask = ask
        self._end = time.monotonic() + timeout
        self._refusals: dict[str, str] = {}

    def locate(self, site: str | None, controller: str | None) -> DomainFacts:
        """The domain controller; raises NoController with what every candidate said."""
        found = self._first((controller,)) if controller else self._nearest(site)
        if found is not None:
            return found
        said = "; ".join(f"{host}: {reason}" for host, reason in self._refusals.items())
        raise NoController(
            f"No writable domain controller of {self._domain} answers ({said or 'DNS lists none'}).",
            f"test DNS with `nslookup -type=SRV {service_name(self._domain, None)}` and port {PORT} (UDP and TCP) "
            "from where the task runs, or name one with domain_controller",
        )

    def _nearest(self, site: str | None) -> DomainFacts | None:
        if site is not None:
            return self._listed(site) or self._listed(None)
        found = self._listed(None)
        if found is None or found.client_site is None or found.client_site == found.dc_site:
            return found
        return self._listed(found.client_site) or found

    def _listed(self, site: str | None) -> DomainFacts | None:
        records = in_order(self._look_up(service_name(self._domain, site)), lambda most: random.randint(0, most))  # noqa: S311 - a choice, no secret
        return self._first([record.target for record in records])

    def _first(self, hosts: Sequence[str]) -> DomainFacts | None:
        for host in hosts:
            left = self._end - time.monotonic()
            if left <= 0:
                self._refusals.setdefault(host, "not asked, the time was over")
            elif host not in self._refusals:
                try:
                    return self._usable(host, self._ask(host, self._domain, left))
                except (OSError, InvalidPing) as error:
                    self._refusals[host] = str(error) or type(error).__name__
        return None

    def _usable(self, host: str, facts: DomainFacts) -> DomainFacts:
        """Believe the answer, which nobody has signed, only where it agrees with what was asked for.

        The name is what a certificate or a ticket has to be for; a stranger must not choose it.
        """
        name = facts.controller if "." in host else facts.controller.partition(".")[0]
        if name.lower() != host.lower():
            raise InvalidPing(f"it calls itself {facts.controller}; give that name if it is the right one")
        if facts.dns_domain.lower() != self._domain.lower():
            raise InvalidPing(f"it is a domain controller of {facts.dns_domain}")
        if facts.flags & _NEEDED != _NEEDED:
            raise InvalidPing("it has a read-only copy of the directory, or offers no LDAP")
        return facts


def look_up_services(name: str) -> Sequence[ServiceRecord]:
    """The SRV records of a name, none when there is no such name; raises NoController when DNS cannot tell."""
    resolver = load_library("dns.resolver", DNS_PACKAGE, "Finding a domain controller without domain_controller")
    try:
        answer = resolver.resolve(f"{name}.", "SRV", lifetime=DNS_SECONDS)
    except (resolver.NXDOMAIN, resolver.NoAnswer):
        return ()
    except (resolver.NoNameservers, resolver.LifetimeTimeout, resolver.NoResolverConfiguration) as error:
        raise NoController(
            f"DNS cannot tell where the domain controllers are: {name}: {_what_servers_said(error)}.",
            "let this machine ask a name server that knows the domain, or name a domain controller with "
            "domain_controller",
        ) from error
    return [ServiceRecord(each.priority, each.weight, each.target.to_text(omit_final_dot=True)) for each in answer]


def _what_servers_said(error: Exception) -> str:
    """Each name server with its answer once, though dnspython asks a silent one again and again."""
    attempts = getattr(error, "kwargs", {}).get("errors", ())
    said = dict.fromkeys(f"{server}: {answer}" for server, _tcp, _port, answer, *_rest in attempts)
    return "; ".join(said or [str(error)]).rstrip(".")


def ping(host: str, domain: str, timeout: float) -> DomainFacts:
    """Ask one host for its facts, over UDP first and then over TCP; raises OSError and InvalidPing."""
    question = encode_ping(domain)
    problem: OSError | None = None
    for family, _type, _protocol, _name, address in socket.getaddrinfo(host, PORT, type=socket.SOCK_DGRAM):
        answer = _ask_udp(family, address, question, min(timeout, UDP_SECONDS))
        try:
            answer = answer or _ask_tcp(address, question, min(timeout, TCP_SECONDS))
        except OSError as error:
            problem = error
            continue
        return decode_ping(answer, str(address[0]))
    raise problem or OSError(f"{host} has no address")


def answers_udp(address: str, domain: str) -> bool:
    """Whether the host at an IP address answers an LDAP ping over UDP, as the locator of Windows sends it."""
    family, _type, _protocol, _name, target = socket.getaddrinfo(address, PORT, type=socket.SOCK_DGRAM)[0]
    return _ask_udp(family, target, encode_ping(domain), UDP_SECONDS) is not None


def _ask_udp(family: int, address: tuple[object, ...], question: bytes, timeout: float) -> bytes | None:
    """The datagram that comes back, or None: UDP may be blocked."""
    with socket.socket(family, socket.SOCK_DGRAM) as channel:
        channel.settimeout(timeout)
        try:
            channel.connect(address)
            for _try in range(UDP_TRIES):
                channel.send(question)
                try:
                    return channel.recv(65536)
                except TimeoutError:
                    continue
        except OSError:
            return None
    return None


def _ask_tcp(address: tuple[object, ...], question: bytes, timeout: float) -> bytes:
    """The first LDAP message that comes back; raises OSError and InvalidPing."""
    with socket.create_connection((str(address[0]), PORT), timeout) as channel:
        channel.sendall(question)
        data = bytearray()
        while True:
            size = ber.element_size(data, "LDAPMessage")
            if size is not None and len(data) >= size:
                return bytes(data[:size])
            part = channel.recv(65536)
            if not part:
                raise InvalidPing("it ended the connection without an answer")
            data += part
