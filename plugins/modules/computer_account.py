# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: computer_account
version_added: 0.1.0
short_description: Create, disable, reset, move and delete computer accounts of a domain
description:
  - Manages the accounts of computers in Active Directory over LDAP, from Linux and without a Windows host.
  - Accounts are created with one request and the attributes that Windows sends when it joins, so a computer can join with them, and a
    user needs no more rights than for a join.
  - All machines of a task share one connection and one logon. What is wrong with the options is found before that, all of it at once.
  - One machine that fails does not keep the others from being handled. The task then fails, and RV(machines) tells what became of each.
  - Accounts of domain controllers and managed service accounts are never changed.
options:
  machines:
    description:
      - Names of the computers, without domain.
      - The account of a name with more than 15 characters has its first 15 as its name. Two names that share them are refused.
    type: list
    elements: str
    required: true
  state:
    description:
      - V(present) creates the accounts that are missing, and enables those that are disabled.
      - V(disabled) disables the accounts that are there.
      - V(absent) deletes them.
      - V(reset) gives them a new password. A computer that is joined with the account loses the domain's trust. Every run is a change.
        Refused where the rules of KB5020276 would keep Windows from joining with the account, see O(trusted_owners).
      - V(joinable) prepares accounts to be joined with a one-time password, which is always returned. It creates those that are missing and
        resets and enables the others, under the same rules; O(account) narrows that. Every run is a change. A computer that is joined with
        the account loses the domain's trust, so it is refused when the account is in use (O(active_days)).
    type: str
    choices: [present, disabled, absent, reset, joinable]
    default: present
  ou:
    description:
      - Distinguished name of the container that the accounts have to be in with O(state=present), such as
        C(OU=Workstations,DC=corp,DC=example). An account that is elsewhere is moved. With O(state=joinable) it is where new accounts are
        created, and no account is moved.
      - Left out, accounts are created in the domain's default container and are not moved. The other states find accounts wherever
        they are.
    type: str
  description:
    description: Description of the accounts; an empty one removes it. Left out, it is not changed.
    type: str
  one_time_password:
    description:
      - Return the password that an account was created or reset with, to join with it once (O(netjoin.windows.membership#module:machine_password)).
      - The password is random with 40 characters in any case. Without this nobody knows it, and a user with rights on the account joins.
      - With O(state=present) an account that exists keeps its password, and none is returned. Use O(state=reset) to get one.
      - Refused, as O(state=joinable) is, unless the task has C(no_log=true), for Ansible shows results and automation controller stores
        them. Register the result in a play. C(ansible -m) cannot get the passwords.
    type: bool
    default: false
  delete_children:
    description:
      - With O(state=absent), delete an account together with the objects below it, such as BitLocker recovery keys. Otherwise an account
        that has some is refused.
    type: bool
    default: false
  delete_dns_record:
    description:
      - With O(state=absent), delete the name of the computer from the domain's DNS zone too, also when the account is gone already.
      - Only for zones that Active Directory keeps, and users who may write the record.
    type: bool
    default: false
  trusted_owners:
    description:
      - Users and groups, by C(sAMAccountName) or SID, whose accounts may be reset with O(state=reset) and O(state=joinable), as in the
        policy that allows computer account re-use during domain join.
      - Accounts that the user of the task or an administrator owns are trusted in any case.
    type: list
    elements: str
    default: []
  account:
    description:
      - What may happen to an account with O(state=joinable), as with O(netjoin.windows.membership#module:account).
      - V(create) refuses an account that exists, V(reuse) refuses to create one.
    type: str
    choices: [create_or_reuse, create, reuse]
    default: create_or_reuse
  active_days:
    description:
      - With O(state=joinable), an account that is enabled and has logged on in the last so many days is not reset without O(force).
      - The directory notes a logon up to 14 days late, so give more than that. V(0) protects no account.
    type: int
    default: 90
  force:
    description:
      - With O(state=joinable), reset accounts that have logged on lately, or that have a key of a machine. The owner is judged nevertheless.
    type: bool
    default: false
extends_documentation_fragment:
  - netjoin.windows.directory
  - ansible.builtin.action_common_attributes
  - ansible.builtin.action_common_attributes.flow
attributes:
  action:
    support: full
    details: Refuses to return passwords without C(no_log). The module runs where the task runs, as others do.
  async:
    support: full
    details: The task that fetches the result of one that returns passwords needs C(no_log=true) too.
  bypass_host_loop:
    support: none
  check_mode:
    support: full
    details: Tells with a warning when the user is not delegated the right to create accounts. Other rights show only when they are used.
  diff_mode:
    support: full
  platform:
    platforms: posix
seealso:
  - module: netjoin.windows.membership
  - module: microsoft.ad.computer
  - name: KB5020276
    description: When Windows lets a join reuse an existing computer account.
    link: https://support.microsoft.com/help/5020276
author:
  - netjoin.windows contributors (@netjoin)
"""

EXAMPLES = r"""
- name: Prepare the accounts of twenty workstations
  netjoin.windows.computer_account:
    domain: corp.example
    username: joiner@corp.example
    password: "{{ join_password }}"
    ou: OU=Workstations,DC=corp,DC=example
    description: ordered in May
    machines: "{{ query('sequence', 'start=1 end=20 format=WS%04d') }}"
  delegate_to: localhost
  run_once: true

- name: Prepare an account and join with its one-time password, so that no user's password reaches the host
  netjoin.windows.computer_account:
    domain: corp.example
    username: joiner@corp.example
    password: "{{ join_password }}"
    machines: "{{ inventory_hostname_short }}"
    state: joinable
  delegate_to: localhost
  register: prepared
  no_log: true

- name: Join with it
  netjoin.windows.membership:
    domain: corp.example
    machine_password: "{{ prepared.machines[0].one_time_password }}"
    reboot: true

- name: Disable the accounts of stolen computers, with the ticket of kinit
  netjoin.windows.computer_account:
    domain: corp.example
    state: disabled
    description: stolen, ticket 4711
    machines: [LT0815, LT0816]
  delegate_to: localhost
  run_once: true

- name: Delete the accounts of retired hosts and their DNS records, over LDAPS and without Kerberos
  netjoin.windows.computer_account:
    domain: corp.example
    domain_controller: dc1.corp.example
    auth_protocol: simple
    tls_mode: ldaps
    ca_cert: /etc/pki/corp-ca.pem
    username: cleaner@corp.example
    password: "{{ cleaner_password }}"
    state: absent
    delete_dns_record: true
    machines: "{{ retired_hosts }}"
  delegate_to: localhost
  run_once: true
"""

RETURN = r"""
machines:
  description: What became of each machine, in the order of O(machines).
  returned: when somebody could log on
  type: list
  elements: dict
  contains:
    name:
      description: The name as it was given.
      type: str
    changed:
      description: Whether anything was changed for this machine, or may have been when the domain controller has not answered.
      type: bool
    failed:
      description:
        - Whether this machine failed; the steps before the failure have happened.
        - When the domain controller goes away during a step, RV(machines[].msg) says that nobody knows whether it has happened. A run for
          the same machines tells.
      type: bool
    steps:
      description:
        - What was done, or would be in check mode, in order.
        - C(created), C(described), C(enabled), C(disabled), C(moved), C(reset), C(dns_record_deleted), C(deleted).
      type: list
      elements: str
    account:
      description: The account afterwards, null when there is none. In check mode what only the directory can give is null.
      type: dict
      contains:
        dn:
          description: Distinguished name.
          type: str
        sid:
          description: Security identifier.
          type: str
        guid:
          description: The object's GUID.
          type: str
        dns_host_name:
          description: Full DNS name of the computer.
          type: str
        enabled:
          description: Whether the computer can log on.
          type: bool
        description:
          description: Description of the account.
          type: str
        password_set:
          description: When the password was last set, in UTC.
          type: str
    one_time_password:
      description: The password that the account was created or reset with.
      returned: with O(one_time_password) or O(state=joinable), when the account was created or reset
      type: str
    msg:
      description: Why this machine failed.
      returned: on failure
      type: str
    error:
      description: As the RV(error) of the task.
      returned: on failure
      type: dict
  sample:
    - name: WS0001
      changed: true
      failed: false
      steps: [created]
      account:
        dn: CN=WS0001,OU=Workstations,DC=corp,DC=example
        sid: S-1-5-21-1004336348-1177238915-682003330-1104
        guid: 5b5d1a8c-2f1f-4c1e-9d5c-0f8b6a3f2f11
        dns_host_name: WS0001.corp.example
        enabled: true
        description: ordered in May
        password_set: "2026-05-04T09:12:44+00:00"
domain_controller:
  description: The domain controller that was used; other ones learn of the changes by replication.
  returned: when somebody could log on
  type: str
  sample: dc1.corp.example
error:
  description: Why the whole task failed.
  returned: on failure
  type: dict
  sample:
    function: ldap_add
    code: 50
    hex: "0x32"
    symbol: LDAP_INSUFFICIENT_RIGHTS
    meaning: the user has no right to do this in the directory
    causes: ["`username` may not create computers in `ou`"]
    next_steps: ["delegate Create Computer objects on `ou` to `username`"]
    dn: CN=WS0001,OU=Workstations,DC=corp,DC=example
    missing_right: Create Computer objects on OU=Workstations,DC=corp,DC=example
  contains:
    function:
      description: The request that failed, such as C(ldap_add).
      type: str
    code:
      description: Its LDAP result code, or the Windows code that the directory or Kerberos gave as the reason.
      type: int
    hex:
      description: The code in hexadecimal.
      type: str
    symbol:
      description: The name of the code.
      type: str
    meaning:
      description: What the code means here.
      type: str
    causes:
      description: Likely causes, the most likely first.
      type: list
      elements: str
    next_steps:
      description: What to do about it.
      type: list
      elements: str
    dn:
      description: The object that the request was about.
      type: str
    missing_right:
      description: The right that the user lacks, and on which object.
      type: str
    diagnostic:
      description: What the directory said.
      type: str
    findings:
      description: Everything that was found wrong before a connection was opened.
      type: list
      elements: dict
"""

import typing as t

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.request import (
    REQUEST_SPEC,
    parse_request,
)
from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.result import summary
from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.task import AccountTask
from ansible_collections.netjoin.windows.plugins.module_utils._directory.access import (
    ACCESS_SPEC,
    parse_access,
    refusal,
)
from ansible_collections.netjoin.windows.plugins.module_utils._directory.problem import DirectoryProblem


def main() -> None:
    """Parse, open one connection, handle every machine, report."""
    module = AnsibleModule(argument_spec={**ACCESS_SPEC, **REQUEST_SPEC}, supports_check_mode=True)
    access, request = parse_access(module.params), parse_request(module.params)
    if isinstance(access, list) or isinstance(request, list):
        findings = [each for parsed in (access, request) if isinstance(parsed, list) for each in parsed]
        module.fail_json(**refusal(findings))
    for warning in access.warnings:
        module.warn(warning)
    try:
        with access.open() as directory:
            results = AccountTask(directory, request, module.check_mode).run()
            controller = directory.facts.controller
    except DirectoryProblem as problem:
        module.fail_json(msg=str(problem), error=problem.as_result())
    for result in results:
        for warning in result.warnings:
            module.warn(warning)
    answer: dict[str, t.Any] = {
        "changed": any(result.changed for result in results),
        "machines": [result.as_result() for result in results],
        "domain_controller": controller,
        "diff": [result.as_diff() for result in results if result.steps],
    }
    failed = [result for result in results if result.problem is not None]
    if failed:
        module.fail_json(msg=summary(results), error=failed[0].as_result()["error"], **answer)
    module.exit_json(**answer)


if __name__ == "__main__":
    main()
