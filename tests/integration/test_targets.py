# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The integration targets, which also run against real Windows hosts, here against the lab."""

from __future__ import annotations

import pathlib

import pytest

from .laboratory import Laboratory

pytestmark = pytest.mark.wire

TARGETS = pathlib.Path(__file__).parent / "targets"


@pytest.mark.parametrize("target", sorted(path.name for path in TARGETS.iterdir() if path.is_dir()))
def test_a_target_runs_through(laboratory: Laboratory, host: str, target: str) -> None:
    """Check mode, state, do, state, again: every assertion of the target holds."""
    done = laboratory.execute(
        *("ansible-playbook", "tests/integration/run_target.yml"),
        *("-e", f"target={target}", "-e", f"target_host={host}"),
        ANSIBLE_ROLES_PATH=str(TARGETS),
    )
    assert done.code == 0, done.output[-6000:] + done.errors
