# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Switches of roles work as ``-e name=false`` too: Ansible passes text then, and conditions have to be booleans."""

from __future__ import annotations

import pathlib
import re
import typing as t
from collections.abc import Iterator

import pytest
import yaml

ROLES = pathlib.Path(__file__).parents[2] / "roles"


def switches(role: pathlib.Path) -> set[str]:
    """The variables of a role that its argument spec calls booleans."""
    spec = yaml.safe_load((role / "meta" / "argument_specs.yml").read_text())["argument_specs"]["main"]
    return {name for name, option in spec["options"].items() if option["type"] == "bool"}


def conditions(tasks: list[dict[str, t.Any]]) -> Iterator[str]:
    """Every condition of these tasks and of the blocks among them."""
    for task in tasks:
        given = task.get("when", [])
        yield from map(str, given if isinstance(given, list) else [given])
        for part in ("block", "rescue", "always"):
            yield from conditions(task.get(part, []))


@pytest.mark.parametrize("role", sorted(ROLES.iterdir()), ids=lambda role: role.name)
def test_a_switch_in_a_condition_is_made_a_boolean(role: pathlib.Path) -> None:
    """The argument spec is content with text, and turns it into nothing else."""
    files = (role / "tasks").glob("*.yml")
    asked = [condition for file in files for condition in conditions(yaml.safe_load(file.read_text()))]
    bare = [
        condition for condition in asked for name in switches(role) if re.search(rf"\b{name}\b(?! \| bool)", condition)
    ]
    assert not bare
