// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections;
using ansible_collections.netjoin.windows.plugins.module_utils._JoinOptions;

namespace ansible_collections.netjoin.windows.plugins.module_utils._MembershipRequest
{
    /// <summary>The options of the module host_membership; what was not given is null, 0 or false.</summary>
    public sealed class MembershipRequest
    {
        public MembershipRequest(IDictionary options)
        {
            WantsWorkgroup = (string)options["state"] == "workgroup";
            Workgroup = (string)options["workgroup"];
            Domain = (string)options["domain"];
            DomainController = (string)options["domain_controller"];
            AccountOU = (string)options["account_ou"];
            Username = (string)options["username"];
            Password = (string)options["password"];
            JoinOptions = (JoinOptions)Convert.ToUInt32(options["join_options"]);
            UnjoinUsername = (string)options["unjoin_username"];
            UnjoinPassword = (string)options["unjoin_password"];
            UnjoinOptions = Convert.ToUInt32(options["unjoin_options"]);
            Force = Convert.ToBoolean(options["force"]);
            LeaveOtherDomain = Convert.ToBoolean(options["leave_other_domain"]);
            Hostname = (string)options["hostname"];
        }

        public bool WantsWorkgroup { get; private set; }
        public string Workgroup { get; private set; }
        public string Domain { get; private set; }
        public string DomainController { get; private set; }
        public string AccountOU { get; private set; }
        public string Username { get; private set; }

        /// <summary>Without a user name that of the computer account.</summary>
        public string Password { get; private set; }
        public JoinOptions JoinOptions { get; private set; }
        public string UnjoinUsername { get; private set; }
        public string UnjoinPassword { get; private set; }
        public uint UnjoinOptions { get; private set; }
        public bool Force { get; private set; }
        public bool LeaveOtherDomain { get; private set; }
        public string Hostname { get; private set; }
    }
}
