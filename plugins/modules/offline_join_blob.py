# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: offline_join_blob
version_added: 0.1.0
short_description: Make offline domain join blobs for Windows computers from Linux
description:
  - Creates computer accounts over LDAP and makes the blob of each, which C(djoin /requestodj) or an answer file applies to a computer
    that cannot reach a domain controller. No Windows host is needed.
  - All machines of a task share one connection and one logon. What is wrong with the options is found before that, all of it at once.
  - A machine whose file is good is unchanged. A file is good when it is of this machine, this domain and this account, and of the time at
    which the account's password was set. A later time does not matter while the account has its first password; otherwise it tells
    nothing, and the machine fails without a change.
  - One machine that fails does not keep the others from being handled. The task then fails, and RV(machines) tells what became of each.
  - A run that was interrupted, even by C(kill -9), is mended by the next one with the same O(output_dir). The password is kept in a hidden
    file there before the directory is changed, encrypted with O(output=vault). With O(output=returned), accounts stay disabled until the
    list is done, and the next run takes them over.
  - Accounts of domain controllers and managed service accounts are never touched.
options:
  machines:
    description:
      - Names of the computers, without domain.
      - The account of a name with more than 15 characters has its first 15 as its name. Two names that share them are refused.
    type: list
    elements: str
    required: true
  ou:
    description:
      - Distinguished name of the container for new accounts, such as C(OU=Workstations,DC=corp,DC=example). The domain's default container
        when left out.
      - An account that exists elsewhere is not reused.
    type: str
  site:
    description:
      - The site that the machines will be in. A domain controller of it is preferred, and the blobs name it.
      - Left out, it is the site of the machine that the task runs on.
    type: str
  account:
    description:
      - What may happen to the account in the directory.
      - V(create) creates it, and refuses one that exists.
      - V(reuse) gives an existing account a new password, and refuses a missing one. A computer that uses the account loses the domain's
        trust, so it is refused when the account is in use (O(active_days)), or when the rules of KB5020276 would keep Windows from it.
      - V(create_or_reuse) does either.
    type: str
    choices: [create, reuse, create_or_reuse]
    default: create
  reuse_trusted_owners:
    description:
      - Users and groups, by C(sAMAccountName) or SID, whose accounts may be reused, as in the policy C(Allow computer account
        re-use during domain join).
      - Accounts that the user of the task or an administrator owns are trusted in any case.
    type: list
    elements: str
    default: []
    aliases: [trusted_owners]
  active_days:
    description:
      - An account that is enabled and has logged on in the last so many days is not reused without O(force).
      - The directory notes a logon up to 14 days late, so give more than that. V(0) protects no account.
    type: int
    default: 90
  force:
    description: Reuse accounts that have logged on lately, or that have a key of a machine. The owner is judged nevertheless.
    type: bool
    default: false
  password_length:
    description: Characters of the random machine passwords, from 15 to 120. The machine changes it after the join.
    type: int
    default: 40
  output:
    description:
      - Where the blobs go. They hold the password of the machine account.
      - V(files) writes C(NAME.djoin) to O(output_dir), as C(djoin /savefile) does, with mode 0600.
      - V(unattend) writes C(NAME.xml) instead, an answer file with the blob for the specialize pass.
      - V(vault) writes C(NAME.djoin.vault) to O(output_dir) B(on the controller), encrypted with the vault secret that Ansible was started
        with. The first line is the blob as base64, the second tells when its password was set; P(netjoin.windows.offline_join_blob#lookup)
        reads it. When the task is delegated to another host, it must have C(no_log).
      - V(returned) returns them. The task must have C(no_log), or it is refused.
    type: str
    choices: [files, unattend, vault, returned]
    default: files
  output_dir:
    description:
      - Directory for the files, where the task runs; made when missing, for its owner only.
      - A relative path begins where C(ansible-playbook) was started, and on another host in the home directory of the user.
      - Required, except with O(output=returned).
    type: path
  architecture:
    description: Architecture of the Windows that an answer file is for, with O(output=unattend).
    type: str
    choices: [amd64, arm64, x86]
    default: amd64
  known_blobs:
    description:
      - With O(output=returned), what is known of the blobs that were returned by earlier runs and are kept elsewhere. Machines whose blob
        is still good are unchanged.
    type: list
    elements: dict
    default: []
    suboptions:
      machine:
        description: The name in O(machines).
        type: str
        required: true
      machine_name:
        description: The name in the blob, see P(netjoin.windows.offline_join_blob_info#filter).
        type: str
        required: true
      domain_guid:
        description: The domain's GUID in the blob.
        type: str
        required: true
      account_sid:
        description: The SID of the account in the blob.
        type: str
        required: true
      password_set:
        description: RV(machines[].password_set) of the run that has returned it.
        type: float
        required: true
  machine_passwords:
    description:
      - With O(output=returned), passwords that you have made and written down before, for accounts that would get a random one. A run that
        was interrupted after you got its result, or before, is then mended by one with the same passwords.
      - O(output=vault) does this by itself.
    type: list
    elements: dict
    default: []
    suboptions:
      machine:
        description: The name in O(machines).
        type: str
        required: true
      password:
        description: The password, 15 to 120 characters.
        type: str
        required: true
      since:
        description:
          - When it was written down, in seconds since 1970. An account that somebody has created before, and that is without a good blob, is
            not given the password when O(account=create).
        type: float
        required: true
  progress_file:
    description:
      - A file that gets the number of machines handled so far, for you to watch. It has to exist where the task runs.
      - On the controller itself the task shows its progress in any case, for lists of 20 machines and more without C(no_log).
    type: path
extends_documentation_fragment:
  - netjoin.windows.directory
  - ansible.builtin.action_common_attributes
attributes:
  check_mode:
    support: full
    details: Logs on and tells what each machine would get. Rights show only when they are used.
  diff_mode:
    support: full
  platform:
    platforms: posix
notes:
  - A result of O(output=returned) that was lost after the module had ended cannot be told from one that somebody uses, so O(account=create)
    refuses the accounts. Give O(machine_passwords), or use O(account=create_or_reuse), which takes over accounts of your own that never
    logged on.
  - The machine has to reach the domain controller that made its account, or that one's partners after replication, when it first starts.
  - The time of a file is the time at which the password of its account was set, and tells whether the file is still good. Keep it when
    you copy the files to where the next run looks for them. With O(output=vault) the time is in the file as well, so it may be in Git.
seealso:
  - module: netjoin.windows.computer_account
  - module: netjoin.windows.membership
  - plugin: netjoin.windows.offline_join_blob
    plugin_type: lookup
  - plugin: netjoin.windows.offline_join_unattend
    plugin_type: filter
  - name: KB5020276
    description: When Windows lets a join reuse an existing computer account.
    link: https://support.microsoft.com/help/5020276
author:
  - netjoin.windows contributors (@netjoin)
"""

EXAMPLES = r"""
- name: Make blobs for 200 workstations, in one task
  netjoin.windows.offline_join_blob:
    domain: corp.example
    username: joiner@corp.example
    password: "{{ join_password }}"
    ou: OU=Workstations,DC=corp,DC=example
    machines: "{{ query('sequence', 'start=1 end=200 format=WS%04d') }}"
    output_dir: blobs
  delegate_to: localhost
  run_once: true

- name: Make answer files on a jump host that reaches the domain, with the ticket of kinit
  netjoin.windows.offline_join_blob:
    domain: corp.example
    site: Branch
    machines: [KIOSK01, KIOSK02]
    output: unattend
    output_dir: /srv/images/unattend
  delegate_to: jump.corp.example
  run_once: true

- name: Give machines that were installed anew new blobs for their accounts
  netjoin.windows.offline_join_blob:
    domain: corp.example
    username: joiner@corp.example
    password: "{{ join_password }}"
    account: reuse
    reuse_trusted_owners: [deployment]
    force: true
    machines: "{{ reinstalled }}"
    output_dir: blobs
  delegate_to: localhost
  run_once: true

- name: Keep blobs in the repository, encrypted
  netjoin.windows.offline_join_blob:
    domain: corp.example
    username: joiner@corp.example
    password: "{{ join_password }}"
    machines: "{{ groups['new_servers'] }}"
    output: vault
    output_dir: "{{ playbook_dir }}/blobs"
  delegate_to: localhost
  run_once: true
"""

RETURN = r"""
machines:
  description: What became of each machine, in the order of O(machines). In check mode, what would.
  returned: when somebody could log on
  type: list
  elements: dict
  contains:
    name:
      description: The name as it was given.
      type: str
    changed:
      description: Whether the directory was changed for this machine, or a blob written.
      type: bool
    failed:
      description: Whether this machine failed.
      type: bool
    account:
      description: C(created), C(reused) or C(unchanged); null when it failed.
      type: str
    dn:
      description: Distinguished name of the account, null when there is none.
      type: str
    sid:
      description: Security identifier of the account, null when there is none, and in check mode before it is created.
      type: str
    path:
      description: The file of the machine, null when there is none.
      type: str
    blob:
      description: The blob as base64. A secret.
      returned: with O(output=returned), when a blob was made
      type: str
    password_set:
      description: When the password was set, in seconds since 1970, for O(known_blobs).
      returned: with O(output=returned), when a blob was made
      type: float
    msg:
      description: Why this machine failed.
      returned: on failure
      type: str
    error:
      description: As the RV(error) of the task; null when the machine did not fail.
      type: dict
  sample:
    - name: WS0001
      changed: true
      failed: false
      account: created
      dn: CN=WS0001,OU=Workstations,DC=corp,DC=example
      sid: S-1-5-21-1004336348-1177238915-682003330-1104
      path: blobs/WS0001.djoin
      error: null
counts:
  description: How many machines were C(created), C(reused), C(unchanged) and C(failed).
  returned: when somebody could log on
  type: dict
  sample: {created: 199, reused: 0, unchanged: 1, failed: 0}
domain_controller:
  description: The domain controller that was used, and that the blobs name.
  returned: when somebody could log on
  type: str
  sample: dc1.corp.example
error:
  description:
    - Why the task failed; of the first machine that did.
    - It has all that RV(netjoin.windows.computer_account#module:error) has, and RV(error.reason).
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
    reason:
      description:
        - Why a machine was left alone.
        - C(foreign_blob) or C(foreign_file) when a file is there that is not of this machine, C(uncertain_blob) when its time does not
          tell whether it is good, C(account_exists), C(no_account), C(elsewhere), C(active), C(key_credential), C(not_allowed) or
          C(protected) for its account, C(output) for a file that cannot be written,
          C(overtaken) when another task has set another password meanwhile, C(not_tried) after the domain controller went away,
          C(unreadable) for an account that makes no sense, C(domain_controller) and C(trusted_owner) for names.
      type: str
"""

import typing as t

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.netjoin.windows.plugins.module_utils._directory.access import (
    ACCESS_SPEC,
    parse_access,
    refusal,
)
from ansible_collections.netjoin.windows.plugins.module_utils._directory.problem import DirectoryProblem
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.progress_file import (
    ProgressFile,
)
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.request import (
    REQUEST_SPEC,
    parse_request,
)
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.result import counts, summary
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.task import ProvisioningTask


def main() -> None:
    """Parse, open one connection, handle every machine, report."""
    module = AnsibleModule(argument_spec={**ACCESS_SPEC, **REQUEST_SPEC}, supports_check_mode=True)
    access, request = parse_access(module.params), parse_request(module.params)
    if isinstance(access, list) or isinstance(request, list):
        findings = [each for parsed in (access, request) if isinstance(parsed, list) for each in parsed]
        module.fail_json(**refusal(findings))
    for warning in (*access.warnings, *request.warnings):
        module.warn(warning)
    try:
        request.store.prepare(check_mode=module.check_mode)
        with access.open(site=request.site) as directory:
            task = ProvisioningTask(directory, request, check_mode=module.check_mode)
            with ProgressFile(module.params["progress_file"]) as progress:
                results = task.run(progress.tell)
            controller = directory.facts.controller
    except DirectoryProblem as problem:
        module.fail_json(msg=str(problem), error=problem.as_result())
    for warning in task.warnings:
        module.warn(warning)
    answer: dict[str, t.Any] = {
        "changed": any(result.changed for result in results),
        "machines": [result.as_result() for result in results],
        "counts": counts(results),
        "domain_controller": controller,
        "diff": [result.as_diff() for result in results if result.changed],
    }
    problems = [result.problem for result in results if result.problem is not None]
    if problems:
        module.fail_json(msg=summary(results), error=problems[0].as_result(), **answer)
    module.exit_json(**answer)


if __name__ == "__main__":
    main()
