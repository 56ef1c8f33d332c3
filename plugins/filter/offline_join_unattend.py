# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter offline_join_unattend; its documentation is the YAML file beside it."""

from __future__ import annotations

import enum
import typing as t
from collections.abc import Callable

from ansible.errors import AnsibleFilterError

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.problem import InvalidBlob
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.text import read_text
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.unattend import (
    Architecture,
    ConfigurationPass,
    answer_file,
)

_Word = t.TypeVar("_Word", bound=enum.Enum)


def offline_join_unattend(
    blob: object,
    *,
    configuration_pass: str = ConfigurationPass.SPECIALIZE.value,
    architecture: str = Architecture.AMD64.value,
) -> str:
    """An answer file with a blob; raises AnsibleFilterError for what is no blob, no pass or no architecture."""
    if not isinstance(blob, (str, bytes)):
        raise AnsibleFilterError(f"offline_join_unattend takes the text of a blob, not {type(blob).__name__}")
    when = _word(ConfigurationPass, "configuration_pass", configuration_pass)
    where = _word(Architecture, "architecture", architecture)
    try:
        data = read_text(blob)
        decode(data)
    except InvalidBlob as problem:
        raise AnsibleFilterError(f"offline_join_unattend: {problem}") from problem
    return answer_file(data, when, where)


def _word(words: type[_Word], option: str, given: object) -> _Word:
    try:
        return words(given)
    except ValueError:
        known = ", ".join(str(word.value) for word in words)
        raise AnsibleFilterError(f"offline_join_unattend: {option} is one of {known}, not {given!r}") from None


class FilterModule:
    """What Ansible looks for in a filter plugin."""

    def filters(self) -> dict[str, Callable[..., t.Any]]:
        """Filters by name."""
        return {"offline_join_unattend": offline_join_unattend}
