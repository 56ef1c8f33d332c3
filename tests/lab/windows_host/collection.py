# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes this checkout importable as ``ansible_collections.netjoin.windows``, wherever it lies and without Ansible."""

from __future__ import annotations

import importlib.util
import sys
import types
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def make_collection_importable() -> None:
    """Does nothing where an import of the collection already works, as in the unit tests."""
    try:
        if importlib.util.find_spec("ansible_collections.netjoin.windows") is not None:
            return
    except ModuleNotFoundError:
        pass
    for name, path in (
        ("ansible_collections", []),
        ("ansible_collections.netjoin", []),
        ("ansible_collections.netjoin.windows", [str(ROOT)]),
    ):
        package = types.ModuleType(name)
        package.__path__ = path
        sys.modules[name] = package
