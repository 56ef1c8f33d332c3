# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the controller does around the module: no secrets without no_log, and the vault."""

from __future__ import annotations

import base64
import os
import pathlib
import threading
import types
import typing as t

import pytest
from ansible.parsing.vault import VaultLib, VaultSecret
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.template import Templar

from ansible_collections.netjoin.windows.plugins.action import offline_join_blob
from ansible_collections.netjoin.windows.plugins.action.offline_join_blob import ActionModule
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob import text
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning import private_file
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.progress_file import ProgressFile
from ansible_collections.netjoin.windows.plugins.plugin_utils import _vault_files

from .action_helper import Result, data_loader

# A blob that Samba has made, see the README beside it.
SAMPLE = pathlib.Path(__file__).parents[3] / "data" / "offline_join_blobs" / "net_savefile.djoin"
TEXT = SAMPLE.read_bytes().decode("utf-16").rstrip("\0\r\n")
PASSWORD_SET = 1777896000.5
PENDING = ".*.pending.vault"
GIVEN = {"domain": "lab.example", "machines": ["WS0001"], "output_dir": "blobs"}


def machine(**changes: t.Any) -> Result:
    """An entry of the module's result."""
    made = {"name": "WS0001", "changed": True, "failed": False, "blob": TEXT, "password_set": PASSWORD_SET}
    return {**made, "path": None, "error": None, **changes}


class Run(t.NamedTuple):
    """The result of the action, and the arguments of the module when it was run."""

    result: Result
    arguments: Result | None


def run(
    arguments: Result,
    *machines: Result,
    no_log: bool = False,
    transport: str = "local",
    secret: bytes | None = b"vault",
    check_mode: bool = False,
    answers: bool = True,
    meanwhile: t.Callable[[Result], None] | None = None,
) -> Run:
    """Run the action; the module answers with these machines, or is killed."""
    task = Task()
    task.args, task.no_log, task.check_mode = {**GIVEN, **arguments}, no_log, check_mode
    loader = data_loader(secret)
    connection: t.Any = types.SimpleNamespace(transport=transport, _shell=types.SimpleNamespace(tmpdir=None))
    plugin: t.Any = ActionModule(
        task=task, connection=connection, play_context=PlayContext(), loader=loader, templar=Templar(loader=loader)
    )
    calls: list[Result] = []

    def execute_module(name: str, module_args: Result, task_vars: Result) -> Result:
        calls.append(module_args)
        if meanwhile:
            meanwhile(module_args)
        if not answers:
            return {"failed": True, "msg": "MODULE FAILURE", "rc": 137}
        return {"changed": True, "invocation": {"module_args": module_args}, "machines": [*machines], "counts": {}}

    plugin._execute_module = execute_module
    return Run(plugin.run(task_vars={}), calls[0] if calls else None)


@pytest.mark.parametrize(("output", "transport"), [("returned", "local"), ("returned", "ssh"), ("vault", "ssh")])
def test_blobs_do_not_travel_without_no_log(output: str, transport: str) -> None:
    """The module is not run."""
    done = run({"output": output}, transport=transport)
    assert done.result["failed"] is True
    assert "no_log" in done.result["msg"]
    assert done.arguments is None


@pytest.mark.parametrize("output", ["files", "unattend"])
def test_files_need_no_no_log(output: str) -> None:
    """The module is run as it was asked for, and its arguments are not returned."""
    done = run({"output": output}, transport="ssh")
    assert done.arguments == {**GIVEN, "output": output}
    assert "invocation" not in done.result


def test_with_no_log_blobs_are_returned() -> None:
    """They are what was asked for."""
    done = run({"output": "returned"}, machine(), no_log=True)
    assert done.result["machines"][0]["blob"] == TEXT


def test_the_vault_file_opens_with_the_secret(tmp_path: pathlib.Path) -> None:
    """Its first line is the blob as base64, for nobody else to read, as old as the password; the result has no blob."""
    done = run({"output": "vault", "output_dir": str(tmp_path / "blobs")}, machine())
    path = tmp_path / "blobs" / "WS0001.djoin.vault"
    assert read_vault(path).splitlines()[0] == TEXT
    assert (path.stat().st_mode & 0o777, path.stat().st_mtime) == (0o600, PASSWORD_SET)
    (entry,) = done.result["machines"]
    assert entry["path"] == str(path)
    assert not {"blob", "password_set"} & entry.keys()
    assert TEXT not in str(done.result)
    assert done.arguments is not None
    assert done.arguments["output"] == "returned"
    assert "output_dir" not in done.arguments


