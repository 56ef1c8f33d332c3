// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Runtime.InteropServices;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._MachinePassword;

namespace ansible_collections.netjoin.windows.plugins.module_utils._AccountPassword
{
    /// <summary>The password that a domain controller keeps for an account.</summary>
    public static class AccountPassword
    {
        /// <summary>The function that sets it.</summary>
        public const string Call = "NetUserSetInfo";

        private const uint PasswordOnly = 1003; // USER_INFO_1003

        /// <summary>Sets it with the rights of whoever this thread is to the network.</summary>
        public static CallOutcome Set(string domainController, string account, MachinePassword password)
        {
            UserInfo1003 info = new UserInfo1003 { Password = password.Text };
            uint parameter;
            uint code = NetUserSetInfo(@"\\" + domainController, account, PasswordOnly, ref info, out parameter);
            return CallOutcome.Returned(Call, code);
        }

        [StructLayout(LayoutKind.Sequential)]
        public struct UserInfo1003
        {
            public IntPtr Password;
        }

        [DllImport("netapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern uint NetUserSetInfo(
            string server, string user, uint level, ref UserInfo1003 info, out uint parameter);
    }
}
