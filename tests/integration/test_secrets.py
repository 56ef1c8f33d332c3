# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A canary goes the way of every secret; it must not come out anywhere."""

from __future__ import annotations

import pathlib
import subprocess
import sys
import threading
import time
import typing as t

import pytest

from .laboratory import Laboratory, lab_directory

pytestmark = [pytest.mark.alone, pytest.mark.wire]

CANARY = "Kq7vXw-canary-91"


class ProcessWatch:
    """Reads command lines and environments of all processes until it is stopped, and keeps those with the canary."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> ProcessWatch:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.is_set():
            for process in pathlib.Path("/proc").glob("[0-9]*"):
                for name in ("cmdline", "environ"):
                    try:
                        content = (process / name).read_bytes()
                    except OSError:
                        continue
                    if CANARY.encode() in content:
                        self.seen.add(f"{name}: {content[:200]!r}")
            time.sleep(0.02)


def test_the_watch_sees_a_secret_in_an_argument() -> None:
    """The test of the test: a process with the canary in its arguments is found."""
    with ProcessWatch() as watch:
        subprocess.run([sys.executable, "-c", "import time; time.sleep(0.3)", CANARY], check=True)
    assert watch.seen


@pytest.mark.parametrize("callback", ["ansible.builtin.default", "ansible.posix.json"])
@pytest.mark.parametrize("right", [True, False], ids=["a join that works", "a join that fails"])
def test_the_password_comes_out_nowhere(
    laboratory: Laboratory, host: str, tmp_path: pathlib.Path, callback: str, right: bool
) -> None:
    """Neither in output at -vvvv, nor in logs, left-over files or the process list."""
    user = laboratory.variables["lab_join_user"].partition("@")[0]
    if right:
        laboratory.set_password(user, CANARY)
    # In a file of its own, as people keep secrets; -e on the command line would put it into the process list.
    secrets = tmp_path / "secrets.yml"
    secrets.write_text(f"join_password: {CANARY}\n", encoding="utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    started = time.time()
    try:
        with ProcessWatch() as watch:
            done = laboratory.playbook(
                [_play(laboratory, host, str(secrets))],
                "-vvvv",
                "--diff",
                ANSIBLE_STDOUT_CALLBACK=callback,
                ANSIBLE_LOG_PATH=str(tmp_path / "ansible.log"),
                ANSIBLE_LOCAL_TEMP=str(scratch),
            )
    finally:
        laboratory.set_password(user, laboratory.variables["lab_join_password"])
    assert (done.code == 0) is right, done.output[-3000:]
    assert CANARY not in done.output + done.errors
    assert CANARY not in (tmp_path / "ansible.log").read_text(encoding="utf-8")
    assert watch.seen == set()
    assert _files_with_canary(scratch, lab_directory(), pathlib.Path("/tmp"), newer_than=started, but=tmp_path) == []


def _play(laboratory: Laboratory, host: str, secrets: str) -> dict[str, t.Any]:
    task = {
        "domain": laboratory.variables["lab_domain"],
        "ou": laboratory.variables["lab_ou"],
        "username": laboratory.variables["lab_join_user"],
        "password": "{{ join_password }}",
        "reboot": True,
    }
    return {
        "hosts": host,
        "gather_facts": False,
        "vars_files": [secrets],
        "tasks": [{"netjoin.windows.membership": task}],
    }


def _files_with_canary(*places: pathlib.Path, newer_than: float, but: pathlib.Path) -> list[str]:
    """Find files that hold the canary as UTF-8 or UTF-16 and were written since."""
    needles = (CANARY.encode(), CANARY.encode("utf-16-le"))
    found = []
    for place in places:
        for path in place.rglob("*"):
            own = but in path.parents and place != but / "scratch"
            if own or not path.is_file() or path.is_symlink() or path.stat().st_mtime < newer_than:
                continue
            content = path.read_bytes()
            found += [str(path)] if any(needle in content for needle in needles) else []
    return found
