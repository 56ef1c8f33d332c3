# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check what no linter knows of CONTRIBUTING.md's rules: licence headers, and the sizes of files and functions."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPDX = "SPDX-License-Identifier: GPL-3.0-or-later"
HEADER_LINES = 10
CODE = {".c", ".cs", ".h", ".ps1", ".psm1", ".py", ".yml", ".yaml", ".toml"}
# Written by tools, or data in a format of its own.
WITHOUT_HEADER = ("changelogs/changelog.yaml", "changelogs/fragments/", "tests/data/")
MAX_FILE_LINES = 400
# Tables of cases are long and still one noun.
OF_ANY_LENGTH = ("tests/unit/", "tests/contracts/", "tests/csharp/", "tests/integration/")
MAX_FUNCTION_LINES = 60


def tracked_files() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], check=True, cwd=ROOT, capture_output=True, text=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def header_finding(path: Path, text: str) -> Iterator[str]:
    name = path.relative_to(ROOT).as_posix()
    is_code = path.suffix in CODE or text.startswith("#!")
    if (
        text
        and is_code
        and not name.startswith(WITHOUT_HEADER)
        and SPDX not in "\n".join(text.split("\n")[:HEADER_LINES])
    ):
        yield f"{name}: no licence header ({SPDX}) in its first {HEADER_LINES} lines"


def size_findings(path: Path, text: str) -> Iterator[str]:
    name = path.relative_to(ROOT).as_posix()
    is_sized = path.suffix in {".c", ".cs", ".py"} and not name.startswith(OF_ANY_LENGTH)
    if is_sized and (lines := text.count("\n")) > MAX_FILE_LINES:
        yield f"{name}: {lines} lines; more than {MAX_FILE_LINES} hold more than one noun"
    if path.suffix != ".py":
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length > MAX_FUNCTION_LINES:
                yield f"{name}:{node.lineno}: {node.name} has {length} lines, more than {MAX_FUNCTION_LINES}"


def findings() -> Iterator[str]:
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        yield from header_finding(path, text)
        yield from size_findings(path, text)


def main() -> int:
    found = list(findings())
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
