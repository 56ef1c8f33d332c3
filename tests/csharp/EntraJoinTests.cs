// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Reflection;
using System.Runtime.InteropServices;
using ansible_collections.netjoin.windows.plugins.module_utils._EntraJoin;

/// <summary>DSREG_JOIN_TYPE, the first member of DSREG_JOIN_INFO (lmjoin.h): 0 unknown, 1 device, 2 workplace.</summary>
public static class EntraJoinTests
{
    public static void A_device_is_joined_when_Windows_says_device()
    {
        Check.Equal(false, IsDeviceJoin(0));
        Check.Equal(true, IsDeviceJoin(1));
    }

    public static void An_account_of_the_workplace_joins_no_device()
    {
        Check.Equal(false, IsDeviceJoin(2));
    }

    public static void No_structure_means_not_joined()
    {
        Check.Equal(false, new EntraJoinInfo().IsDeviceJoin);
    }

    // This process has no netapi32, as a Windows without the function has none.
    public static void A_Windows_that_has_no_such_function_cannot_tell()
    {
        Check.Equal(null, EntraJoin.Read());
    }

    private static bool IsDeviceJoin(int type)
    {
        IntPtr memory = Marshal.AllocHGlobal(64);
        Marshal.WriteInt32(memory, type);
        EntraJoinInfo info = new EntraJoinInfo();
        typeof(SafeHandle).GetMethod("SetHandle", BindingFlags.Instance | BindingFlags.NonPublic)
            .Invoke(info, new object[] { memory });
        bool isDeviceJoin = info.IsDeviceJoin;
        info.SetHandleAsInvalid();
        Marshal.FreeHGlobal(memory);
        return isDeviceJoin;
    }
}
