// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections;
using System.Collections.Generic;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._ComputerSystem;
using ansible_collections.netjoin.windows.plugins.module_utils._DirectoryName;
using ansible_collections.netjoin.windows.plugins.module_utils._EntraJoin;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipState;
using ansible_collections.netjoin.windows.plugins.module_utils._Netlogon;

namespace ansible_collections.netjoin.windows.plugins.module_utils._MembershipInfo
{
    /// <summary>The module membership_info.</summary>
    public static class MembershipInfo
    {
        private static readonly string[] Roles = new string[]
        {
            "standalone_workstation", "member_workstation", "standalone_server", "member_server",
            "backup_domain_controller", "primary_domain_controller"
        };

        /// <summary>
        /// Asks every source; what a source that does not answer would have told is null. It fails when none tells
        /// whether this computer is a member.
        /// </summary>
        public static Dictionary<string, object> Read(IDictionary parameters, bool checkMode)
        {
            using (ComputerSystem system = new ComputerSystem())
            {
                CallOutcome read = system.Read();
                MembershipState state = MembershipState.Read(system);
                if (!state.IsKnown)
                {
                    return Unknown(read);
                }
                return Describe(
                    state,
                    state.IsMember ? DirectoryName.Read() : null,
                    state.IsMember ? Netlogon.Site() : null,
                    state.IsMember ? Netlogon.Verify(state.Domain) : null,
                    EntraJoin.Read());
            }
        }

        /// <summary>The module's result.</summary>
        public static Dictionary<string, object> Describe(
            MembershipState state, string accountDN, string site, SecureChannel channel, bool? entraJoined)
        {
            Dictionary<string, object> result = state.Describe(state.Hostname);
            bool known = state.Role >= 0 && state.Role < Roles.Length;
            result["changed"] = false;
            result["domain_dns"] = MembershipState.Same(state.Domain, state.DomainNetbios) ? null : state.Domain;
            result["hostname_pending"] = state.RenamePending ? state.NextHostname : null;
            result["role"] = known ? Roles[state.Role.Value] : null;
            result["account_dn"] = accountDN;
            result["site"] = site;
            result["domain_controller"] = channel == null ? null : channel.DomainController;
            result["secure_channel"] = channel == null ? null : new Dictionary<string, object>
            {
                { "status", channel.Status },
                { "code", channel.Code }
            };
            result["entra_joined"] = entraJoined;
            return result;
        }

        /// <summary>The result when nothing tells what this computer is a member of.</summary>
        public static Dictionary<string, object> Unknown(CallOutcome failure)
        {
            return new Dictionary<string, object>
            {
                { "changed", false },
                { "failed", true },
                { "msg", "Windows does not tell what it is a member of: " + failure.Call + " failed" },
                { "error", failure.Describe() }
            };
        }
    }
}
