// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinTarget;
using ansible_collections.netjoin.windows.plugins.module_utils._Registry;

namespace ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinMark
{
    /// <summary>
    /// The offline join that was requested since Windows started. It takes place at the next start, and until then Windows
    /// does not document what it tells of it; so the request is noted in a key that the next start forgets.
    /// </summary>
    public static class OfflineJoinMark
    {
        // Of its own, for it is deleted before it is written: what others keep beside it stays.
        public const string Key = @"SOFTWARE\netjoin.windows\PendingOfflineJoin";
        public const string Domain = "OfflineJoinDomain";
        public const string DomainNetbios = "OfflineJoinDomainNetbios";
        public const string MachineName = "OfflineJoinMachineName";

        /// <summary>Null when no join waits.</summary>
        public static OfflineJoinTarget Read()
        {
            string domain = Registry.ReadString(Key, Domain);
            string machineName = Registry.ReadString(Key, MachineName);
            if (domain == null || machineName == null)
            {
                return null;
            }
            return new OfflineJoinTarget(domain, Registry.ReadString(Key, DomainNetbios), machineName);
        }
    }
}
