# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One lab for the whole run, however many processes share it: ended only when this run has started it."""

from __future__ import annotations

import pytest

from .laboratory import Laboratory, lab, run

STARTED = pytest.StashKey[bool]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the lab, in the process that the others are started from."""
    if hasattr(session.config, "workerinput") or session.config.option.collectonly:
        return
    session.config.stash[STARTED] = run("./lab", "status").code != 0
    if session.config.stash[STARTED]:
        lab("up", "--second-domain", timeout=600)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End the lab that this run has started."""
    if session.config.stash.get(STARTED, default=False):
        lab("down")


@pytest.fixture(scope="session")
def laboratory() -> Laboratory:
    """A running lab."""
    return Laboratory()


@pytest.fixture
def host(laboratory: Laboratory) -> str:
    """A host of its own for one test: in a workgroup, and without an account in the domain."""
    return laboratory.add_host()
