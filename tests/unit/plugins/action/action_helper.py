# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An action plugin with everything around it faked but ansible-core's own task, templar and loader."""

from __future__ import annotations

import dataclasses
import typing as t
from unittest import mock

from ansible.parsing.dataloader import DataLoader
from ansible.parsing.vault import VaultSecret
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.plugins.action import ActionBase
from ansible.template import Templar

Result = dict[str, t.Any]


class FakeShell:
    """A shell that needs no temporary directory."""

    tmpdir: str | None = None
    _IS_WINDOWS = True


class FakeConnection:
    """A connection that fails the test when it is used: all traffic goes through the faked module runner."""

    _shell = FakeShell()
    module_implementation_preferences = (".ps1", "")
    ansible_name = "community.aws.aws_ssm"
    user: str | None = "Administrator"

    def _connect(self) -> None:
        """The host can be reached."""

    def reset(self) -> None:
        """As winrm's, it connects at once, which fails while the host is away."""
        raise ConnectionRefusedError("the host is away")

    @property
    def options(self) -> Result:
        """Of the plugin, which may have none for a user."""
        return {} if self.user is None else {"remote_user": self.user, "remote_password": None}

    def has_option(self, name: str) -> bool:
        return name in self.options

    def get_option(self, name: str) -> object:
        return self.options[name]

    def exec_command(self, *arguments: object, **options: object) -> t.NoReturn:
        raise AssertionError("the action opened a connection")


class FakeReboot:
    """Stands for ansible.windows.win_reboot's action and remembers the task that it was given."""

    def __init__(self, answer: Result) -> None:
        self.answer = answer
        self.tasks: list[Task] = []

    def load(self, name: str, *, task: Task, **options: object) -> FakeReboot:
        self.tasks.append(task)
        return self

    def run(self, task_vars: Result) -> Result:
        return self.answer


@dataclasses.dataclass
class FakeLoader:
    """The action loader: it knows win_reboot, or nothing."""

    reboot: FakeReboot | None

    def has_plugin(self, name: str) -> bool:
        return self.reboot is not None and name == "ansible.windows.win_reboot"

    def get(self, name: str, **options: t.Any) -> FakeReboot:
        assert self.reboot is not None
        return self.reboot.load(name, **options)


@dataclasses.dataclass
class FakeLoaders:
    """The shared loader object as far as the actions use it."""

    action_loader: FakeLoader


@dataclasses.dataclass
class FakeModules:
    """Runs host modules: notes the calls and gives the next of the scripted answers; an exception is raised."""

    answers: list[Result | Exception]
    calls: list[tuple[str, Result]] = dataclasses.field(default_factory=list)

    def execute(self, name: str, module_args: Result, task_vars: Result) -> Result:
        self.calls.append((name, module_args))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@dataclasses.dataclass
class Run:
    """What one run of an action did."""

    result: Result
    calls: list[tuple[str, Result]]
    reboots: list[Task]
    lines: list[str]


def data_loader(vault_secret: bytes | None) -> t.Any:
    """What reads files for Ansible, decrypted with the secret when there is one."""
    loader: t.Any = DataLoader()
    if vault_secret:
        loader.set_vault_secrets([("default", VaultSecret(vault_secret))])
    return loader


def run_action(
    action: type[ActionBase],
    arguments: Result,
    answers: t.Sequence[Result | Exception] = (),
    *,
    check_mode: bool = False,
    diff: bool = False,
    reboot: Result | None = None,
    reboot_installed: bool = True,
    user: str | None = "Administrator",
    no_log: bool = False,
    vault_secret: bytes | None = None,
) -> Run:
    """Run an action against scripted answers of its host modules.

    Args:
        action: The action's class.
        arguments: The task's arguments.
        answers: What each call of a host module returns, in order; an exception is raised instead.
        check_mode: Run with --check.
        diff: Run with --diff.
        reboot: What win_reboot returns; by default a restart that took 42 s.
        reboot_installed: Whether ansible.windows is there.
        user: Who the connection logs on as; None for a plugin without an option for it.
        no_log: Run with no_log: true.
        vault_secret: What Ansible was started with to read encrypted files.
    """
    task = Task()
    task.args = dict(arguments)
    task.action = "netjoin.windows.membership"
    task.check_mode = check_mode
    task.diff = diff
    task.no_log = no_log
    loader = data_loader(vault_secret)
    win_reboot = FakeReboot(reboot or {"changed": True, "rebooted": True, "elapsed": 42})
    plugin = action(
        task=task,
        connection=FakeConnection(),
        play_context=PlayContext(),
        loader=loader,
        templar=Templar(loader=loader),
    )
    plugin._shared_loader_obj = FakeLoaders(FakeLoader(win_reboot if reboot_installed else None))
    modules = FakeModules(list(answers))
    plugin._execute_module = modules.execute
    plugin._connection.user = user
    lines: list[str] = []
    with mock.patch("ansible.utils.display.Display.display", lambda self, line, **where: lines.append(line)):
        result = plugin.run(task_vars={"inventory_hostname": "win01"})
    assert not modules.answers, "not every scripted answer was asked for"
    return Run(result, modules.calls, win_reboot.tasks, lines)
