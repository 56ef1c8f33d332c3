# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a `computer_account_info` task asks for, parsed before anything is connected to."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from dataclasses import dataclass

from .._finding import Finding
from .._names.distinguished_name import DistinguishedName
from .._names.problem import InvalidName
from .overview import LOGON_LAG_DAYS
from .request import Machine, parse_machines

OVERVIEW_SPEC: dict[str, dict[str, t.Any]] = {
    "base": {"type": "str"},
    "machines": {"type": "list", "elements": "str"},
    "stale_days": {"type": "int", "default": 90},
}
"""Argument spec of the options, in Ansible's form."""


@dataclass(frozen=True)
class OverviewRequest:
    """What is asked for: all accounts below ``base`` (None for the domain), or those of ``machines`` only."""

    base: DistinguishedName | None
    machines: tuple[Machine, ...] | None
    stale_days: int

    @property
    def warnings(self) -> tuple[str, ...]:
        """What can be asked for and is seldom meant."""
        if self.stale_days > LOGON_LAG_DAYS:
            return ()
        return (
            f"stale_days is {self.stale_days}: lastLogonTimestamp may be {LOGON_LAG_DAYS} days behind, "
            "so that accounts of running computers count as stale too.",
        )


def parse_overview_request(options: Mapping[str, t.Any]) -> OverviewRequest | list[Finding]:
    """Parse the options of OVERVIEW_SPEC, with those of the access; all that is wrong with them when anything is."""
    findings: list[Finding] = []
    base = _parse_base(options["base"], options["domain"], findings)
    machines = options["machines"]
    parsed = None if machines is None else parse_machines(machines, findings, must_be_new=False)
    if options["stale_days"] < 1:
        findings.append(Finding("stale_days", f"is {options['stale_days']}; it is a number of days, 1 or more"))
    return findings or OverviewRequest(base, parsed, options["stale_days"])


def _parse_base(text: str | None, domain: str, findings: list[Finding]) -> DistinguishedName | None:
    if text is None:
        return None
    try:
        base = DistinguishedName.parse(text)
    except InvalidName as error:
        findings.append(Finding("base", str(error)))
        return None
    theirs = base.domain or ""
    if theirs.lower() != domain.removesuffix(".").lower():
        findings.append(Finding("base", f"{base} is of the domain {theirs}, not of {domain}"))
    return base
