# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files with blobs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.unattend import Architecture
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.blob_store import (
    DJOIN_FILE,
    BlobFiles,
    answer_file_form,
)
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.composition import compose
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.private_file import (
    prepare_directory,
    write_private,
)
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.problem import OutputProblem, Refusal

from .samples import DOMAIN_GUID, DOMAIN_SID, FACTS, HOST, NOON, SID, pending

BLOB = compose(FACTS, DOMAIN_SID, HOST, "Aa1" * 14, account_sid=SID, site=None)


@pytest.mark.parametrize("form", [DJOIN_FILE, answer_file_form(Architecture.ARM64)], ids=["djoin", "unattend"])
def test_a_file_says_again_what_was_written(tmp_path: Path, form: object) -> None:
    """Machine, domain, account and the time of the password."""
    files = BlobFiles(tmp_path, form)  # type: ignore[arg-type]
    files.finish(HOST, BLOB, NOON)
    known = files.known(HOST)
    assert known is not None
    assert (known.machine_name, known.domain_guid, known.account_sid) == ("WS0001", DOMAIN_GUID, SID)
    assert known.written == NOON


def test_the_umask_does_not_widen_the_mode(tmp_path: Path) -> None:
    """0600 with the most generous umask."""
    before = os.umask(0)
    try:
        write_private(tmp_path / "blob", b"secret")
        prepare_directory(tmp_path / "new", check_mode=False)
    finally:
        os.umask(before)
    assert (tmp_path / "blob").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_a_link_is_replaced_and_not_written_through(tmp_path: Path) -> None:
    """Somebody with a link in a shared directory does not get the blob."""
    target = tmp_path / "theirs"
    target.write_bytes(b"old")
    (tmp_path / "blob").symlink_to(target)
    (tmp_path / ".blob.new").symlink_to(target)
    write_private(tmp_path / "blob", b"secret")
    assert target.read_bytes() == b"old"
    assert not (tmp_path / "blob").is_symlink()


def test_a_file_that_cannot_be_finished_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old content stays when the new one does not reach the disk."""
    path = tmp_path / "blob"
    path.write_bytes(b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_private(path, b"secret")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["blob"]


@pytest.mark.parametrize("content", [b"", b"not a blob", b"QUJD", b"<unattend/>"])
@pytest.mark.parametrize("form", [DJOIN_FILE, answer_file_form(Architecture.AMD64)], ids=["djoin", "unattend"])
def test_a_file_that_is_no_blob_is_refused(tmp_path: Path, form: object, content: bytes) -> None:
    """It may be anything, so it is not overwritten."""
    files = BlobFiles(tmp_path, form)  # type: ignore[arg-type]
    files.path(HOST).write_bytes(content)
    with pytest.raises(Refusal) as refused:
        files.known(HOST)
    assert refused.value.reason == "foreign_file"


def test_a_pending_file_that_makes_no_sense_counts_as_none(tmp_path: Path) -> None:
    """Nothing could be completed with it."""
    files = BlobFiles(tmp_path, DJOIN_FILE)
    written = pending(NOON, account_sid=SID)
    files.keep_pending(HOST, written)
    kept = files.pending(HOST)
    assert kept is not None
    assert (kept.password, kept.password_before) == (written.password, NOON)
    assert kept.known.is_for(HOST, DOMAIN_GUID)
    assert kept.known.account_sid == SID
    assert written.password not in repr(kept)
    (path,) = tmp_path.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    guid = str(DOMAIN_GUID).encode()
    for content in (b"x", b"[]", b"{}", b'{"domain_guid": "x"}', b'{"domain_guid": "%s", "password": "x"}' % guid):
        path.write_bytes(content)
        assert files.pending(HOST) is None


@pytest.mark.parametrize("check_mode", [False, True])
def test_a_file_in_place_of_the_directory_is_told(tmp_path: Path, check_mode: bool) -> None:
    """Before anything is connected to."""
    (tmp_path / "blobs").write_bytes(b"")
    with pytest.raises(OutputProblem, match="output_dir"):
        BlobFiles(tmp_path / "blobs" / "deeper", DJOIN_FILE).prepare(check_mode=check_mode)


def test_check_mode_makes_no_directory(tmp_path: Path) -> None:
    """A missing one is no problem."""
    BlobFiles(tmp_path / "a" / "b", DJOIN_FILE).prepare(check_mode=True)
    assert [*tmp_path.iterdir()] == []


def test_preparing_leaves_nothing_behind(tmp_path: Path) -> None:
    """The file that proves that it can be written is removed."""
    BlobFiles(tmp_path / "a" / "b", DJOIN_FILE).prepare(check_mode=False)
    assert [*(tmp_path / "a" / "b").iterdir()] == []
