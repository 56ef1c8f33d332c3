// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._JoinOptions;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipRun;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipState;

namespace ansible_collections.netjoin.windows.plugins.module_utils._DomainJoin
{
    /// <summary>Makes a computer of a workgroup a member of the asked domain; leaves a member of it alone.</summary>
    public sealed class DomainJoin
    {
        private const string JoinMethod = "JoinDomainOrWorkgroup";
        private const uint AlreadyJoined = 2691; // NERR_SetupAlreadyJoined
        private const uint IsDomainController = 2693; // NERR_SetupDomainController

        private readonly MembershipRun run;
        private readonly IDictionary asked;
        private readonly string domain;
        private readonly string hostname;

        public DomainJoin(MembershipRun run, IDictionary asked)
        {
            this.run = run;
            this.asked = asked;
            domain = Text("domain");
            hostname = Text("hostname");
        }

        public void Ensure()
        {
            MembershipState before = run.Before;
            if (before.IsDomainController)
            {
                run.Fail(CallOutcome.Refused(JoinMethod, IsDomainController), "domain_controller");
            }
            else if (before.IsIn(domain))
            {
                Keep();
            }
            else if (before.IsMember)
            {
                run.Fail(CallOutcome.Refused(JoinMethod, AlreadyJoined), "other_domain");
            }
            else
            {
                Join();
            }
        }

        private void Keep()
        {
            if (hostname != null && !MembershipState.Same(hostname, run.Before.NextHostname))
            {
                run.Fail(CallOutcome.Refused("Rename", null), "member_rename");
                return;
            }
            if (Text("account_ou") != null)
            {
                run.Result["account_dn"] = run.Computer.ReadDirectoryName();
            }
            run.Keep();
        }

        private void Join()
        {
            MembershipState before = run.Before;
            string name = hostname ?? before.NextHostname;
            bool rename = !MembershipState.Same(name, before.NextHostname);
            if (rename)
            {
                CallOutcome renamed = SetHostname(name);
                if (!renamed.Succeeded)
                {
                    run.Fail(renamed, null);
                    return;
                }
            }
            CallOutcome joined = CallJoin(name);
            if (!joined.Succeeded)
            {
                MembershipState now = rename ? run.ReadAfter() : null;
                if (rename && (now == null || !now.IsMember))
                {
                    SetHostname(before.NextHostname);
                }
                run.Fail(joined, null);
                return;
            }
            run.Change(before.Joined(domain, name));
        }

        // The account has to have the name that the computer has after the reboot, whoever staged that name.
        private CallOutcome CallJoin(string name)
        {
            JoinOptions options = (JoinOptions)Convert.ToUInt32(asked["join_options"]) & ~JoinOptions.JoinWithNewName;
            if (!MembershipState.Same(name, run.Before.Hostname))
            {
                options |= JoinOptions.JoinWithNewName;
            }
            run.Result["join_options"] = (uint)options;
            string target = Text("domain_controller") == null ? domain : domain + "\\" + Text("domain_controller");
            return run.Do(JoinMethod, () =>
                run.Computer.Join(target, Text("password"), Text("username"), Text("account_ou"), options));
        }

        private CallOutcome SetHostname(string name)
        {
            return run.Do("SetComputerNameExW", () => run.Computer.SetHostname(name));
        }

        private string Text(string option)
        {
            return (string)asked[option];
        }
    }
}
