# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A second connection to the host of a task, as another user.

After a host has left its domain the domain's users cannot log on to it any more; who ran the play may be one of them.
"""

from __future__ import annotations

import typing as t

from ansible.plugins.action import ActionBase
from ansible.plugins.connection import ConnectionBase

from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding

KERBEROS_FREE = {"transport": ["ntlm"], "auth": "ntlm"}
"""By option of the winrm and psrp plugins, what a local account can log on with: it has no Kerberos realm."""

PASSWORDS = ("remote_password", "password")
"""What connection plugins call the option for the user's password."""


def user_of(connection: ConnectionBase) -> str:
    """Return who logs on over a connection; empty where its plugin does not know, as community.aws.aws_ssm."""
    return str(connection.get_option("remote_user") or "") if connection.has_option("remote_user") else ""


def other_user_findings(connection: ConnectionBase) -> list[Finding]:
    """Return what keeps `connect_as` from repeating a connection; to be asked before the host is changed."""
    if connection.has_option("remote_user") and any(connection.has_option(option) for option in PASSWORDS):
        return []
    message = (
        f"cannot be used over {connection.ansible_name}, which does not take its user and password from options; leave"
        " it out, and let the connection itself log on as a local user"
    )
    return [Finding("reboot_username", message)]


def connect_as(action: ActionBase, username: str, password: str, task_vars: dict[str, t.Any]) -> ConnectionBase:
    """Return a connection to the action's host that differs only in its user.

    Args:
        action: The action whose connection is to be repeated.
        username: A local account of the host.
        password: Its password.
        task_vars: Variables of the running task, which hold the connection's options.
    """
    first = action._connection
    second: ConnectionBase = action._shared_loader_obj.connection_loader.get(
        first.ansible_name, action._play_context, task_uuid=action._task._uuid
    )
    direct: dict[str, t.Any] = {"remote_user": username}
    direct |= {option: password for option in PASSWORDS if first.has_option(option)}
    direct |= {
        option: value
        for option, value in KERBEROS_FREE.items()
        if first.has_option(option) and "kerberos" in str(first.get_option(option))
    }
    host = action._task.delegate_to
    variables = task_vars["ansible_delegated_vars"][host] if host else task_vars
    second.set_options(var_options=first._resolve_option_variables(variables, action._templar), direct=direct)
    second._shell = first._shell
    return second
