# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Windows takes a command line apart: first cmd.exe's carets, then the C runtime's arguments."""

from __future__ import annotations


def remove_carets(line: str) -> str:
    """Remove cmd.exe's escape characters: outside quotes a caret makes the next character ordinary.

    A quote that is escaped with a caret does not start a quoted part, which Ansible's cmd shell plugin relies on.
    """
    kept = []
    quoted = False
    characters = iter(line)
    for character in characters:
        if character == "^" and not quoted:
            kept.append(next(characters, ""))
            continue
        if character == '"':
            quoted = not quoted
        kept.append(character)
    return "".join(kept)


def split_arguments(line: str) -> list[str]:
    """Split as the Microsoft C runtime does ("Parsing C command-line arguments", learn.microsoft.com/cpp/c-language).

    Backslashes are ordinary except before a quote, where two make one and an odd one makes the quote ordinary.
    Two quotes inside a quoted part are one ordinary quote.
    """
    arguments: list[str] = []
    current: list[str] | None = None
    quoted = False
    position = 0
    while position < len(line):
        backslashes = len(line) - position - len(line[position:].lstrip("\\"))
        after = position + backslashes
        if backslashes:
            before_quote = line[after : after + 1] == '"'
            escaped_quote = before_quote and backslashes % 2 == 1
            current = current or []
            current.append("\\" * (backslashes // 2 if before_quote else backslashes) + '"' * escaped_quote)
            position = after + escaped_quote
            continue
        character = line[position]
        if character == '"':
            current = current or []
            if quoted and line[position + 1 : position + 2] == '"':
                current.append('"')
                position += 1
            else:
                quoted = not quoted
        elif character in " \t" and not quoted:
            if current is not None:
                arguments.append("".join(current))
            current = None
        else:
            current = current or []
            current.append(character)
        position += 1
    return arguments if current is None else [*arguments, "".join(current)]


def program_name(argument: str) -> str:
    """The bare, lower-case name of a program: `C:\\Windows\\System32\\shutdown.exe` is `shutdown`."""
    return argument.replace("/", "\\").rpartition("\\")[2].lower().removesuffix(".exe")
