# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where blobs are kept: one file a machine, or nowhere but in the result of the task."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
import typing as t
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from .._names.host_name import HostName
from .._offline_join_blob.blob import OfflineJoinBlob
from .._offline_join_blob.codec import decode, encode
from .._offline_join_blob.problem import InvalidBlob
from .._offline_join_blob.text import base64_text, djoin_text, read_text
from .._offline_join_blob.unattend import Architecture, answer_file
from .known_blob import KnownBlob, PendingPassword
from .private_file import prepare_directory, read_small, write_private
from .problem import OutputProblem, Refusal

_ACCOUNT_DATA = re.compile(rb"<AccountData>([^<]*)</AccountData>")


class BlobStore:
    """Keeps the blobs of a task. Every method raises Refusal when it cannot; what is left out does nothing."""

    keeps_pending = True
    """Whether a pending password is found again after the task was killed."""

    def prepare(self, *, check_mode: bool) -> None:
        """See that blobs can be kept, before an account is made for one."""

    def path(self, host: HostName) -> Path | None:
        """The file of a machine, None when there is none."""

    def known(self, host: HostName) -> KnownBlob | None:
        """What is known of the machine's blob."""
        raise NotImplementedError

    def pending(self, host: HostName) -> PendingPassword | None:
        """What an interrupted task has left."""

    def keep_pending(self, host: HostName, pending: PendingPassword) -> None:
        """Keep a password before an account gets it."""

    def finish(self, host: HostName, blob: OfflineJoinBlob, password_set: dt.datetime | None) -> str | None:
        """Keep a blob whose account is ready; base64 of it when the result of the task is where it is kept."""
        raise NotImplementedError

    def forget_pending(self, host: HostName) -> None:
        """Remove what was kept for an account that did not get the password, or has its blob."""


class FileForm(t.NamedTuple):
    """One kind of file: its suffix, and how a blob is written to it and found in it."""

    suffix: str
    write: Callable[[bytes], bytes]
    read: Callable[[bytes], bytes]


DJOIN_FILE = FileForm(".djoin", djoin_text, read_text)


def answer_file_form(architecture: Architecture) -> FileForm:
    """Answer files for the specialize pass."""
    return FileForm(".xml", lambda blob: answer_file(blob, architecture=architecture).encode(), _account_data)


class BlobFiles(BlobStore):
    """One file a machine in a directory, named after it.

    A pending password is in a hidden file beside it, with the same mode. It is what a run finds after one that was
    killed between the change of an account and the writing of its file.
    """

    def __init__(self, directory: Path, form: FileForm) -> None:
        self._directory = directory
        self._form = form

    def prepare(self, *, check_mode: bool) -> None:
        with _problems(f"Using the directory {self._directory}"):
            prepare_directory(self._directory, check_mode=check_mode)

    def path(self, host: HostName) -> Path:
        return self._directory / f"{host}{self._form.suffix}"

    def known(self, host: HostName) -> KnownBlob | None:
        path = self.path(host)
        with _problems(f"Reading {path}"):
            found = read_small(path)
        try:
            return KnownBlob.of(decode(self._form.read(found[0])), found[1]) if found else None
        except InvalidBlob as problem:
            raise Refusal(
                "foreign_file",
                f"{path} is there and is not overwritten: {problem}. Try: another output_dir, or move the file away.",
            ) from problem

    def pending(self, host: HostName) -> PendingPassword | None:
        path = self._pending_path(host)
        with _problems(f"Reading {path}"):
            found = read_small(path)
        if found is None:
            return None
        try:
            return _read_pending(json.loads(found[0]), dt.datetime.fromtimestamp(found[1], dt.UTC))
        except (ValueError, KeyError, TypeError, AttributeError):
            return None  # written by nobody else and always whole, so it is no pending password of ours

    def keep_pending(self, host: HostName, pending: PendingPassword) -> None:
        path = self._pending_path(host)
        known, before = pending.known, pending.password_before
        content = {
            "machine_name": known.machine_name,
            "domain_guid": str(known.domain_guid),
            "account_sid": known.account_sid,
            "password": pending.password,
            "password_before": before.isoformat() if before else None,
        }
        with _problems(f"Writing {path}"):
            write_private(path, json.dumps(content).encode())

    def finish(self, host: HostName, blob: OfflineJoinBlob, password_set: dt.datetime | None) -> None:
        path = self.path(host)
        with _problems(f"Writing {path}"):
            write_private(path, self._form.write(encode(blob)), password_set)
        self.forget_pending(host)

    def forget_pending(self, host: HostName) -> None:
        with _problems(f"Removing {self._pending_path(host)}"):
            self._pending_path(host).unlink(missing_ok=True)

    def _pending_path(self, host: HostName) -> Path:
        return self._directory / f".{host}{self._form.suffix}.pending"


class ReturnedBlobs(BlobStore):
    """Blobs that only the result of the task has; what is known of earlier ones was given to the task.

    Nothing of a task that is killed is left here, so its accounts are disabled until all of their blobs are there; see
    ProvisioningTask.
    """

    keeps_pending = False

    def __init__(self, known: Mapping[HostName, KnownBlob]) -> None:
        self._known = known

    def known(self, host: HostName) -> KnownBlob | None:
        return self._known.get(host)

    def finish(self, host: HostName, blob: OfflineJoinBlob, password_set: dt.datetime | None) -> str:  # noqa: ARG002
        return base64_text(encode(blob))


def _read_pending(content: dict[str, t.Any], written: dt.datetime) -> PendingPassword:
    """Raises ValueError, KeyError, TypeError or AttributeError for what is none."""
    guid = uuid.UUID(content["domain_guid"])
    before = content["password_before"]
    return PendingPassword(
        KnownBlob(str(content["machine_name"]), guid, content["account_sid"], written),
        str(content["password"]),
        dt.datetime.fromisoformat(before) if before else None,
    )


def _account_data(content: bytes) -> bytes:
    found = _ACCOUNT_DATA.search(content)
    if found is None:
        raise InvalidBlob("AccountData", None, "an answer file without it has no blob")
    return read_text(found[1])


@contextlib.contextmanager
def _problems(doing: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputProblem(error, doing) from error
