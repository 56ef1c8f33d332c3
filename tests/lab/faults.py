# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong in the lab on demand: one row for each `./lab fault NAME [TARGET]`."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from .domain import DOMAINS, FIRST
from .domain_controller import DomainController
from .laboratory import Laboratory
from .problem import LabError


@dataclasses.dataclass(frozen=True)
class Fault:
    """`apply` gets the running lab and the target, which may be empty; it returns what to tell the user."""

    target: str
    effect: str
    apply: Callable[[Laboratory, str], str]


def _controller(lab: Laboratory, domain: str) -> DomainController:
    name = domain or FIRST.dns_name
    if name not in [known.dns_name for known in lab.domains]:
        raise LabError(f"The lab has no domain {name}.")
    return lab.controller(DOMAINS[name])


def dc_down(lab: Laboratory, domain: str) -> str:
    """Stop a domain controller; what it knows is kept."""
    controller = _controller(lab, domain)
    controller.stop()
    return f"{controller.domain.controller} is down. Bring it back with: ./lab fault dc-up {domain}".rstrip()


def dc_up(lab: Laboratory, domain: str) -> str:
    """Start a domain controller that `dc_down` stopped."""
    controller = _controller(lab, domain)
    if controller.process is None:
        controller.resume()
        controller.wait()
    return f"{controller.domain.controller} is up."


FAULTS = {
    "dc-down": Fault("[DOMAIN]", "the domain controller answers nothing: no DNS, no LDAP, no Kerberos", dc_down),
    "dc-up": Fault("[DOMAIN]", "undo dc-down", dc_up),
}
