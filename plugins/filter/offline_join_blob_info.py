# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter offline_join_blob_info; its documentation is the YAML file beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.problem import InvalidBlob
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.text import read_text


def offline_join_blob_info(blob: object) -> dict[str, Any]:
    """What a blob says, without its secrets; raises AnsibleFilterError for what is no blob."""
    if not isinstance(blob, (str, bytes)):
        raise AnsibleFilterError(f"offline_join_blob_info takes the text of a blob, not {type(blob).__name__}")
    try:
        return decode(read_text(blob)).summary()
    except InvalidBlob as problem:
        raise AnsibleFilterError(f"offline_join_blob_info: {problem}") from problem


class FilterModule:
    """What Ansible looks for in a filter plugin."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters by name."""
        return {"offline_join_blob_info": offline_join_blob_info}
