# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One lab for the whole run, however many processes share it: ended only when this run has started it."""

from __future__ import annotations

import pathlib
import secrets
import tempfile
import typing as t

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


@pytest.fixture
def member(laboratory: Laboratory, host: str) -> str:
    """A host that has joined the first domain and was restarted."""
    result = laboratory.membership(host, reboot=True)
    assert result["changed"] is True, result
    return host


@pytest.fixture
def name() -> str:
    """The name of a computer that nobody has used."""
    return f"B{secrets.token_hex(5).upper()}"


@pytest.fixture
def names() -> list[str]:
    """The names of five such computers."""
    start = f"C{secrets.token_hex(4).upper()}"
    return [f"{start}{number}" for number in range(5)]


@pytest.fixture
def blobs() -> t.Iterator[pathlib.Path]:
    """A directory for blobs that is not there yet."""
    with tempfile.TemporaryDirectory() as directory:
        yield pathlib.Path(directory) / "blobs"


@pytest.fixture
def counted(laboratory: Laboratory) -> t.Iterator[None]:
    """A domain that counts wrong passwords, which Samba does only when there is a limit; it is not reached here."""
    domain = laboratory.search("(objectClass=domain)", "lockoutThreshold")[0].dn
    change = f"dn: {domain}\nchangetype: modify\nreplace: lockoutThreshold\nlockoutThreshold: "
    laboratory.change_directory(f"{change}1000\n")
    yield
    laboratory.change_directory(f"{change}0\n")
