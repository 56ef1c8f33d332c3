# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the worker processes of one run of Ansible remember together."""

from __future__ import annotations

import multiprocessing
import stat
import time
import typing as t
from pathlib import Path

import pytest

from ansible_collections.netjoin.windows.plugins.plugin_utils._run_memory import RunMemory

CANARY = "Se-cret/4711"
QUESTION = {"domain": "lab.example", "password": CANARY}
HOSTS = [f"win{number:02}" for number in range(8)]


def never_final(_answer: t.Any) -> bool:
    return False


class Oracle:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> dict[str, t.Any]:
        self.asked += 1
        return {"number": self.asked, "refused": True}


@pytest.fixture
def memory(tmp_path: Path) -> RunMemory:
    return RunMemory(str(tmp_path))


def test_every_host_gets_the_first_ones_answer(memory: RunMemory) -> None:
    """The domain is asked once."""
    oracle = Oracle()
    answers = [memory.recall(QUESTION, host, oracle, never_final) for host in HOSTS]
    assert {answer["number"] for answer in answers} == {1}
    assert oracle.asked == 1


def test_a_host_that_asks_again_wants_to_know_anew(memory: RunMemory) -> None:
    """As with until; the others then get the newer answer."""
    oracle = Oracle()
    asked = ("win01", "win02", "win01", "win02", "win02")
    assert [memory.recall(QUESTION, host, oracle, never_final)["number"] for host in asked] == [1, 1, 2, 2, 3]


def test_a_final_answer_stays(memory: RunMemory) -> None:
    """A wrong password is not tried again, whoever asks how often."""
    oracle = Oracle()
    for host in (*HOSTS, *HOSTS):
        assert memory.recall(QUESTION, host, oracle, lambda answer: bool(answer["refused"]))["number"] == 1


@pytest.mark.parametrize("change", [{"domain": "other.example"}, {"password": "another"}, {"ou": "OU=A"}])
def test_another_question_has_another_answer(memory: RunMemory, change: dict[str, str]) -> None:
    """Another domain, or other credentials."""
    oracle = Oracle()
    memory.recall(QUESTION, "win01", oracle, never_final)
    assert memory.recall({**QUESTION, **change}, "win02", oracle, never_final)["number"] == 2


@pytest.mark.parametrize("written", [b"", b'{"answer": {"num'])
def test_a_process_that_was_killed_leaves_no_answer(memory: RunMemory, tmp_path: Path, written: bytes) -> None:
    """The next host asks, and those after it get what it was told."""
    oracle = Oracle()
    memory.recall(QUESTION, "win01", oracle, never_final)
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file() and path.name != "key")
    file.write_bytes(written)
    assert [memory.recall(QUESTION, host, oracle, never_final)["number"] for host in ("win02", "win03")] == [2, 2]


def test_the_first_to_claim_a_name_keeps_it(memory: RunMemory) -> None:
    """And is told so when it asks again."""
    assert [memory.claim("ws1", host) for host in ("win01", "win02", "win01")] == ["win01"] * 3
    assert memory.claim("ws2", "win02") == "win02"


def test_the_files_are_private_and_hold_no_secret(memory: RunMemory, tmp_path: Path) -> None:
    """Neither in their contents nor, as it is or hashed without a key, in their names."""
    memory.recall(QUESTION, "win01", Oracle(), never_final)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 2
    for path in files:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert CANARY.encode() not in path.read_bytes()
    assert stat.S_IMODE(files[0].parent.stat().st_mode) == 0o700


def test_another_run_finds_its_answer_under_another_name(tmp_path: Path) -> None:
    """The key is random, so that a name cannot be looked up in a table of passwords."""
    for run in ("one", "two"):
        RunMemory(str(tmp_path / run)).recall(QUESTION, "win01", Oracle(), never_final)
    one, two = ({path.name for path in (tmp_path / run).rglob("*") if path.is_file()} for run in ("one", "two"))
    assert one & two == {"key"}


def _ask(directory: str, host: str, log: str) -> None:
    def slowly() -> dict[str, t.Any]:
        with open(log, "a", encoding="utf-8") as file:
            file.write(f"{host}\n")
        time.sleep(0.1)
        return {"refused": True}

    RunMemory(directory).recall(QUESTION, host, slowly, never_final)


def test_processes_that_ask_at_the_same_time_ask_once(tmp_path: Path) -> None:
    """One asks, and the others wait for its answer."""
    context = multiprocessing.get_context("fork")
    log = tmp_path / "log"
    processes = [context.Process(target=_ask, args=(str(tmp_path / "run"), host, str(log))) for host in HOSTS]
    for process in processes:
        process.start()
    for process in processes:
        process.join(20)
    assert [process.exitcode for process in processes] == [0] * len(HOSTS)
    assert len(log.read_text().splitlines()) == 1
