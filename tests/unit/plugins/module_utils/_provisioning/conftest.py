# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of tasks begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.blob_store import DJOIN_FILE, BlobFiles

from .fake_directory import FakeDirectory, install


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> FakeDirectory:
    """An empty directory."""
    return install(monkeypatch)


@pytest.fixture
def files(tmp_path: Path) -> BlobFiles:
    """A store in an empty directory."""
    return BlobFiles(tmp_path, DJOIN_FILE)
