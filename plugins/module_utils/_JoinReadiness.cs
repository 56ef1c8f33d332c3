// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections;
using System.Collections.Generic;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._ComputerSystem;
using ansible_collections.netjoin.windows.plugins.module_utils._ControllerSight;
using ansible_collections.netjoin.windows.plugins.module_utils._EntraJoin;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipInfo;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipState;
using ansible_collections.netjoin.windows.plugins.module_utils._NetApi32;

namespace ansible_collections.netjoin.windows.plugins.module_utils._JoinReadiness
{
    /// <summary>The module host_join_readiness: what this computer is and sees, without a verdict.</summary>
    public static class JoinReadiness
    {
        public static Dictionary<string, object> Look(IDictionary parameters, bool checkMode)
        {
            string domain = (string)parameters["domain"];
            using (ComputerSystem system = new ComputerSystem())
            {
                CallOutcome read = system.Read();
                MembershipState state = MembershipState.Read(system);
                if (!state.IsKnown)
                {
                    return MembershipInfo.Unknown(read);
                }
                // A member has found its domain before, and needs nothing for a join any more.
                ControllerSight sight = state.IsIn(domain) ? null
                    : ControllerSight.Look(domain, (string)parameters["domain_controller"]);
                return Describe(state, domain, JoinInformation.Read().Status, EntraJoin.Read(), sight);
            }
        }

        /// <summary>The module's result; without <paramref name="sight"/> the domain was not looked at.</summary>
        public static Dictionary<string, object> Describe(
            MembershipState state, string domain, JoinStatus status, bool? entraJoined, ControllerSight sight)
        {
            Dictionary<string, object> result = state.Describe(state.Hostname);
            result["changed"] = false;
            result["next_hostname"] = state.NextHostname;
            result["role"] = state.Role;
            result["in_domain"] = state.IsIn(domain);
            // NetGetJoinInformation asks the Workstation service, which a join needs.
            result["workstation_answers"] = status != JoinStatus.Unknown;
            result["entra_joined"] = entraJoined;
            result["sight"] = sight == null ? null : sight.Describe();
            return result;
        }
    }
}
