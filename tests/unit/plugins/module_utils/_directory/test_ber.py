# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The subset of BER that LDAP uses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.netjoin.windows.plugins.module_utils._directory import ber

# ITU-T X.690 8.1.3 and 8.3: lengths and integers by hand; -27066 and 0x80 as in its examples of two's complement.
INTEGERS = (
    (0, "020100"),
    (127, "02017f"),
    (128, "02020080"),
    (256, "02020100"),
    (-128, "020180"),
    (-129, "0202ff7f"),
    (-27066, "02029646"),
)
LENGTHS = ((0, "0400"), (127, "047f"), (128, "048180"), (255, "0481ff"), (256, "04820100"), (65536, "0483010000"))

BROKEN = (
    ("", "cut off"),
    ("30", "cut off"),
    ("3005020101", "cut off"),
    ("3080", "its length has 0 bytes"),
    ("3085010000000000", "its length has 5 bytes"),
    ("1f8101", "more than one byte"),
    ("3084ffffffff00", "announces"),
)


@pytest.mark.parametrize(("number", "encoded"), INTEGERS)
def test_integers_have_the_shortest_form(number: int, encoded: str) -> None:
    """Both ways."""
    assert ber.integer(number).hex() == encoded
    assert ber.Reader(bytes.fromhex(encoded), "test").integer("number") == number


@pytest.mark.parametrize(("length", "head"), LENGTHS)
def test_lengths_have_the_short_form_as_long_as_they_fit(length: int, head: str) -> None:
    """From 128 bytes on the length is preceded by its own."""
    assert ber.text(b"x" * length).hex() == head + "78" * length


@pytest.mark.parametrize(("data", "rule"), BROKEN)
def test_what_is_no_element_names_the_field(data: str, rule: str) -> None:
    """The error says where it was read and what is wrong."""
    with pytest.raises(ber.InvalidEncoding, match=rule) as caught:
        ber.Reader(bytes.fromhex(data), "Message").element("body")
    assert caught.value.field == "Message.body"


def test_another_tag_than_the_expected_is_refused() -> None:
    """A boolean is no number."""
    with pytest.raises(ber.InvalidEncoding, match="its tag is 0x01, not 0x02"):
        ber.Reader(ber.TRUE, "Message").integer("version")


@given(st.binary(max_size=60))
def test_any_bytes_end_in_an_element_or_in_the_own_error(data: bytes) -> None:
    """No other exception comes out."""
    try:
        for element in ber.Reader(data, "fuzz").rest("element"):
            assert len(element.value) < len(data)
    except ber.InvalidEncoding:
        pass
