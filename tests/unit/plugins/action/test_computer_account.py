# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the controller does before the module: no passwords without no_log. Otherwise the task is one as any other."""

from __future__ import annotations

import types
import typing as t

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.template import Templar

from ansible_collections.netjoin.windows.plugins.action.computer_account import ActionModule

from .action_helper import Result

ANSWER: Result = {"changed": True, "machines": [{"name": "WS0001", "failed": False}]}

RETURNS_PASSWORDS = {
    "state": {"state": "joinable"},
    "one_time_password": {"one_time_password": True},
    "one_time_password as text": {"one_time_password": "yes", "state": "reset"},
}
RETURNS_NONE: dict[str, Result] = {
    "defaults": {},
    "reset": {"state": "reset"},
    "no password": {"one_time_password": False},
    "no password as text": {"one_time_password": "no"},
    "what the module refuses": {"one_time_password": ["perhaps"], "state": None},
}


class Run(t.NamedTuple):
    """The result of the action, and how the module was run."""

    result: Result
    calls: list[Result]


def run(arguments: Result, *, no_log: bool = False, check_mode: bool = False, async_val: int = 0) -> Run:
    """Run the action with a module that only answers."""
    task = Task()
    task.args = {"domain": "lab.example", "machines": ["WS0001"], **arguments}
    task.no_log, task.check_mode, task.async_val = no_log, check_mode, async_val
    loader: t.Any = DataLoader()
    connection: t.Any = types.SimpleNamespace(has_native_async=False, _shell=types.SimpleNamespace(tmpdir=None))
    plugin: t.Any = ActionModule(
        task=task, connection=connection, play_context=PlayContext(), loader=loader, templar=Templar(loader=loader)
    )
    calls: list[Result] = []

    def execute_module(**how: t.Any) -> Result:
        calls.append(how)
        return dict(ANSWER)

    plugin._execute_module = execute_module
    return Run(plugin.run(task_vars={}), calls)


@pytest.mark.parametrize("check_mode", [False, True], ids=["act", "check mode"])
@pytest.mark.parametrize(("option", "arguments"), RETURNS_PASSWORDS.items(), ids=RETURNS_PASSWORDS)
def test_passwords_do_not_come_back_without_no_log(option: str, arguments: Result, check_mode: bool) -> None:
    """The module is not run, and the message names the option and says what to do at a prompt."""
    done = run(arguments, check_mode=check_mode)
    assert (done.result["failed"], done.result["changed"], done.calls) == (True, False, [])
    (finding,) = done.result["error"]["findings"]
    assert finding["option"] == option.partition(" ")[0]
    assert "no_log: true" in done.result["msg"]
    assert "ad hoc" in done.result["msg"]


@pytest.mark.parametrize("arguments", RETURNS_NONE.values(), ids=RETURNS_NONE)
def test_a_task_without_passwords_needs_no_no_log(arguments: Result) -> None:
    """What is wrong with its options is the module's to tell."""
    done = run(arguments)
    assert done.result == ANSWER
    assert len(done.calls) == 1


@pytest.mark.parametrize("arguments", RETURNS_PASSWORDS.values(), ids=RETURNS_PASSWORDS)
def test_with_no_log_passwords_come_back(arguments: Result) -> None:
    """They are what was asked for."""
    assert run(arguments, no_log=True).result == ANSWER


def test_a_task_in_the_background_stays_there() -> None:
    """With async the module is wrapped, as those without an action are."""
    (call,) = run({}, async_val=60).calls
    assert call["wrap_async"]
