# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A return code in any of the forms in which tools and logs write it."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[+-]?[0-9]+|0x[0-9a-f]+", re.IGNORECASE)
_DIRECTORY_CODE = re.compile(r"\b([0-9a-f]{8}): ", re.IGNORECASE)
_DIRECTORY_DATA = re.compile(r"\berror, data ([0-9a-f]{1,8})\b", re.IGNORECASE)
_LOGON_CODES = (0x80090308, 0x8009030C)
"""SEC_E_INVALID_TOKEN and SEC_E_LOGON_DENIED: Active Directory puts the reason behind them into ``data``."""


class InvalidCode(ValueError):
    """The text or number is no 32-bit return code."""


def parse_code(code: int | str) -> int:
    """The code as an unsigned 32-bit number.

    Reads decimal text, hex text with 0x, signed and unsigned HRESULTs, and Active Directory's diagnostic text of an
    LDAP error, which begins with a code (``00002098: SecErr: DSID-...``) and has the reason of a failed logon as
    ``data`` ([MS-ADTS] 3.1.1.3.1.9). Raises :class:`InvalidCode` for anything else.
    """
    if isinstance(code, bool) or not isinstance(code, int | str):
        raise InvalidCode(f"a return code is a number or text, not {type(code).__name__}")
    number = code if isinstance(code, int) else _parse_text(code)
    if not -0x80000000 <= number <= 0xFFFFFFFF:
        raise InvalidCode(f"{number} does not fit into the 32 bits of a return code")
    return number & 0xFFFFFFFF


def _parse_text(text: str) -> int:
    plain = text.strip()
    if _NUMBER.fullmatch(plain):
        return int(plain, 16 if plain[:2].lower() == "0x" else 10)
    directory = _DIRECTORY_CODE.search(plain)
    if directory is None:
        raise InvalidCode(f"{text!r} is no return code: write it as 1326, 0x52E or -2147023570")
    number = int(directory[1], 16)
    data = _DIRECTORY_DATA.search(plain, directory.end())
    return int(data[1], 16) if data and number in _LOGON_CODES else number
