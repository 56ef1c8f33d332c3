// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections;
using System.Collections.Generic;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._Computer;
using ansible_collections.netjoin.windows.plugins.module_utils._DomainJoin;
using ansible_collections.netjoin.windows.plugins.module_utils._DomainLeave;
using ansible_collections.netjoin.windows.plugins.module_utils._DomainSwitch;
using ansible_collections.netjoin.windows.plugins.module_utils._MemberRename;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipRequest;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipRun;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipState;
using ansible_collections.netjoin.windows.plugins.module_utils._WorkgroupJoin;

namespace ansible_collections.netjoin.windows.plugins.module_utils._Membership
{
    /// <summary>The module host_membership.</summary>
    public static class Membership
    {
        private const uint IsDomainController = 2693; // NERR_SetupDomainController
        private const uint MustRestart = 2713; // NERR_JoinPerformedMustRestart

        public static Dictionary<string, object> Ensure(IDictionary parameters, bool checkMode)
        {
            using (LocalComputer computer = new LocalComputer())
            {
                return Ensure(computer, parameters, checkMode);
            }
        }

        /// <summary>Reads the computer once, decides, acts, and tells what it did in the module's result.</summary>
        public static Dictionary<string, object> Ensure(IComputer computer, IDictionary parameters, bool checkMode)
        {
            MembershipRequest asked = new MembershipRequest(parameters);
            MembershipRun run = new MembershipRun(computer, checkMode);
            run.Result["join_options"] = null;
            run.Result["left_domain"] = null;
            run.Result["account_dn"] = null;
            if (run.ReadBefore())
            {
                Ensure(run, asked);
            }
            return run.Result;
        }

        private static void Ensure(MembershipRun run, MembershipRequest asked)
        {
            string method = asked.WantsWorkgroup ? DomainLeave.Method : DomainJoin.Method;
            if (run.Before.IsDomainController)
            {
                run.Fail(CallOutcome.Refused(method, IsDomainController), "domain_controller");
            }
            else if (run.Before.WaitsForOfflineJoin && !IsAsAsked(run.Before, asked))
            {
                run.Fail(CallOutcome.Refused(method, MustRestart), "offline_join_pending");
            }
            else if (asked.WantsWorkgroup)
            {
                new WorkgroupJoin(run, asked).Ensure();
            }
            else if (run.Before.IsIn(asked.Domain))
            {
                new MemberRename(run, asked).Ensure();
            }
            else if (run.Before.IsMember)
            {
                new DomainSwitch(run, asked).Ensure();
            }
            else
            {
                new DomainJoin(run, asked).Join();
            }
        }

        private static bool IsAsAsked(MembershipState state, MembershipRequest asked)
        {
            return !asked.WantsWorkgroup && state.IsIn(asked.Domain) && state.WillBeNamed(asked.Hostname);
        }
    }
}
