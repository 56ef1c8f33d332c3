# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The text forms in which blobs are handed around.

djoin and Samba's ``net offlinejoin`` write base64 in UTF-16 with a byte order mark and a NUL at the end; answer files
and NetProvisionComputerAccount have bare base64. Editors, mail and shells make further forms of both.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re

from .problem import InvalidBlob
from .serialized import HEADER
from .wire_type import OCTETS_LIMIT

_FIELD = "text"
_BLANKS = dict.fromkeys(map(ord, " \t\r\n"))
_COMMENT = re.compile(r"(?<![^\r\n])#[^\r\n]*")
_TEXT_LIMIT = 4 * OCTETS_LIMIT
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF8, "utf-8"))


def read_text(data: bytes | str) -> bytes:
    """The binary form of a blob in any form.

    Read are UTF-16 (either byte order) and UTF-8, each with or without a byte order mark, ASCII, any line breaks and
    blanks, a NUL at the end or none, and the binary form itself. A line that begins with ``#`` is a comment. Raises
    InvalidBlob for everything else.
    """
    if isinstance(data, bytes) and data.startswith(HEADER):
        return data
    if len(data) > _TEXT_LIMIT:
        raise InvalidBlob(_FIELD, None, f"it is longer than {_TEXT_LIMIT}")
    text = data if isinstance(data, str) else _characters(data)
    compact = _COMMENT.sub("", text.removeprefix("\ufeff")).rstrip("\0\r\n\t ").translate(_BLANKS)
    if not compact:
        raise InvalidBlob(_FIELD, None, "it is empty")
    try:
        return base64.b64decode(compact, validate=True)
    except (binascii.Error, ValueError):  # ValueError: not ASCII
        raise InvalidBlob(_FIELD, None, "it is neither base64 nor the binary form of a blob") from None


def base64_text(data: bytes) -> str:
    """Base64 in one line, as answer files have it in AccountData."""
    return base64.b64encode(data).decode("ascii")


def djoin_text(data: bytes) -> bytes:
    """The content of the file that ``djoin /provision /savefile`` writes and ``djoin /requestodj /loadfile`` reads."""
    return codecs.BOM_UTF16_LE + (base64_text(data) + "\0").encode("utf-16-le")


def _characters(data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _guess(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise InvalidBlob(_FIELD, None, f"it looks like {encoding.upper()} and is not") from None


def _guess(data: bytes) -> str:
    """The encoding of base64 without a byte order mark, told by where the zeros of UTF-16 are."""
    if data[1:2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if data[:1] == b"\0" else "utf-8"
