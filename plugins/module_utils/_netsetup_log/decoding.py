# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a log in whatever encoding it, or the tool that copied it, has."""

from __future__ import annotations

import codecs
import re

# UTF-32 is left out: no Windows tool writes it, and its mark begins like that of UTF-16.
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAMPLE = 4096
_UNDECODED = re.compile("[\0\udc80-\udcff]")


def decode(log: str | bytes) -> str:
    """The text of a log, without byte order mark; never raises.

    A ``str`` that was decoded with the wrong encoding (Ansible reads files as UTF-8 and keeps what is not UTF-8 as
    surrogates) is taken back to its bytes first. Bytes are UTF-16 with or without a mark, UTF-8, or else one of the
    single-byte code pages 1252 and 850, whichever makes more letters of them: only names can suffer from the guess,
    for Windows writes everything else in ASCII.
    """
    if isinstance(log, bytes):
        return _from_bytes(log)
    if _UNDECODED.search(log):
        return _from_bytes(log.encode("utf-8", "surrogateescape" if _only_escapes(log) else "replace"))
    return log.removeprefix("\ufeff")


def _only_escapes(text: str) -> bool:
    return not re.search("[\ud800-\udc7f\udd00-\udfff]", text)


def _from_bytes(octets: bytes) -> str:
    for mark, encoding in _MARKS:
        if octets.startswith(mark):
            return octets.removeprefix(mark).decode(encoding, "replace")
    sample = octets[:_SAMPLE]
    if sample.count(0) > len(sample) // 4:
        # ASCII in UTF-16 has its zeros at odd places when the low byte comes first.
        encoding = "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
        return octets.decode(encoding, "replace")
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return max((octets.decode(page, "replace") for page in ("cp1252", "cp850")), key=_letters)


def _letters(text: str) -> int:
    return sum(character.isalpha() for character in text if not character.isascii())
