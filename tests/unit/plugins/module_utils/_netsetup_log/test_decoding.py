# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logs in the encodings that Windows, its tools and Ansible leave them in."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.netjoin.windows.plugins.module_utils._netsetup_log.decoding import decode

TEXT = "03/06/2025 11:29:05:559   Account: contoso\\Jörg Müller\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850", "latin-1"]
)
def test_the_encoding_is_found_by_itself(encoding: str) -> None:
    """With a byte order mark or without one."""
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE])
def test_a_byte_order_mark_decides(mark: bytes) -> None:
    """Either order of bytes."""
    encoding = "utf-16-be" if mark == codecs.BOM_UTF16_BE else "utf-16-le"

    assert decode(mark + TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252", "cp850"])
def test_text_that_ansible_read_as_utf_8_is_read_again(encoding: str) -> None:
    """Ansible's file lookup and b64decode keep bytes that are not UTF-8 as surrogates."""
    as_ansible_gives_it = TEXT.encode(encoding).decode("utf-8", "surrogateescape")

    assert decode(as_ansible_gives_it) == TEXT


def test_text_is_left_alone_but_for_its_mark() -> None:
    """Nothing is guessed about what is text already."""
    assert decode("\ufeff" + TEXT) == TEXT
    assert decode(TEXT) == TEXT


def test_half_of_a_utf_16_character_at_the_end_does_not_matter() -> None:
    """A log that was cut off in the middle of a character."""
    assert decode(TEXT.encode("utf-16")[:-1]).startswith(TEXT[:-2])


@given(st.binary(max_size=300) | st.text(st.characters(codec=None), max_size=300))
def test_nothing_raises(log: bytes | str) -> None:
    """Any bytes and any text give a text without surrogates that cannot be written."""
    decode(log)
