# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A piece of a log small enough for the result of a task."""

from __future__ import annotations

from collections.abc import Iterable

EXCERPT_LIMIT = 16 * 1024

# Of an attempt the head says what was asked, the tail how it ended; the tail is worth more.
_HEAD_SHARE = 4


def excerpt(text: str, limit: int = EXCERPT_LIMIT) -> str:
    """At most ``limit`` bytes (of UTF-8) of a text: whole lines of its head and tail, and how many are missing.

    A text that fits is returned as it is. A single line that does not fit is left out like any other.
    """
    if len(text.encode(errors="replace")) <= limit:
        return text
    lines = text.split("\n")
    room = limit - len(_gap(len(lines)).encode()) - 2
    head = _fitting(lines, room // _HEAD_SHARE)
    tail = _fitting(reversed(lines[len(head) :]), room - _size(head))[::-1]
    return "\n".join([*head, _gap(len(lines) - len(head) - len(tail)), *tail])


def _gap(count: int) -> str:
    return f"[... {count} lines left out ...]"


def _fitting(lines: Iterable[str], room: int) -> list[str]:
    fitting: list[str] = []
    for line in lines:
        room -= _size([line])
        if room < 0:
            break
        fitting.append(line)
    return fitting


def _size(lines: Iterable[str]) -> int:
    return sum(len(line.encode(errors="replace")) + 1 for line in lines)
