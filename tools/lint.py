# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run every checker that reads the tree without running it; all of them, so that one run shows every finding."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

CHECKERS = {
    "format": ("ruff", "format", "--check", "--output-format", "concise"),
    "lint": ("ruff", "check", "--output-format", "concise"),
    "house rules": ("python", "tools/house_rules.py"),
    "types of the plugins": ("mypy", "--no-error-summary", "--package", "ansible_collections.netjoin.windows.plugins"),
    "types of the lab": ("mypy", "--no-error-summary", "tests/lab"),
    "types of the tools": ("mypy", "--no-error-summary", "tools"),
    # yamllint is part of it
    "ansible-lint": ("ansible-lint", "--offline", "--profile", "production", "--format", "pep8"),
    "documentation": (
        *("antsibull-docs", "lint-collection-docs", "--plugin-docs", "--validate-collection-refs=all"),
        *("--disallow-unknown-collection-refs", "."),
    ),
    "changelog fragments": ("antsibull-changelog", "lint"),
}


def main() -> int:
    failed = []
    for name, command in CHECKERS.items():
        start = time.monotonic()
        result = subprocess.run(
            command,
            check=False,
            cwd=ROOT,
            env=os.environ | {"NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        outcome = "FAILED" if result.returncode else "ok"
        print(f"lint: {name:<22} {outcome:<7} {time.monotonic() - start:5.1f} s", flush=True)
        if result.returncode:
            failed.append(name)
            print(f"{result.stdout}\n(by: {' '.join(command)})\n", flush=True)
    if failed:
        print(f"lint: failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
