# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all names of Windows have in common: letters in either case are the same name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class CaseInsensitiveName:
    """A checked name, made with the ``parse`` of its class; equal to one of its class that differs only in case."""

    text: str

    def __str__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CaseInsensitiveName) or type(other) is not type(self):
            return NotImplemented
        return self.text.casefold() == other.text.casefold()

    def __hash__(self) -> int:
        return hash((type(self), self.text.casefold()))
