// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._JoinOptions;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipRequest;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipRun;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipState;

namespace ansible_collections.netjoin.windows.plugins.module_utils._DomainJoin
{
    /// <summary>Makes a computer a member of the asked domain, under its new name when it gets one.</summary>
    public sealed class DomainJoin
    {
        public const string Method = "JoinDomainOrWorkgroup";

        private readonly MembershipRun run;
        private readonly MembershipRequest asked;

        public DomainJoin(MembershipRun run, MembershipRequest asked)
        {
            this.run = run;
            this.asked = asked;
        }

        public void Join()
        {
            MembershipState before = run.Before;
            bool rename = !before.WillBeNamed(asked.Hostname);
            if (rename && !run.SetHostname(asked.Hostname))
            {
                return;
            }
            string name = asked.Hostname ?? before.NextHostname;
            CallOutcome joined = CallJoin(name);
            if (joined.Succeeded)
            {
                run.Change(before.Joined(asked.Domain).Renamed(name));
                return;
            }
            if (rename && !IsElsewhere(run.ReadAfter()))
            {
                run.Do("SetComputerNameExW", () => run.Computer.SetHostname(before.NextHostname));
            }
            run.Fail(joined, null);
        }

        // A join may have gone through although its call failed.
        private bool IsElsewhere(MembershipState now)
        {
            return now != null && now.IsMember && !MembershipState.Same(now.Domain, run.Before.Domain);
        }

        // The account has to have the name that the computer has after the reboot, whoever staged that name.
        private CallOutcome CallJoin(string name)
        {
            JoinOptions options = asked.JoinOptions & ~JoinOptions.JoinWithNewName;
            if (!MembershipState.Same(name, run.Before.Hostname))
            {
                options |= JoinOptions.JoinWithNewName;
            }
            run.Result["join_options"] = (uint)options;
            string controller = asked.DomainController;
            string target = controller == null ? asked.Domain : asked.Domain + "\\" + controller;
            return run.Do(Method, () =>
                run.Computer.Join(target, asked.Password, asked.Username, asked.AccountOU, options));
        }
    }
}
