# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Host names: what a computer is called in DNS, and the NetBIOS name that Windows derives from it."""

from __future__ import annotations

from dataclasses import dataclass

from .case_insensitive_name import CaseInsensitiveName
from .dns_label import LABEL_MAX, is_number, label_flaw
from .netbios_name import NETBIOS_MAX, NetbiosName
from .problem import Flaw, InvalidName
from .reserved import RFC_952_RESERVED, SDDL_SIDS, is_reserved

_HOST_MIN = 2


@dataclass(frozen=True, eq=False)
class HostName(CaseInsensitiveName):
    """The DNS host name of a computer: one label of 2 to 63 letters, digits and hyphens.

    Windows also takes letters beyond ASCII; they are refused here, for the name becomes a DNS record and a Kerberos
    principal, which other DNS servers and clients would not find. Sources: RFC 1123 section 2.1, [MS-WKST] 3.2.4.16,
    MicrosoftDocs SupportArticles-docs "naming-conventions-for-computer-domain-site-ou".
    """

    @classmethod
    def parse(cls, text: str) -> HostName:
        """Check a host name; raises InvalidName."""
        flaw = _flaw(text)
        if flaw is not None:
            raise InvalidName("host name", text, *flaw)
        return cls(text)

    @property
    def netbios(self) -> NetbiosName:
        """The NetBIOS name that Windows derives: the first 15 characters, in upper case."""
        return NetbiosName(self.text[:NETBIOS_MAX].upper())

    @property
    def is_truncated(self) -> bool:
        """Whether the NetBIOS name is shorter than the host name, so that another host may have the same."""
        return len(self.text) > NETBIOS_MAX

    @property
    def warnings(self) -> tuple[str, ...]:
        """What Windows lets pass and its documentation advises against."""
        if self.text.upper() in RFC_952_RESERVED:
            return (f"RFC 952 reserves the name {self.text} for other uses.",)
        if self.text.upper() in SDDL_SIDS:
            return (
                f"{self.text} stands for a well-known SID in security descriptors, which breaks tools that read them.",
            )
        return ()


def _flaw(text: str) -> Flaw | None:
    if not text:
        return Flaw("it is empty")
    if "." in text:
        return Flaw("a host name has no dots; the DNS suffix comes with the domain", text.index("."))
    flaw = label_flaw(text)
    if flaw is not None:
        return flaw
    if len(text) < _HOST_MIN:
        return Flaw(f"a host name has from {_HOST_MIN} to {LABEL_MAX} characters")
    if is_number(text[:NETBIOS_MAX]):
        return Flaw("a computer of a domain cannot be called by a number, nor can its first 15 characters be one")
    if is_reserved(text):
        return Flaw("Windows reserves this word")
    return None
