# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file holds only the documentation of the action plugin plugins/action/offline_join.py;
# what runs on Windows is host_offline_join.ps1.

from __future__ import annotations

DOCUMENTATION = r"""
module: offline_join
version_added: 0.1.0
short_description: Join a Windows host, or a Windows image, to a domain with an offline join blob
description:
  - Applies an offline domain join blob with C(NetRequestOfflineDomainJoin), restarts the host when asked to, and then has Netlogon prove
    that the domain trusts it. No credentials of the domain reach the host, and no domain controller is needed before the restart.
  - Joins a Windows image that is not running with O(windows_path). It is a member of the domain when it starts for the first time.
  - A blob that the controller has is read there. One that is damaged, holds no machine password, or is for another domain than
    O(domain) is refused before a connection is opened.
  - A host that is a member of the blob's domain under the blob's name is left as it is, also while that join waits for its restart. A
    member of another domain is refused, and the message names both domains.
options:
  blob:
    description:
      - The blob, as base64 or in any other text form, such as the content of a file that C(djoin) wrote.
      - It holds the password of the machine account. It is sent to the host over the connection and never written to a disk there.
      - Either O(blob) or O(src) is required.
    type: str
  src:
    description:
      - A file with the blob, as C(djoin /savefile), C(net offlinejoin) or M(netjoin.windows.offline_join_blob) writes it, in any
        encoding, or binary.
      - A file of the controller, searched in C(files) of the role and of the play. One that is encrypted with Ansible Vault is decrypted
        in memory.
      - A file of the host with O(remote_src=true).
    type: str
  remote_src:
    description:
      - O(src) is a file of the host. Only the host reads it, so what is wrong with it shows there.
    type: bool
    default: false
  remove_src:
    description:
      - Delete the file O(src) of the host once this task has applied its blob. RV(src_removed) tells that it was.
      - A host that has joined already is unchanged, and its file stays, with a warning; for the blob may have been made since, and hold
        a password that is needed. Delete the file once M(netjoin.windows.secure_channel) finds that the domain trusts the host.
      - When the file is gone already, a host that is a member of O(domain) is unchanged. A file that cannot be looked at is not gone.
      - Files of the controller are never deleted.
    type: bool
    default: true
  domain:
    description:
      - Refuse a blob for any other domain. Either its DNS or its NetBIOS name.
    type: str
    aliases: [dns_domain_name]
  windows_path:
    description:
      - The Windows directory of an image that is not running, as it is mounted on the host, such as C(D:\Windows). A UNC path is possible.
      - With a UNC path the host asks another computer in the name of the connection's user, which a network logon cannot pass on. Use
        C(become) with C(logon_type=new_credentials), or a connection with CredSSP.
      - Windows has no documented way to ask an image whether it has been given a blob, so this is always a change.
      - O(reboot) is refused with it.
      - The running Windows joins when this is left out.
    type: str
  allow_rename:
    description:
      - Let the host have the name in the blob when it has another one. Without this, the blob of another machine is refused.
      - Of no effect with O(windows_path); an image is not asked for its name.
    type: bool
    default: false
  verify:
    description:
      - After a restart, ask Netlogon on the host for its secure channel, and fail when the domain does not trust the host.
      - That is how a blob shows that it is no longer valid, because somebody has reset the account since it was made. Windows takes such a
        blob without a word, for it does not ask the domain.
      - Not for O(windows_path).
    type: bool
    default: true
extends_documentation_fragment:
  - netjoin.windows.restart
  - ansible.builtin.action_common_attributes
  - ansible.builtin.action_common_attributes.flow
attributes:
  check_mode:
    support: full
    details: A blob that the controller has is read and checked there.
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
  - Certificates and policies that a blob of C(djoin /provision) holds may not be installed, for only
    C(NetRequestProvisioningPackageInstall) is documented for packages with them. A blob that the controller reads is warned of. Where
    the computer needs them, apply the blob with C(djoin /requestodj).
  - A blob is as secret as a password. Ansible does not log O(blob), but a task that makes it up from variables should not print those.
  - The connection's user must be an administrator of the host.
seealso:
  - module: netjoin.windows.offline_join_blob
  - module: netjoin.windows.membership
  - plugin: netjoin.windows.offline_join_blob_info
    plugin_type: filter
  - module: microsoft.ad.offline_join
  - name: NetRequestOfflineDomainJoin function
    description: The Windows call behind this module.
    link: https://learn.microsoft.com/en-us/windows/win32/api/lmjoin/nf-lmjoin-netrequestofflinedomainjoin
author:
  - netjoin.windows contributors (@netjoin)
"""

