#!powershell

# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

#AnsibleRequires -CSharpUtil Ansible.Basic
#AnsibleRequires -CSharpUtil ..module_utils._JoinReadiness

$spec = @{
    options = @{
        domain = @{ type = 'str'; required = $true }
        domain_controller = @{ type = 'str' }
    }
    supports_check_mode = $true
}

$module = [Ansible.Basic.AnsibleModule]::Create($args, $spec)
$module.Result = [ansible_collections.netjoin.windows.plugins.module_utils._JoinReadiness.JoinReadiness]::Look($module.Params, $module.CheckMode)
$module.ExitJson()
