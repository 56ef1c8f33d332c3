# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter join_option_value; its documentation is the YAML file beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.netjoin.windows.plugins.module_utils._join_options.flags import (
    option_value,
    options_of,
    words_of,
)


def join_option_value(names: Any, call: str = "join") -> int:
    """The number that has the bits of the names; raises AnsibleFilterError for unknown names and calls."""
    words = [names] if isinstance(names, str) else names
    if not isinstance(words, Sequence) or not all(isinstance(word, str) for word in words):
        raise AnsibleFilterError("join_option_value takes names of options, as a list or a single text")
    try:
        return option_value(words, words_of(options_of(call)))
    except ValueError as problem:
        raise AnsibleFilterError(f"join_option_value: {problem}") from problem


class FilterModule:
    """What Ansible looks for in a filter plugin."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters by name."""
        return {"join_option_value": join_option_value}