EXAMPLES = r"""
- name: Join with the blob of this host, restart, and prove the secure channel
  netjoin.windows.offline_join:
    src: blobs/{{ inventory_hostname_short | upper }}.djoin
    domain: corp.example
    reboot: true

- name: Join with a blob from the vault, and take its name
  netjoin.windows.offline_join:
    src: "{{ playbook_dir }}/blobs/WEB01.djoin.vault"
    allow_rename: true
    reboot: true

- name: Join with a file that was put into the image, and delete it
  netjoin.windows.offline_join:
    src: C:\ProgramData\odj\blob.txt
    remote_src: true
    domain: corp.example
    reboot: true

- name: Join an image that is mounted on the host
  netjoin.windows.offline_join:
    src: blobs/KIOSK01.djoin
    windows_path: D:\mount\Windows

- name: Join an image on a file server, whose share wants the user's own credentials
  netjoin.windows.offline_join:
    src: blobs/KIOSK02.djoin
    windows_path: \\files.corp.example\images\KIOSK02\Windows
  become: true
  become_method: ansible.builtin.runas
  become_flags: logon_type=new_credentials logon_flags=netcredentials_only
  vars:
    ansible_become_user: CORP\imaging
    ansible_become_pass: "{{ imaging_password }}"
"""

RETURN = r"""
reboot_required:
  description: Whether the host must be restarted; false once a requested restart has happened, and for an image.
  returned: always
  type: bool
  sample: false
before:
  description: What the host was before the task; null for an image.
  returned: when the host was asked
  type: dict
  sample:
    domain: null
    domain_netbios: null
    workgroup: WORKGROUP
    hostname: WEB01
    pending: {join: false, rename: false, reboot: false}
after:
  description:
    - What the host is after the task; after a failure, what it really is then. In check mode what a real run would leave.
    - Null for an image.
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
    hostname: WEB01
    pending: {join: true, rename: false, reboot: true}
blob:
  description: Whom the blob is for; null when the host could not read it.
  returned: when the host was asked
  type: dict
  contains:
    domain:
      description: DNS name of the domain.
      type: str
    domain_netbios:
      description: NetBIOS name of the domain.
      type: str
    machine_name:
      description: Name of the machine.
      type: str
  sample:
    domain: corp.example
    domain_netbios: CORP
    machine_name: WEB01
image:
  description: O(windows_path); null for the running Windows.
  returned: when the host was asked
  type: str
  sample: null
steps:
  description: The calls that changed the host or the image, in order, with the code that each returned.
  returned: when the host was asked
  type: list
  elements: dict
  sample:
    - call: NetRequestOfflineDomainJoin
      return_code: 0
src_removed:
  description: Whether the file O(src) of the host was deleted.
  returned: when the host was asked
  type: bool
  sample: false
verified:
  description: What the host said after the restart.
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
        - The code that it gave, a Win32 or NERR code.
        - Absent when the task was refused on the controller; null when Windows gave none, as when the blob is for another machine.
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
      description: Whether the code came as the function's return value, or the call was not made (refused).
      type: str
    detail:
      description: What is wrong with the blob, or the text of an exception, in the language of the host.
      type: str
    reason:
      description:
        - Why the call was not made.
        - C(other_name) when the blob is for another machine, C(other_domain) when the host is a member of another domain,
          C(not_this_domain) when the blob is not for O(domain), C(domain_controller), C(damaged), or C(no_file).
      type: str
    log:
      description: What Windows wrote to NetSetup.log during this attempt.
      type: str
    findings:
      description: Everything that was found wrong on the controller.
      type: list
      elements: dict
  sample:
    function: NetRequestOfflineDomainJoin
    code: 2710
    hex: "0xA96"
    symbol: NERR_BadOfflineJoinInfo
"""
