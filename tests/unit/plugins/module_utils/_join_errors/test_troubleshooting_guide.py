# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The troubleshooting guide says what the catalogue says."""

from __future__ import annotations

import importlib.util
import itertools
import pathlib
import types

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._join_errors.catalogue import FAMILIES

DOCS = pathlib.Path(__file__).parents[5] / "docs"


@pytest.fixture(scope="module")
def generator() -> types.ModuleType:
    spec = importlib.util.spec_from_file_location("generate_troubleshooting", DOCS / "generate_troubleshooting.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_guide_is_current(generator: types.ModuleType) -> None:
    """The committed page is what docs/generate_troubleshooting.py would write."""
    page = (DOCS / "docsite" / "rst" / "guide_troubleshooting.rst").read_text(encoding="utf-8")

    assert page == generator.guide()


def test_every_code_has_a_section() -> None:
    """Each symbol of the catalogue is a heading of the page."""
    page = (DOCS / "docsite" / "rst" / "guide_troubleshooting.rst").read_text(encoding="utf-8").splitlines()
    headings = {line.rpartition(" ")[2] for line, below in itertools.pairwise(page) if set(below) == {"-"}}

    assert {row.symbol for rows in FAMILIES.values() for row in rows} <= headings


@pytest.mark.parametrize(
    ("text", "rst"),
    [
        ("set `ou` to `D:\\Windows`", "set ``ou`` to ``D:\\Windows``"),
        ("a \\ and a * and a |", "a \\\\ and a \\* and a \\|"),
        ("`net use * /delete`", "``net use * /delete``"),
    ],
)
def test_text_is_escaped_outside_of_literals_only(generator: types.ModuleType, text: str, rst: str) -> None:
    """Backticks become literals, and what reStructuredText would read as markup is escaped elsewhere."""
    assert generator.to_rst(text) == rst
