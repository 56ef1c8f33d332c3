# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists that are interrupted: the module is killed, the domain controller goes away, the disk is full."""

from __future__ import annotations

import concurrent.futures
import json
import os
import pathlib
import secrets
import signal
import subprocess
import tempfile
import time
import typing as t

import pytest

from .blobs import assert_joins, make, task
from .laboratory import Completed, Laboratory, Result, lab

LIST = 40
LONG_LIST = 120
SOME = 10
DISABLED = 0x1002


@pytest.fixture
def machines() -> list[str]:
    """Names of computers that nobody has used, in their order."""
    start = f"K{secrets.token_hex(4).upper()}"
    return [f"{start}{number:03}" for number in range(LIST)]


@pytest.fixture
def scratch(blobs: pathlib.Path) -> pathlib.Path:
    """A directory beside the blobs."""
    directory = blobs.parent / "scratch"
    directory.mkdir()
    (directory / "vault").write_text(secrets.token_hex())
    return directory


def run_list(laboratory: Laboratory, scratch: pathlib.Path, listed: Result) -> Completed:
    """Run a task, and keep its result in a file of its own."""
    kept = {"content": "{{ made | to_json }}", "dest": str(scratch / "result"), "mode": "0600"}
    play = {
        "hosts": "localhost",
        "gather_facts": False,
        "tasks": [
            {**listed, "register": "made", "ignore_errors": True, "no_log": True},
            {"ansible.builtin.copy": kept, "no_log": True},
        ],
    }
    return laboratory.playbook([play], ANSIBLE_VAULT_PASSWORD_FILE=str(scratch / "vault"))


def result_of(scratch: pathlib.Path) -> Result:
    """The result that was kept."""
    return t.cast(Result, json.loads((scratch / "result").read_text(encoding="utf-8")))


def interrupt(
    laboratory: Laboratory,
    scratch: pathlib.Path,
    blobs: pathlib.Path | None,
    machines: list[str],
    interruption: t.Callable[[], object],
    **arguments: t.Any,
) -> None:
    """Run a task, and let something happen to it once it has handled some of the machines."""
    progress = scratch / "progress"
    progress.write_text("0")
    listed = task(laboratory, blobs, *machines, progress_file=str(progress), **arguments)
    with concurrent.futures.ThreadPoolExecutor() as threads:
        running = threads.submit(run_list, laboratory, scratch, listed)
        _wait_for(lambda: int(progress.read_text()) >= SOME)
        interruption()
        assert running.result().code == 0


def passwords_set(laboratory: Laboratory, machines: list[str]) -> dict[str, str]:
    """When the password of each account was set that is there."""
    found = laboratory.search(f"(cn={machines[0][:-3]}*)", "cn", "pwdLastSet")
    return {entry.one("cn"): entry.one("pwdLastSet") for entry in found}


class TestKilled:
    """The module ends by kill -9 in the middle of a list, and is run again, as it was."""

    def test_files(
        self, laboratory: Laboratory, blobs: pathlib.Path, scratch: pathlib.Path, machines: list[str]
    ) -> None:
        """The next run finishes the list, and sets no password a second time."""
        interrupt(laboratory, scratch, blobs, machines, _kill_module)
        there = passwords_set(laboratory, machines)
        assert SOME <= len(there) < LIST
        result = make(laboratory, blobs, *machines)
        assert result["counts"]["failed"] == 0, result["msg"]
        after = passwords_set(laboratory, machines)
        assert after | there == after
        assert {path.name for path in blobs.iterdir()} == {f"{name}.djoin" for name in machines}
        for name in (machines[0], machines[len(there) - 1], machines[-1]):
            assert_joins(laboratory, blobs / f"{name}.djoin", name)

    def test_vault(
        self, laboratory: Laboratory, blobs: pathlib.Path, scratch: pathlib.Path, machines: list[str]
    ) -> None:
        """The passwords are in one encrypted file; the next run gives them again and removes it."""
        interrupt(laboratory, scratch, blobs, machines, _kill_module, output="vault")
        there = passwords_set(laboratory, machines)
        assert SOME <= len(there) < LIST
        (pending,) = blobs.iterdir()
        assert pending.read_bytes().startswith(b"$ANSIBLE_VAULT;")
        run_list(laboratory, scratch, task(laboratory, blobs, *machines, output="vault"))
        result = result_of(scratch)
        assert result["counts"]["created"] == LIST, result
        assert {path.name for path in blobs.iterdir()} == {f"{name}.djoin.vault" for name in machines}
        name = machines[len(there) - 1]
        viewed = laboratory.execute(
            *("ansible-vault", "view", f"{blobs}/{name}.djoin.vault"),
            ANSIBLE_VAULT_PASSWORD_FILE=str(scratch / "vault"),
        )
        (scratch / "blob").write_text(viewed.output.splitlines()[0], encoding="ascii")
        assert_joins(laboratory, scratch / "blob", name)

    def test_returned(self, laboratory: Laboratory, scratch: pathlib.Path, machines: list[str]) -> None:
        """Its accounts cannot be used; the next run takes them over, and no account that somebody has disabled."""
        interrupt(laboratory, scratch, None, machines, _kill_module, output="returned")
        found = laboratory.search(f"(cn={machines[0][:-3]}*)", "cn", "userAccountControl")
        assert SOME <= len(found) < LIST
        assert {int(entry.one("userAccountControl")) for entry in found} == {DISABLED}
        run_list(laboratory, scratch, task(laboratory, None, *machines, output="returned"))
        result = result_of(scratch)
        assert result["counts"]["created"] == LIST, result
        for number in (0, len(found) - 1, LIST - 1):
            (scratch / "blob").write_text(result["machines"][number]["blob"], encoding="ascii")
            assert_joins(laboratory, scratch / "blob", machines[number])


