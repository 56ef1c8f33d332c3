# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of domains, as DNS or as NetBIOS spells them."""

from __future__ import annotations

from dataclasses import dataclass

from .case_insensitive_name import CaseInsensitiveName
from .dns_label import is_number, label_flaw, labels_flaw
from .netbios_name import NETBIOS_MAX
from .problem import Flaw, InvalidName
from .reserved import is_reserved

_AD_PRACTICAL_MAX = 64


@dataclass(frozen=True, eq=False)
class DomainName(CaseInsensitiveName):
    """The name of an Active Directory domain: its DNS name (preferred), or its NetBIOS name.

    What an existing domain may be called although none should be (a single label, an underscore, letters beyond ASCII,
    a reserved word) is a warning. Sources: MicrosoftDocs SupportArticles-docs
    "naming-conventions-for-computer-domain-site-ou", [MS-WKST] 3.2.4.16.
    """

    @classmethod
    def parse(cls, text: str) -> DomainName:
        """Check a domain name, without the dot of the DNS root that may end it; raises InvalidName."""
        flaw = domain_flaw(text.removesuffix("."))
        if flaw is not None:
            raise InvalidName("domain name", text, *flaw)
        return cls(text.removesuffix("."))

    @property
    def is_dns(self) -> bool:
        """Whether this can only be a DNS name: it has a dot, or is longer than a NetBIOS name."""
        return "." in self.text or len(self.text) > NETBIOS_MAX

    @property
    def warnings(self) -> tuple[str, ...]:
        """What Windows lets pass and its documentation advises against, one sentence each."""
        found = []
        if "." not in self.text:
            found.append(f"{self.text} has a single label: Windows takes it for a NetBIOS name. Prefer the DNS name.")
        if "_" in self.text:
            found.append(f"{self.text} has an underscore, which some DNS servers reject.")
        if "&" in self.text:
            found.append(f"{self.text} has an ampersand, which only domains upgraded from Windows NT should have.")
        if not self.text.isascii():
            found.append(f"{self.text} has letters beyond ASCII, which only DNS servers of Windows are sure to find.")
        if len(self.text) > _AD_PRACTICAL_MAX:
            found.append(
                f"{self.text} has more than the {_AD_PRACTICAL_MAX} characters that SYSVOL paths leave room for."
            )
        if is_reserved(self.text):
            found.append(f"{self.text} is a word that Windows reserves: trusts with other domains fail.")
        return tuple(found)


def domain_flaw(text: str) -> Flaw | None:
    """The first rule that a text, without the dot of the root, breaks as a domain name."""
    if not text:
        return Flaw("it is empty")
    if "\\" in text:
        return Flaw("the domain stands alone; a domain controller is given with domain_controller", text.index("\\"))
    if "." in text:
        return labels_flaw(text, allow_unicode=True)
    # The ampersand is the one character that a NetBIOS domain name may have beyond those of a DNS label.
    flaw = label_flaw(text.replace("&", "x"), allow_underscore=True, allow_unicode=True)
    if flaw is not None:
        return flaw
    if is_number(text):
        return Flaw("a domain cannot have a name of digits alone")
    if text.upper() == "BUILTIN":
        return Flaw("BUILTIN is every computer's own domain")
    return None
