# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task on a directory that is a fake, interrupted at every step."""

from __future__ import annotations

import datetime as dt
import types
import typing as t
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
from ansible_collections.netjoin.windows.plugins.module_utils._names.distinguished_name import DistinguishedName
from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.text import read_text
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning import blob_store, private_file
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning import task as task_module
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.blob_store import (
    DJOIN_FILE,
    BlobFiles,
    BlobStore,
    ReturnedBlobs,
)
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.decision import Wish
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.problem import Refusal
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.request import ProvisioningRequest
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.result import MachineResult
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.task import ProvisioningTask

from .samples import DOMAIN_GUID, DOMAIN_SID, FACTS, HOST, OU, account

HOSTS = tuple(HostName.parse(name) for name in ("WS0001", "WS0002", "WS0003"))


class Killed(BaseException):
    """The end of the process, as far as the code under test can see."""


class FakeDirectory:
    """Accounts by their names, with the password of each and how often it was set."""

    facts = FACTS
    domain = types.SimpleNamespace(
        guid=DOMAIN_GUID, sid=DOMAIN_SID, naming_context=OU.parent, computers_container=OU, caller=None
    )

    def __init__(self) -> None:
        self.accounts: dict[str, ComputerAccount] = {}
        self.passwords: dict[str, str] = {}
        self.times_set: dict[str, int] = {}
        self.failures: dict[str, DirectoryError] = {}
        self.verdict = Verdict(True, "the user owns the account")
        self.installed = types.SimpleNamespace()
        self.container_exists = True
        self.controllers: tuple[str, ...] = ()

    def search(self, *_query: object) -> list[t.Any]:
        return [types.SimpleNamespace(text=lambda _name, name=name: f"{name}$") for name in self.controllers]

    def read(self, *_query: object) -> t.Any:
        return types.SimpleNamespace(texts=lambda _name: ("computer",)) if self.container_exists else None

    def modify(self, dn: DistinguishedName, *changes: t.Any, right: str) -> None:
        (change,) = changes
        only = dn.rdns[0].only
        assert only is not None
        self.set_password(only.value, change.values[0].decode("utf-16-le")[1:-1])

    def set_password(self, name: str, password: str) -> None:
        self.passwords[name] = password
        self.times_set[name] = self.times_set.get(name, 0) + 1
        now = dt.datetime.now(dt.UTC)
        rid = 1104 + [*self.passwords].index(name)
        self.accounts[name] = account(name=name, dn=OU.child("CN", name), sid=f"{DOMAIN_SID}-{rid}", password_set=now)

    @property
    def functions(self) -> types.SimpleNamespace:
        """Stands for the module _computer_account.accounts."""
        return types.SimpleNamespace(
            find=lambda _directory, name: self.accounts.get(name),
            create=self._create,
            account_dn=lambda container, host: container.child("CN", host.netbios.text),
            reuse_verdict=lambda *_given: self.verdict,
            sid_of=lambda *_given: None,
        )

    def _create(self, _directory: object, host: HostName, _container: object, password: str) -> ComputerAccount:
        name = host.netbios.text
        if name in self.failures and self.failures[name].function == "ldap_add":
            raise self.failures[name]
        self.set_password(name, password)
        if name in self.failures:
            raise self.failures[name]
        return self.accounts[name]


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> FakeDirectory:
    """An empty directory."""
    fake = FakeDirectory()
    fake.installed = fake.functions
    monkeypatch.setattr(task_module, "accounts", fake.installed)
    return fake


def run(
    directory: FakeDirectory,
    store: BlobStore,
    hosts: tuple[HostName, ...] = (HOST,),
    policy: AccountPolicy = AccountPolicy.CREATE,
    *,
    check_mode: bool = False,
    trusted: tuple[str, ...] = (),
) -> list[MachineResult]:
    wish = Wish(policy, OU, dt.timedelta(days=90), force=False)
    request = ProvisioningRequest(hosts, wish, store, site=None, password_length=40, trusted_owners=trusted)
    return ProvisioningTask(t.cast(t.Any, directory), request, check_mode=check_mode).run()


def blob_password(path: Path) -> str:
    return decode(read_text(path.read_bytes())).machine_password


@pytest.fixture
def files(tmp_path: Path) -> BlobFiles:
    """A store in an empty directory."""
    return BlobFiles(tmp_path, DJOIN_FILE)


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

    def before_change(*_given: object) -> None:
        raise Killed

    def after_change(name: str, password: str) -> None:
        set_password(name, password)
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
