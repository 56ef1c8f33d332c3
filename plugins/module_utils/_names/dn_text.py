# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The text form of distinguished names: RFC 4514, and the spellings of RFC 1779 that NetJoinDomain documents.

Of RFC 1779 these are read too, and reported as a repair: ``;`` between the parts, white space around separators and
``=``, and a value in double quotes. What is written is always RFC 4514.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .problem import Flaw

# RFC 4514 section 3, the table of short names, and the OIDs of RFC 4519 that they stand for.
_SHORT_NAMES = {
    "2.5.4.3": "CN",
    "COMMONNAME": "CN",
    "2.5.4.7": "L",
    "LOCALITYNAME": "L",
    "2.5.4.8": "ST",
    "STATEORPROVINCENAME": "ST",
    "2.5.4.10": "O",
    "ORGANIZATIONNAME": "O",
    "2.5.4.11": "OU",
    "ORGANIZATIONALUNITNAME": "OU",
    "2.5.4.6": "C",
    "COUNTRYNAME": "C",
    "2.5.4.9": "STREET",
    "STREETADDRESS": "STREET",
    "0.9.2342.19200300.100.1.25": "DC",
    "DOMAINCOMPONENT": "DC",
    "0.9.2342.19200300.100.1.1": "UID",
    "USERID": "UID",
}

# RFC 4514 section 3, descr and numericoid; the space on both sides is RFC 1779's.
_SPACE = " \t\r\n"
_TYPE = re.compile(
    rf"[{_SPACE}]*(?P<type>[A-Za-z][A-Za-z0-9-]*|(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*))+)[{_SPACE}]*=[{_SPACE}]*"
)
_HEX_VALUE = re.compile(rf"#(?P<hex>(?:[0-9A-Fa-f]{{2}})+)(?=[{_SPACE}]*(?:[,;+]|\Z))")
_PLAIN = re.compile(r'[^\\,;+"<>\0]+')
_HEX_PAIRS = re.compile(r"(?:\\[0-9A-Fa-f]{2})+")
_ESCAPABLE = frozenset('\\"+,;<> #=')
_WRITTEN_ESCAPED = re.compile(r'[\\",+;<>=]|[\x00-\x1f\x7f]|^[ #]| \Z')
_SURROGATE = re.compile("[\ud800-\udfff]")


class Part(NamedTuple):
    """One ``type=value`` of a text, and the separator after it: ``,``, ``;``, ``+``, or nothing at the end of the text.

    ``start`` and ``end`` are the places of its type and of its separator in the text.
    """

    attribute: str
    value: str
    is_hex: bool
    separator: str
    repaired: bool
    start: int
    end: int


class _Value(NamedTuple):
    text: str
    is_hex: bool
    end: int
    repaired: bool


class DnSyntaxError(Exception):
    """A text that is not a DN; carries the Flaw. It never leaves this package."""

    def __init__(self, rule: str, position: int | None = None) -> None:
        super().__init__(rule)
        self.flaw = Flaw(rule, position)


def has_text(text: str) -> bool:
    """Whether there is more than white space."""
    return bool(text.strip(_SPACE))


def short_name(attribute: str) -> str:
    """One spelling for an attribute type that has several: ``organizationalUnitName`` and ``2.5.4.11`` are ``OU``."""
    upper = attribute.upper()
    return _SHORT_NAMES.get(upper, upper)


def escape(value: str) -> str:
    """A value as RFC 4514 section 2.4 writes it; ``=`` is escaped too, and control characters are hex pairs."""
    return _WRITTEN_ESCAPED.sub(_escaped, value)


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    return f"\\{character}" if character.isprintable() else f"\\{ord(character):02X}"


def parts(text: str) -> Iterator[Part]:
    """Take a text apart from left to right; raises DnSyntaxError."""
    surrogate = _SURROGATE.search(text)
    if surrogate is not None:
        raise DnSyntaxError("the character is half of a surrogate pair, which is not text", surrogate.start())
    position = 0
    while True:
        part, position = _part(text, position)
        yield part
        if not part.separator:
            return


