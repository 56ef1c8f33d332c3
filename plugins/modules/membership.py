# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file holds only the documentation of the action plugin plugins/action/membership.py;
# what runs on Windows is host_membership.ps1.

from __future__ import annotations

DOCUMENTATION = r"""
module: membership
version_added: 0.1.0
short_description: Join a Windows host to a domain or a workgroup, leave, rename, or move between domains
description:
  - Joins a Windows host to a domain with C(Win32_ComputerSystem.JoinDomainOrWorkgroup), restarts it when asked to, and then has
    Netlogon prove that the domain trusts it.
  - Takes a host out of its domain into a workgroup, moves it from one domain to another, and renames it, each with one restart.
  - Names, distinguished names, credentials and join options are checked on the controller, all at once, before a connection is
    opened. A failure on the host is explained with its code, its symbol, likely causes and what to do next.
  - A host that is a member of the domain already is left as it is, whether O(domain) is its DNS or its NetBIOS name, also while no
    domain controller can be reached. A join that waits for its restart is not done again.
  - A host that is a member of another domain leaves it only when the task says so, with O(unjoin_username) and O(unjoin_password), or
    with O(force). Otherwise the task is refused, and the message names both domains.
options:
  state:
    description: What the host should be a member of.
    type: str
    choices: [domain, workgroup]
    default: domain
  domain:
    description:
      - The domain to join. Prefer its DNS name; a NetBIOS name must be resolved by broadcast or WINS.
      - Required with O(state=domain), except with O(offline_join_blob).
    type: str
    aliases: [dns_domain_name]
  domain_controller:
    description:
      - Join through this domain controller, for example the one on which the account was prepared.
      - Give its full DNS name; Windows refuses short names since the updates of August 2024.
      - Windows chooses one itself when this is left out.
    type: str
    aliases: [domain_server]
  ou:
    description:
      - Distinguished name of the container for a new computer account, such as C(OU=Workstations,DC=corp,DC=example).
      - The domain's default container is used when this is left out.
      - It says where an account is B(created). A host that is a member already is unchanged, with a warning when its account lies
        elsewhere; accounts are not moved.
      - Special characters are escaped as RFC 4514 says, C(OU=Sales\, EMEA,DC=corp,DC=example).
    type: str
    aliases: [domain_ou_path]
  workgroup:
    description:
      - The workgroup to be in. A host of a workgroup needs no credentials to change to another.
      - Required with O(state=workgroup).
    type: str
    aliases: [workgroup_name]
  username:
    description:
      - Account that may join, as C(user@corp.example), C(CORP\user) or C(corp.example\user).
      - Without it Windows uses the identity of the connection. That can only work for a connection with delegated domain
        credentials; C(username) and O(password) go together.
    type: str
    aliases: [domain_admin_user]
  password:
    description:
      - Password of O(username), at most 254 characters.
      - Tried once per task, so that a wrong one does not lock the account.
    type: str
    aliases: [domain_admin_password]
  machine_password:
    description:
      - Join as the computer account, which must have been prepared with this password; no user credentials reach the host.
      - The join uses C(JOIN_UNSECURE) and C(MACHINE_PWD_PASSED). O(username) and O(password) must be left out, and O(account) counts
        as V(reuse).
    type: str
  account:
    description:
      - What may happen to the computer account in the directory.
      - V(create_or_reuse) creates it, or takes over an existing one where the rules of KB5020276 allow that. This is what Windows does.
      - V(create) creates it and refuses one that exists (C(NO_ACCT_REUSE)).
      - V(reuse) takes over an existing account and refuses to create one.
    type: str
    choices: [create_or_reuse, create, reuse]
    default: create_or_reuse
  join_options:
    description:
      - Further FJoinOptions by their names in the Windows SDK without C(NETSETUP_), in any case.
      - V(acct_create), V(domain_join_if_joined), V(join_unsecure), V(machine_pwd_passed), V(defer_spn_set), V(join_dc_account),
        V(join_with_new_name), V(join_readonly), V(ambiguous_dc), V(no_netlogon_cache), V(dont_control_services), V(force_spn_set),
        V(no_acct_reuse), V(install_invocation), V(ignore_unsupported_flags).
      - V(win9x_upgrade) and V(set_machine_name) are known and always refused, the one because it sets a password that everyone can
        guess, the other because it is for offline joins.
      - C(JOIN_DOMAIN) is always set, and O(account), O(hostname) and O(machine_password) set what they need. A combination that Windows
        would reject, or that would silently do something else, is refused with the rule that it breaks.
    type: list
    elements: str
  hostname:
    description:
      - Rename the host and join it under the new name, with one restart for both.
      - More than 15 characters are allowed, up to 63; the computer account then has the first 15 as its name, and a warning says so.
      - When the join fails, the old name is set again.
      - A member of the domain is renamed there too, and its account follows; O(username) needs the right to do that.
      - A host that leaves its domain is renamed after it has left, so that the account left behind keeps its name.
    type: str
  unjoin_username:
    description:
      - Account that may take the host out of the domain it is in, and disable its computer account there.
      - With O(state=workgroup), O(username) is used when this is left out.
      - With O(state=domain), giving it is the consent to leave another domain.
    type: str
  unjoin_password:
    description: Password of O(unjoin_username).
    type: str
  account_after_unjoin:
    description:
      - What becomes of the computer account in the domain that is left. It is never deleted.
      - V(disable) is the default when there are credentials for leaving, V(keep) when there are none.
    type: str
    choices: [keep, disable]
  force:
    description:
      - Leave the domain also when none of its domain controllers answers. The account there is then kept as it is.
      - A wrong password is not overcome by this.
    type: bool
    default: false
  offline_join_blob:
    description:
      - Join with this offline domain join blob, as M(netjoin.windows.offline_join) does with
        O(netjoin.windows.offline_join#module:allow_rename=true).
      - A blob holds everything that the join needs, so it goes with no option but O(domain), which then guards against the blob of
        another domain, and those about the restart.
    type: str
  verify:
    description:
      - After a restart, ask Netlogon on the host for its secure channel, and fail when the domain does not trust the host.
      - With O(state=workgroup), see that the host came back in the workgroup.
    type: bool
    default: true
extends_documentation_fragment:
  - netjoin.windows.restart
  - ansible.builtin.action_common_attributes
  - ansible.builtin.action_common_attributes.flow
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  platform:
    platforms: windows
  action:
    support: full
  async:
    support: none
    details: The restart and the explanation of failures need the action on the controller.
  bypass_host_loop:
    support: none
notes:
  - The options of C(microsoft.ad.membership) are aliases, so its tasks run with only the name of the module changed.
  - The connection's user must be an administrator of the host. The joining account needs the right to create computer accounts in O(ou),
    or to reset the existing one.
  - The host needs TCP 53, 88, 135, 389, 445 and 49152-65535, and UDP 53, 88, 123 and 389, to its domain controllers.
seealso:
  - module: netjoin.windows.membership_info
  - module: netjoin.windows.offline_join
  - plugin: netjoin.windows.explain_join_error
    plugin_type: filter
  - module: ansible.windows.win_reboot
  - module: microsoft.ad.membership
  - name: JoinDomainOrWorkgroup method of the Win32_ComputerSystem class
    description: The Windows call behind this module.
    link: https://learn.microsoft.com/en-us/windows/win32/cimwin32prov/joindomainorworkgroup-method-in-class-win32-computersystem
  - name: KB5020276
    description: When Windows lets a join reuse an existing computer account.
    link: https://support.microsoft.com/help/5020276
author:
  - netjoin.windows contributors (@netjoin)
"""

