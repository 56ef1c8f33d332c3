# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: computer_account_info
version_added: 0.1.0
short_description: List the computer accounts of a domain and tell which of them nobody uses
description:
  - Reads the accounts of computers from Active Directory over LDAP, from Linux and without a Windows host.
  - Thousands of accounts are read with one connection and one logon, in pages.
  - Managed service accounts are left out, accounts of domain controllers are marked.
options:
  base:
    description:
      - Distinguished name of the part of the domain to look at, with everything below it, such as C(OU=Workstations,DC=corp,DC=example).
      - Left out, the whole domain is looked at.
    type: str
  machines:
    description:
      - Names of the computers to look for, without domain. Those without an account are listed in RV(missing).
      - Left out, all accounts are listed.
    type: list
    elements: str
  stale_days:
    description:
      - After how many days without a sign of life an account counts as stale.
      - A running computer gives two signs. It logs on, which C(lastLogonTimestamp) records only when the recorded time is 14 days old,
        or some days less; and it changes its password every 30 days, which C(pwdLastSet) records at once. The later of the two counts,
        and the creation of the account when there is neither.
      - The default is three times the 30 days of the password, so that a computer that was off for a long holiday is not stale. Less than
        15 gives a warning, because the logon of a running computer may be recorded as older than that.
      - A stale account is a question and not an answer. Policies can turn the change of passwords off, an administrator who resets an
        account sets C(pwdLastSet), and some services set C(lastLogonTimestamp) without a logon of the computer.
    type: int
    default: 90
extends_documentation_fragment:
  - netjoin.windows.directory
  - ansible.builtin.action_common_attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
  platform:
    platforms: posix
seealso:
  - module: netjoin.windows.computer_account
  - module: netjoin.windows.membership_info
  - name: Last-Logon-Timestamp attribute
    description: When a domain controller writes lastLogonTimestamp.
    link: https://learn.microsoft.com/en-us/windows/win32/adschema/a-lastlogontimestamp
  - name: Identifying stale user and computer accounts
    description: Why both attributes are needed, and a threshold of three password ages.
    link: https://learn.microsoft.com/en-us/archive/blogs/ken_brumfield/identifying-stale-user-and-computer-accounts
author:
  - netjoin.windows contributors (@netjoin)
"""

EXAMPLES = r"""
- name: Read the accounts of all workstations
  netjoin.windows.computer_account_info:
    domain: corp.example
    username: auditor@corp.example
    password: "{{ audit_password }}"
    base: OU=Workstations,DC=corp,DC=example
  delegate_to: localhost
  run_once: true
  register: directory

- name: Show the accounts that nobody has used for half a year
  netjoin.windows.computer_account_info:
    domain: corp.example
    stale_days: 180
  delegate_to: localhost
  run_once: true
  register: directory

- name: Name them
  ansible.builtin.debug:
    msg: "{{ directory.accounts | selectattr('stale') | map(attribute='dn') }}"
  run_once: true

- name: See which of the ordered computers have an account
  netjoin.windows.computer_account_info:
    domain: corp.example
    machines: [WS0001, WS0002, WS0003]
  delegate_to: localhost
  run_once: true
  register: ordered
  failed_when: ordered.missing | length > 0
