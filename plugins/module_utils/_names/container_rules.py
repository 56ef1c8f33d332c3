# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a DN must be, beyond its syntax, to name a container of computer accounts in Active Directory."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from .dn_text import Part
from .domain_name import domain_flaw
from .problem import Flaw

_RDN_MAX = 64


def container_flaw(parts: Sequence[Part]) -> Flaw | None:
    """The first rule that a DN breaks as a container.

    MicrosoftDocs sdk-api NetJoinDomain: the full path is needed. [MS-ADTS] 3.1.1.3.1.2.3: no RDN has several values.
    SupportArticles-docs "naming-conventions-for-computer-domain-site-ou": the name of an OU has 1 to 64 characters.
    """
    for part in parts:
        flaw = _part_flaw(part)
        if flaw is not None:
            return flaw
    domain = list(takewhile(lambda part: part.attribute == "DC", reversed(parts)))
    if not domain:
        return Flaw("the full path is needed, up to the domain, such as OU=Workstations,DC=example,DC=com")
    flaw = domain_flaw(".".join(part.value for part in reversed(domain)))
    if flaw is not None:
        return Flaw(f"the DC= parts have to spell the name of a domain: {flaw.rule}", domain[-1].start)
    stray = next((part for part in parts[: -len(domain)] if part.attribute == "DC"), None)
    if stray is not None:
        return Flaw("DC= parts stand together, at the end", stray.start)
    return None


def _part_flaw(part: Part) -> Flaw | None:
    if part.separator == "+":
        return Flaw("Active Directory has no names of several values; escape a plus sign of a name as \\+", part.end)
    if part.is_hex:
        return Flaw("Active Directory wants a name, not its BER form; escape a # that begins a name as \\#", part.start)
    if not part.value:
        return Flaw(f"there is no name after {part.attribute}=", part.start)
    if len(part.value) > _RDN_MAX:
        return Flaw(f"no name has more than {_RDN_MAX} characters (this has {len(part.value)})", part.start)
    if part.attribute == "DC" and "." in part.value:
        written = ",".join(f"DC={label}" for label in part.value.split("."))
        return Flaw(f"each label of the domain is a part of its own: {written}", part.start)
    return None
