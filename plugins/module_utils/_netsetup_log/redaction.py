# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeping secrets out of what is shown of a log.

Windows leaves passwords out of it ("(non-null)", "omitted from log", "<SomePassword>"). Scripts that append to it, or
people who edit it, may not.
"""

from __future__ import annotations

import re

REMOVED = "(removed)"

# Windows writes no line near this length; on a longer one the expressions below could be kept busy.
_LONGEST = 2000

# What Windows writes in place of a password, and the code of a call that was about one
_HARMLESS = re.compile(r"|\(null\)|\(non-null\)|<SomePassword>|omitted from log|0x[0-9A-Fa-f]{1,8}\.?", re.IGNORECASE)
_HINT = re.compile(r"pass|pwd|secret|[A-Za-z0-9+/]{64}|ARAIAMzMzM", re.IGNORECASE)
_WORD = r"\w*(?:password|passwd|passphrase|pwd|secret)\w*"
# Such a word (unless it is a function of Windows, NetpLsaOpenSecret) and what is assigned to it or quoted after it, or
# an argument of a command, /password or -Password, and what follows.
_ASSIGNED = re.compile(
    rf"(?P<key>[-/]{_WORD}\s|\b(?!(?-i:Netp[A-Z])){_WORD}[\"']?\s*(?:[:=]|\s(?=[\"'])))(?P<value>.*)",
    re.IGNORECASE,
)
# Base64: a provisioning blob starts with these characters ([MS-RPCE] 2.2.6.1), other keys are merely long.
_BLOB = re.compile(r"ARAIAMzMzM[A-Za-z0-9+/=]*|[A-Za-z0-9+/]{64,}={0,2}")


def redact(line: str) -> str:
    """A line of a log with everything that looks like a secret replaced."""
    if not _HINT.search(line):
        return line
    if len(line) > _LONGEST:
        return REMOVED
    return _BLOB.sub(REMOVED, _ASSIGNED.sub(_without_value, line))


def _without_value(match: re.Match[str]) -> str:
    is_harmless = _HARMLESS.fullmatch(match["value"].strip()) is not None
    return match[0] if is_harmless else f"{match['key'].rstrip()} {REMOVED}"
