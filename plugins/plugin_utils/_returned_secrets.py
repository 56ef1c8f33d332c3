# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords that a task returns: only where Ansible neither shows nor stores its result."""

from __future__ import annotations

from ansible.plugins.action import ActionBase

from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding

NEEDS_NO_LOG = (
    "needs no_log: true on the task, for passwords of machine accounts come back, which Ansible would show and AWX"
    " store. An ad hoc command cannot have it: run a play that registers the result"
)


def no_log_findings(action: ActionBase, option: str, what: str) -> list[Finding]:
    """Return the refusal of a task that would return passwords without no_log.

    Args:
        action: The action of the task.
        option: The option that makes it return them.
        what: What the option is set to.
    """
    return [] if action._task.no_log else [Finding(option, f"{what} {NEEDS_NO_LOG}")]
