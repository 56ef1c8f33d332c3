# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file holds only the documentation of the action plugin plugins/action/join_readiness.py;
# what runs on Windows is host_join_readiness.ps1.

from __future__ import annotations

DOCUMENTATION = r"""
module: join_readiness
version_added: 0.1.0
short_description: Tell whether Windows hosts can join a domain, before one of them tries
description:
  - Tells everything that would keep a Windows host from joining a domain, all of it at once, what was seen, and what to do about it.
  - The host looks for itself, at its membership, what waits for a restart, a domain controller (as Windows finds it), the controller's
    address and ports, and its clock.
  - The controller of the play looks at the domain once for all hosts of a run, at the credentials (tried exactly once, also when they are wrong),
    the container, the right to create accounts or the quota, and then for each host at its name, who has it, and whether KB5020276
    lets it be reused.
  - A host that asks a second time in a run, as with C(until), gets a new look, but credentials that were refused are not tried again in that run.
  - Where the controller cannot reach a domain controller, or lacks a Python package for it, the host's own view stands, and what could not be
    looked at is marked RV(findings[].skipped).
  - Nothing is changed. A host that is a member of O(domain) already is ready; with another O(hostname) the name has to be free.
options:
  domain:
    description: The domain to join. Give its DNS name, by which the controller finds it.
    type: str
    required: true
  domain_controller:
    description:
      - Look at this domain controller and no other. Give its full DNS name.
      - Left out, the host looks at the one that Windows finds, and the controller at one that DNS lists.
    type: str
  ou:
    description:
      - Distinguished name of the container that new accounts are to be in, such as C(OU=Workstations,DC=corp,DC=example).
      - Left out, the domain's default container is looked at.
    type: str
  username:
    description:
      - Who is to join the host, as C(user@corp.example) or C(CORP\user).
      - Left out, nobody logs on, and only what needs no credentials is looked at.
    type: str
  password:
    description:
      - Password of O(username). It is used by the controller only and never sent to the host.
    type: str
  auth_protocol:
    description:
      - How the controller logs on to the domain, as with O(netjoin.windows.domain_readiness#module:auth_protocol).
    type: str
    choices: [kerberos, simple, ntlm]
    default: kerberos
  tls_mode:
    description:
      - Let the controller use TLS, as with O(netjoin.windows.domain_readiness#module:tls_mode).
    type: str
    choices: [ldaps, start_tls]
  ca_cert:
    description:
      - PEM file of the controller with the certificates of the authorities that are trusted instead of the system's.
    type: path
  hostname:
    description:
      - The name to join under. Left out, the name that the host has after its next restart.
    type: str
  account:
    description:
      - What may happen to an account that exists, as with O(netjoin.windows.membership#module:account).
    type: str
    choices: [create_or_reuse, create, reuse]
    default: create_or_reuse
  fail_on:
    description:
      - From which severity of a finding on the task fails. RV(ready) tells the same without failing.
    type: str
    choices: [error, warning, never]
    default: error
extends_documentation_fragment:
  - ansible.builtin.action_common_attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
  platform:
    platforms: windows
requirements:
  - pyspnego[kerberos] on the controller, for O(auth_protocol=kerberos)
  - pyspnego on the controller, for O(auth_protocol=ntlm)
  - dnspython on the controller, unless O(domain_controller) is given
notes:
  - UDP 389 is tried by the search for a domain controller, UDP 53 by looking up its address, and the dynamic ports of RPC not at all.
seealso:
  - module: netjoin.windows.membership
  - module: netjoin.windows.domain_readiness
  - name: Active Directory domain join troubleshooting guidance
    description: The ports and the errors of a join.
    link: https://learn.microsoft.com/en-us/troubleshoot/windows-server/active-directory/active-directory-domain-join-troubleshooting-guidance
  - name: KB5020276
    description: When Windows lets a join reuse an existing computer account.
    link: https://support.microsoft.com/help/5020276
author:
  - netjoin.windows contributors (@netjoin)
"""

EXAMPLES = r"""
- name: Look whether the hosts can join, and stop those that cannot
  netjoin.windows.join_readiness:
    domain: corp.example
    username: joiner@corp.example
    password: "{{ join_password }}"
    ou: OU=Workstations,DC=corp,DC=example

- name: Look at hosts that are to be renamed, from a controller that has no Kerberos
  netjoin.windows.join_readiness:
    domain: corp.example
    username: joiner@corp.example
    password: "{{ join_password }}"
    hostname: "{{ inventory_hostname_short }}"
    auth_protocol: simple
    tls_mode: ldaps
    ca_cert: /etc/pki/corp-ca.pem
    fail_on: never
  register: readiness

- name: Show what is in the way
  ansible.builtin.debug:
    msg: "{{ item.check }}: {{ item.evidence }} Try: {{ item.next_step }}"
  loop: "{{ readiness.findings | selectattr('severity', 'equalto', 'error') }}"
  loop_control:
    label: "{{ item.check }}"
"""

RETURN = r"""
ready:
  description: Whether there is no error, nor with O(fail_on=warning) a warning.
  returned: when the host could be asked
  type: bool
  sample: false
findings:
  description: One for each check, the worst first.
  returned: when the host could be asked
  type: list
  elements: dict
  contains:
    check:
      description:
        - What was looked at.
        - On the host V(membership), V(pending_reboot), V(workstation_service), V(entra), V(domain_controller), V(dns), V(ports), V(clock).
        - From the controller those that P(netjoin.windows.domain_readiness#module) has.
        - What concerns the controller's way to the domain (V(dns), V(domain_controller), V(ports), V(clock), V(connection) with the
          scope V(domain)) is a warning at most.
      type: str
    severity:
      description: V(error), V(warning), V(info) or V(ok).
      type: str
    scope:
      description: V(host) as the host sees it, V(domain) as the controller does, V(name) for the host's name in the domain.
      type: str
    machine:
      description: The name that the finding is about, null with other scopes than V(name).
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
    - check: ports
      severity: error
      scope: host
      machine: null
      evidence: dc1.corp.example does not answer on TCP 445 (SMB).
      next_step: open them in the firewalls on the way; a join needs TCP 53, 88, 135, 389, 445, 49152-65535 and UDP 53, 389
      skipped: false
hostname:
  description: The name that the host would join under.
  returned: when the host could be asked
  type: str
  sample: web01
domain_controller:
  description: The domain controller that the host has looked at; null when there was none, or the host is a member already.
  returned: when the host could be asked
  type: str
  sample: dc1.corp.example
error:
  description: Why the host was not asked, with C(findings), or why it does not tell what it is a member of.
  returned: on failure before anything was judged
  type: dict
  sample:
    findings:
      - option: domain
        message: "domain name 'corp example' is not valid"
"""
