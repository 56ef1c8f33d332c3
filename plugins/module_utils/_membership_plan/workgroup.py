# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of a `membership` task with `state: workgroup`, parsed into what the host is to do."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.destination import Destination
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.leave import Leave, parse_leave
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.reader import OptionReader
from ansible_collections.netjoin.windows.plugins.module_utils._names.account_name import AccountName
from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName
from ansible_collections.netjoin.windows.plugins.module_utils._names.workgroup_name import WorkgroupName

DOMAIN_ONLY = ("domain", "domain_controller", "ou", "machine_password", "join_options")
"""Options that say how a domain is joined; with a workgroup they would be passed over in silence."""


@dataclasses.dataclass(frozen=True)
class WorkgroupPlan:
    """A workgroup, and how to leave the domain that the host may be a member of.

    Args:
        workgroup: The workgroup asked for.
        leave: How to leave a domain.
        hostname: The name to have afterwards, None to keep the host's name.
        warnings: What is allowed but worth a second look.
    """

    workgroup: WorkgroupName
    leave: Leave
    hostname: HostName | None
    warnings: tuple[str, ...] = ()

    @property
    def destination(self) -> Destination:
        """What the host is to be in."""
        return Destination.workgroup(self.workgroup.text)

    def as_arguments(self) -> dict[str, t.Any]:
        """Return the arguments of the `host_membership` module; `unjoin_password` is a secret."""
        return {
            "state": "workgroup",
            "workgroup": self.workgroup.text,
            "hostname": self.hostname.text if self.hostname else None,
            **self.leave.as_arguments(),
        }


def parse_workgroup_plan(options: t.Mapping[str, t.Any]) -> tuple[WorkgroupPlan | None, list[Finding]]:
    """Parse the options of `state: workgroup`.

    Args:
        options: Options of the `membership` action by their public names, types already checked.

    Returns:
        The plan (None when it cannot be carried out) and every finding.
    """
    reader = OptionReader(options)
    workgroup = reader.name("workgroup", WorkgroupName.parse)
    if not reader.given("workgroup"):
        reader.refuse("workgroup", "is missing; name the workgroup, Windows' own default is WORKGROUP")
    for option in DOMAIN_ONLY:
        if reader.given(option):
            reader.refuse(option, "says how to join a domain, but state is workgroup")
    hostname = reader.name("hostname", HostName.parse)
    reader.check_pair("username", "password")
    leave = parse_leave(reader, reader.name("username", AccountName.parse), reader.secret("password"))
    if hostname is not None and workgroup is not None and hostname.netbios.text == workgroup.text.upper():
        reader.refuse("hostname", f"'{hostname.text}' is also the name of the workgroup; Windows wants them to differ")
    if workgroup is None or reader.findings:
        return None, reader.findings
    return WorkgroupPlan(workgroup, leave, hostname, tuple(reader.warnings)), []
