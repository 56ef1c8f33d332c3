# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file holds only the documentation of the action plugin plugins/action/secure_channel.py;
# what runs on Windows is host_secure_channel.ps1.

from __future__ import annotations

DOCUMENTATION = r"""
module: secure_channel
version_added: 0.1.0
short_description: Verify, repair or rotate the trust between a Windows host and its domain
description:
  - Has Netlogon B(use) the secure channel of a member now, rather than tell how its last use went, and fails with the code explained
    when the domain does not trust the host.
  - Repairs a broken channel with a new machine password, in the domain and on the host, without leaving the domain and without a
    restart. Profiles, group memberships and the account itself stay as they are.
  - Rotates the machine password of a healthy member at once, for example after it was joined with a password that others knew.
  - A new password is made on the host by its cryptographic random number generator. It never leaves the host but for the domain
    controller, and it is in no result and no log.
options:
  state:
    description:
      - With V(verified) the channel is only used. The task is never changed, and fails when the channel does not work.
      - With V(repaired) a channel that works is left alone. For one that does not, O(username) gives the computer account another
        password, the host stores it, and the channel is verified again.
      - Repaired is what a domain controller refuses (RV(before.status=broken)), and code 1311, with which Netlogon ends when no
        domain controller was content. For any other code a new password is no remedy; the task fails, and nothing is changed.
      - Nor is a trust repaired that works through another domain controller than O(domain_controller); the new password would
        break it until all have that.
      - With V(rotated) Netlogon changes the password through the channel, which has to work, and the channel is verified again. The
        task is always changed.
    type: str
    choices: [verified, repaired, rotated]
    default: verified
  domain_controller:
    description:
      - Open the channel to this domain controller, and with O(state=repaired) set the password on it.
      - Give its full DNS name.
      - Netlogon is told to (C(NETLOGON_CONTROL_REDISCOVER)), with O(state=verified) and in check mode, too, and the host stays with
        this domain controller until Netlogon looks for another one.
      - When this is left out, the channel is the one that Netlogon has, and a repair uses a domain controller that Windows finds.
    type: str
  username:
    description:
      - Account that may reset the password of the computer account, as C(user@corp.example), C(CORP\user) or C(corp.example\user).
      - Only O(state=repaired) uses it, and only when the channel is broken. It is tried once.
      - When this is left out, the connection's own user sets the password, which works only where its identity reaches the domain
        controller (CredSSP, delegated Kerberos, or become).
    type: str
  password:
    description: Password of O(username).
    type: str
extends_documentation_fragment:
  - ansible.builtin.action_common_attributes
  - ansible.builtin.action_common_attributes.flow
attributes:
  check_mode:
    support: full
    details:
      - The channel is used as in a real run. No password is set.
      - With O(domain_controller) Netlogon opens the channel to it, as in a real run, and the host stays with that domain controller.
  diff_mode:
    support: full
  platform:
    platforms: windows
  action:
    support: full
  async:
    support: none
    details: The explanation of failures needs the action on the controller.
  bypass_host_loop:
    support: none
notes:
  - The connection's user must be an administrator of the host, and a local one when the channel is broken.
  - For up to a minute after a start Netlogon, or the domain controller that it picked, may refuse a healthy host. Use C(until) and
    C(retries) there; M(netjoin.windows.membership) waits by itself after a restart that it has made.
  - A repair needs the right Reset Password on the computer account, and TCP 445 from the host to the domain controller.
  - An account that was deleted cannot be repaired; the host has to join again. One that is disabled has to be enabled first.
  - Domain controllers are refused; their channels are looked after with C(netdom resetpwd) and C(repadmin).
seealso:
  - module: netjoin.windows.membership
  - module: netjoin.windows.membership_info
  - module: netjoin.windows.computer_account
  - plugin: netjoin.windows.explain_join_error
    plugin_type: filter
  - name: Test-ComputerSecureChannel
    description: What Windows itself offers for the same.
    link: https://learn.microsoft.com/powershell/module/microsoft.powershell.management/test-computersecurechannel
author:
  - netjoin.windows contributors (@netjoin)
"""

EXAMPLES = r"""
- name: Fail early where the domain does not trust the host
  netjoin.windows.secure_channel:

- name: Repair the trust of machines that were put back to an old snapshot
  netjoin.windows.secure_channel:
    state: repaired
    username: joiner@corp.example
    password: "{{ joiner_password }}"

- name: The same, with the domain controller on which the helpdesk looks
  netjoin.windows.secure_channel:
    state: repaired
    domain_controller: dc1.corp.example
    username: joiner@corp.example
    password: "{{ joiner_password }}"

- name: Replace the one-time password with which the host has joined
  netjoin.windows.secure_channel:
    state: rotated

- name: Only look at the trust, and carry on
  netjoin.windows.secure_channel:
  register: trust
  failed_when: false

- name: Say which hosts are in trouble
  ansible.builtin.debug:
    msg: "{{ trust.error.symbol }}: {{ trust.error.meaning }}"
  when: trust.error is defined
"""

RETURN = r"""
domain:
  description: DNS name of the host's domain, its NetBIOS name where Windows knows no other; null in a workgroup.
  returned: when the host was asked
  type: str
  sample: corp.example
before:
  description: What Netlogon said of the channel when the task began; null when there is none to ask for.
  returned: when the host was asked
  type: dict
  contains:
    status:
      description:
        - V(ok), or V(broken) when a domain controller or Netlogon refused it with code 5, 1786, 1787 or 1789.
        - V(unknown) with any other code, when no domain controller was found, a server had trouble of its own, or Netlogon could not
          be asked.
      type: str
    code:
      description: The code that says so, 0 when the channel works.
      type: int
    domain_controller:
      description: The domain controller at its other end; null without one.
      type: str
  sample:
    status: broken
    code: 5
    domain_controller: null
after:
  description: The same at the end of the task; in check mode what a real run would leave.
  returned: when the host was asked
  type: dict
  sample:
    status: ok
    code: 0
    domain_controller: dc1.corp.example
steps:
  description: The calls that changed the host or its account, in order, with the code that each returned; null in check mode.
  returned: when the host was asked
  type: list
  elements: dict
  sample:
    - call: NetUserSetInfo
      return_code: 0
    - call: LsaStorePrivateData
      return_code: 0
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
        - The code that it gave. Absent when the task was refused on the controller; null when Windows gave none.
      type: int
    hex:
      description: The code in hexadecimal.
      type: str
    symbol:
      description: The name of the code in the Windows SDK.
      type: str
    meaning:
      description: What the code means for the secure channel.
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
      description: Whether the code came as the function's return value or as an exception, or the call was not made (refused).
      type: str
    detail:
      description: The text of an exception, in the language of the host.
      type: str
    reason:
      description:
        - V(broken) or V(unknown) when the channel is, or V(reboot_pending) when that is not known before the host has restarted, for
          a change of its name or membership waits; V(not_a_member) or V(domain_controller) when nothing was done because of that.
        - V(works_elsewhere) when the trust works, though not through O(domain_controller). Nothing is repaired or rotated then, and
          RV(before) has the code.
      type: str
    log:
      description: Always null; Windows writes nothing about this to NetSetup.log.
      type: str
    findings:
      description: Everything that was found wrong on the controller.
      type: list
      elements: dict
  sample:
    function: I_NetLogonControl2
    code: 5
    hex: "0x5"
    symbol: ERROR_ACCESS_DENIED
"""
