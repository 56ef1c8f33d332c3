# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter explain_join_error; its documentation is the YAML file beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.netjoin.windows.plugins.module_utils._join_errors.code import InvalidCode, parse_code
from ansible_collections.netjoin.windows.plugins.module_utils._join_errors.explanation import explain


def explain_join_error(code: Any, function: Any = None, options: Any = None) -> dict[str, Any]:
    """A return code explained as plain data; raises AnsibleFilterError for what is no code."""
    if function is not None and not isinstance(function, str):
        kind = type(function).__name__
        raise AnsibleFilterError(f"explain_join_error: function is the name of a Windows function, not {kind}")
    try:
        explanation = explain(code, function, options=None if options is None else parse_code(options))
    except InvalidCode as problem:
        raise AnsibleFilterError(f"explain_join_error: {problem}") from problem
    return {**explanation.as_result(), "source": explanation.source, "message": explanation.message}


class FilterModule:
    """What Ansible looks for in a filter plugin."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters by name."""
        return {"explain_join_error": explain_join_error}
