# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with a name, and where."""

from __future__ import annotations

from typing import NamedTuple

_LONGEST_QUOTE = 100


class Flaw(NamedTuple):
    """One broken rule; ``position`` is an index into the checked text, or None when the whole of it is at fault."""

    rule: str
    position: int | None = None

    def moved(self, by: int) -> Flaw:
        """The same flaw, seen from a text in which the checked one starts at ``by``."""
        return Flaw(self.rule, None if self.position is None else self.position + by)


class InvalidName(ValueError):
    """A text that is not a name of its kind.

    ``kind`` is what was wanted ("host name"), ``text`` what was given, ``rule`` the sentence that it breaks,
    ``position`` the 0-based index of the offending character and ``character`` that character; both are None when no
    single one is at fault.
    """

    def __init__(self, kind: str, text: str, rule: str, position: int | None = None) -> None:
        self.kind = kind
        self.text = text
        self.rule = rule
        self.position = position
        self.character = text[position] if position is not None and position < len(text) else None
        super().__init__(f"{kind} {_quoted(text)} is not valid: {self._place()}{rule}")

    def _place(self) -> str:
        if self.position is None:
            return ""
        if self.character is None:
            return "at its end: "
        return f"character {_quoted(self.character)} at position {self.position + 1} (counted from 1): "


def _quoted(text: str) -> str:
    """The text with only invisible characters escaped; ``repr`` would double the backslashes of names."""
    shown = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text[:_LONGEST_QUOTE])
    return f"'{shown}'" if len(text) <= _LONGEST_QUOTE else f"'{shown}…' ({len(text)} characters)"
