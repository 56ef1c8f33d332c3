# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of a `membership` task, parsed into what the host is to do.

Everything that can be known to be wrong without asking the host is found here, all of it at once.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding
from ansible_collections.netjoin.windows.plugins.module_utils._join_options.flags import JoinOption
from ansible_collections.netjoin.windows.plugins.module_utils._join_options.request import (
    AccountPolicy,
    ConflictingJoinOptions,
    UnknownJoinOption,
    domain_join_options,
)
from ansible_collections.netjoin.windows.plugins.module_utils._join_options.rules import JoinRequest, broken_rules
from ansible_collections.netjoin.windows.plugins.module_utils._names.account_name import AccountName
from ansible_collections.netjoin.windows.plugins.module_utils._names.dc_name import DomainControllerName
from ansible_collections.netjoin.windows.plugins.module_utils._names.distinguished_name import DistinguishedName
from ansible_collections.netjoin.windows.plugins.module_utils._names.domain_name import DomainName
from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName
from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import InvalidName

LONGEST_PASSWORD = 254
"""UTF-16 units of a password that the join protocol can carry ([MS-WKST] 2.2.5.18.1 and 3.2.4.13.1)."""


Name = t.TypeVar("Name")


@dataclasses.dataclass(frozen=True)
class DomainPlan:
    """An online domain join, ready for the host module.

    Args:
        domain: The domain asked for, by its DNS or NetBIOS name.
        options: FJoinOptions of JoinDomainOrWorkgroup.
        domain_controller: The controller to join through, None for Windows' own choice.
        ou: Container of the computer account, None for the domain's default.
        account: Who joins, None for the caller or for a machine password.
        secret: Password of `account`, or of the machine account with MACHINE_PWD_PASSED.
        hostname: The name to join under, None to keep the host's name.
        warnings: What is allowed but worth a second look.
    """

    domain: DomainName
    options: JoinOption
    domain_controller: DomainControllerName | None
    ou: DistinguishedName | None
    account: AccountName | None
    secret: str | None = dataclasses.field(repr=False)
    hostname: HostName | None
    warnings: tuple[str, ...] = ()

    def as_arguments(self) -> dict[str, t.Any]:
        """Return the arguments of the `host_membership` module; `password` is a secret."""
        return {
            "domain": self.domain.text,
            "domain_controller": self.domain_controller.text if self.domain_controller else None,
            "account_ou": str(self.ou) if self.ou else None,
            "username": self.account.text if self.account else None,
            "password": self.secret,
            "join_options": int(self.options),
            "hostname": self.hostname.text if self.hostname else None,
        }


@dataclasses.dataclass
class _Reader:
    """Reads options one by one and keeps what is wrong with them."""

    options: t.Mapping[str, t.Any]
    findings: list[Finding] = dataclasses.field(default_factory=list)
    warnings: list[str] = dataclasses.field(default_factory=list)

    def refuse(self, option: str | None, message: str) -> None:
        self.findings.append(Finding(option, message))

    def text(self, option: str) -> str | None:
        value = self.options.get(option)
        if value == "":
            self.refuse(option, "is empty; leave the option out instead (`default(omit)` in a template)")
            return None
        return value

    def name(self, option: str, parse: t.Callable[[str], Name]) -> Name | None:
        text = self.text(option)
        if text is None:
            return None
        try:
            name = parse(text)
        except InvalidName as problem:
            self.refuse(option, str(problem))
            return None
        self.warnings.extend(f"{option}: {warning}" for warning in getattr(name, "warnings", ()))
        return name

    def secret(self, option: str) -> str | None:
        text = self.text(option)
        if text is None:
            return None
        units = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if units > LONGEST_PASSWORD:
            self.refuse(option, f"has {units} UTF-16 units; Windows takes at most {LONGEST_PASSWORD} in a join")
        if "\0" in text:
            self.refuse(option, "holds a NUL character; Windows would cut the password there")
        return text


def parse_domain_plan(options: t.Mapping[str, t.Any]) -> tuple[DomainPlan | None, list[Finding]]:
    """Parse the options of `state: domain`.

    Args:
        options: Options of the `membership` action by their public names, types already checked.

    Returns:
        The plan (None when it cannot be carried out) and every finding.
    """
    reader = _Reader(options)
    domain = reader.name("domain", DomainName.parse)
    if options.get("domain") is None:
        reader.refuse("domain", "is missing; name the domain to join, best by its DNS name")
    controller = reader.name("domain_controller", DomainControllerName.parse)
    ou = reader.name("ou", DistinguishedName.parse_container)
    hostname = reader.name("hostname", HostName.parse)
    account = reader.name("username", AccountName.parse)
    password, machine_password = reader.secret("password"), reader.secret("machine_password")

    _check_credentials(reader)
    if ou is not None and domain is not None and domain.is_dns and DomainName.parse(ou.domain or "") != domain:
        reader.refuse("ou", f"'{ou}' lies in domain {ou.domain}, but the domain to join is {domain.text}")
    join_options = _read_join_options(reader)
    if join_options is not None:
        _check_rules(reader, join_options, domain, hostname)
    if reader.findings or domain is None or join_options is None:
        return None, reader.findings
    if hostname is not None and hostname.is_truncated:
        reader.warnings.append(
            f"hostname: '{hostname.text}' is longer than 15 characters; its NetBIOS name and computer account are"
            f" '{hostname.netbios.text}'"
        )
    secret = machine_password if machine_password is not None else password
    plan = DomainPlan(domain, join_options, controller, ou, account, secret, hostname, tuple(reader.warnings))
    return plan, []


def _check_credentials(reader: _Reader) -> None:
    names = ("username", "password", "machine_password")
    given = {option for option in names if reader.options.get(option) is not None}
    if "machine_password" in given and len(given) > 1:
        reader.refuse(
            "machine_password",
            "joins as the computer account itself; username and password must be left out ([MS-WKST] 3.2.4.13.3)",
        )
    elif given == {"username"}:
        reader.refuse("password", "is missing; username is given")
    elif given == {"password"}:
        reader.refuse("username", "is missing; password is given")
    elif not given:
        reader.warnings.append(
            "username: no credentials are given, so the host joins as the connection's own user; a local account has"
            " no rights in the domain, and a network logon cannot pass its identity on to a domain controller"
        )


def _read_join_options(reader: _Reader) -> JoinOption | None:
    if reader.options["account"] not in set(AccountPolicy):
        return None  # the argument spec has refused the word already
    try:
        return domain_join_options(
            AccountPolicy(reader.options["account"]),
            reader.options.get("join_options") or (),
            new_name=reader.options.get("hostname") is not None,
            machine_password=reader.options.get("machine_password") is not None,
        )
    except UnknownJoinOption as problem:
        reader.refuse("join_options", str(problem))
    except ConflictingJoinOptions as problem:
        for finding in problem.findings:
            reader.refuse(None, finding)
    return None


def _check_rules(reader: _Reader, options: JoinOption, domain: DomainName | None, hostname: HostName | None) -> None:
    given = reader.options
    credentials = given.get("username") is not None or given.get("password") is not None
    request = JoinRequest(
        options=options,
        # One without the other is a finding of its own already.
        username_given=credentials,
        password_given=credentials or given.get("machine_password") is not None,
        domain=domain.text if domain else None,
        computer_name=hostname.netbios.text if hostname else None,
        domain_controller_given=given.get("domain_controller") is not None,
        wants_domain=True,
    )
    for rule in broken_rules(request):
        reader.refuse("join_options", str(rule))
