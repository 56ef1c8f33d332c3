# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Damaged blobs are refused by the name of the field, and by nothing but the codec's own error."""

from __future__ import annotations

import dataclasses
import random

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode, encode
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.problem import InvalidBlob
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.text import read_text
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.wire_type import OCTETS_LIMIT

from .fresh import CERTIFICATES, FRESH, SITE, WITH_GUID
from .recorded import DATA, RECORDED, content

WHOLE = read_text(content("net_printblob.b64"))
EVERY_PART = encode(dataclasses.replace(FRESH, account=WITH_GUID, site=SITE, other_parts=(CERTIFICATES,)))
BLOBS = {"every part": EVERY_PART} | {sample.file: read_text(content(sample.file)) for sample in RECORDED}
MUTATIONS = 100_000

# What ndrdump shows at these offsets of net_printblob.b64, and the path to it.
DAMAGES = [
    (0, "09", "ODJ_PROVISION_DATA header"),
    (1, "00", "ODJ_PROVISION_DATA header"),
    (8, "ffffffff", "ODJ_PROVISION_DATA header"),
    (16, "00000000", "ODJ_PROVISION_DATA.top-level pointer"),
    (20, "02000000", "ODJ_PROVISION_DATA.ulVersion"),
    (24, "ffffffff", "ODJ_PROVISION_DATA.pBlobs"),
    (28, "00000000", "ODJ_PROVISION_DATA.pBlobs"),
    (32, "03000000", "ODJ_PROVISION_DATA.pBlobs"),
    (40, "ffffffff", "ODJ_PROVISION_DATA.pBlobs[0].pBlob"),
    (44, "00000000", "ODJ_PROVISION_DATA.pBlobs[0].pBlob"),
    (52, "00000040", "ODJ_PROVISION_DATA.pBlobs[1].pBlob"),
    (60, "01000000", "ODJ_PROVISION_DATA.pBlobs[0].pBlob"),
    (64, "02", "ODJ_PROVISION_DATA.pBlobs[0].pBlob.ODJ_WIN7BLOB header"),
    (80, "00000000", "ODJ_PROVISION_DATA.pBlobs[0].pBlob.ODJ_WIN7BLOB.top-level pointer"),
    (96, "09", "ODJ_PROVISION_DATA.pBlobs[0].pBlob.ODJ_WIN7BLOB.DnsDomainInfo.Name"),
    (200, "f3", "ODJ_PROVISION_DATA.pBlobs[0].pBlob.ODJ_WIN7BLOB.lpDomain"),
]


@pytest.mark.parametrize(("offset", "bytes_there", "field"), DAMAGES)
def test_a_damaged_field_is_named(offset: int, bytes_there: str, field: str) -> None:
    """By its path of Microsoft's names."""
    damage = bytes.fromhex(bytes_there)
    with pytest.raises(InvalidBlob) as caught:
        decode(WHOLE[:offset] + damage + WHOLE[offset + len(damage) :])

    assert caught.value.field == field


@pytest.mark.parametrize("name", sorted(path.name for path in (DATA / "bad").iterdir()))
def test_what_samba_refuses_is_refused(name: str) -> None:
    """The files that NetRequestOfflineDomainJoin of Samba answered with 2709 and 2710."""
    with pytest.raises(InvalidBlob):
        decode(read_text(content(f"bad/{name}")))


@pytest.mark.parametrize("blob", [WHOLE, EVERY_PART], ids=["of Samba", "with every part"])
def test_every_truncation_is_refused(blob: bytes) -> None:
    """Wherever the blob ends too early; more than 4 000 of them."""
    for length in range(len(blob)):
        with pytest.raises(InvalidBlob):
            decode(blob[:length])


def cut_inside(blob: bytes, length: int) -> bytes:
    """The blob cut off, with the length in its header made to agree, so that the fields meet the end."""
    return blob[:8] + (length - 16).to_bytes(4, "little") + blob[12:length]


@pytest.mark.parametrize("blob", [WHOLE, EVERY_PART], ids=["of Samba", "with every part"])
def test_every_truncation_is_refused_by_the_fields_too(blob: bytes) -> None:
    """Also when the header announces no more than there is; what is missing must not be padding."""
    content_end = len(blob.rstrip(b"\0"))
    for length in range(16, content_end):
        with pytest.raises(InvalidBlob) as caught:
            decode(cut_inside(blob, length))
        assert caught.value.offset is None or caught.value.offset <= length


def mutated(source: random.Random, blob: bytes) -> bytes:
    """One to eight bytes changed, often to the values that lengths and pointers are sensitive to."""
    data = bytearray(blob)
    for _index in range(source.choice((1, 1, 2, 4, 8))):
        data[source.randrange(len(data))] = source.choice((0, 1, 0xFF, source.randrange(256)))
    return bytes(data)


@pytest.mark.parametrize("name", [*BLOBS])
def test_random_damage_ends_in_the_codecs_own_error(name: str) -> None:
    """100 000 mutations of all blobs together; about half of them can be read nevertheless."""
    source = random.Random(name)  # noqa: S311 - not for secrets; the same on every run
    count = MUTATIONS // len(BLOBS)
    refused = 0
    for _index in range(count):
        try:
            decode(mutated(source, BLOBS[name]))
        except InvalidBlob:
            refused += 1

    assert 0.2 < refused / count < 0.8


def test_what_can_be_read_can_be_summed_up_and_written() -> None:
    """No odd value that reading lets pass breaks what comes after it."""
    source = random.Random(11)  # noqa: S311 - as above
    read = 0
    for _index in range(5_000):
        try:
            blob = decode(mutated(source, EVERY_PART))
        except InvalidBlob:
            continue
        read += 1
        blob.summary()
        assert decode(encode(blob)) == blob

    assert read > 1_000


def test_a_huge_blob_is_refused_unread() -> None:
    """A length that no blob has costs nothing."""
    with pytest.raises(InvalidBlob, match="more than"):
        decode(WHOLE + bytes(OCTETS_LIMIT))
