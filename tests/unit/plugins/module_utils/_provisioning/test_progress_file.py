# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file that says how far a task is."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.progress_file import ProgressFile


def test_it_has_the_last_number(tmp_path: Path) -> None:
    """And no part of the ones before."""
    path = tmp_path / "progress"
    path.touch()
    with ProgressFile(str(path)) as progress:
        for number in (9, 10, 200):
            progress.tell(number)
            assert path.read_text() == str(number)


@pytest.mark.parametrize("kind", ["none", "missing", "link", "directory"])
def test_without_a_file_nothing_is_told(tmp_path: Path, kind: str) -> None:
    """None is made, and nothing is written through a link."""
    target = tmp_path / "target"
    target.write_text("old")
    path = tmp_path / kind
    if kind == "link":
        path.symlink_to(target)
    elif kind == "directory":
        path.mkdir()
    with ProgressFile(None if kind == "none" else str(path)) as progress:
        progress.tell(7)
    assert target.read_text() == "old"
    assert path.exists() == (kind in ("link", "directory"))
