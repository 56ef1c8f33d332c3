# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was found out once for a whole run of Ansible, shared by its worker processes; controller only.

Ansible runs each host in a process of its own. Below its temporary directory, which is one for each run, is private to
the user and goes away with it, a file for each question holds the answer, and a lock on it lets one process ask while
the others wait. So five hundred hosts ask a domain once, and try a password once.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import hmac
import json
import os
import secrets
import typing as t
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

Answer = dict[str, t.Any]

_DIRECTORY = "netjoin-windows"
_KEY_BYTES = 32


class RunMemory:
    """The answers of one run; ``directory`` is Ansible's local temporary directory."""

    def __init__(self, directory: str) -> None:
        self._directory = Path(directory) / _DIRECTORY
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)

    def recall(
        self, question: Mapping[str, t.Any], asker: str, ask: Callable[[], Answer], is_final: Callable[[Answer], bool]
    ) -> Answer:
        """The answer to a question: another host's, or what ``ask`` gives.

        A host that asks again wants to see what has changed, and asks anew, unless ``is_final`` says of the answer that
        nobody is to ask this again. The answer must not hold a secret; the question may.
        """
        with self._locked(self._name(question)) as file:
            known = _read(file)
            if known is not None and (asker not in known["askers"] or is_final(known["answer"])):
                known["askers"].append(asker)
            else:
                known = {"answer": ask(), "askers": [asker]}
            _write(file, known)
            return t.cast(Answer, known["answer"])

    def claim(self, thing: str, claimant: str) -> str:
        """Who was the first to claim a thing in this run: the claimant, or another one."""
        with self._locked(self._name({"claim": thing})) as file:
            known = _read(file)
            if known is None:
                _write(file, known := {"claimant": claimant})
            return str(known["claimant"])

    def _name(self, question: Mapping[str, t.Any]) -> str:
        """A file name that tells nothing of the question: a hash with a key that nobody but this run has."""
        text = json.dumps(question, sort_keys=True, default=str)
        return hmac.new(self._key(), text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def _key(self) -> bytes:
        with self._locked("key") as file:
            key = file.read()
            if not key:
                file.write(key := secrets.token_bytes(_KEY_BYTES))
            return key

    @contextlib.contextmanager
    def _locked(self, name: str) -> Iterator[t.BinaryIO]:
        """The file of this name, for the owner only, until nobody else has it."""
        descriptor = os.open(self._directory / name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with open(descriptor, "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # ends with the file, and with the process
            yield file


def _read(file: t.BinaryIO) -> Answer | None:
    """What is known; nothing when a process was killed while it wrote it."""
    try:
        return t.cast(Answer, json.load(file))
    except ValueError:
        return None


def _write(file: t.BinaryIO, answer: Answer) -> None:
    content = json.dumps(answer).encode()
    file.seek(0)
    file.truncate()
    file.write(content)
