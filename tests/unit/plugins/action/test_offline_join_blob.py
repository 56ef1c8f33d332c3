# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the controller does around the module: no secrets without no_log, and the vault."""

from __future__ import annotations

import base64
import pathlib
import types
import typing as t

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.vault import VaultLib, VaultSecret
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.template import Templar

from ansible_collections.netjoin.windows.plugins.action.offline_join_blob import ActionModule
from ansible_collections.netjoin.windows.plugins.plugin_utils import _vault_files

Result = dict[str, t.Any]
# A blob that Samba has made, see the README beside it.
SAMPLE = pathlib.Path(__file__).parents[3] / "data" / "offline_join_blobs" / "net_savefile.djoin"
TEXT = SAMPLE.read_bytes().decode("utf-16").rstrip("\0\r\n")
PASSWORD_SET = 1777896000.5
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
) -> Run:
    """Run the action; the module answers with these machines."""
    task = Task()
    task.args, task.no_log, task.check_mode = {**GIVEN, **arguments}, no_log, check_mode
    loader: t.Any = DataLoader()
    if secret:
        loader.set_vault_secrets([("default", VaultSecret(secret))])
    connection: t.Any = types.SimpleNamespace(transport=transport, _shell=types.SimpleNamespace(tmpdir=None))
    plugin: t.Any = ActionModule(
        task=task, connection=connection, play_context=PlayContext(), loader=loader, templar=Templar(loader=loader)
    )
    calls: list[Result] = []

    def execute_module(name: str, module_args: Result, task_vars: Result) -> Result:
        calls.append(module_args)
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
    """It is the blob as base64, for nobody else to read, as old as the password; the result has no blob."""
    done = run({"output": "vault", "output_dir": str(tmp_path / "blobs")}, machine())
    path = tmp_path / "blobs" / "WS0001.djoin.vault"
    assert VaultLib([("default", VaultSecret(b"vault"))]).decrypt(path.read_bytes()).decode() == TEXT
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

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_vault_files, "write_private", full)
    done = run({"output": "vault", "output_dir": str(tmp_path)}, machine())
    assert done.result["failed"] is True
    assert "No space left" in done.result["msg"]
    assert done.result["machines"][0]["error"]["reason"] == "output"
    assert TEXT not in str(done.result)


def test_check_mode_writes_nothing(tmp_path: pathlib.Path) -> None:
    """Not even the directory."""
    done = run({"output": "vault", "output_dir": str(tmp_path / "blobs")}, machine(blob=None), check_mode=True)
    assert done.result["machines"][0]["path"] == str(tmp_path / "blobs" / "WS0001.djoin.vault")
    assert [*tmp_path.iterdir()] == []
