// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._DomainJoin;
using ansible_collections.netjoin.windows.plugins.module_utils._DomainLeave;
using ansible_collections.netjoin.windows.plugins.module_utils._JoinOptions;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipRequest;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipRun;

namespace ansible_collections.netjoin.windows.plugins.module_utils._DomainSwitch
{
    /// <summary>Moves a member of another domain to the asked one, when that was asked for.</summary>
    public sealed class DomainSwitch
    {
        private const uint AlreadyJoined = 2691; // NERR_SetupAlreadyJoined

        private readonly MembershipRun run;
        private readonly MembershipRequest asked;

        public DomainSwitch(MembershipRun run, MembershipRequest asked)
        {
            this.run = run;
            this.asked = asked;
        }

        public void Ensure()
        {
            bool atOnce = (asked.JoinOptions & JoinOptions.DomainJoinIfJoined) != 0;
            if (!atOnce && !asked.LeaveOtherDomain)
            {
                run.Fail(CallOutcome.Refused(DomainJoin.Method, AlreadyJoined), "other_domain");
            }
            else if (atOnce)
            {
                run.ReadAccount();
                Join();
            }
            else if (FindController() && new DomainLeave(run, asked).Leave())
            {
                Join();
            }
        }

        // A computer must not leave its domain for one that is not to be found.
        private bool FindController()
        {
            CallOutcome found = run.Computer.FindController(asked.Domain);
            if (!found.Succeeded)
            {
                run.Fail(found, null);
            }
            return found.Succeeded;
        }

        private void Join()
        {
            new DomainJoin(run, asked).Join();
        }
    }
}
