#!powershell

# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

#AnsibleRequires -CSharpUtil Ansible.Basic
#AnsibleRequires -CSharpUtil ..module_utils._SecureChannelUpkeep

$spec = @{
    options = @{
        state = @{ type = 'str'; required = $true; choices = @('verified', 'repaired', 'rotated') }
        domain_controller = @{ type = 'str' }
        username = @{ type = 'str' }
        password = @{ type = 'str'; no_log = $true }
    }
    supports_check_mode = $true
}

$module = [Ansible.Basic.AnsibleModule]::Create($args, $spec)
$module.Result = [ansible_collections.netjoin.windows.plugins.module_utils._SecureChannelUpkeep.SecureChannelUpkeep]::Ensure($module.Params, $module.CheckMode)
$module.ExitJson()