def test_what_the_vault_has_is_told_to_the_module(tmp_path: pathlib.Path) -> None:
    """By what the blob says of itself, and without its secret."""
    asked = {"output": "vault", "output_dir": str(tmp_path)}
    run(asked, machine())
    done = run(asked, machine(blob=None))
    assert done.arguments is not None
    (known,) = done.arguments["known_blobs"]
    assert (known["machine"], known["password_set"]) == ("WS0001", PASSWORD_SET)
    assert known["machine_name"].encode("utf-16-le") in base64.b64decode(TEXT)


def read_vault(path: pathlib.Path) -> str:
    """What is in a file, as `ansible-vault view` shows it."""
    content: bytes = VaultLib([("default", VaultSecret(b"vault"))]).decrypt(path.read_bytes())
    return content.decode()


def test_the_time_of_a_password_outlives_the_time_of_its_file(tmp_path: pathlib.Path) -> None:
    """Git does not keep times, so it is in the file, where `ansible-vault view` shows it, and readers skip it."""
    asked = {"output": "vault", "output_dir": str(tmp_path)}
    run(asked, machine())
    path = tmp_path / "WS0001.djoin.vault"
    assert read_vault(path).splitlines()[1] == "# password set 2026-05-04T12:00:00.500000+00:00"
    assert text.read_text(read_vault(path)) == base64.b64decode(TEXT)
    os.utime(path, (PASSWORD_SET + 86400,) * 2)
    done = run(asked, machine(blob=None))
    assert done.arguments is not None
    assert [known["password_set"] for known in done.arguments["known_blobs"]] == [PASSWORD_SET]


def test_a_file_without_the_time_of_its_password_has_its_own(tmp_path: pathlib.Path) -> None:
    """Blobs that somebody has encrypted, too, are read."""
    path = tmp_path / "WS0001.djoin.vault"
    path.write_bytes(VaultLib([("default", VaultSecret(b"vault"))]).encrypt(TEXT))
    os.utime(path, (PASSWORD_SET, PASSWORD_SET))
    done = run({"output": "vault", "output_dir": str(tmp_path)}, machine(blob=None))
    assert done.arguments is not None
    assert [known["password_set"] for known in done.arguments["known_blobs"]] == [PASSWORD_SET]


CANNOT = {
    "no secret": (None, "blobs"),
    "another secret": (b"other", "blobs"),
    "a file in the way": (b"vault", "blobs/WS0001.djoin.vault"),
}


@pytest.mark.parametrize(("secret", "directory"), CANNOT.values(), ids=CANNOT)
def test_a_vault_that_cannot_be_used_is_told_before_the_module_runs(
    tmp_path: pathlib.Path, secret: bytes | None, directory: str
) -> None:
    """Otherwise there would be accounts without blobs."""
    run({"output": "vault", "output_dir": str(tmp_path / "blobs")}, machine())
    done = run({"output": "vault", "output_dir": str(tmp_path / directory)}, secret=secret)
    assert done.result["failed"] is True
    assert done.arguments is None


