# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Active Directory tells whether two values of names are the same."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def comparable(value: str) -> str:
    """A text that is the same for values that AD takes for the same name.

    AD ignores case, diacritics (Müller is Muller, Meißner is Meissner), width and the kind of kana: MicrosoftDocs
    SupportArticles-docs "cannot-add-user-object-differ-by-diacritic-mark-character" and [MS-ADTS] 3.1.1.2.2.4.13 with
    its flags NORM_IGNORECASE, NORM_IGNORENONSPACE, NORM_IGNOREWIDTH and NORM_IGNOREKANATYPE. The sort tables of Windows
    know some more pairs, such as Æ and AE: those are different here.
    """
    if value.isascii():
        return value.casefold()
    narrow = "".join(map(_without_width_and_kana, value))
    letters = unicodedata.normalize("NFD", narrow.casefold())
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")


def _without_width_and_kana(character: str) -> str:
    if unicodedata.decomposition(character).startswith(("<wide>", "<narrow>")):
        character = unicodedata.normalize("NFKC", character)
    # The letters of Hiragana stand 0x60 before those of Katakana.
    return chr(ord(character) + 0x60) if "\u3041" <= character <= "\u3096" else character
