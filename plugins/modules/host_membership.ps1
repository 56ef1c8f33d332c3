#!powershell

# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

#AnsibleRequires -CSharpUtil Ansible.Basic
#AnsibleRequires -CSharpUtil ..module_utils._Membership

$spec = @{
    options = @{
        state = @{ type = 'str'; required = $true; choices = @('domain', 'workgroup') }
        domain = @{ type = 'str' }
        domain_controller = @{ type = 'str' }
        account_ou = @{ type = 'str' }
        username = @{ type = 'str' }
        password = @{ type = 'str'; no_log = $true }
        join_options = @{ type = 'int' }
        workgroup = @{ type = 'str' }
        leave_other_domain = @{ type = 'bool'; default = $false }
        unjoin_username = @{ type = 'str' }
        unjoin_password = @{ type = 'str'; no_log = $true }
        unjoin_options = @{ type = 'int'; default = 0 }
        force = @{ type = 'bool'; default = $false }
        hostname = @{ type = 'str' }
    }
    required_if = @(
        @('state', 'domain', @('domain', 'join_options')),
        @('state', 'workgroup', @('workgroup'))
    )
    supports_check_mode = $true
}

$module = [Ansible.Basic.AnsibleModule]::Create($args, $spec)
$module.Result = [ansible_collections.netjoin.windows.plugins.module_utils._Membership.Membership]::Ensure($module.Params, $module.CheckMode)
$module.ExitJson()