def _part(text: str, start: int) -> tuple[Part, int]:
    head = _TYPE.match(text, start)
    if head is None:
        raise _bad_type(text, start)
    value = _value(text, head.end())
    separator = text[value.end : value.end + 1]
    if separator and separator not in ",;+":
        raise DnSyntaxError("a separator (a comma, or a plus sign) has to follow the value here", value.end)
    repaired = value.repaired or separator == ";" or head.end() - start != len(head["type"]) + 1
    part = Part(short_name(head["type"]), value.text, value.is_hex, separator, repaired, head.start("type"), value.end)
    return part, value.end + 1


def _bad_type(text: str, start: int) -> DnSyntaxError:
    stripped = text[start:].lstrip(_SPACE)
    position = len(text) - len(stripped)
    if not stripped:
        return DnSyntaxError("an attribute type, as in OU=name, has to stand here", position)
    if "=" not in re.split(r"[,;+]", stripped, maxsplit=1)[0]:
        return DnSyntaxError("every part is written as type=value, such as OU=name", position)
    name = stripped.partition("=")[0].rstrip(_SPACE)
    for offset, character in enumerate(name):
        if not (character.isascii() and (character.isalnum() or character in "-.")):
            return DnSyntaxError(
                "the type of an attribute has nothing but letters, digits and hyphens", position + offset
            )
    return DnSyntaxError("an attribute type is a word that starts with a letter, or an OID", position)


def _value(text: str, start: int) -> _Value:
    if text.startswith("#", start):
        match = _HEX_VALUE.match(text, start)
        if match is None:
            raise DnSyntaxError(
                "after # only pairs of hex digits may follow; escape a # that begins a name as \\#", start
            )
        end = _skip_space(text, match.end())
        return _Value(match["hex"].upper(), is_hex=True, end=end, repaired=end != match.end())
    if text.startswith('"', start):
        return _quoted_value(text, start)
    return _string_value(text, start)


def _string_value(text: str, start: int) -> _Value:
    pieces: list[str] = []
    position = start
    last_escaped = 0
    while position < len(text) and text[position] not in ",;+":
        plain = _PLAIN.match(text, position)
        if plain is not None:
            pieces.append(plain[0])
            position = plain.end()
        elif text[position] == "\\":
            piece, position = _pair(text, position)
            pieces.append(piece)
            last_escaped = len(pieces)
        else:
            raise DnSyntaxError("the character has to be escaped with a backslash", position)
    # Space that was escaped is part of the value; space that was not surrounds it.
    end = "".join(pieces[last_escaped:])
    value = "".join(pieces[:last_escaped]) + end.rstrip(_SPACE)
    return _Value(value, is_hex=False, end=position, repaired=end != end.rstrip(_SPACE))


def _quoted_value(text: str, start: int) -> _Value:
    pieces: list[str] = []
    position = start + 1
    while position < len(text):
        if text[position] == '"':
            return _Value("".join(pieces), is_hex=False, end=_skip_space(text, position + 1), repaired=True)
        if text[position] == "\\":
            piece, position = _pair(text, position)
        else:
            piece, position = text[position], position + 1
        pieces.append(piece)
    raise DnSyntaxError("the quotation mark is never closed; escape one that is part of a name with a backslash", start)


def _pair(text: str, position: int) -> tuple[str, int]:
    """What the backslash at ``position`` escapes, and the position after it; a run of hex pairs is one UTF-8 text."""
    if text[position + 1 : position + 2] in _ESCAPABLE:
        return text[position + 1], position + 2
    pairs = _HEX_PAIRS.match(text, position)
    if pairs is None:
        raise DnSyntaxError(
            'after a backslash one of \\ " + , ; < > = # or space, or two hex digits, has to stand', position
        )
    octets = bytes.fromhex(pairs[0].replace("\\", ""))
    try:
        return octets.decode(), pairs.end()
    except UnicodeDecodeError as error:
        raise DnSyntaxError("the hex pairs are not UTF-8", position + 3 * error.start) from error


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position] in _SPACE:
        position += 1
    return position
