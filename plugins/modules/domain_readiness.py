# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: domain_readiness
version_added: 0.1.0
short_description: Tell whether computers can join a domain, before one of them tries
description:
  - Looks at a domain from Linux, before hosts are to join it, and tells everything that would keep them from it at once, what was seen,
    and what to do about it.
  - DNS, the ports and the clock of a domain controller, the credentials, the container of the accounts, the right to create accounts in it
    or the quota of the domain, and for each of O(machines) its name and who has it already.
  - The credentials are tried exactly once, so that a task before hundreds of joins proves them without locking an account.
  - Nothing is changed.
options:
  ou:
    description:
      - Distinguished name of the container that new accounts are to be in, such as C(OU=Workstations,DC=corp,DC=example).
      - Left out, the domain's default container is looked at.
    type: str
  account:
    description:
      - What may happen to an account that exists, as with O(netjoin.windows.membership#module:account).
    type: str
    choices: [create_or_reuse, create, reuse]
    default: create_or_reuse
  machines:
    description:
      - Host names that are to join, without domain.
    type: list
    elements: str
    default: []
  fail_on:
    description:
      - From which severity of a finding on the task fails. RV(ready) tells the same without failing.
    type: str
    choices: [error, warning, never]
    default: error
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
notes:
  - What is looked at is seen from where the task runs. P(netjoin.windows.join_readiness#module) looks from the hosts as well.
  - A domain controller does not tell whether a user may reset the password of an account. That it may write the account's restrictions
    stands for it, for the two are delegated together.
seealso:
  - module: netjoin.windows.join_readiness
  - module: netjoin.windows.membership
  - module: netjoin.windows.computer_account
  - name: KB5020276
    description: When Windows lets a join reuse an existing computer account.
    link: https://support.microsoft.com/help/5020276
author:
  - netjoin.windows contributors (@netjoin)
"""

EXAMPLES = r"""
- name: Prove the credentials once, before five hundred hosts use them
  netjoin.windows.domain_readiness:
    domain: corp.example
    username: joiner@corp.example
    password: "{{ join_password }}"
    ou: OU=Workstations,DC=corp,DC=example
  delegate_to: localhost
  run_once: true

- name: Look at the names of the whole inventory
  netjoin.windows.domain_readiness:
    domain: corp.example
    username: joiner@corp.example
    password: "{{ join_password }}"
    account: create
    machines: "{{ groups['windows'] | map('regex_replace', '[.].*') }}"
    fail_on: never
  delegate_to: localhost
  run_once: true
  register: readiness

- name: Show the names that are taken
  ansible.builtin.debug:
    msg: "{{ readiness.findings | selectattr('check', 'equalto', 'account') | selectattr('severity', 'equalto', 'error') }}"
  run_once: true
"""

RETURN = r"""
ready:
  description: Whether there is no error, nor with O(fail_on=warning) a warning.
  returned: when the options make sense
  type: bool
  sample: false
findings:
  description: One for each check, the worst first.
  returned: when the options make sense
  type: list
  elements: dict
  contains:
    check:
      description:
        - What was looked at.
        - About the domain V(dns), V(domain_controller), V(ports), V(clock), V(connection) (only when the logon could not be tried),
          V(credentials), V(ou), V(create_account).
        - About a name V(name) (rules, and names that share their first 15 characters), V(account) (who has it, and whether KB5020276
          lets it be reused), V(dns_host_name) (its DNS name and service principal names).
      type: str
    severity:
      description: V(error), V(warning), V(info) or V(ok).
      type: str
    scope:
      description: V(domain) or V(name).
      type: str
    machine:
      description: The name that the finding is about, null with the scope V(domain).
      type: str
    evidence:
      description: What was seen.
      type: str
    next_step:
      description: What to do about it; null where nothing is to be done.
      type: str
    skipped:
      description: Whether nothing could be looked at; RV(findings[].evidence) tells why.
      type: bool
  sample:
    - check: credentials
      severity: error
      scope: domain
      machine: null
      evidence: >-
        joiner@corp.example cannot log on. ldap_bind failed (1326 0x52E ERROR_LOGON_FAILURE): the user name or the password is wrong.
        The password was tried once.
      next_step: check the user name and the password
      skipped: false
domain_controller:
  description: The domain controller that was looked at; null when none answers.
  returned: when the options make sense
  type: str
  sample: dc1.corp.example
domain:
  description: What the domain controller says of its domain; null when none answers.
  returned: when the options make sense
  type: dict
  sample:
    dns: corp.example
    netbios: CORP
    forest: corp.example
    guid: 2f0d7c5e-1b7a-4f0e-9c2d-7c1f3b9a5e10
    site: Berlin
    client_site: Berlin
  contains:
    dns:
      description: DNS name of the domain.
      type: str
    netbios:
      description: NetBIOS name of the domain.
      type: str
    forest:
      description: DNS name of the forest.
      type: str
    guid:
      description: GUID of the domain.
      type: str
    site:
      description: Site of the domain controller.
      type: str
    client_site:
      description: Site of the machine that the task runs on; null when the directory has no subnet for it.
      type: str
error:
  description: What is wrong with the options.
  returned: when the task was refused before anything was connected to
  type: dict
  sample:
    findings:
      - option: domain
        message: "domain name 'corp example' is not valid"
  contains:
    findings:
      description: Everything that was found wrong.
      type: list
      elements: dict
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.netjoin.windows.plugins.module_utils._directory.access import (
    ACCESS_SPEC,
    parse_access,
    refusal,
)
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.domain_look import look_at_domain
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.finding import FailOn, summary
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.request import REQUEST_SPEC, parse_request


def main() -> None:
    """Parse, look, tell everything that was found."""
    module = AnsibleModule(argument_spec={**ACCESS_SPEC, **REQUEST_SPEC}, supports_check_mode=True)
    access, request = parse_access(module.params), parse_request(module.params)
    if isinstance(access, list) or isinstance(request, list):
        findings = [each for parsed in (access, request) if isinstance(parsed, list) for each in parsed]
        module.fail_json(**refusal(findings))
    for warning in access.warnings:
        module.warn(warning)
    report = look_at_domain(access, request)
    answer = summary(report.findings, FailOn(module.params["fail_on"]), f"{access.domain.text} is not ready for a join")
    answer["domain_controller"] = report.facts.controller if report.facts else None
    answer["domain"] = report.describe_domain()
    if answer.pop("failed", False):
        module.fail_json(**answer)
    module.exit_json(**answer)


if __name__ == "__main__":
    main()
