# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Frames between a module's process and the provider."""

from __future__ import annotations

import io

import pytest

from ansible_collections.netjoin.windows.tests.lab.windows_host.wire import (
    BrokenFrame,
    as_number,
    as_text,
    frame,
    number,
    read_frame,
    text,
)

ONE_FRAME = bytes.fromhex("03000000020000004f4bffffffff00000000")


def test_a_frame_has_the_bytes_that_the_native_side_expects() -> None:
    """Counts and lengths as u32 little-endian, NULL as the length 0xFFFFFFFF."""
    assert frame([b"OK", None, b""]) == ONE_FRAME
    assert read_frame(io.BytesIO(ONE_FRAME)) == [b"OK", None, b""]


def test_frames_follow_each_other_until_the_end() -> None:
    """At the end of the stream there is no frame."""
    stream = io.BytesIO(ONE_FRAME * 2)
    assert [read_frame(stream), read_frame(stream), read_frame(stream)] == [[b"OK", None, b""]] * 2 + [None]


@pytest.mark.parametrize("size", range(1, len(ONE_FRAME)))
def test_a_frame_that_breaks_off_is_refused(size: int) -> None:
    """Wherever it does."""
    with pytest.raises(BrokenFrame):
        read_frame(io.BytesIO(ONE_FRAME[:size]))


def test_a_field_of_a_gigabyte_is_refused() -> None:
    """It can only be a misread length."""
    with pytest.raises(BrokenFrame):
        read_frame(io.BytesIO(bytes.fromhex("0100000000000040")))


@pytest.mark.parametrize(("value", "field"), [("aä\U0001d11e", "6100e40034d81edd"), ("", ""), (None, None)])
def test_text_is_utf_16(value: str | None, field: str | None) -> None:
    """Without a terminator; NULL is not the empty text."""
    encoded = None if field is None else bytes.fromhex(field)
    assert text(value) == encoded
    assert as_text(encoded) == value


def test_numbers_are_unsigned() -> None:
    """An HRESULT keeps its bits."""
    assert number(0x80041003) == bytes.fromhex("03100480")
    assert number(-1) == b"\xff" * 4
    assert as_number(bytes.fromhex("03100480")) == 0x80041003


@pytest.mark.parametrize("field", [None, b"", b"\1\0\0", b"\1\0\0\0\0"])
def test_what_is_no_number_is_refused(field: bytes | None) -> None:
    """Four bytes, or it is a mistake."""
    with pytest.raises(BrokenFrame):
        as_number(field)
