# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which Python gets which ansible-core."""

from __future__ import annotations

import sys
import venv
from pathlib import Path

import pytest

from ansible_collections.netjoin.windows.tools.environments import (
    NEWEST,
    OLDEST,
    Environment,
    Version,
    choose,
    find_pythons,
)

# ansible-core's support matrix: 2.19 controllers run Python 3.11 to 3.13, 2.21 from 3.12, 2.22 from 3.13.
CHOICES: list[tuple[Environment, list[Version], Version, str]] = [
    (OLDEST, [(3, 11)], (3, 11), "2.19"),
    (OLDEST, [(3, 10), (3, 12), (3, 13)], (3, 12), "2.19"),
    (NEWEST, [(3, 11), (3, 12)], (3, 12), "2.21"),
    (NEWEST, [(3, 11), (3, 12), (3, 13)], (3, 13), "2.22"),
    (NEWEST, [(3, 13), (3, 14)], (3, 14), "2.22"),
]


@pytest.mark.parametrize(("environment", "versions", "version", "core"), CHOICES)
def test_the_machines_pythons_decide(
    environment: Environment, versions: list[Version], version: Version, core: str
) -> None:
    """The oldest environment takes the oldest Python that fits, the newest one the newest core and Python."""
    chosen = choose(environment, {found: Path(f"/python{found}") for found in versions})
    assert chosen is not None
    assert chosen[0] == Path(f"/python{version}")
    assert chosen[1].core.startswith(core)


@pytest.mark.parametrize(("environment", "version"), [(OLDEST, (3, 10)), (NEWEST, (3, 11))])
def test_no_python_that_fits_is_no_environment(environment: Environment, version: Version) -> None:
    """Pythons below the support matrix are not tried."""
    assert choose(environment, {version: Path("/python")}) is None


def test_a_virtual_environment_does_not_hide_its_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`make unit-newest` has one first on PATH; the Python that it was made from is found all the same."""
    version = sys.version_info[:2]
    base = Path(sys.base_prefix, "bin")
    venv.create(tmp_path, symlinks=True)
    monkeypatch.setattr(sys, "base_prefix", "/nowhere")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{base}")
    found = find_pythons.__wrapped__()
    assert found[version].parent == base