EXAMPLES = r"""
- name: Join the domain, restart, and prove the secure channel
  netjoin.windows.membership:
    domain: corp.example
    username: joiner@corp.example
    password: "{{ join_password }}"
    ou: OU=Workstations,DC=corp,DC=example
    reboot: true

- name: Rename and join with a single restart, and never touch an existing account
  netjoin.windows.membership:
    domain: corp.example
    hostname: berlin-web-01
    username: CORP\joiner
    password: "{{ join_password }}"
    account: create
    reboot: true

- name: Join as a prepared computer account, without user credentials on the host
  netjoin.windows.membership:
    domain: corp.example
    domain_controller: dc1.corp.example
    machine_password: "{{ one_time_password }}"
    reboot: true

- name: Leave the domain, disable the account there, and come back with a local user
  netjoin.windows.membership:
    state: workgroup
    workgroup: WORKGROUP
    username: joiner@corp.example
    password: "{{ join_password }}"
    reboot: true
    reboot_username: Administrator
    reboot_password: "{{ local_password }}"

- name: Move from one domain to another with a single restart
  netjoin.windows.membership:
    domain: new.example
    username: joiner@new.example
    password: "{{ new_password }}"
    unjoin_username: joiner@old.example
    unjoin_password: "{{ old_password }}"
    reboot: true

- name: Get out of a domain whose controllers are gone
  netjoin.windows.membership:
    state: workgroup
    workgroup: WORKGROUP
    force: true

- name: Rename a member, in the domain too
  netjoin.windows.membership:
    domain: corp.example
    hostname: berlin-web-02
    username: CORP\renamer
    password: "{{ rename_password }}"
    reboot: true

- name: Join with an offline join blob, as microsoft.ad.membership does
  netjoin.windows.membership:
    state: domain
    offline_join_blob: "{{ lookup('netjoin.windows.offline_join_blob', 'blobs/WEB01.djoin') }}"
    reboot: true

- name: Leave the restart to a later task
  netjoin.windows.membership:
    domain: corp.example
    username: joiner@corp.example
    password: "{{ join_password }}"
  register: join

- name: Restart when the join needs it
  ansible.windows.win_reboot:
  when: join.reboot_required
"""

