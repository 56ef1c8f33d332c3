# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module's ``.ps1`` read as data: comments, a ``$spec`` of literals, and the three lines that call the C#.

The lab runs no PowerShell, so nothing in a module may go unread: whatever is more than that shape is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

HEADER = re.compile(r"#!powershell\n(?:[ \t]*(?:#[^\n]*)?\n)*\$spec[ \t]*=[ \t]*")
CALL = re.compile(
    r"\s*\$module = \[Ansible\.Basic\.AnsibleModule\]::Create\(\$args, \$spec\)\n"
    r"\$module\.Result = \[(?P<class_name>ansible_collections(?:\.\w+)+)\]::(?P<method>\w+)"
    r"\(\$module\.Params, \$module\.CheckMode\)\n"
    r"\$module\.ExitJson\(\)\s*"
)
WORD = re.compile(r"[A-Za-z_]\w*")
NUMBER = re.compile(r"-?\d+(?![\w.])")
SINGLE_QUOTED = re.compile(r"'((?:[^'\u2018-\u201b]|'')*)'")
DOUBLE_QUOTED = re.compile(r'"([^"$`\u201c-\u201e]*)"')
CONSTANT = re.compile(r"\$(true|false|null)(?!\w)", re.IGNORECASE)
BLANK = re.compile(r"(?:[ \t]|#[^\n]*)*")
BLANK_LINES = re.compile(r"(?:\s|#[^\n]*)*")
SEPARATOR = re.compile(r"(?:\s|;|#[^\n]*)*")
CONSTANTS = {"true": True, "false": False, "null": None}


class NotAThinModule(ValueError):
    """The file is more than a literal spec and one call; the text says where."""


@dataclass(frozen=True)
class ThinModule:
    """What a module's file says."""

    spec: Mapping[str, Any]
    class_name: str
    method: str


def read_module_file(text: str) -> ThinModule:
    """Reads the text of a ``.ps1`` with ``\\n`` line ends; raises NotAThinModule for any other shape."""
    header = HEADER.match(text)
    if header is None:
        raise NotAThinModule("expected '#!powershell', comments, then '$spec = @{'")
    reader = _Reader(text, header.end())
    spec = reader.hashtable()
    call = CALL.fullmatch(text, reader.position)
    if call is None:
        reader.refuse("expected the three lines that call the C# class, and nothing else, after $spec")
    return ThinModule(spec, call["class_name"], call["method"])


class _Array(list[Any]):
    """``@( )`` and comma lists, which PowerShell flattens when one stands alone in ``@( )``."""


class _Reader:
    def __init__(self, text: str, position: int) -> None:
        self.text = text
        self.position = position

    def refuse(self, problem: str) -> NoReturn:
        line = self.text.count("\n", 0, self.position) + 1
        near = self.text[self.position : self.position + 40].partition("\n")[0]
        raise NotAThinModule(f"line {line}: {problem} (near {near!r})")

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.position)
        if match is not None:
            self.position = match.end()
        return match

    def accept(self, literal: str) -> bool:
        if not self.text.startswith(literal, self.position):
            return False
        self.position += len(literal)
        return True

    def expect(self, literal: str) -> None:
        if not self.accept(literal):
            self.refuse(f"expected {literal!r}")

    def hashtable(self) -> dict[str, Any]:
        self.expect("@{")
        entries: dict[str, Any] = {}
        seen: set[str] = set()
        while True:
            separator = self.take(SEPARATOR)
            if self.accept("}"):
                return entries
            if entries and not (separator and re.search(r"[\n;]", separator[0])):
                self.refuse("entries of a hashtable are separated by a line end or ';'")
            key = self.key()
            if key.lower() in seen:
                self.refuse(f"duplicate key {key!r}")
            seen.add(key.lower())
            self.take(BLANK)
            self.expect("=")
            self.take(BLANK_LINES)
            entries[key] = self.value()

    def key(self) -> str:
        match = self.take(WORD) or self.take(SINGLE_QUOTED) or self.take(DOUBLE_QUOTED)
        if match is None:
            self.refuse("expected a key")
        return match[0] if match.re is WORD else match[1].replace("''", "'")

    def value(self) -> Any:
        """One expression: an atom, a comma list, or a unary comma, which makes an array of one."""
        if self.accept(","):
            self.take(BLANK_LINES)
            return _Array([self.atom(), *self.more()])
        first = self.atom()
        rest = self.more()
        return _Array([first, *rest]) if rest else first

    def more(self) -> list[Any]:
        atoms: list[Any] = []
        while True:
            start = self.position
            self.take(BLANK)
            if not self.accept(","):
                self.position = start
                return atoms
            self.take(BLANK_LINES)
            atoms.append(self.atom())

    def atom(self) -> Any:
        if self.text.startswith("@{", self.position):
            return self.hashtable()
        if self.accept("@("):
            return self.array()
        if match := self.take(CONSTANT):
            return CONSTANTS[match[1].lower()]
        if match := self.take(NUMBER):
            return int(match[0])
        if match := self.take(SINGLE_QUOTED):
            return match[1].replace("''", "'")
        if match := self.take(DOUBLE_QUOTED):
            return match[1]
        self.refuse("the spec may hold literals only")

    def array(self) -> _Array:
        items = _Array()
        while True:
            separator = self.take(SEPARATOR)
            if self.accept(")"):
                return items
            if items and not (separator and re.search(r"[\n;]", separator[0])):
                self.refuse("expected ',' or a line end between the elements of an array")
            value = self.value()
            if isinstance(value, _Array):
                items.extend(value)
            else:
                items.append(value)
