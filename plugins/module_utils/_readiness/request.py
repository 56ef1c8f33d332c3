# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a look at a domain is to find out, parsed before anything is connected to."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping
from dataclasses import dataclass

from .._computer_account.request import parse_container
from .._finding import Finding
from .._join_options.request import AccountPolicy
from .._names.distinguished_name import DistinguishedName
from .._names.problem import InvalidName
from .finding import FailOn

REQUEST_SPEC: dict[str, dict[str, t.Any]] = {
    "ou": {"type": "str"},
    "account": {"type": "str", "choices": [*AccountPolicy], "default": AccountPolicy.CREATE_OR_REUSE.value},
    "machines": {"type": "list", "elements": "str", "default": []},
    "fail_on": {"type": "str", "choices": [*FailOn], "default": FailOn.ERROR.value},
}
"""Argument spec of the options, in Ansible's form."""


@dataclass(frozen=True)
class ReadinessRequest:
    """What is to be judged; ``container`` None stands for the domain's own one, ``machines`` are names as given."""

    container: DistinguishedName | None
    policy: AccountPolicy
    machines: tuple[str, ...] = ()


def parse_request(options: Mapping[str, t.Any]) -> ReadinessRequest | list[Finding]:
    """Parse the options of REQUEST_SPEC, with those of the access; all that is wrong with them when anything is.

    Names of machines are judged and not refused: what is wrong with one is a finding of the task.
    """
    findings: list[Finding] = []
    container = _parse_container(options["ou"], options["domain"], findings)
    if findings:
        return findings
    return ReadinessRequest(container, AccountPolicy(options["account"]), tuple(options.get("machines") or ()))


def _parse_container(ou: str | None, domain: str, findings: list[Finding]) -> DistinguishedName | None:
    """The container; that it is one of the domain cannot be told from a NetBIOS name."""
    if ou is None or "." in domain:
        return parse_container(ou, domain, findings)
    try:
        return DistinguishedName.parse_container(ou)
    except InvalidName as error:
        findings.append(Finding("ou", str(error)))
        return None
