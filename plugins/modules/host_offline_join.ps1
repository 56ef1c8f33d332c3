#!powershell

# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

#AnsibleRequires -CSharpUtil Ansible.Basic
#AnsibleRequires -CSharpUtil ..module_utils._OfflineJoin

$spec = @{
    options = @{
        blob = @{ type = 'str'; no_log = $true }
        path = @{ type = 'str' }
        remove_path = @{ type = 'bool'; default = $false }
        windows_path = @{ type = 'str' }
        domain = @{ type = 'str' }
        allow_rename = @{ type = 'bool'; default = $false }
    }
    mutually_exclusive = @(, @('blob', 'path'))
    required_one_of = @(, @('blob', 'path'))
    supports_check_mode = $true
}

$module = [Ansible.Basic.AnsibleModule]::Create($args, $spec)
$module.Result = [ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoin.OfflineJoin]::Ensure($module.Params, $module.CheckMode)
$module.ExitJson()
