# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""NetBIOS names: what a computer is called in its account, ``NAME$``, and in LSA."""

from __future__ import annotations

from dataclasses import dataclass

from .case_insensitive_name import CaseInsensitiveName
from .dns_label import is_number
from .problem import Flaw, InvalidName
from .reserved import is_reserved

NETBIOS_MAX = 15

# [MS-WKST] 3.2.4.16 and its note <85>: these, and the control characters 1 to 31, are in no NetBIOS name of a computer.
NETBIOS_FORBIDDEN = frozenset('"/\\[]:|<>+=;,?*')


@dataclass(frozen=True, eq=False)
class NetbiosName(CaseInsensitiveName):
    """The NetBIOS name of a computer: 1 to 15 characters, kept in upper case as Windows keeps it.

    Wider than HostName, so that accounts that others have made (``PC_01``) can be named. Sources: [MS-WKST] 3.2.4.16,
    MicrosoftDocs SupportArticles-docs "naming-conventions-for-computer-domain-site-ou".
    """

    @classmethod
    def parse(cls, text: str) -> NetbiosName:
        """Check a NetBIOS computer name; raises InvalidName."""
        flaw = netbios_flaw(text, NETBIOS_FORBIDDEN) or _computer_flaw(text)
        if flaw is not None:
            raise InvalidName("NetBIOS name", text, *flaw)
        return cls(text.upper())


def netbios_flaw(text: str, forbidden: frozenset[str]) -> Flaw | None:
    """The first rule that a text breaks as a NetBIOS name of any sort; ``forbidden`` is what that sort cannot have."""
    if not text:
        return Flaw("it is empty")
    for position, character in enumerate(text):
        if character in forbidden:
            return Flaw("the character is not allowed in a NetBIOS name", position)
        if not character.isprintable():
            return Flaw("control characters are not allowed", position)
    if not text.strip(". "):
        return Flaw("it has nothing but dots and spaces")
    if text[0] == " ":
        return Flaw("a space cannot be the first character", 0)
    if text[-1] == " ":
        return Flaw("a space cannot be the last character", len(text) - 1)
    if len(text) > NETBIOS_MAX:
        return Flaw(f"no more than {NETBIOS_MAX} characters are allowed (this has {len(text)})", NETBIOS_MAX)
    return None


def _computer_flaw(text: str) -> Flaw | None:
    for position, character in enumerate(text):
        if not character.isascii():
            return Flaw(
                "only ASCII is accepted: the name has to fit into 15 bytes of each host's own OEM code page",
                position,
            )
    if text[0] == ".":
        return Flaw("a period cannot be the first character", 0)
    if is_number(text):
        return Flaw("a computer of a domain cannot be called by a number")
    if is_reserved(text):
        return Flaw("Windows reserves this word")
    return None
