# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task on a directory that is a fake."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.account import ComputerAccount
from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.reuse import Verdict
from ansible_collections.netjoin.windows.plugins.module_utils._directory.problem import (
    INSUFFICIENT_RIGHTS,
    SERVER_DOWN,
    DirectoryError,
)
from ansible_collections.netjoin.windows.plugins.module_utils._directory.sid import InvalidSid
from ansible_collections.netjoin.windows.plugins.module_utils._join_options.request import AccountPolicy
from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.text import read_text
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning import blob_store
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.blob_store import (
    BlobFiles,
    ReturnedBlobs,
)
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.problem import Refusal

from .fake_directory import FakeDirectory, blob_password, run
from .samples import HOST

HOSTS = tuple(HostName.parse(name) for name in ("WS0001", "WS0002", "WS0003"))


def test_the_file_has_the_password_of_the_account(directory: FakeDirectory, files: BlobFiles) -> None:
    """Forty characters, the account's SID, and nothing beside the file."""
    (result,) = run(directory, files)
    blob = decode(read_text(files.path(HOST).read_bytes()))
    assert blob.machine_password == directory.passwords["WS0001"]
    assert len(blob.machine_password) == 40
    assert blob.account is not None
    assert (blob.account.sid, blob.account.rid) == (result.sid, 1104)
    assert (blob.dc_flags, blob.client_site, blob.options) == (0xE00013FD, "Office", 0)
    assert [path.name for path in files.path(HOST).parent.iterdir()] == ["WS0001.djoin"]
    assert files.path(HOST).stat().st_mode & 0o777 == 0o600


def test_the_second_run_changes_nothing(directory: FakeDirectory, files: BlobFiles) -> None:
    """The time of the file is the time of the password, so that clocks do not matter."""
    run(directory, files)
    before = files.path(HOST).stat().st_mtime_ns
    (result,) = run(directory, files)
    assert (result.changed, result.account_word) == (False, "unchanged")
    assert (directory.times_set["WS0001"], files.path(HOST).stat().st_mtime_ns) == (1, before)


def test_check_mode_touches_nothing(directory: FakeDirectory, files: BlobFiles, tmp_path: Path) -> None:
    """It tells what would be."""
    (result,) = run(directory, files, check_mode=True)
    assert (result.changed, result.account_word, result.sid) == (True, "created", None)
    assert result.dn == "CN=WS0001,OU=Workstations,DC=lab,DC=example"
    assert (directory.accounts, [*tmp_path.iterdir()]) == ({}, [])


def test_a_refusal_of_the_directory_leaves_no_file(directory: FakeDirectory, files: BlobFiles, tmp_path: Path) -> None:
    """Nobody has the password, so nothing is kept of it."""
    directory.failures["WS0001"] = DirectoryError("ldap_add", INSUFFICIENT_RIGHTS)
    (result,) = run(directory, files)
    assert result.problem is directory.failures["WS0001"]
    assert (result.changed, [*tmp_path.iterdir()]) == (False, [])


def test_a_connection_that_breaks_stops_the_list_and_loses_nothing(
    directory: FakeDirectory, files: BlobFiles, tmp_path: Path
) -> None:
    """The first machine is done, the second is mended by the next run, the third was not tried."""
    directory.failures["WS0002"] = DirectoryError("ldap_result", SERVER_DOWN)
    first, second, third = run(directory, files, HOSTS)
    assert first.problem is None
    assert (second.changed, third.changed) == (True, False)
    assert isinstance(second.problem, DirectoryError)
    assert isinstance(third.problem, Refusal)
    assert third.problem.reason == "not_tried"
    directory.failures.clear()
    words = [result.account_word for result in run(directory, files, HOSTS)]
    assert words == ["unchanged", "created", "created"]
    for host in HOSTS:
        assert blob_password(files.path(host)) == directory.passwords[host.text]
    assert directory.times_set == {host.text: 1 for host in HOSTS}
    assert {path.name for path in tmp_path.iterdir()} == {f"{host}.djoin" for host in HOSTS}


def test_an_account_that_makes_no_sense_does_not_stop_the_list(
    directory: FakeDirectory, files: BlobFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blobs that are only returned would be lost with the task."""

    def find(_directory: object, name: str) -> ComputerAccount | None:
        if name == "WS0002":
            raise InvalidSid("3 bytes are no SID")
        return directory.accounts.get(name)

    monkeypatch.setattr(directory.installed, "find", find)
    assert [result.account_word for result in run(directory, files, HOSTS)] == ["created", None, "created"]


def test_a_full_disk_keeps_accounts_from_being_created(
    directory: FakeDirectory, files: BlobFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pending blob is written first."""

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(blob_store, "write_private", full)
    results = run(directory, files, HOSTS)
    assert [isinstance(each.problem, Refusal) and each.problem.reason for each in results] == ["output"] * 3
    assert directory.accounts == {}


def test_names_of_domain_controllers_are_refused_before_anything_is_changed(
    directory: FakeDirectory, files: BlobFiles
) -> None:
    """For the whole task: the list cannot be meant."""
    directory.controllers = ("WS0003",)
    with pytest.raises(Refusal, match="WS0003") as refused:
        run(directory, files, HOSTS)
    assert refused.value.reason == "domain_controller"
    assert directory.accounts == {}


def test_a_container_that_does_not_exist_fails_the_task(directory: FakeDirectory, files: BlobFiles) -> None:
    """With the LDAP code of a missing object."""
    directory.container_exists = False
    with pytest.raises(DirectoryError) as failed:
        run(directory, files, HOSTS)
    assert failed.value.code == 32


def test_a_trusted_owner_that_nobody_is_fails_the_task(directory: FakeDirectory, files: BlobFiles) -> None:
    """A typing error would otherwise show as a refused account."""
    with pytest.raises(Refusal, match="deploymnet"):
        run(directory, files, policy=AccountPolicy.REUSE, trusted=("deploymnet",))


def test_an_account_of_a_stranger_is_not_reused(directory: FakeDirectory, files: BlobFiles, tmp_path: Path) -> None:
    """The code is the one that Windows gives, 2732 (KB5020276)."""
    directory.set_password("WS0001", "of old")
    directory.verdict = Verdict(False, "its owner mallory is a stranger")
    (result,) = run(directory, files, policy=AccountPolicy.REUSE)
    assert result.as_result()["error"]["code"] == 2732
    assert "mallory" in result.as_result()["msg"]
    assert (directory.times_set["WS0001"], [*tmp_path.iterdir()]) == (1, [])


def test_returned_blobs_are_in_the_result_and_nowhere_else(directory: FakeDirectory) -> None:
    """And not in the repr of it."""
    (result,) = run(directory, ReturnedBlobs({}))
    blob = result.as_result()["blob"]
    assert decode(read_text(blob)).machine_password == directory.passwords["WS0001"]
    assert blob not in repr(result)
    assert result.as_result()["path"] is None
