# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of workgroups."""

from __future__ import annotations

from dataclasses import dataclass

from .case_insensitive_name import CaseInsensitiveName
from .netbios_name import NETBIOS_FORBIDDEN, netbios_flaw
from .problem import InvalidName

_FORBIDDEN = NETBIOS_FORBIDDEN - {"*"}


@dataclass(frozen=True, eq=False)
class WorkgroupName(CaseInsensitiveName):
    """The name of a workgroup: a NetBIOS name of 1 to 15 characters, which may have an asterisk.

    Source: [MS-WKST] 3.2.4.16, where Windows answers NERR_InvalidWorkgroupName (2695) to any other.
    """

    @classmethod
    def parse(cls, text: str) -> WorkgroupName:
        """Check a workgroup name; raises InvalidName."""
        flaw = netbios_flaw(text, _FORBIDDEN)
        if flaw is not None:
            raise InvalidName("workgroup name", text, *flaw)
        return cls(text)
