# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A restart of the host by ansible.windows.win_reboot, the way a task of its own would do it.

The action is run, not copied: its code is maintained where it belongs, and its fixes arrive here by themselves.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ansible.plugins.action import ActionBase

WIN_REBOOT = "ansible.windows.win_reboot"

FIRST_LOOK = 5
"""Seconds before the host is asked for the first time. No Windows is back earlier, and win_reboot doubles its pauses
with every question that comes too early."""


class RebootUnavailable(Exception):
    """The action that restarts a host is not installed."""

    def __init__(self) -> None:
        super().__init__(
            f"{WIN_REBOOT} is not installed, and reboot: true needs it; run"
            " 'ansible-galaxy collection install ansible.windows'"
        )


@dataclasses.dataclass(frozen=True)
class Reboot:
    """How a restart ended.

    Args:
        ok: The host has restarted and answers again.
        started: The restart was begun; when False the host still runs as before.
        elapsed: Seconds from the restart until the host answered.
        message: What went wrong, None when nothing did.
    """

    ok: bool
    started: bool
    elapsed: int
    message: str | None


def require_reboot_action(action: ActionBase) -> None:
    """Raise RebootUnavailable unless the restart can be done; call it before the host is changed."""
    if not action._shared_loader_obj.action_loader.has_plugin(WIN_REBOOT):
        raise RebootUnavailable


def reboot_host(action: ActionBase, task_vars: dict[str, t.Any], message: str, timeout: int) -> Reboot:
    """Restart the host and wait until it is ready for work.

    Args:
        action: The action on whose connection the host is restarted.
        task_vars: Variables of the running task.
        message: What a user who is logged on to the host is told.
        timeout: Seconds to wait for the host; win_reboot counts it once for the boot and once for the logon screen.

    Raises:
        RebootUnavailable: ansible.windows is not installed.
    """
    require_reboot_action(action)
    task = action._task.copy()
    task.action = WIN_REBOOT
    task.args = {"msg": message, "reboot_timeout": timeout, "post_reboot_delay": FIRST_LOOK}
    plugin = action._shared_loader_obj.action_loader.get(
        WIN_REBOOT,
        task=task,
        connection=action._connection,
        play_context=action._play_context,
        loader=action._loader,
        templar=action._templar,
    )
    result = plugin.run(task_vars=task_vars)
    failed = bool(result.get("failed") or result.get("unreachable"))
    return Reboot(
        ok=not failed,
        started=bool(result.get("rebooted")),
        elapsed=int(result.get("elapsed") or 0),
        message=str(result.get("msg") or "no reason was given") if failed else None,
    )
