# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""LDAP search filters as values (RFC 4511 section 4.5.1.7).

A filter is built from functions and never from text, so that no value can change its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import ber

_AND = 0xA0
_OR = 0xA1
_EQUALITY = 0xA3
_PRESENT = 0x87


@dataclass(frozen=True)
class SearchFilter:
    """A filter, encoded."""

    encoded: bytes


def equal(attribute: str, value: str | bytes) -> SearchFilter:
    """The entries with this value."""
    return SearchFilter(ber.encode(_EQUALITY, ber.text(attribute), ber.text(value)))


def present(attribute: str) -> SearchFilter:
    """The entries with any value of the attribute."""
    return SearchFilter(ber.text(attribute, _PRESENT))


def both(*filters: SearchFilter) -> SearchFilter:
    """The entries that every one of the filters finds."""
    return SearchFilter(ber.encode(_AND, *(each.encoded for each in filters)))


def either(*filters: SearchFilter) -> SearchFilter:
    """The entries that any of the filters finds."""
    return SearchFilter(ber.encode(_OR, *(each.encoded for each in filters)))


ANY_OBJECT = present("objectClass")
"""Every entry: the filter to read one entry with."""
