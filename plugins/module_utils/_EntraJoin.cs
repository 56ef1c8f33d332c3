// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Win32.SafeHandles;
using System;
using System.Runtime.InteropServices;

namespace ansible_collections.netjoin.windows.plugins.module_utils._EntraJoin
{
    /// <summary>DSREG_JOIN_INFO as NetGetAadJoinInformation allocates it.</summary>
    public sealed class EntraJoinInfo : SafeHandleZeroOrMinusOneIsInvalid
    {
        private const int DeviceJoin = 1; // DSREG_DEVICE_JOIN

        public EntraJoinInfo() : base(true)
        {
        }

        // The join type is the first member. A device that is not joined has no structure.
        public bool IsDeviceJoin
        {
            get { return !IsInvalid && Marshal.ReadInt32(handle) == DeviceJoin; }
        }

        protected override bool ReleaseHandle()
        {
            NetFreeAadJoinInformation(handle);
            return true;
        }

        [DllImport("netapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern void NetFreeAadJoinInformation(IntPtr info);
    }

    /// <summary>Whether this computer is joined to Microsoft Entra ID.</summary>
    public static class EntraJoin
    {
        /// <summary>Null when Windows cannot tell; before Windows 10 it has no function for it.</summary>
        public static bool? Read()
        {
            try
            {
                EntraJoinInfo info;
                int result = NetGetAadJoinInformation(null, out info);
                using (info)
                {
                    return result == 0 ? info.IsDeviceJoin : (bool?)null;
                }
            }
            catch (EntryPointNotFoundException)
            {
                return null;
            }
            catch (DllNotFoundException)
            {
                return null;
            }
        }

        [DllImport("netapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern int NetGetAadJoinInformation(string tenant, out EntraJoinInfo info);
    }
}
