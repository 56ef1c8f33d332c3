# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fidelity guide is complete and points at tests that exist; what the lab says it derived is a row of it."""

from __future__ import annotations

import re
import typing as t
from pathlib import Path

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._join_options.flags import JoinOption
from ansible_collections.netjoin.windows.tests.lab.windows_host.provider.directory_rules import (
    DIRECTORY_RULES,
    DirectoryRule,
)

TESTS = Path(__file__).parents[1]
GUIDE = TESTS.parent / "docs" / "docsite" / "rst" / "guide_fidelity.rst"
HEADINGS = ("Claim", "Source", "Tested here", "What would prove it")
OPTION = re.compile(r"``([A-Z0-9_]+)`` \((0x[0-9A-F]+)\) ")
"""How a claim about an option of a join begins."""
TEST_FILE = re.compile(r"``((?:unit|contracts|csharp|integration)/[^`]+)``")


class Row(t.NamedTuple):
    """One assumption, in the words of the guide."""

    claim: str
    source: str
    tested: str
    proof: str


def rows_of(text: str) -> list[tuple[str, ...]]:
    """The rows of every list-table: `* -` begins a row, `-` a cell, and an indented line goes on."""
    rows: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith("   * - "):
            rows.append([line[7:]])
        elif line.startswith("     - "):
            rows[-1].append(line[7:])
        elif line.startswith("       "):
            rows[-1][-1] += f" {line.strip()}"
    return [tuple(cell.strip() for cell in row) for row in rows]


CELLS = rows_of(GUIDE.read_text(encoding="utf-8"))
ROWS = [Row(*cells) for cells in CELLS if cells != HEADINGS and len(cells) == len(HEADINGS)]
ASSUMED = [rule for rule in DIRECTORY_RULES if re.search("derived|public", rule.source)]


def test_a_table_is_read_cell_by_cell() -> None:
    """A cell may take several lines."""
    assert rows_of("   * - A\n     - B\n       C\n   * - D\n     -\n") == [("A", "B C"), ("D",)]


def test_every_row_has_all_four_parts() -> None:
    """Claim, source, how it is tested, and what would prove it."""
    assert [cells for cells in CELLS if len(cells) != len(HEADINGS) or not all(cells)] == []


def test_the_guide_has_rows() -> None:
    """Every table has the same headings, and rows below them."""
    tables = CELLS.count(HEADINGS)
    assert tables == GUIDE.read_text(encoding="utf-8").count(".. list-table::")
    assert len(ROWS) > tables


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.claim[:60])
def test_a_row_names_its_tests_or_says_that_there_are_none(row: Row) -> None:
    """And the files that it names exist."""
    files = TEST_FILE.findall(row.tested)
    assert files or row.tested.startswith("not tested"), row.tested
    assert [file for file in files if not (TESTS / file).is_file()] == []


@pytest.mark.parametrize("rule", ASSUMED, ids=lambda rule: rule.name)
def test_what_the_lab_assumes_of_the_directory_is_a_row(rule: DirectoryRule) -> None:
    """A rule whose source is no page of Microsoft is named in a claim."""
    assert [row.claim for row in ROWS if f"``{rule.name}``" in row.claim]


def test_no_claim_names_a_rule_that_is_gone() -> None:
    """Rules that are renamed or removed are renamed or removed in the guide."""
    named = {name for row in ROWS for name in re.findall(r"\(rule ``(\w+)``\)", row.claim)}
    assert named <= {rule.name for rule in DIRECTORY_RULES}


def test_every_option_of_a_join_is_a_row() -> None:
    """Shown by a test or said to be unprovable here, in the order of the flags, with the value of the SDK."""
    options = [match.groups() for row in ROWS if (match := OPTION.match(row.claim))]
    assert options == [(option.name, f"0x{option:X}") for option in JoinOption]


OPTION_ROWS = [row for row in ROWS if OPTION.match(row.claim)]


@pytest.mark.parametrize("row", OPTION_ROWS, ids=lambda row: row.claim.split("``")[1])
def test_what_the_tests_of_options_are_said_to_show_is_in_them(row: Row) -> None:
    """They name each option by its word."""
    if "``integration/test_join_options.py``" in row.tested:
        tests = (TESTS / "integration" / "test_join_options.py").read_text(encoding="utf-8")
        assert re.search(row.claim.split("``")[1], tests, re.IGNORECASE)
