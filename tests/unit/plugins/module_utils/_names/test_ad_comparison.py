# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Active Directory compares names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.netjoin.windows.plugins.module_utils._names.ad_comparison import comparable

# Müller and Meißner: SupportArticles-docs "cannot-add-user-object-differ-by-diacritic-mark-character". The others are
# what the four flags of [MS-ADTS] 3.1.1.2.2.4.13 say in words: case, non-spacing marks, width, kind of kana.
SAME = (
    ("Müller", "Muller"),
    ("Meißner", "Meissner"),
    ("ÄÖÜ", "aou"),
    ("Sales", "SALES"),
    ("e\u0301", "é"),
    ("ＳＡＬＥＳ", "sales"),
    ("ひらがな", "ヒラガナ"),
    ("ｶﾅ", "カナ"),
)

DIFFERENT = (("Sales", "Sale"), ("a b", "ab"), ("O'Neil", "ONeil"), ("co-op", "coop"), ("I", "l"), ("0", "O"))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_ad_takes_for_one_name_is_equal(one: str, other: str) -> None:
    """Such two objects cannot stand side by side in one container."""
    assert comparable(one) == comparable(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_names_stay_apart(one: str, other: str) -> None:
    """Punctuation and spaces count."""
    assert comparable(one) != comparable(other)


@given(st.text())
def test_comparing_twice_changes_nothing(text: str) -> None:
    """The comparable form of a comparable form is itself."""
    assert comparable(comparable(text)) == comparable(text)
