# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of domain controllers."""

from __future__ import annotations

from dataclasses import dataclass

from .case_insensitive_name import CaseInsensitiveName
from .dns_label import labels_flaw
from .problem import Flaw, InvalidName

_FQDN_LIMIT = 155


@dataclass(frozen=True, eq=False)
class DomainControllerName(CaseInsensitiveName):
    r"""The host that a join shall talk to: its FQDN, or (with a warning) its short name.

    The ``\\`` that tools of Windows write before it is taken off. An IP address is refused: Kerberos needs the name and
    Windows compares it with the one that the domain controller gives itself (1354, [MS-WKST] 3.2.4.13.3).
    """

    @classmethod
    def parse(cls, text: str) -> DomainControllerName:
        """Check the name of a domain controller; raises InvalidName."""
        start = 2 if text.startswith("\\\\") else 0
        name = text[start:].removesuffix(".")
        flaw = _flaw(name)
        if flaw is not None:
            raise InvalidName("domain controller", text, *flaw.moved(start))
        return cls(name)

    @property
    def warnings(self) -> tuple[str, ...]:
        """For a short name: that Windows wants the FQDN (PowerShell-Docs Add-Computer, parameter Server)."""
        if "." in self.text:
            return ()
        return (f"{self.text} is a short name: since August 2024 Windows wants the FQDN of a domain controller.",)


def _flaw(name: str) -> Flaw | None:
    if not name:
        return Flaw("it is empty")
    # SupportArticles-docs "naming-conventions…": the FQDN of a domain controller is smaller than 155 bytes.
    if len(name) >= _FQDN_LIMIT:
        return Flaw(f"the FQDN of a domain controller has less than {_FQDN_LIMIT} characters (this has {len(name)})")
    return labels_flaw(name)
