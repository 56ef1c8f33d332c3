# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blobs come in any form that a tool, an editor or a shell gives them."""

from __future__ import annotations

import codecs

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.problem import InvalidBlob
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.text import (
    base64_text,
    djoin_text,
    read_text,
)

from .recorded import content

BINARY = content("netapi_binary.bin")
SAVED = content("net_savefile.djoin")
PRINTED = content("net_printblob.b64")


def test_djoins_file_is_utf_16_with_a_mark_and_a_nul() -> None:
    """As Samba's net writes it, which copies Windows (source3/utils/net_offlinejoin.c)."""
    assert SAVED[:2] == b"\xff\xfe"
    assert SAVED[-2:] == b"\0\0"
    assert djoin_text(read_text(SAVED)) == SAVED


def test_the_text_of_answer_files_is_one_line() -> None:
    """Without mark, NUL or blanks; what net prints is the same with a line feed."""
    assert base64_text(read_text(PRINTED)) == PRINTED.decode("ascii").strip()


TEXT = PRINTED.decode("ascii").strip()
WRAPPED = "\n".join(TEXT[at : at + 76] for at in range(0, len(TEXT), 76))
FORMS = {
    "ASCII": TEXT.encode("ascii"),
    "ASCII with a line feed": PRINTED,
    "ASCII with a NUL": TEXT.encode("ascii") + b"\0",
    "ASCII with CRLF and NUL": TEXT.encode("ascii") + b"\r\n\0",
    "UTF-8 with a mark": codecs.BOM_UTF8 + TEXT.encode("ascii"),
    "UTF-16 with mark and NUL": codecs.BOM_UTF16_LE + (TEXT + "\0").encode("utf-16-le"),
    "UTF-16 with mark and CRLF": codecs.BOM_UTF16_LE + (TEXT + "\r\n").encode("utf-16-le"),
    "UTF-16 with mark, NUL and CRLF": codecs.BOM_UTF16_LE + (TEXT + "\0\r\n").encode("utf-16-le"),
    "UTF-16 without a mark": TEXT.encode("utf-16-le"),
    "UTF-16 without a mark, with a NUL": (TEXT + "\0").encode("utf-16-le"),
    "big-endian UTF-16 with a mark": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "big-endian UTF-16 without a mark": TEXT.encode("utf-16-be"),
    "wrapped": WRAPPED.encode("ascii"),
    "wrapped with CRLF, in UTF-16": codecs.BOM_UTF16_LE + WRAPPED.replace("\n", "\r\n").encode("utf-16-le"),
    "indented": (" \t" + WRAPPED.replace("\n", "\n    ")).encode("ascii"),
    "with comments": f"# of May\n{TEXT}\r\n# for an image\r\n".encode("ascii"),
    "with a comment, in UTF-16": codecs.BOM_UTF16_LE + f"{TEXT}\r\n# für ein Abbild".encode("utf-16-le"),
    "text": TEXT,
    "text with mark and NUL": "\ufeff" + TEXT + "\0",
    "text wrapped by YAML": WRAPPED.replace("\n", " ") + "\n",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_every_text_form_is_read(form: bytes | str) -> None:
    """All are the same blob."""
    assert base64_text(read_text(form)) == TEXT


def test_the_binary_form_is_read() -> None:
    """It is told by the headers that every blob begins with."""
    assert read_text(BINARY) == BINARY


NO_BLOBS: list[bytes | str] = [
    b"",
    "",
    b"\xff\xfe",
    b"\xff\xfe\0\0",
    " \n",
    b"\xff",
    b"\xff\xfe\0",
    b"A\0B",
    b"\0A\0",
    b"hello world",
    "ARAIAMzMzMw",
    "ARAI*MzMzMw=",
    "ARAI=AMzMzMw",
    "ARAIAMzM\0zMw=",
    "ÄRAIAMzMzMw=",
    b"\xc3",
    "=",
]


@pytest.mark.parametrize("text", NO_BLOBS)
def test_what_is_no_base64_is_refused(text: bytes | str) -> None:
    """Also what other decoders let pass; nothing of it is repeated, for it may be most of a blob."""
    with pytest.raises(InvalidBlob, match=r"^not a valid offline join blob: text: it ") as caught:
        read_text(text)

    assert "RAI" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_huge_text_is_refused_unread() -> None:
    """A length that no blob has costs nothing."""
    with pytest.raises(InvalidBlob, match="longer than"):
        read_text(b"A" * (64 * 1024 * 1024 + 1))
