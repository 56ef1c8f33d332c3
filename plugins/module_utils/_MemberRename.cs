// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using ansible_collections.netjoin.windows.plugins.module_utils._MembershipRequest;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipRun;

namespace ansible_collections.netjoin.windows.plugins.module_utils._MemberRename
{
    /// <summary>Gives a member of the asked domain the asked name; there is nothing else to do for it.</summary>
    public sealed class MemberRename
    {
        private readonly MembershipRun run;
        private readonly MembershipRequest asked;

        public MemberRename(MembershipRun run, MembershipRequest asked)
        {
            this.run = run;
            this.asked = asked;
        }

        public void Ensure()
        {
            if (asked.AccountOU != null)
            {
                run.ReadAccount();
            }
            if (run.Before.WillBeNamed(asked.Hostname))
            {
                run.Keep();
            }
            else if (run.Try("Rename", () => run.Computer.Rename(asked.Hostname, Password, asked.Username)))
            {
                run.Change(run.Before.Renamed(asked.Hostname));
            }
        }

        // A password without a user name is for joins only.
        private string Password
        {
            get { return asked.Username == null ? null : asked.Password; }
        }
    }
}
