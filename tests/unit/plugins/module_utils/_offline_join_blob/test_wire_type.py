# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# ruff: noqa: RUF009  # wire() declares a field, as dataclasses.field() does
"""Every NDR type is read from and written to bytes that were put down by hand from [C706] chapter 14."""

from __future__ import annotations

import dataclasses
import typing as t
import uuid

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.problem import InvalidBlob
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.serialized import (
    Serialized,
    read_object,
    write_object,
)
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.structure import (
    ListOf,
    Structure,
    wire,
)
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.wire_type import (
    CountedString,
    Guid,
    Octets,
    Sid,
    String,
    Unsigned32,
    WireType,
)

HEADERS = "01 10 08 00 cc cc cc cc  {length} 00 00 00 00"
POINTER = "00 00 02 00"


def structure_of(wire_type: WireType) -> type[Structure]:
    """A structure with one field."""

    @dataclasses.dataclass(frozen=True, slots=True)
    class One(Structure):
        IDL_NAME: t.ClassVar[str] = "ONE"

        value: t.Any = wire("Value", wire_type)

    return One


@dataclasses.dataclass(frozen=True, slots=True)
class Pair(Structure):
    """An element of a list."""

    IDL_NAME: t.ClassVar[str] = "PAIR"

    number: int = wire("Number", Unsigned32())
    text: str | None = wire("Text", String())


def serialized(body: str) -> bytes:
    """A body behind its headers and its pointer, filled up to a multiple of 8."""
    content = bytes.fromhex(POINTER + body)
    content += bytes(-len(content) % 8)
    return bytes.fromhex(HEADERS.format(length=len(content).to_bytes(4, "little").hex())) + content


GOOD: list[tuple[str, WireType, t.Any, str]] = [
    ("number", Unsigned32(), 0x12345678, "78 56 34 12"),
    ("GUID", Guid(), uuid.UUID("00112233-4455-6677-8899-aabbccddeeff"), "33221100 5544 7766 8899aabbccddeeff"),
    ("string", String(), "ab", "04000200  03000000 00000000 03000000  6100 6200 0000"),
    ("empty string", String(), "", "04000200  01000000 00000000 01000000  0000"),
    ("no string", String(), None, "00000000"),
    ("surrogate", String(secret=True), "\ud800", "04000200  02000000 00000000 02000000  00d8 0000"),
    ("counted string", CountedString(), "ab", "0400 0600 04000200  03000000 00000000 02000000  6100 6200"),
    ("empty counted string", CountedString(), "", "0000 0200 04000200  01000000 00000000 00000000"),
    ("no counted string", CountedString(), None, "0000 0000 00000000"),
    ("SID", Sid(), "S-1-5-32-544", "04000200  02000000  01 02 000000000005  20000000 20020000"),
    ("SID without subauthorities", Sid(), "S-1-0", "04000200  00000000  01 00 000000000000"),
    ("no SID", Sid(), None, "00000000"),
    ("bytes", Octets(), b"abc", "03000000 04000200  03000000 616263"),
    ("empty bytes", Octets(), b"", "00000000 04000200  00000000"),
    ("no bytes", Octets(), None, "00000000 00000000"),
    (
        "list",
        ListOf(Pair),
        (Pair(1, "a"), Pair(2, None)),
        "02000000 04000200  02000000  01000000 08000200  02000000 00000000  02000000 00000000 02000000 6100 0000",
    ),
    ("empty list", ListOf(Pair), (), "00000000 04000200  00000000"),
    ("no list", ListOf(Pair), None, "00000000 00000000"),
]
good = pytest.mark.parametrize(("wire_type", "value", "body"), [row[1:] for row in GOOD], ids=[row[0] for row in GOOD])


@good
def test_a_value_is_read(wire_type: WireType, value: object, body: str) -> None:
    """From its bytes."""
    structure = structure_of(wire_type)

    assert read_object(structure, serialized(body), 0).value == structure(value)


@good
def test_a_value_is_written(wire_type: WireType, value: object, body: str) -> None:
    """To the same bytes."""
    assert write_object(Serialized(structure_of(wire_type)(value))) == serialized(body)


