# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One line of NetSetup.log, and the code that it reports.

Formats: MicrosoftDocs SupportArticles-docs "domain-join-log-analysis" and the pages of single error codes next to it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# "03/06/2025 11:29:05:537 ", in older Windows without the year; published logs have letters where digits were removed.
_STAMP = re.compile(
    r"(?P<time>[\dMmDd]{2}/[\dMmDd]{2}(?:/[\dYy]{4})? [\dHh]{2}:[\dMm]{2}:[\dSs]{2}(?::[\dmsMS]{2,3})?)[ \t]"
)
_RULE = re.compile(r"-{10,}")
_FIELD = re.compile(r"\s+(?P<key>[A-Za-z][\w ]*?)\s*:\s*(?P<value>.*)")
_FUNCTION = re.compile(r"(?P<function>Net[A-Za-z0-9]+|ldap_\w+|[A-Z][A-Za-z]+(?=:|\(\)| returning))")
_CODE = re.compile(
    r"(?:status|returned|returning|failed|error|exits|unable to|reboot|retry)\b.*?[:=\s]"
    r"(?P<code>0x[0-9A-Fa-f]{1,8}|\d{1,10})(?:\(\d+\))?[.\s]*\Z",
    re.IGNORECASE,
)
# What may follow the code that counts: "failed to find a DC …: 0x525, last error is 0x0".
_AFTERTHOUGHT = re.compile(r", (?:last error is|ADReuseMode:) .*")
# No line of Windows comes near; without a limit a crafted one could keep the expressions above busy.
_LONGEST = 2000


class Line(NamedTuple):
    """A line: its time as written (None without one), and the rest with the indentation that marks a field."""

    time: str | None
    message: str

    @property
    def is_rule(self) -> bool:
        """Whether this is the row of hyphens that separates blocks."""
        return self.message.startswith("----------") and _RULE.fullmatch(self.message.rstrip()) is not None


class Report(NamedTuple):
    """What a call reported: its function (None when the line names none), the code, and the message."""

    function: str | None
    code: int
    message: str


def line_of(text: str) -> Line:
    """Take one line of a log apart; any text is a line."""
    stamp = _STAMP.match(text)
    if stamp is None:
        return Line(None, text.rstrip("\r"))
    return Line(stamp["time"], text[stamp.end() :].rstrip("\r"))


def field_of(message: str) -> tuple[str, str | None] | None:
    """The key and the value of an indented line such as ``  Domain: lab.example``; for (NULL) the value is None."""
    if not message[:1].isspace() or len(message) > _LONGEST:
        return None
    match = _FIELD.fullmatch(message.rstrip())
    if match is None:
        return None
    value = match["value"].strip()
    return match["key"], None if value.lower() in ("", "(null)") else value


def report_of(message: str) -> Report | None:
    """The code that a line ends with, when it is one that a call reports; fields and plain progress have none."""
    message = message.strip()
    # A BOOL, of which 1 is the good one
    if len(message) > _LONGEST or "SetComputerNameEx() returned" in message:
        return None
    match = _CODE.search(_AFTERTHOUGHT.sub("", message))
    if match is None:
        return None
    function = _FUNCTION.match(message)
    digits = match["code"]
    code = int(digits, 16 if digits[:2].lower() == "0x" else 10)
    return Report(None if function is None else function["function"], code, message) if code <= 0xFFFFFFFF else None
