# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks that are killed at every step, and the next ones."""

from __future__ import annotations

import datetime as dt
import typing as t
from pathlib import Path

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.account import ComputerAccount
from ansible_collections.netjoin.windows.plugins.module_utils._directory.problem import (
    INSUFFICIENT_RIGHTS,
    SERVER_DOWN,
    DirectoryError,
)
from ansible_collections.netjoin.windows.plugins.module_utils._join_options.request import AccountPolicy
from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.text import read_text
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning import blob_store, private_file
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.blob_store import (
    BlobFiles,
    ReturnedBlobs,
)
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.known_blob import GivenPassword
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.problem import Refusal
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.result import MachineResult

from .fake_directory import FakeDirectory, Killed, blob_password, run
from .samples import HOST

HOSTS = tuple(HostName.parse(name) for name in ("WS0001", "WS0002", "WS0003"))


STEPS = ("before the pending blob", "before the change", "after the change", "before the file", "after the file")


@pytest.mark.parametrize("policy", [AccountPolicy.CREATE, AccountPolicy.CREATE_OR_REUSE])
@pytest.mark.parametrize("step", STEPS)
def test_a_killed_run_is_mended_by_the_next(
    directory: FakeDirectory, files: BlobFiles, monkeypatch: pytest.MonkeyPatch, step: str, policy: AccountPolicy
) -> None:
    """Its account has a file with its password, which was set once."""
    with monkeypatch.context() as patch:
        _kill_at(step, patch, directory)
        with pytest.raises(Killed):
            run(directory, files, policy=policy)
    (result,) = run(directory, files, policy=policy)
    assert result.problem is None
    assert blob_password(files.path(HOST)) == directory.passwords["WS0001"]
    assert directory.times_set["WS0001"] == 1
    assert [path.name for path in files.path(HOST).parent.iterdir()] == ["WS0001.djoin"]


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_reuse_is_mended_by_the_next(
    directory: FakeDirectory, files: BlobFiles, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """An account that existed gets one new password, not a second one for the repair."""
    directory.set_password("WS0001", "of old")
    with monkeypatch.context() as patch:
        _kill_at(step, patch, directory)
        with pytest.raises(Killed):
            run(directory, files, policy=AccountPolicy.REUSE)
    run(directory, files, policy=AccountPolicy.REUSE)
    assert blob_password(files.path(HOST)) == directory.passwords["WS0001"]
    assert directory.times_set["WS0001"] == 2


def _kill_at(step: str, patch: pytest.MonkeyPatch, directory: FakeDirectory) -> None:
    """Let the process end at a step."""
    set_password = directory.set_password

    def before_change(*_given: object, **_options: object) -> None:
        raise Killed

    def after_change(name: str, password: str, **options: t.Any) -> None:
        set_password(name, password, **options)
        raise Killed

    def write(path: Path, *given: t.Any) -> None:
        pending = path.name.endswith(".pending")
        if step == ("before the pending blob" if pending else "before the file"):
            raise Killed
        private_file.write_private(path, *given)
        if step == "after the file" and not pending:
            raise Killed

    if step == "before the change":
        patch.setattr(directory, "set_password", before_change)
    elif step == "after the change":
        patch.setattr(directory, "set_password", after_change)
    else:
        patch.setattr(blob_store, "write_private", write)


RETURNED_STEPS = ("before the second account", "after the second account", "before all are enabled")


def _kill_returned_at(step: str, patch: pytest.MonkeyPatch, directory: FakeDirectory) -> None:
    """Let the process end while accounts for blobs that are returned are being made."""
    set_password = directory.set_password

    def change(name: str, password: str, **options: t.Any) -> None:
        if name == "WS0002" and step == "before the second account":
            raise Killed
        set_password(name, password, **options)
        if name == "WS0002" and step == "after the second account":
            raise Killed

    def enable(*_given: object, **_options: object) -> None:
        raise Killed

    if step == "before all are enabled":
        patch.setattr(directory.installed, "set_enabled", enable)
    else:
        patch.setattr(directory, "set_password", change)


class TestReturnedBlobs:
    """Nothing is written down, so it is the directory that tells the next run."""

    @pytest.mark.parametrize("step", RETURNED_STEPS)
    def test_a_killed_run_is_mended_by_the_next(
        self, directory: FakeDirectory, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        """Its accounts are disabled, and the next run, which only creates, takes them over."""
        with monkeypatch.context() as patch:
            _kill_returned_at(step, patch, directory)
            with pytest.raises(Killed):
                run(directory, ReturnedBlobs({}), HOSTS)
        assert not any(each.is_enabled for each in directory.accounts.values())
        results = run(directory, ReturnedBlobs({}), HOSTS)
        assert [result.account_word for result in results] == ["created"] * 3
        assert [returned_password(each) for each in results] == [directory.passwords[host.text] for host in HOSTS]
        assert all(each.is_enabled for each in directory.accounts.values())

    def test_a_run_with_files_mends_it_too(self, directory: FakeDirectory, files: BlobFiles) -> None:
        """The account is enabled with its new password."""
        directory.set_password("WS0001", "nobody has it", enabled=False)
        (result,) = run(directory, files)
        assert (result.account_word, directory.accounts["WS0001"].is_enabled) == ("created", True)
        assert blob_password(files.path(HOST)) == directory.passwords["WS0001"]

    def test_what_was_returned_is_not_taken_back(self, directory: FakeDirectory) -> None:
        """Somebody may have the blob: an account that is enabled is refused."""
        run(directory, ReturnedBlobs({}))
        password = directory.passwords["WS0001"]
        (result,) = run(directory, ReturnedBlobs({}))
        assert isinstance(result.problem, Refusal)
        assert result.problem.reason == "account_exists"
        assert directory.passwords["WS0001"] == password

    def test_an_account_that_cannot_be_enabled_has_no_blob(self, directory: FakeDirectory) -> None:
        """Its machine could not log on; the next run takes it over."""
        directory.failures["WS0002"] = DirectoryError("ldap_modify", INSUFFICIENT_RIGHTS)
        results = run(directory, ReturnedBlobs({}), HOSTS)
        assert [result.blob is not None for result in results] == [True, False, True]
        assert results[1].problem is directory.failures["WS0002"]

    def test_a_blob_that_another_task_has_overtaken_is_not_returned(
        self, directory: FakeDirectory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Beside this one it has taken the disabled account for the rest of a run that was killed."""

        def enable(task: object, of: ComputerAccount, **options: bool) -> None:
            if of.name == "WS0002":
                directory.set_password("WS0002", "of the other task", enabled=None)
            directory.enable(task, of, **options)

        monkeypatch.setattr(directory.installed, "set_enabled", enable)
        results = run(directory, ReturnedBlobs({}), HOSTS)
        assert [result.blob is not None for result in results] == [True, False, True]
        assert isinstance(results[1].problem, Refusal)
        assert results[1].problem.reason == "overtaken"
        assert results[1].as_result()["failed"] is True

    def test_a_domain_controller_that_goes_away_at_the_end_takes_no_blob_along(
        self, directory: FakeDirectory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The accounts are enabled, so the next run could not make others; a warning tells what is not known."""

        def find(_directory: object, name: str) -> ComputerAccount | None:
            if name in directory.accounts:
                raise DirectoryError("ldap_result", SERVER_DOWN)
            return None

        monkeypatch.setattr(directory.installed, "find", find)
        warnings: list[str] = []
        results = run(directory, ReturnedBlobs({}), HOSTS, warnings=warnings)
        assert [result.blob is not None for result in results] == [True, True, True]
        assert len(warnings) == 1
        assert "another task" in warnings[0]

    def test_with_a_given_password_the_next_run_gives_it_again(self, directory: FakeDirectory) -> None:
        """Also after the first one had come to its end, and its result was lost."""
        given = {HOST: GivenPassword("Aa1" * 14, dt.datetime.now(dt.UTC))}
        for _time in range(2):
            (result,) = run(directory, ReturnedBlobs({}), passwords=given)
            assert (result.account_word, returned_password(result)) == ("created", "Aa1" * 14)
            assert directory.passwords["WS0001"] == "Aa1" * 14
            assert directory.accounts["WS0001"].is_enabled


def returned_password(result: MachineResult) -> str:
    """The password in the blob of a result."""
    assert result.blob is not None
    return decode(read_text(result.blob)).machine_password
