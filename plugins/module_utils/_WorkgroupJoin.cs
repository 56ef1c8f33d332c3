// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using ansible_collections.netjoin.windows.plugins.module_utils._DomainJoin;
using ansible_collections.netjoin.windows.plugins.module_utils._DomainLeave;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipRequest;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipRun;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipState;

namespace ansible_collections.netjoin.windows.plugins.module_utils._WorkgroupJoin
{
    /// <summary>Puts a computer into the asked workgroup, out of its domain when it is in one.</summary>
    public sealed class WorkgroupJoin
    {
        private readonly MembershipRun run;
        private readonly MembershipRequest asked;

        public WorkgroupJoin(MembershipRun run, MembershipRequest asked)
        {
            this.run = run;
            this.asked = asked;
        }

        public void Ensure()
        {
            MembershipState before = run.Before;
            bool isThere = MembershipState.Same(asked.Workgroup, before.Workgroup);
            bool isNamed = before.WillBeNamed(asked.Hostname);
            if (isThere && isNamed)
            {
                run.Keep();
                return;
            }
            if (before.IsMember && !new DomainLeave(run, asked).Leave())
            {
                return;
            }
            // The name comes last: the account that stays in the domain keeps its own.
            if ((isThere || Join()) && (isNamed || run.SetHostname(asked.Hostname)))
            {
                MembershipState after = before.InWorkgroup(asked.Workgroup);
                run.Change(isNamed ? after : after.Renamed(asked.Hostname));
            }
        }

        private bool Join()
        {
            return run.Try(DomainJoin.Method, () => run.Computer.Join(asked.Workgroup, null, null, null, 0));
        }
    }
}
