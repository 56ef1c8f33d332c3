# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords of machines."""

from __future__ import annotations

import secrets
import string

SHORTEST = 15
LONGEST = 120
"""Characters; Windows makes its own machine passwords of 120 ([MS-WKST] 3.2.4.13.3)."""
USUAL = 40
"""Characters of the passwords that are made here: more make a domain controller work longer, and nothing safer."""

_ALPHABET = string.ascii_letters + string.digits + "!#$%()*+,-./:;=?@[]^_{|}~"
_CLASSES = (string.ascii_lowercase, string.ascii_uppercase, string.digits)


def new_machine_password(length: int = USUAL) -> str:
    """A random password of so many characters, with a letter of either case and a digit.

    Printable ASCII without quotes, backslash, ampersand, angle brackets, grave accent and space, so that it survives
    every file and shell on its way. Raises ValueError for a length that is not between SHORTEST and LONGEST.
    """
    if not SHORTEST <= length <= LONGEST:
        raise ValueError(f"a machine password has from {SHORTEST} to {LONGEST} characters, not {length}")
    while True:
        password = "".join(secrets.choice(_ALPHABET) for _character in range(length))
        if all(any(character in members for character in password) for members in _CLASSES):
            return password


def unicode_pwd(password: str) -> bytes:
    """The password as the attribute unicodePwd takes it ([MS-ADTS] 3.1.1.3.1.5.1)."""
    return f'"{password}"'.encode("utf-16-le")
