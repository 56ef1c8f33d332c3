# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What runs on the controller in a play of Windows hosts."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((*ROOT.glob("roles/*/tasks/*.yml"), *ROOT.glob("playbooks/*.yml")))
NESTED = ("tasks", "block", "rescue", "always")


def on_controller(parts: list[dict[str, t.Any]]) -> t.Iterator[dict[str, t.Any]]:
    """The plays, blocks and tasks that run on localhost; what is in one of them runs there too."""
    for part in parts:
        if "localhost" in (part.get("delegate_to"), part.get("hosts")):
            yield part
        else:
            for key in NESTED:
                yield from on_controller(part.get(key, []))


PARTS = [part for path in FILES for part in on_controller(yaml.safe_load(path.read_text(encoding="utf-8")))]


@pytest.mark.parametrize("part", PARTS, ids=[part["name"] for part in PARTS])
def test_become_is_for_the_hosts(part: dict[str, t.Any]) -> None:
    """A play with become, or -b, would want sudo on the controller, which an execution environment does not have."""
    assert part["become"] is False


def test_there_is_something_to_look_at() -> None:
    """Credentials are proven, accounts prepared, looked at and deleted, blobs made, and the audit written there."""
    assert len(PARTS) == 7
