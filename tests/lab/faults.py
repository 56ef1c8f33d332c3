# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong in the lab on demand: one row for each `./lab fault NAME [TARGET [VALUE]]`."""

from __future__ import annotations

import dataclasses
import functools
import pathlib
from collections.abc import Callable

from . import background, resolver
from .domain import DOMAINS, FIRST
from .domain_controller import DomainController
from .laboratory import Laboratory
from .problem import LabError
from .srv_less_name_server import ADDRESS as SRV_LESS_ADDRESS
from .windows_host import injected_fault
from .windows_host.injected_fault import HostFault


@dataclasses.dataclass(frozen=True)
class Fault:
    """`apply` gets the running lab, the target and the value, both may be empty; it returns what to tell the user."""

    target: str
    effect: str
    apply: Callable[[Laboratory, str, str], str]


def _controller(lab: Laboratory, domain: str) -> DomainController:
    name = domain or FIRST.dns_name
    if name not in [known.dns_name for known in lab.domains]:
        raise LabError(f"The lab has no domain {name}.")
    return lab.controller(DOMAINS[name])


def dc_down(lab: Laboratory, domain: str, value: str) -> str:
    """Stop a domain controller; what it knows is kept."""
    controller = _controller(lab, domain)
    background.stop(lab.directory, "slow_controller")
    controller.stop()
    return f"{controller.domain.controller} is down. Bring it back with: ./lab fault dc-up {domain}".rstrip()


def dc_up(lab: Laboratory, domain: str, value: str) -> str:
    """Start a domain controller that `dc_down` stopped, and let it run freely."""
    controller = _controller(lab, domain)
    background.stop(lab.directory, "slow_controller")
    if controller.process is None:
        controller.resume()
        controller.wait()
    return f"{controller.domain.controller} is up."


def dc_slow(lab: Laboratory, domain: str, value: str) -> str:
    """Let a domain controller run a tenth of the time only; one controller at a time."""
    controller = _controller(lab, domain)
    if controller.process is None:
        raise LabError(f"{controller.domain.controller} is down; a controller that is to be slow has to run.")
    background.stop(lab.directory, "slow_controller")
    background.start(lab.directory, "slow_controller", str(controller.process.pid))
    return f"{controller.domain.controller} is slow. Undo it with: ./lab fault dc-up {domain}".rstrip()


def dns_without_srv(lab: Laboratory, domain: str, value: str) -> str:
    """Let the hosts, and whatever `./lab exec` starts, ask a name server that has no SRV records."""
    if domain:
        raise LabError("The name server is the same for all domains: ./lab fault dns-without-srv")
    background.start(lab.directory, "srv_less_name_server", SRV_LESS_ADDRESS, lab.domains[0].address)
    _resolver_file(lab).write_text(resolver.resolv_conf([SRV_LESS_ADDRESS]))
    return "Names of domain controllers are not found any more. Undo it with: ./lab fault dns-up"


def dns_up(lab: Laboratory, domain: str, value: str) -> str:
    """Undo `dns_without_srv`."""
    usual = resolver.resolv_conf([known.address for known in lab.domains])
    if _resolver_file(lab).read_text() != usual:
        _resolver_file(lab).write_text(usual)
    background.stop(lab.directory, "srv_less_name_server")
    return "Names are found again."


def on_host(fault: HostFault, default: str, lab: Laboratory, name: str, value: str) -> str:
    """Put a fault on a host."""
    home = lab.hosts.find(name).directory(lab.directory)
    injected_fault.inject(home, fault, _seconds(value or default))
    return f"{name}: {fault.value}. Undo it with: ./lab fault clear {name}"


def clear(lab: Laboratory, name: str, value: str) -> str:
    """Undo every fault of a host; without a name all that there are in the lab."""
    for host in [lab.hosts.find(name)] if name else lab.hosts.hosts:
        for fault in HostFault:
            injected_fault.lift(host.directory(lab.directory), fault)
    if name:
        return f"{name} has no faults."
    dns_up(lab, "", "")
    for domain in lab.domains:
        dc_up(lab, domain.dns_name, "")
    return "The lab has no faults."


def _resolver_file(lab: Laboratory) -> pathlib.Path:
    """Written in place: what it is bound to shows the same file."""
    return lab.directory / "resolv.conf"


def _seconds(text: str) -> str:
    try:
        return str(float(text)) if text else ""
    except ValueError:
        raise LabError(f"{text!r} is no number of seconds.") from None


def _host_fault(fault: HostFault, effect: str, default: str = "") -> Fault:
    target = f"HOST{f' [SECONDS={default}]' if default else ''}"
    return Fault(target, effect, functools.partial(on_host, fault, default))


FAULTS = {
    "dc-down": Fault("[DOMAIN]", "the domain controller answers nothing: no DNS, no LDAP, no Kerberos", dc_down),
    "dc-slow": Fault("[DOMAIN]", "the domain controller runs a tenth of the time, in turns of 0.6 s", dc_slow),
    "dc-up": Fault("[DOMAIN]", "undo dc-down and dc-slow", dc_up),
    "dns-without-srv": Fault("", "the hosts' name server has no SRV records", dns_without_srv),
    "dns-up": Fault("", "undo dns-without-srv", dns_up),
    "no-return": _host_fault(HostFault.NO_RETURN, "the host does not come back from its next restart"),
    "drop-before": _host_fault(HostFault.DROP_BEFORE, "once: connection and module end before the native call"),
    "drop-during": _host_fault(HostFault.DROP_DURING, "once: the connection ends when the native call starts"),
    "drop-after": _host_fault(HostFault.DROP_AFTER, "once: the connection ends when the native call has returned"),
    "quota": _host_fault(HostFault.QUOTA, "once: a command is refused with the quota fault 0x803381A6"),
    "hang": _host_fault(HostFault.HANG, "a native call waits so long before it acts", default="10"),
    "disk-full": _host_fault(HostFault.DISK_FULL, "a native call returns 112 and does nothing"),
    "clock-skew": _host_fault(HostFault.CLOCK_SKEW, "the host's clock is wrong: 1398 in a join, no Kerberos"),
    "dc-read-only": _host_fault(
        HostFault.READ_ONLY_DC, "the host finds a read-only domain controller only: it joins with join_readonly or not"
    ),
    "clear": Fault("[HOST]", "undo every fault of a host, or all faults of the lab", clear),
}
"""A native call is a join, an unjoin or a rename."""
