# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of one label of a DNS name, and of several with dots between them.

Sources: RFC 1123 section 2.1 (letters, digits and hyphens; first and last a letter or digit), RFC 1035 section 2.3.4
(63 octets a label, 255 a name), MicrosoftDocs SupportArticles-docs "naming-conventions-for-computer-domain-site-ou".
"""

from __future__ import annotations

import re

from .problem import Flaw

LABEL_MAX = 63
NAME_MAX = 255

_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def label_flaw(label: str, *, allow_underscore: bool = False, allow_unicode: bool = False) -> Flaw | None:
    """The first rule that a label breaks; None for a good one."""
    if _LABEL.fullmatch(label):
        return None
    if not label:
        return Flaw("a label has at least one character", 0)
    for position, character in enumerate(label):
        if _is_letter_or_digit(character, allow_unicode=allow_unicode):
            continue
        if character == "-" and 0 < position < len(label) - 1:
            continue
        if character == "_" and allow_underscore:
            continue
        return Flaw(_character_rule(character, position), position)
    octets = label.encode()
    if len(octets) > LABEL_MAX:
        first_too_many = len(octets[:LABEL_MAX].decode(errors="ignore"))
        return Flaw(f"no more than {LABEL_MAX} bytes are allowed in a label (this has {len(octets)})", first_too_many)
    return None


def labels_flaw(text: str, *, allow_unicode: bool = False) -> Flaw | None:
    """The first rule that a dotted name (without the dot of the root at its end) breaks; underscores are let pass."""
    start = 0
    labels = text.split(".")
    for label in labels:
        flaw = label_flaw(label, allow_underscore=True, allow_unicode=allow_unicode)
        if flaw is not None:
            return flaw.moved(start)
        start += len(label) + 1
    if len(text.encode()) > NAME_MAX:
        return Flaw(f"no more than {NAME_MAX} bytes are allowed (this has {len(text.encode())})")
    if is_number(labels[-1]):
        return Flaw(
            "the last label of a DNS name is not a number; an IP address is no name", len(text) - len(labels[-1])
        )
    return None


def is_number(text: str) -> bool:
    """Whether a text has nothing but the digits 0 to 9."""
    return text.isascii() and text.isdigit()


def _is_letter_or_digit(character: str, *, allow_unicode: bool) -> bool:
    return character.isalnum() and (allow_unicode or character.isascii())


def _character_rule(character: str, position: int) -> str:
    if character == "-":
        return f"a hyphen cannot be the {'first' if position == 0 else 'last'} character"
    if not character.isascii():
        return "only the letters A to Z, digits and hyphens are allowed: DNS servers and Kerberos agree on no others"
    if character == "_":
        return "an underscore is not allowed in a host name (RFC 1123), although NetBIOS would take it; use a hyphen"
    return "only the letters A to Z, digits and hyphens are allowed"
