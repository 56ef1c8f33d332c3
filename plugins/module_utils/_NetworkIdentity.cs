// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Win32.SafeHandles;
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;

namespace ansible_collections.netjoin.windows.plugins.module_utils._NetworkIdentity
{
    /// <summary>Being another user to the network, while staying who one is on this computer.</summary>
    public static class NetworkIdentity
    {
        private const uint NewCredentials = 9; // LOGON32_LOGON_NEW_CREDENTIALS
        private const uint Winnt50 = 3; // LOGON32_PROVIDER_WINNT50, the only one that knows that kind of logon

        /// <summary>
        /// Makes the call as the user, on this thread. Nothing is checked before the call reaches the network, so a
        /// password that is wrong is tried once, and by the call.
        /// </summary>
        /// <param name="domain">Where a user name without a domain belongs to.</param>
        public static CallOutcome Use(string userName, string password, string domain, Func<CallOutcome> call)
        {
            int slash = userName.IndexOf('\\');
            string user = userName.Substring(slash + 1);
            string authority = slash >= 0 ? userName.Substring(0, slash) : user.Contains("@") ? null : domain;
            AccessToken token;
            bool done = LogonUserW(user, authority, password, NewCredentials, Winnt50, out token);
            CallOutcome logon = CallOutcome.Told("LogonUserW", done, Marshal.GetLastWin32Error());
            using (token)
            {
                return logon.Succeeded ? Impersonate(token, call) : logon;
            }
        }

        private static CallOutcome Impersonate(AccessToken token, Func<CallOutcome> call)
        {
            bool done = ImpersonateLoggedOnUser(token);
            CallOutcome begun = CallOutcome.Told("ImpersonateLoggedOnUser", done, Marshal.GetLastWin32Error());
            if (!begun.Succeeded)
            {
                return begun;
            }
            try
            {
                return call();
            }
            finally
            {
                if (!RevertToSelf())
                {
                    throw new Win32Exception(); // whatever came next would be done as the other user
                }
            }
        }

        private sealed class AccessToken : SafeHandleZeroOrMinusOneIsInvalid
        {
            public AccessToken() : base(true)
            {
            }

            protected override bool ReleaseHandle()
            {
                return CloseHandle(handle);
            }
        }

        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool LogonUserW(
            string user, string domain, string password, uint kind, uint provider, out AccessToken token);

        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool ImpersonateLoggedOnUser(AccessToken token);

        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool RevertToSelf();

        [DllImport("kernel32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool CloseHandle(IntPtr handle);
    }
}
