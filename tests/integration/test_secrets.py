# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A canary goes the way of every secret; it must not come out anywhere."""

from __future__ import annotations

import base64
import contextlib
import os
import pathlib
import subprocess
import sys
import threading
import time
import typing as t

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode

from . import blobs
from .laboratory import Completed, Laboratory, lab_directory

pytestmark = [pytest.mark.alone, pytest.mark.wire]

CANARY = "Kq7vXw-canary-91"
SECRET = "{{ canary }}"


class ProcessWatch:
    """Reads command lines and environments of all processes until it is stopped, and keeps those with the canary."""

    def __init__(self, canary: str = CANARY) -> None:
        self.seen: set[str] = set()
        self._canary = canary.encode()
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
                    if self._canary in content:
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
    try:
        done = play_in_silence(laboratory, host, tmp_path, callback, join(laboratory, "password", reboot=True))
    finally:
        laboratory.set_password(user, laboratory.variables["lab_join_password"])
    assert (done.code == 0) is right, done.output[-3000:]


def test_no_other_secret_comes_out_either(laboratory: Laboratory, host: str, tmp_path: pathlib.Path) -> None:
    """The machine password, the password for leaving, and that of the local account which comes back."""
    variables = laboratory.variables
    assert laboratory.membership(host, reboot=True)["changed"] is True
    switch = {**join(laboratory, "password"), "domain": variables["lab2_domain"], "ou": variables["lab2_ou"]}
    leave = {"state": "workgroup", "workgroup": "WORKGROUP", "reboot": True, "reboot_timeout": 5}
    done = play_in_silence(
        laboratory,
        host,
        tmp_path,
        "ansible.builtin.default",
        {"domain": variables["lab2_domain"], "machine_password": SECRET, "force": True},
        {**switch, "unjoin_username": variables["lab_join_user"], "unjoin_password": SECRET},
        {**leave, "reboot_username": laboratory.host_user, "reboot_password": SECRET},
    )
    assert done.output.count("fatal: ") == 3, done.output[-3000:]


def test_the_password_of_a_repair_comes_out_nowhere(laboratory: Laboratory, host: str, tmp_path: pathlib.Path) -> None:
    """It goes to the domain controller when the channel is broken, and only there."""
    assert laboratory.membership(host, reboot=True)["changed"] is True
    laboratory.set_password(f"{host}$", "reset-behind-its-back-3")
    repair = {"state": "repaired", "username": laboratory.variables["lab_join_user"], "password": SECRET}
    module = "netjoin.windows.secure_channel"
    done = play_in_silence(laboratory, host, tmp_path, "ansible.builtin.default", repair, module=module)
    assert "ERROR_LOGON_FAILURE" in done.output, done.output[-3000:]


def test_the_password_of_a_look_comes_out_nowhere(laboratory: Laboratory, host: str, tmp_path: pathlib.Path) -> None:
    """What the hosts of a run share of a look at the domain has none, and it never goes to the host."""
    look = {**laboratory.as_joiner, "password": SECRET}
    module = "netjoin.windows.join_readiness"
    done = play_in_silence(laboratory, host, tmp_path, "ansible.builtin.default", look, module=module)
    assert "ERROR_LOGON_FAILURE" in done.output, done.output[-3000:]


def test_a_blob_comes_out_nowhere(laboratory: Laboratory, host: str, tmp_path: pathlib.Path) -> None:
    """Whether it is refused, damaged, or applied; the machine has its password then, and nobody has the blob."""
    (made,) = laboratory.tasks("localhost", blobs.task(laboratory, tmp_path, f"o{host}"))
    assert made["changed"] is True
    blob = blobs.binary(tmp_path / f"o{host}.djoin")
    done = play_in_silence(
        laboratory,
        host,
        tmp_path,
        "ansible.builtin.default",
        {"blob": SECRET},
        {"blob": f"{SECRET}!"},
        {"blob": SECRET, "allow_rename": True},
        module="netjoin.windows.offline_join",
        secret=base64.b64encode(blob).decode(),
        canary=password_in_base64(blob),
    )
    assert done.output.count("fatal: ") == 2, done.output[-3000:]
    assert "changed=1" in done.output


def password_in_base64(blob: bytes) -> str:
    """Part of the machine password, as it stands in the blob's base64; the rest of a blob is the same in others."""
    password = decode(blob).machine_password.encode("utf-16-le")
    start = -(-blob.index(password) // 3) * 3
    return base64.b64encode(blob[start : start + 60]).decode()


def join(laboratory: Laboratory, secret: str, **more: t.Any) -> dict[str, t.Any]:
    """Arguments of a join in which one option is the canary."""
    variables = laboratory.variables
    right = {"domain": variables["lab_domain"], "ou": variables["lab_ou"], "username": variables["lab_join_user"]}
    return {**right, secret: SECRET, **more}


def play_in_silence(
    laboratory: Laboratory,
    host: str,
    tmp_path: pathlib.Path,
    callback: str,
    *tasks: dict[str, t.Any],
    module: str = "netjoin.windows.membership",
    secret: str = CANARY,
    canary: str = CANARY,
) -> Completed:
    """Run tasks at -vvvv with a secret, and see that the canary in it is nowhere to be found afterwards."""
    assert canary in secret
    # In a file of its own, as people keep secrets; -e on the command line would put it into the process list.
    secrets = tmp_path / "secrets.yml"
    secrets.write_text(f"canary: {secret}\n", encoding="utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    play = {
        "hosts": host,
        "gather_facts": False,
        "ignore_errors": len(tasks) > 1,
        "vars_files": [str(secrets)],
        "tasks": [{module: task} for task in tasks],
    }
    started = time.time()
    with ProcessWatch(canary) as watch:
        done = laboratory.playbook(
            [play],
            "-vvvv",
            "--diff",
            ANSIBLE_STDOUT_CALLBACK=callback,
            ANSIBLE_LOG_PATH=str(tmp_path / "ansible.log"),
            ANSIBLE_LOCAL_TEMP=str(scratch),
        )
    assert canary not in done.output + done.errors
    assert canary not in (tmp_path / "ansible.log").read_text(encoding="utf-8")
    assert watch.seen == set()
    places = (scratch, lab_directory(), pathlib.Path("/tmp"))
    assert _files_with_canary(*places, newer_than=started, but=tmp_path, canary=canary) == []
    return done


def _files_with_canary(*places: pathlib.Path, newer_than: float, but: pathlib.Path, canary: str = CANARY) -> list[str]:
    """Find files that hold the canary as UTF-8 or UTF-16 and were written since."""
    needles = (canary.encode(), canary.encode("utf-16-le"))
    found = []
    for place in places:
        for directory, inner, names in os.walk(place):
            if place != but / "scratch":
                inner[:] = [name for name in inner if pathlib.Path(directory, name) != but]
            for path in (pathlib.Path(directory, name) for name in names):
                with contextlib.suppress(OSError):  # others' files come and go meanwhile
                    if path.is_file() and not path.is_symlink() and path.stat().st_mtime >= newer_than:
                        content = path.read_bytes()
                        found += [str(path)] if any(needle in content for needle in needles) else []
    return found


def test_the_search_finds_a_left_over_file(tmp_path: pathlib.Path) -> None:
    """The test of the test: a new file with the canary is found, in either encoding."""
    (tmp_path / "left.txt").write_bytes(b"x" + CANARY.encode("utf-16-le"))
    assert _files_with_canary(tmp_path, newer_than=0, but=tmp_path / "other") == [str(tmp_path / "left.txt")]
