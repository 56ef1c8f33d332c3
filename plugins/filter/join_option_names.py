# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter join_option_names; its documentation is the YAML file beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.netjoin.windows.plugins.module_utils._join_errors.code import InvalidCode, parse_code
from ansible_collections.netjoin.windows.plugins.module_utils._join_options.flags import option_names, options_of


def join_option_names(value: Any, call: str = "join") -> list[str]:
    """The names of the bits in a number; raises AnsibleFilterError for what is no number or no call."""
    try:
        return option_names(parse_code(value), options_of(call))
    except InvalidCode as problem:
        raise AnsibleFilterError("join_option_names takes options as a number or as text such as 0x27") from problem
    except ValueError as problem:
        raise AnsibleFilterError(f"join_option_names: {problem}") from problem


class FilterModule:
    """What Ansible looks for in a filter plugin."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters by name."""
        return {"join_option_names": join_option_names}
