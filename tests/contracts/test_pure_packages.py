# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The core decides and explains; it neither knows Ansible nor reads or writes anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

UTILS = Path(__file__).parents[2] / "plugins" / "module_utils"
OURS = "ansible_collections.netjoin.windows.plugins.module_utils."
PURE_PACKAGES = ("_audit", "_join_errors", "_join_options", "_names", "_netsetup_log", "_offline_join_blob")
# What of the standard library does nothing but compute. A new one is added here by a decision, not by accident.
COMPUTES = {
    "__future__", "abc", "base64", "binascii", "bisect", "codecs", "collections", "contextlib", "dataclasses",
    "datetime", "difflib", "enum", "functools", "ipaddress", "itertools", "operator", "re", "string", "struct", "types",
    "typing", "unicodedata", "uuid",
}  # fmt: skip
ACTS = {"open", "print", "input", "exec", "eval", "__import__"}
FILES = [path for package in PURE_PACKAGES for path in sorted((UTILS / package).rglob("*.py"))]


def imported(tree: ast.AST) -> Iterator[str]:
    """Absolute names of the modules that are imported; relative imports stay inside the package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def is_allowed(name: str) -> bool:
    if name.startswith(OURS):
        return name.removeprefix(OURS).partition(".")[0] in PURE_PACKAGES
    return name.partition(".")[0] in COMPUTES


@pytest.mark.parametrize("package", PURE_PACKAGES)
def test_the_package_exists(package: str) -> None:
    """A package that was renamed does not drop out of these tests."""
    assert list((UTILS / package).glob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(UTILS).as_posix())
def test_a_pure_file_imports_neither_ansible_nor_io(path: Path) -> None:
    """Every import is of the pure packages or of a part of the standard library that only computes."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [name for name in imported(tree) if not is_allowed(name)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(UTILS).as_posix())
def test_a_pure_file_calls_no_builtin_that_acts(path: Path) -> None:
    """Neither files nor the terminal are touched, and no text is run as code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert calls & ACTS == set()
