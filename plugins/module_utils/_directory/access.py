# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options with which every module reaches a directory, parsed (documented in the fragment `directory`)."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .._finding import Finding
from .._names.account_name import AccountName
from .._names.dc_name import DomainControllerName
from .._names.domain_name import DomainName
from .._names.problem import InvalidName
from .connection import connect
from .directory import Directory
from .locator import locate
from .security import Authentication, Credentials, Security, TlsMode

ACCESS_SPEC: dict[str, dict[str, t.Any]] = {
    "domain": {"type": "str", "required": True},
    "domain_controller": {"type": "str"},
    "username": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "auth_protocol": {"type": "str", "choices": [*Authentication], "default": Authentication.KERBEROS.value},
    "tls_mode": {"type": "str", "choices": [*TlsMode]},
    "ca_cert": {"type": "path"},
}
"""Argument spec of the options, in Ansible's form."""

_Name = t.TypeVar("_Name")


@dataclass(frozen=True)
class Access:
    """How to reach a directory, and as whom. ``warnings`` are about the names, one sentence each."""

    domain: DomainName
    controller: DomainControllerName | None
    credentials: Credentials
    security: Security
    warnings: tuple[str, ...]

    def open(self, *, site: str | None = None) -> Directory:
        """Locate a domain controller, of ``site`` if possible, connect and log on, once; raises DirectoryProblem."""
        facts = locate(self.domain, site=site, controller=self.controller)
        return connect(facts, self.credentials, self.security)


def parse_access(options: Mapping[str, t.Any]) -> Access | list[Finding]:
    """Parse the options of ACCESS_SPEC; all that is wrong with them when anything is."""
    findings: list[Finding] = []
    domain = _parse("domain", DomainName.parse, options, findings)
    controller = _parse("domain_controller", DomainControllerName.parse, options, findings)
    account = _parse("username", AccountName.parse, options, findings)
    password = options["password"]
    if bool(options["username"]) != bool(password):
        findings.append(Finding("password", "goes together with username; give both, or neither to use a ticket"))
    credentials = Credentials(account, password)
    security = Security(
        authentication=Authentication(options["auth_protocol"]),
        tls=TlsMode(options["tls_mode"]) if options["tls_mode"] else None,
        ca_cert=options["ca_cert"],
    )
    if not any(finding.option in ("username", "password") for finding in findings):
        findings += security.findings(credentials)
    if domain is None or findings:
        return findings
    warnings = tuple(warning for name in (domain, controller) if name is not None for warning in name.warnings)
    return Access(domain, controller, credentials, security, warnings)


def refusal(findings: Sequence[Finding]) -> dict[str, t.Any]:
    """The ``msg`` and the ``error`` of a task that is refused before anything is connected to."""
    listed = " ".join(f"({number}) {finding}." for number, finding in enumerate(findings, start=1))
    return {
        "msg": f"Refused before connecting to the domain: {findings[0] if len(findings) == 1 else listed}",
        "error": {"findings": [finding.as_result() for finding in findings]},
    }


def _parse(
    option: str, parse: t.Callable[[str], _Name], options: Mapping[str, t.Any], findings: list[Finding]
) -> _Name | None:
    text = options[option]
    if text is None:
        return None
    try:
        return parse(text)
    except InvalidName as error:
        findings.append(Finding(option, str(error)))
        return None