RETURN = r"""
reboot_required:
  description:
    - Whether the host must be restarted; false once a requested restart has happened.
    - Windows keeps no mark of a changed workgroup, so a later run cannot know that this waits.
  returned: always
  type: bool
  sample: false
before:
  description: What the host was before the task.
  returned: when the host was asked
  type: dict
  sample:
    domain: null
    domain_netbios: null
    workgroup: WORKGROUP
    hostname: WIN01
    pending: {join: false, rename: false, reboot: false}
after:
  description: What the host is after the task; after a failure, what it really is then. In check mode what a real run would leave.
  returned: when the host was asked
  type: dict
  contains:
    domain:
      description: DNS name of the domain, its NetBIOS name where Windows knows no other; null in a workgroup.
      type: str
    domain_netbios:
      description: NetBIOS name of the domain; null in a workgroup and where it is not known yet.
      type: str
    workgroup:
      description: The workgroup; null in a domain.
      type: str
    hostname:
      description: The host name, after a pending restart.
      type: str
    pending:
      description: What waits for a restart.
      type: dict
  sample:
    domain: corp.example
    domain_netbios: CORP
    workgroup: null
    hostname: WIN01
    pending: {join: true, rename: false, reboot: true}
join_options:
  description: FJoinOptions of a domain join, by number and by name; null when none was called.
  returned: when the host was asked
  type: dict
  sample:
    value: 3
    names: [join_domain, acct_create]
steps:
  description: The calls that changed the host, in order, with the code that each returned.
  returned: when the host was asked
  type: list
  elements: dict
  sample:
    - call: JoinDomainOrWorkgroup
      return_code: 0
left:
  description:
    - The domain that this task has left, the computer account that stays behind there, and what became of it.
    - The distinguished name is null when no domain controller told it.
  returned: when the host was asked
  type: dict
  sample:
    domain: corp.example
    account_dn: CN=WIN01,OU=Workstations,DC=corp,DC=example
    account: disabled
account_dn:
  description: Distinguished name of the host's account, when O(ou) was given and the host was a member, or when it left a domain.
  returned: when the host was asked
  type: str
  sample: CN=WIN01,OU=Workstations,DC=corp,DC=example
blob:
  description: Whom the blob is for.
  returned: with O(offline_join_blob), when the host was asked
  type: dict
  sample:
    domain: corp.example
    domain_netbios: CORP
    machine_name: WEB01
verified:
  description: What the host said after the restart; with O(state=workgroup) the workgroup.
  returned: when the host was restarted and O(verify) is true
  type: dict
  sample:
    secure_channel: ok
    domain_controller: dc1.corp.example
error:
  description: Why the task failed.
  returned: on failure
  type: dict
  contains:
    function:
      description: The Windows function that failed.
      type: str
    code:
      description:
        - The code that it gave, a Win32 or NERR code or an HRESULT.
        - Absent when the task was refused on the controller; null when Windows gave none, as when the host did not come back.
      type: int
    hex:
      description: The code in hexadecimal.
      type: str
    symbol:
      description: The name of the code in the Windows SDK.
      type: str
    meaning:
      description: What the code means in a join.
      type: str
    causes:
      description: Likely causes, the most likely first.
      type: list
      elements: str
    next_steps:
      description: What to do about it.
      type: list
      elements: str
    channel:
      description: Whether the code came as the function's return value or as an exception of WMI, or the call was not made (refused).
      type: str
    detail:
      description: The text of an exception, in the language of the host.
      type: str
    reason:
      description: Why the call was not made.
      type: str
    log:
      description: What Windows wrote to NetSetup.log during this attempt.
      type: str
    findings:
      description: Everything that was found wrong on the controller.
      type: list
      elements: dict
  sample:
    function: JoinDomainOrWorkgroup
    code: 1326
    hex: "0x52E"
    symbol: ERROR_LOGON_FAILURE
"""
