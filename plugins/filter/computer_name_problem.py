# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter computer_name_problem; its documentation is the YAML file beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName
from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import InvalidName


def computer_name_problem(value: Any) -> str:
    """Why a computer of a domain cannot have a name, as a sentence; the empty text when it can."""
    try:
        HostName.parse(str(value))
    except InvalidName as problem:
        return str(problem).rstrip(".") + "."
    return ""


class FilterModule:
    """What Ansible looks for in a filter plugin."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters by name."""
        return {"computer_name_problem": computer_name_problem}
