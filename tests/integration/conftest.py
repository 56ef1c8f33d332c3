# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One lab for the whole run: started when it is not there, and ended only when this run started it."""

from __future__ import annotations

import typing as t

import pytest

from .laboratory import Laboratory, lab, run


@pytest.fixture(scope="session")
def laboratory() -> t.Iterator[Laboratory]:
    """A running lab."""
    started = run("./lab", "status").code != 0
    if started:
        lab("up", "--second-domain", timeout=600)
    yield Laboratory()
    if started:
        lab("down")


@pytest.fixture
def host(laboratory: Laboratory) -> str:
    """A host of its own for one test: in a workgroup, and without an account in the domain."""
    return laboratory.add_host()
