# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter that compares what hosts and the directory say of membership."""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Mapping

from ansible.errors import AnsibleFilterError

from ansible_collections.netjoin.windows.plugins.module_utils._audit.report import report


def membership_report(
    hosts: object, directory: Mapping[str, t.Any] | None = None, domain: str | None = None, base: str | None = None
) -> dict[str, t.Any]:
    """See membership_report.yml."""
    if not isinstance(hosts, Mapping):
        raise AnsibleFilterError(
            "membership_report wants a dictionary with the result of netjoin.windows.membership_info by host, "
            f"not {type(hosts).__name__}."
        )
    return report(hosts, directory, domain=domain, base=base)


class FilterModule:
    """Read by Ansible."""

    def filters(self) -> dict[str, Callable[..., t.Any]]:
        """The filter by its name."""
        return {"membership_report": membership_report}
