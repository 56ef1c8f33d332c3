// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections;
using System.Collections.Generic;
using ansible_collections.netjoin.windows.plugins.module_utils._Computer;
using ansible_collections.netjoin.windows.plugins.module_utils._DomainJoin;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipRun;

namespace ansible_collections.netjoin.windows.plugins.module_utils._Membership
{
    /// <summary>The module host_membership.</summary>
    public static class Membership
    {
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
            MembershipRun run = new MembershipRun(computer, checkMode);
            run.Result["join_options"] = parameters["join_options"];
            if (run.ReadBefore())
            {
                new DomainJoin(run, parameters).Ensure();
            }
            return run.Result;
        }
    }
}
