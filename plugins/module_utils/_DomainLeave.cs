// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipRequest;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipRun;

namespace ansible_collections.netjoin.windows.plugins.module_utils._DomainLeave
{
    /// <summary>Takes a member out of its domain, into a workgroup that Windows names.</summary>
    public sealed class DomainLeave
    {
        public const string Method = "UnjoinDomainOrWorkgroup";

        // ERROR_BAD_NETPATH, ERROR_NO_LOGON_SERVERS, ERROR_NO_SUCH_DOMAIN, RPC_S_SERVER_UNAVAILABLE, NERR_DCNotFound
        private static readonly uint[] NoController = new uint[] { 53, 1311, 1355, 1722, 2453 };

        private readonly MembershipRun run;
        private readonly MembershipRequest asked;

        public DomainLeave(MembershipRun run, MembershipRequest asked)
        {
            this.run = run;
            this.asked = asked;
        }

        /// <summary>Whether it is out; if not, the run has failed.</summary>
        public bool Leave()
        {
            run.ReadAccount();
            CallOutcome left = Unjoin(asked.UnjoinPassword, asked.UnjoinUsername, asked.UnjoinOptions);
            if (asked.Force && left.Channel == "return_value" && Array.IndexOf(NoController, left.Code.Value) >= 0)
            {
                // Without credentials and options Windows asks no domain controller.
                left = Unjoin(null, null, 0);
            }
            if (!left.Succeeded)
            {
                run.Fail(left, null);
                return false;
            }
            run.NoteLeft();
            return true;
        }

        private CallOutcome Unjoin(string password, string userName, uint options)
        {
            return run.Do(Method, () => run.Computer.Unjoin(password, userName, options));
        }
    }
}
