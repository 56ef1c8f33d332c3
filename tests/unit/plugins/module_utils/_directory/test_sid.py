# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Security identifiers and owners."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.netjoin.windows.plugins.module_utils._directory.sid import (
    InvalidSid,
    domain_of,
    owner_of,
    sid_bytes,
    sid_text,
)

# [MS-DTYP] 2.4.2.4 well-known SIDs, laid out by hand after 2.4.2.2.
SIDS = (
    ("S-1-0-0", "010100000000000000000000"),
    ("S-1-5-18", "010100000000000512000000"),
    ("S-1-5-32-544", "01020000000000052000000020020000"),
    ("S-1-5-21-1-2-4294967295-500", "0105000000000005150000000100000002000000fffffffff4010000"),
)
# [MS-DTYP] 2.4.6: revision, sbz, control, four offsets; then Administrators as the owner.
DESCRIPTOR = bytes.fromhex("0100008014000000000000000000000000000000" + SIDS[2][1])


@pytest.mark.parametrize(("text", "data"), SIDS)
def test_text_and_bytes_say_the_same(text: str, data: str) -> None:
    """Both ways."""
    assert sid_text(bytes.fromhex(data)) == text
    assert sid_bytes(text) == bytes.fromhex(data)


@pytest.mark.parametrize("text", ["", "S-1-5", "S-2-5-18", "S-1-5-4294967296", "S-1-5-18x", "joiner", "S-1-5-١"])
def test_other_text_is_refused(text: str) -> None:
    """A name is not taken for a SID."""
    with pytest.raises(InvalidSid):
        sid_bytes(text)


@given(st.binary(max_size=40))
def test_other_bytes_are_refused(data: bytes) -> None:
    """Whatever is read is written the same."""
    try:
        assert sid_bytes(sid_text(data)) == data
    except InvalidSid:
        pass


def test_the_domain_of_an_account() -> None:
    """All but the last part."""
    assert domain_of("S-1-5-21-1-2-3-1104") == "S-1-5-21-1-2-3"


def test_the_owner_of_a_descriptor() -> None:
    """By its offset, and none when the offset is zero."""
    assert owner_of(DESCRIPTOR) == "S-1-5-32-544"
    assert owner_of(DESCRIPTOR[:4] + bytes(4) + DESCRIPTOR[8:]) is None


@pytest.mark.parametrize("length", [0, 7, 19, 24, 30])
def test_a_descriptor_that_is_cut_off_is_refused(length: int) -> None:
    """No other exception comes out."""
    with pytest.raises(InvalidSid):
        owner_of(DESCRIPTOR[:length])
