// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Win32.SafeHandles;
using System;
using System.Runtime.InteropServices;

namespace ansible_collections.netjoin.windows.plugins.module_utils._NetApi32
{
    /// <summary>Memory that a Net* function allocated.</summary>
    public sealed class NetApiBuffer : SafeHandleZeroOrMinusOneIsInvalid
    {
        public NetApiBuffer() : base(true)
        {
        }

        public string Text
        {
            get { return Marshal.PtrToStringUni(handle); }
        }

        protected override bool ReleaseHandle()
        {
            return NetApiBufferFree(handle) == 0;
        }

        [DllImport("netapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern uint NetApiBufferFree(IntPtr buffer);
    }

    /// <summary>NETSETUP_JOIN_STATUS.</summary>
    public enum JoinStatus
    {
        Unknown,
        Unjoined,
        Workgroup,
        Domain
    }

    /// <summary>What this computer is joined to, and its name; a domain's NetBIOS name as a rule.</summary>
    public sealed class JoinInformation
    {
        public JoinInformation(JoinStatus status, string name)
        {
            Status = status;
            Name = name;
        }

        public JoinStatus Status { get; private set; }
        public string Name { get; private set; }

        /// <summary>Status Unknown when Windows does not answer, as without its Workstation service.</summary>
        public static JoinInformation Read()
        {
            NetApiBuffer name;
            JoinStatus status;
            if (NetGetJoinInformation(null, out name, out status) != 0)
            {
                return new JoinInformation(JoinStatus.Unknown, null);
            }
            using (name)
            {
                return new JoinInformation(status, name.Text);
            }
        }

        [DllImport("netapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern uint NetGetJoinInformation(string server, out NetApiBuffer name, out JoinStatus status);
    }
}