@pytest.mark.alone
class TestDomainController:
    """It goes away while a list is being handled."""

    def test_a_rerun_finishes_the_list(
        self, laboratory: Laboratory, blobs: pathlib.Path, scratch: pathlib.Path
    ) -> None:
        """Files that are there are good, machines that were not tried say so, and nothing is lost."""
        start = f"K{secrets.token_hex(4).upper()}"
        machines = [f"{start}{number:03}" for number in range(LONG_LIST)]
        try:
            interrupt(laboratory, scratch, blobs, machines, lambda: lab("fault", "dc-down"))
        finally:
            lab("fault", "clear")
        result = result_of(scratch)
        ends = [(each["error"] or {}).get("reason", "broken") if each["failed"] else "" for each in result["machines"]]
        good = ends.count("")
        assert SOME <= good < LONG_LIST
        assert ends == [""] * good + ["broken"] + ["not_tried"] * (LONG_LIST - good - 1)
        assert result["error"]["code"] in (81, 85), result["error"]
        assert len([*blobs.glob("*.djoin")]) == good
        there = passwords_set(laboratory, machines)
        again = make(laboratory, blobs, *machines)
        assert again["counts"]["failed"] == 0, again["msg"]
        assert again["counts"]["unchanged"] == good
        assert passwords_set(laboratory, machines) | there == passwords_set(laboratory, machines)
        assert_joins(laboratory, blobs / f"{machines[good]}.djoin", machines[good])


class TestDisk:
    """Where the files go."""

    @pytest.fixture
    def small(self) -> t.Iterator[pathlib.Path]:
        """A file system with room for a few files."""
        with tempfile.TemporaryDirectory() as directory:
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24k,mode=700", "tmpfs", directory], check=True)
            try:
                yield pathlib.Path(directory)
            finally:
                subprocess.run(["umount", directory], check=True)

    def test_a_full_disk(self, laboratory: Laboratory, small: pathlib.Path, names: list[str]) -> None:
        """What has no file says so, no account is without its password, and a rerun with more room finishes."""
        result = make(laboratory, small, *names)
        assert 0 < result["counts"]["created"] < len(names), result
        failed = [each for each in result["machines"] if each["failed"]]
        assert {each["error"]["reason"] for each in failed} == {"output"}
        assert "room" in failed[0]["msg"]
        there = {name: laboratory.computer(name) for name in names}
        subprocess.run(["mount", "-o", "remount,size=1m", str(small)], check=True)
        again = make(laboratory, small, *names)
        assert again["counts"]["failed"] == 0, again
        for name, before in there.items():
            after = laboratory.computer(name)
            assert after is not None
            assert before is None or before.one("pwdLastSet") == after.one("pwdLastSet")
        assert_joins(laboratory, small / f"{names[-1]}.djoin", names[-1])


def _kill_module() -> None:
    (module,) = _descendants(b"AnsiballZ_offline_join_blob")
    os.kill(module, signal.SIGKILL)


def _wait_for(condition: t.Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _descendants(command: bytes) -> list[int]:
    """The youngest processes below this one that have a text in their command line."""
    parents = {}
    for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if command in (status.parent / "cmdline").read_bytes():
                parents[int(status.parent.name)] = int(fields[1])
            else:
                parents.setdefault(-int(status.parent.name), int(fields[1]))
        except OSError:
            continue
    above = {abs(process): parent for process, parent in parents.items()}
    found = [process for process in parents if process > 0 and _is_below(process, os.getpid(), above)]
    return [process for process in found if process not in {above[other] for other in found}]


def _is_below(process: int, ancestor: int, above: dict[int, int]) -> bool:
    while process in above and process != ancestor:
        process = above[process]
    return process == ancestor