"""

RETURN = r"""
accounts:
  description: The accounts, by name.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Name of the computer, which has at most 15 characters.
      type: str
    dn:
      description: Distinguished name.
      type: str
    sid:
      description: Security identifier.
      type: str
    dns_host_name:
      description: Full DNS name of the computer, null when none was set.
      type: str
    enabled:
      description: Whether the computer can log on.
      type: bool
    description:
      description: Description of the account.
      type: str
    operating_system:
      description: What runs on the computer, as it said itself; null before its first join.
      type: str
    operating_system_version:
      description: Version and build of it.
      type: str
    service_principal_names:
      description: Names of services that run as the computer, in alphabetical order.
      type: list
      elements: str
    owner:
      description: SID of the owner, on whom KB5020276 makes it depend who may take the account over. Null when it may not be read.
      type: str
    is_domain_controller:
      description: Whether the account is that of a domain controller, writable or read-only.
      type: bool
    when_created:
      description: When the account was created, in UTC.
      type: str
    password_last_set:
      description: When its password was last set, in UTC; null when never.
      type: str
    password_never_changed:
      description: Whether the password is still the one that the account was created with, be it by a join or beforehand.
      type: bool
    last_logon:
      description: C(lastLogonTimestamp) in UTC, up to 14 days behind the last logon; null when the computer has never logged on.
      type: str
    stale:
      description: Whether the last sign of life is more than O(stale_days) ago.
      type: bool
  sample:
    - name: WS0001
      dn: CN=WS0001,OU=Workstations,DC=corp,DC=example
      sid: S-1-5-21-1004336348-1177238915-682003330-1104
      dns_host_name: WS0001.corp.example
      enabled: true
      description: ordered in May
      operating_system: Windows 11 Enterprise
      operating_system_version: 10.0 (26100)
      service_principal_names: [HOST/WS0001, HOST/WS0001.corp.example, RestrictedKrbHost/WS0001, RestrictedKrbHost/WS0001.corp.example]
      owner: S-1-5-21-1004336348-1177238915-682003330-512
      is_domain_controller: false
      when_created: "2026-05-04T09:12:44+00:00"
      password_last_set: "2026-10-29T06:03:11+00:00"
      password_never_changed: false
      last_logon: "2026-11-12T07:55:02+00:00"
      stale: false
missing:
  description: The names of O(machines) that have no account below O(base).
  returned: success
  type: list
  elements: str
  sample: [WS0003]
domain_dns:
  description: DNS name of the domain.
  returned: success
  type: str
  sample: corp.example
domain_netbios:
  description: NetBIOS name of the domain.
  returned: success
  type: str
  sample: CORP
domain_controller:
  description: The domain controller that was asked.
  returned: success
  type: str
  sample: dc1.corp.example
error:
  description: Why the task failed, as RV(netjoin.windows.computer_account#module:error).
  returned: on failure
  type: dict
  sample:
    function: ldap_search
    code: 50
    hex: "0x32"
    symbol: LDAP_INSUFFICIENT_RIGHTS
    meaning: the user has no right to do this in the directory
    causes: ["`username` may not read here"]
    next_steps: ["let `username` read the accounts"]
"""

import datetime as dt

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.overview import Overview, overview
from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.overview_request import (
    OVERVIEW_SPEC,
    OverviewRequest,
    parse_overview_request,
)
from ansible_collections.netjoin.windows.plugins.module_utils._directory.access import (
    ACCESS_SPEC,
    parse_access,
    refusal,
)
from ansible_collections.netjoin.windows.plugins.module_utils._directory.directory import Directory
from ansible_collections.netjoin.windows.plugins.module_utils._directory.problem import DirectoryProblem


def look(directory: Directory, request: OverviewRequest) -> Overview:
    """Find the accounts that are asked for; raises DirectoryProblem."""
    names = None if request.machines is None else [machine.netbios.text for machine in request.machines]
    return overview(directory, request.base or directory.domain.naming_context, names)


def main() -> None:
    """Parse, open one connection, read, report."""
    module = AnsibleModule(argument_spec={**ACCESS_SPEC, **OVERVIEW_SPEC}, supports_check_mode=True)
    access, request = parse_access(module.params), parse_overview_request(module.params)
    if isinstance(access, list) or isinstance(request, list):
        findings = [each for parsed in (access, request) if isinstance(parsed, list) for each in parsed]
        module.fail_json(**refusal(findings))
    for warning in (*access.warnings, *request.warnings):
        module.warn(warning)
    try:
        with access.open() as directory:
            found, facts = look(directory, request), directory.facts
    except DirectoryProblem as problem:
        module.fail_json(msg=str(problem), error=problem.as_result())
    for dn in found.unreadable:
        module.warn(f"{dn} cannot be read as a computer account and is left out.")
    now = dt.datetime.now(dt.UTC)
    module.exit_json(
        changed=False,
        accounts=[each.as_result(now, request.stale_days) for each in found.accounts],
        missing=found.missing(request.machines or ()),
        domain_dns=facts.dns_domain,
        domain_netbios=facts.netbios,
        domain_controller=facts.controller,
    )


if __name__ == "__main__":
    main()
