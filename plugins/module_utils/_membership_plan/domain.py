# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of a `membership` task with `state: domain`, parsed into what the host is to do.

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
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.destination import Destination
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.leave import Leave, parse_leave
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.reader import OptionReader
from ansible_collections.netjoin.windows.plugins.module_utils._names.account_name import AccountName
from ansible_collections.netjoin.windows.plugins.module_utils._names.dc_name import DomainControllerName
from ansible_collections.netjoin.windows.plugins.module_utils._names.distinguished_name import DistinguishedName
from ansible_collections.netjoin.windows.plugins.module_utils._names.domain_name import DomainName
from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName


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
        leave: How to leave another domain first.
        may_leave: Whether the task allows that.
        warnings: What is allowed but worth a second look.
    """

    domain: DomainName
    options: JoinOption
    domain_controller: DomainControllerName | None
    ou: DistinguishedName | None
    account: AccountName | None
    secret: str | None = dataclasses.field(repr=False)
    hostname: HostName | None
    leave: Leave
    may_leave: bool
    warnings: tuple[str, ...] = ()

    @property
    def needs_caller(self) -> bool:
        """Whether a join will be tried with the identity of the connection's user."""
        return self.account is None and self.secret is None

    @property
    def destination(self) -> Destination:
        """What the host is to be in."""
        return Destination.domain(self.domain.text)

    def as_arguments(self) -> dict[str, t.Any]:
        """Return the arguments of the `host_membership` module; `password` and `unjoin_password` are secrets."""
        leave = {"leave_other_domain": True, **self.leave.as_arguments()} if self.may_leave else {}
        return {
            "state": "domain",
            "domain": self.domain.text,
            "domain_controller": self.domain_controller.text if self.domain_controller else None,
            "account_ou": str(self.ou) if self.ou else None,
            "username": self.account.text if self.account else None,
            "password": self.secret,
            "join_options": int(self.options),
            "hostname": self.hostname.text if self.hostname else None,
            **leave,
        }


def parse_domain_plan(options: t.Mapping[str, t.Any]) -> tuple[DomainPlan | None, list[Finding]]:
    """Parse the options of `state: domain`.

    Args:
        options: Options of the `membership` action by their public names, types already checked.

    Returns:
        The plan (None when it cannot be carried out) and every finding.
    """
    reader = OptionReader(options)
    domain = reader.name("domain", DomainName.parse)
    if not reader.given("domain"):
        reader.refuse("domain", "is missing; name the domain to join, best by its DNS name")
    if reader.given("workgroup"):
        reader.refuse("workgroup", "is for state: workgroup")
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
    leave = parse_leave(reader, None, None)  # the other domain does not know who joins this one
    if domain is None or join_options is None or reader.findings:
        return None, reader.findings
    if hostname is not None and hostname.is_truncated:
        reader.warnings.append(
            f"hostname: '{hostname.text}' is longer than 15 characters; its NetBIOS name and computer account are"
            f" '{hostname.netbios.text}'"
        )
    secret = machine_password if machine_password is not None else password
    may_leave = reader.given("unjoin_username") or leave.force
    warnings = tuple(reader.warnings)
    plan = DomainPlan(
        domain, join_options, controller, ou, account, secret, hostname, leave, may_leave=may_leave, warnings=warnings
    )
    return plan, []


def _check_credentials(reader: OptionReader) -> None:
    user = reader.given("username") or reader.given("password")
    if reader.given("machine_password") and user:
        reader.refuse(
            "machine_password",
            "joins as the computer account itself; username and password must be left out ([MS-WKST] 3.2.4.13.3)",
        )
    elif user:
        reader.check_pair("username", "password")


def _read_join_options(reader: OptionReader) -> JoinOption | None:
    if reader.options["account"] not in set(AccountPolicy):
        return None  # the argument spec has refused the word already
    try:
        return domain_join_options(
            AccountPolicy(reader.options["account"]),
            reader.options.get("join_options") or (),
            new_name=reader.given("hostname"),
            machine_password=reader.given("machine_password"),
        )
    except UnknownJoinOption as problem:
        reader.refuse("join_options", str(problem))
    except ConflictingJoinOptions as problem:
        for finding in problem.findings:
            reader.refuse(None, finding)
    return None


def _check_rules(
    reader: OptionReader, options: JoinOption, domain: DomainName | None, hostname: HostName | None
) -> None:
    machine_password = reader.given("machine_password")
    credentials = not machine_password and (reader.given("username") or reader.given("password"))
    request = JoinRequest(
        options=options,
        # One without the other is a finding of its own already.
        username_given=credentials,
        password_given=credentials or machine_password,
        domain=domain.text if domain else None,
        computer_name=hostname.netbios.text if hostname else None,
        domain_controller_given=reader.given("domain_controller"),
        wants_domain=True,
    )
    for rule in broken_rules(request):
        reader.refuse("join_options", str(rule))
