# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The controller's side of a benchmark: run a play on a lab of its own, and see what the run costs.

Only what Ansible and its forks use is counted. The emulated hosts belong to the lab's service and are not its children.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LAB = Path(os.environ.get("LAB_DIR", ROOT / ".lab"))
SAMPLE_SECONDS = 0.5
Play = Mapping[str, Any]


@dataclasses.dataclass(frozen=True)
class Core:
    """An ansible-core of this checkout: its virtual environment, and the collections beside it."""

    environment: Path
    collections: Path

    @property
    def version(self) -> str:
        """As ``ansible --version`` has it, such as 2.19.4."""
        done = subprocess.run(
            [self.environment / "bin" / "ansible", "--version"], capture_output=True, text=True, check=True
        )
        return done.stdout.split("]")[0].rpartition(" ")[2]

    @property
    def variables(self) -> dict[str, str]:
        """The process environment in which this core runs."""
        path = [str(self.environment / "bin"), str(ROOT / ".venv" / "bin"), os.environ["PATH"]]
        return {
            **os.environ,
            "PATH": os.pathsep.join(path),
            "ANSIBLE_COLLECTIONS_PATH": str(self.collections),
            "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
        }


SMALLEST = Core(ROOT / ".venv", ROOT / ".cache" / "collections")
NEWEST = Core(ROOT / ".venv-newest", ROOT / ".cache" / "collections-newest")


@dataclasses.dataclass(frozen=True)
class Cost:
    """What a run took: seconds on the clock, seconds of CPU, and bytes of memory at the most."""

    seconds: float
    cpu: float
    memory: int


class PlayFailed(Exception):
    """A host of the play has failed or was not reached; the text says which, and why."""


@contextlib.contextmanager
def pristine_lab(hosts: int) -> Iterator[None]:
    """A lab with hosts win01, win02, …; SystemExit, after the lab has said why, when it does not start."""
    started = subprocess.run([ROOT / "lab", "up", "--hosts", str(hosts)], check=False, stdout=subprocess.DEVNULL)
    if started.returncode != 0:
        raise SystemExit(started.returncode)
    try:
        yield
    finally:
        subprocess.run([ROOT / "lab", "down"], check=True, stdout=subprocess.DEVNULL)


def run(core: Core, play: Play, *, forks: int, fails: bool = False) -> Cost:
    """Run a play to its end.

    With `fails` a failure is what the caller counts on; without, it raises PlayFailed.
    """
    with tempfile.TemporaryDirectory() as directory:
        playbook = Path(directory) / "play.json"  # which is YAML, too
        playbook.write_text(json.dumps([play]), encoding="utf-8")
        output = Path(directory) / "output"
        command = [str(ROOT / "lab"), "exec", "--", "ansible-playbook", str(playbook), "--forks", str(forks)]
        with output.open("wb") as file:
            cost, code = _measure(command, core.variables, file.fileno())
        if code != 0 and not fails:
            raise PlayFailed(_failures(output.read_text(encoding="utf-8", errors="replace")))
    return cost


def _measure(command: Sequence[str], environment: Mapping[str, str], output: int) -> tuple[Cost, int]:
    start = time.monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
    )
    memory = 0
    # Unreaped until wait4, so the process id stays this process's.
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
        memory = max(memory, _memory(process.pid))
        time.sleep(SAMPLE_SECONDS)
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(time.monotonic() - start, used.ru_utime + used.ru_stime, memory), process.returncode


def _memory(pid: int) -> int:
    """Bytes of a process and all below it, each shared page counted once (Pss of proc(5), smaps_rollup)."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:  # it has ended
        return 0
    own = sum(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:"))
    return own + sum(_memory(int(child)) for child in children)


def _failures(output: str) -> str:
    try:
        document = json.loads(output[output.index("{") :])
    except ValueError:
        return output
    return "\n".join(
        f"{host}: {result.get('msg')}"
        for play in document["plays"]
        for task in play["tasks"]
        for host, result in task["hosts"].items()
        if result.get("failed") or result.get("unreachable")
    )