BAD: list[tuple[str, WireType, str, str]] = [
    ("number cut off", Unsigned32(), "785634", ""),
    ("offset in a string", String(), "04000200  03000000 01000000 02000000  6100 0000", "lengths"),
    ("more characters than room", String(), "04000200  02000000 00000000 03000000  6100 6200 0000", "lengths"),
    ("string without a NUL", String(), "04000200  02000000 00000000 02000000  6100 6200", "NUL"),
    ("string of no characters", String(), "04000200  00000000 00000000 00000000", "lengths"),
    ("NUL inside a string", String(), "04000200  03000000 00000000 03000000  6100 0000 0000", "NUL"),
    ("surrogate in a name", String(), "04000200  02000000 00000000 02000000  00d8 0000", "UTF-16"),
    ("string of 4 GiB", String(), "04000200  ffffffff 00000000 ffffffff  6100", "4294967295 UTF-16 units"),
    ("string that is too long", String(), "04000200  01040000 00000000 01040000" + "6100" * 1024 + "0000", "1025"),
    ("string cut off", String(), "04000200  09000000 00000000 09000000  6100", "needs 18 bytes"),
    ("odd length", CountedString(), "0300 0600 04000200  03000000 00000000 01000000  6100", "Length"),
    ("length above the maximum", CountedString(), "0600 0400 04000200  02000000 00000000 03000000", "Length"),
    ("counted string that is not there", CountedString(), "0400 0600 00000000", "no string"),
    ("other length at the text", CountedString(), "0400 0600 04000200  03000000 00000000 01000000", "contradict"),
    ("NUL in a counted string", CountedString(), "0400 0600 04000200  03000000 00000000 02000000  6100 0000", "NUL"),
    ("SID of another revision", Sid(), "04000200  01000000  02 01 000000000005  20000000", "revision"),
    ("SID with two counts", Sid(), "04000200  02000000  01 01 000000000005  20000000", "number"),
    ("SID with 16 subauthorities", Sid(), "04000200  10000000  01 10 000000000005" + "20000000" * 16, "number"),
    ("bytes with two counts", Octets(), "03000000 04000200  04000000 61626364", "given twice"),
    ("bytes that are not there", Octets(), "03000000 00000000", "not there"),
    ("too many bytes", Octets(), "01000001 04000200  01000001", "too many"),
    ("list with two counts", ListOf(Pair), "01000000 04000200  02000000 01000000 00000000", "given twice"),
    ("list that is not there", ListOf(Pair), "01000000 00000000", "not there"),
    ("list that is too long", ListOf(Pair), "01010000 04000200  01010000", "too many"),
]


@pytest.mark.parametrize(("wire_type", "body", "rule"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_contradicting_bytes_are_refused(wire_type: WireType, body: str, rule: str) -> None:
    """With the name of the field, the place in the blob, and the reason."""
    content = bytes.fromhex(POINTER + body)
    data = bytes.fromhex(HEADERS.format(length=len(content).to_bytes(4, "little").hex())) + content
    with pytest.raises(InvalidBlob) as caught:
        read_object(structure_of(wire_type), data, 1000)

    assert caught.value.field == "ONE.Value"
    assert caught.value.offset is not None
    assert 1016 < caught.value.offset <= 1000 + len(data)
    assert rule in caught.value.rule
    assert f"ONE.Value at byte {caught.value.offset}: " in str(caught.value)


def test_a_field_of_an_element_is_named_by_its_index() -> None:
    """So that the damaged one of many is found."""
    body = "02000000 04000200  02000000  01000000 00000000  02000000 08000200  02000000 00000000 03000000"
    with pytest.raises(InvalidBlob) as caught:
        read_object(structure_of(ListOf(Pair)), serialized(body), 0)

    assert caught.value.field == "ONE.Value[1].Text"


def test_what_stands_around_an_object_is_kept() -> None:
    """Pointers of any value, fillers, padding that is none, and what follows."""
    data = bytes.fromhex(
        "01 10 08 00 01 02 03 04  0c 00 00 00 05 06 07 08"  # fillers that are not cc and 00
        "80 9c 4f 93  20 fc 4f 93"  # two pointers
        "01 00 00 00 00 00 00 00  01 00 00 00 00 00"  # the empty string
        "aa bb"
    )
    data = data[:8] + (len(data) - 16).to_bytes(4, "little") + data[12:] + b"tail"
    item = read_object(structure_of(String()), data, 0)

    assert item.envelope is not None
    assert item.envelope.referents == (0x934F9C80, 0x934FFC20)
    assert item.envelope.excess == len(b"\xaa\xbb" + b"tail")
    assert write_object(item) == data


def test_objects_with_the_same_value_are_equal() -> None:
    """Whatever their pointers are."""
    one = serialized("04000200  01000000 00000000 01000000  0000")
    other = one.replace(bytes.fromhex("04000200"), bytes.fromhex("99999999"))
    structure = structure_of(String())

    assert one != other
    assert read_object(structure, one, 0) == read_object(structure, other, 0)