def test_a_blob_that_cannot_be_written_fails_its_machine(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an error for it, and without the blob."""

    def full(path: pathlib.Path, *given: t.Any) -> None:
        if path.name.endswith(_vault_files.SUFFIX):
            raise OSError(28, "No space left on device")
        private_file.write_private(path, *given)

    monkeypatch.setattr(_vault_files, "write_private", full)
    done = run({"output": "vault", "output_dir": str(tmp_path)}, machine())
    assert done.result["failed"] is True
    assert "No space left" in done.result["msg"]
    assert done.result["machines"][0]["error"]["reason"] == "output"
    assert TEXT not in str(done.result)
    assert len([*tmp_path.glob(PENDING)]) == 1


UNCERTAIN = {
    "the module was killed": ((), False),
    "the domain controller went away": ((machine(blob=None, failed=True),), True),
}


@pytest.mark.parametrize(("machines", "answers"), UNCERTAIN.values(), ids=UNCERTAIN)
def test_passwords_of_an_interrupted_task_are_given_again(
    tmp_path: pathlib.Path, machines: tuple[Result, ...], answers: bool
) -> None:
    """They are encrypted until the blobs are there, and then gone."""
    asked = {"output": "vault", "output_dir": str(tmp_path)}
    first = run(asked, *machines, answers=answers)
    assert first.arguments is not None
    (given,) = first.arguments["machine_passwords"]
    (pending,) = tmp_path.glob(PENDING)
    assert pending.stat().st_mode & 0o777 == 0o600
    assert pending.read_bytes().startswith(b"$ANSIBLE_VAULT;")
    foreseen = run(asked, machine(blob=None), check_mode=True)
    again = run(asked, machine())
    for run_again in (foreseen, again):
        assert run_again.arguments is not None
        assert run_again.arguments["machine_passwords"] == [given]
    assert [path.name for path in tmp_path.iterdir()] == ["WS0001.djoin.vault"]


def test_the_blob_of_an_earlier_account_does_not_make_passwords_forgotten(tmp_path: pathlib.Path) -> None:
    """The killed task may have given the account another password after that blob, whatever the time of its file."""
    asked = {"output": "vault", "output_dir": str(tmp_path), "account": "create_or_reuse"}
    run(asked, machine(password_set=1_600_000_000.0))
    (tmp_path / "WS0001.djoin.vault").touch()
    first = run(asked, answers=False)
    again = run(asked, machine())
    assert first.arguments is not None
    assert again.arguments is not None
    assert again.arguments["machine_passwords"] == first.arguments["machine_passwords"]


def test_passwords_are_kept_before_the_module_runs(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise accounts could have passwords that nobody knows."""

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_vault_files, "write_private", full)
    done = run({"output": "vault", "output_dir": str(tmp_path)})
    assert (done.result["failed"], done.arguments) == (True, None)
    assert "No space left" in done.result["msg"]


def test_passwords_of_other_machines_stay(tmp_path: pathlib.Path) -> None:
    """Of a task with another list, which may be running."""
    other = {"output": "vault", "output_dir": str(tmp_path), "machines": ["WS0001", "WS0002"]}
    run(other, answers=False)
    run({"output": "vault", "output_dir": str(tmp_path)}, machine())
    assert len([*tmp_path.glob(PENDING)]) == 1
    run(other, machine(), machine(name="WS0002"))
    assert [*tmp_path.glob(PENDING)] == []


@pytest.mark.parametrize(("length", "expected"), [(None, 40), (20, 20), ("30", 30), (7, 40), ("long", 40)], ids=str)
def test_passwords_have_the_length_that_was_asked_for(tmp_path: pathlib.Path, length: object, expected: int) -> None:
    """The module tells what is wrong with one that makes no sense."""
    asked: Result = {"output": "vault", "output_dir": str(tmp_path)}
    done = run(asked if length is None else {**asked, "password_length": length}, machine())
    assert done.arguments is not None
    assert len(done.arguments["machine_passwords"][0]["password"]) == expected


class TestProgress:
    """What is told while a long list is handled."""

    LONG = tuple(f"WS{number:04}" for number in range(20))

    @pytest.mark.parametrize(
        ("machines", "no_log", "transport", "watched"),
        [
            (20, False, "local", True),
            (19, False, "local", False),
            (20, True, "local", False),
            (20, False, "ssh", False),
        ],
        ids=["long", "short", "secret", "elsewhere"],
    )
    def test_a_long_list_on_the_controller_is_watched(
        self, machines: int, no_log: bool, transport: str, watched: bool
    ) -> None:
        """With a file for the module, which is gone after it."""
        done = run({"machines": [*self.LONG[:machines]]}, no_log=no_log, transport=transport)
        assert done.arguments is not None
        assert ("progress_file" in done.arguments) == watched
        assert not watched or not pathlib.Path(done.arguments["progress_file"]).exists()

    def test_the_number_of_machines_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """On stderr, in nobody's way who reads results."""
        told = threading.Event()
        monkeypatch.setattr(offline_join_blob, "PROGRESS_SECONDS", 0.01)
        monkeypatch.setattr(
            offline_join_blob.display,
            "display",
            lambda text, stderr: told.set() if stderr and "7 of 20" in text else None,
        )

        def handle_some(arguments: Result) -> None:
            with ProgressFile(arguments["progress_file"]) as progress:
                progress.tell(7)
            assert told.wait(10)

        run({"machines": [*self.LONG]}, meanwhile=handle_some)


def test_check_mode_writes_nothing(tmp_path: pathlib.Path) -> None:
    """Not even the directory."""
    done = run({"output": "vault", "output_dir": str(tmp_path / "blobs")}, machine(blob=None), check_mode=True)
    assert done.result["machines"][0]["path"] == str(tmp_path / "blobs" / "WS0001.djoin.vault")
    assert [*tmp_path.iterdir()] == []
