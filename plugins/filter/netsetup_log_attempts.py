# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter netsetup_log_attempts; its documentation is the YAML file beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.netjoin.windows.plugins.module_utils._netsetup_log.log import parse_log
from ansible_collections.netjoin.windows.plugins.module_utils._netsetup_log.operation import CHECKS


def netsetup_log_attempts(log: object, *, checks: bool = False) -> list[dict[str, Any]]:
    """The attempts of a NetSetup.log as plain data; raises AnsibleFilterError for anything but text or bytes."""
    if not isinstance(log, (str, bytes)):
        kind = type(log).__name__
        raise AnsibleFilterError(f"netsetup_log_attempts takes the text of a NetSetup.log, not {kind}")
    return [attempt.as_result() for attempt in parse_log(log) if checks or attempt.operation not in CHECKS]


class FilterModule:
    """What Ansible looks for in a filter plugin."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters by name."""
        return {"netsetup_log_attempts": netsetup_log_attempts}
