# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every row of the error catalogue is whole, and its number and symbol are those of the Windows headers."""

from __future__ import annotations

import pathlib
import re

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._join_errors.catalogue import (
    DIRECTORY_LOGON_CODES,
    FAMILIES,
    find_row,
)
from ansible_collections.netjoin.windows.plugins.module_utils._join_errors.row import Call, ErrorRow, Variant

DATA = pathlib.Path(__file__).parents[4] / "data" / "join_errors"
ROWS = [(row, family) for family, rows in FAMILIES.items() for row in rows]
WORDS: list[tuple[str, ErrorRow | Variant]] = [
    *((row.symbol, row) for row, _family in ROWS),
    *((f"{row.symbol} variant", variant) for row, _family in ROWS for variant in row.variants),
]

# windows-join.md section 5, column Dec, with the codes of section 3.3.
REFERENCE_CODES = """
    2 5 8 50 52 53 58 64 67 71 86 87 110 123 740 1004 1203 1210 1212 1219 1231 1240 1311 1317 1323 1325 1326 1327 1330
    1331 1332 1354 1355 1385 1396 1398 1703 1722 1727 1753 1786 1787 1789 1791 1792 1907 1909 2138 2202 2221 2239 2242
    2224 2351 2453 2691 2692 2693 2694 2695 2696 2697 2698 2699 2700 2701 2702 2703 2704 2705 2709 2710 2711 2712 2713
    2714 2715 2716 2717 2718 2719 2720 2721 2722 2723 2724 2725 2726 2729 2730 2731 2732 8240 8333 8344 8456 8524 8557
    8647 9002 9003 9556 9560
    0x80041003 0x80041008 0x8004102F 0x80041064 0x80041087 0x80070005 0x800706BA 0x8001011C 0xC002001C
"""

# What Active Directory answers to work on computer accounts, RFC 4511 appendix A.1.
LDAP_CODES = [1, 8, 10, 19, 32, 34, 49, 50, 51, 52, 53, 68]


def read_symbols() -> dict[str, int]:
    lines = (DATA / "symbols.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split() for line in lines if line and not line.startswith("#")]
    return {symbol: int(value, 0) for symbol, value in pairs}


@pytest.mark.parametrize("code", REFERENCE_CODES.split())
def test_every_code_of_the_reference_has_a_row(code: str) -> None:
    """No code that the reference lists for joins is missing."""
    assert find_row(int(code, 0), None) is not None


@pytest.mark.parametrize("code", LDAP_CODES)
def test_ldap_results_have_rows_of_their_own(code: int) -> None:
    """LDAP's result codes are found for LDAP calls."""
    row = find_row(code, Call.LDAP)

    assert row is not None
    assert row.symbol.startswith("LDAP_")


def test_symbols_and_numbers_are_those_of_the_headers() -> None:
    """Each row's symbol has, in the headers of Windows, the row's number."""
    headers = read_symbols()
    wrapped = {"RPC_S_SERVER_UNAVAILABLE"}
    wrong = {
        row.symbol: row.code
        for row, _family in ROWS
        if headers[row.symbol] != (row.code & 0xFFFF if row.symbol in wrapped else row.code)
    }

    assert wrong == {}


def test_codes_are_unique_in_their_number_space() -> None:
    """No code has two rows, LDAP's numbers counted apart."""
    seen = [(family == "LDAP results", row.code) for row, family in ROWS]

    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("words", [row[1] for row in WORDS], ids=[row[0] for row in WORDS])
def test_every_row_is_whole(words: ErrorRow | Variant) -> None:
    """Meaning, causes, next steps and source are there, and read well in the message and in the guide."""
    assert words.causes
    assert words.next_steps
    assert words.source
    for text in (words.meaning, *words.causes, *words.next_steps):
        assert text == text.strip()
        assert not text.endswith((".", ",", ":", ";"))
        assert "  " not in text
        assert text.count("`") % 2 == 0
        assert "{{" not in text
    assert re.match(r"[a-z0-9`]|(DNS|Netlogon|Windows|WMI) ", words.meaning)
    for step in words.next_steps:
        assert re.match(r"[a-z]", step), step


def test_variants_can_be_told_from_their_row() -> None:
    """A variant has a condition and other words than its row, and no later one is hidden by an earlier one."""
    for row, _family in ROWS:
        conditions = [(variant.calls, variant.present, variant.absent) for variant in row.variants]

        assert len(set(conditions)) == len(conditions), row.symbol
        for variant in row.variants:
            assert variant.calls or variant.present or variant.absent
            assert variant.meaning != row.meaning, row.symbol


def test_symbols_are_not_written_into_the_words() -> None:
    """The message has the symbol already, so the meaning does without."""
    for row, _family in ROWS:
        assert row.symbol not in row.meaning


@pytest.mark.parametrize("code", DIRECTORY_LOGON_CODES)
def test_directory_sub_codes_are_windows_codes(code: int) -> None:
    """Each ``data`` of a refused LDAP logon has a row that mentions it."""
    row = find_row(code, Call.LDAP)

    assert row is not None
    assert f"data {code:x}" in str(row)
