// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;

namespace ansible_collections.netjoin.windows.plugins.module_utils._JoinOptions
{
    /// <summary>FJoinOptions of JoinDomainOrWorkgroup: NETSETUP_* of lmjoin.h.</summary>
    [Flags]
    public enum JoinOptions : uint
    {
        JoinDomain = 0x1,
        AcctCreate = 0x2,
        AcctDelete = 0x4,
        Win9xUpgrade = 0x10,
        DomainJoinIfJoined = 0x20,
        JoinUnsecure = 0x40,
        MachinePwdPassed = 0x80,
        DeferSpnSet = 0x100,
        JoinDcAccount = 0x200,
        JoinWithNewName = 0x400,
        JoinReadonly = 0x800,
        AmbiguousDc = 0x1000,
        NoNetlogonCache = 0x2000,
        DontControlServices = 0x4000,
        SetMachineName = 0x8000,
        ForceSpnSet = 0x10000,
        NoAcctReuse = 0x20000,
        InstallInvocation = 0x40000,
        IgnoreUnsupportedFlags = 0x10000000
    }
}
