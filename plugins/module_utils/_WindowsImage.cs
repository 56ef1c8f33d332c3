// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Runtime.InteropServices;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;

namespace ansible_collections.netjoin.windows.plugins.module_utils._WindowsImage
{
    /// <summary>A Windows that an offline join is requested for: the running one, or an image that does not run.</summary>
    public sealed class WindowsImage
    {
        public const string Function = "NetRequestOfflineDomainJoin";
        private const uint OnlineCaller = 0x40000000; // NETSETUP_PROVISION_ONLINE_CALLER

        private readonly string windowsPath;
        private readonly uint options;

        private WindowsImage(string windowsPath, uint options)
        {
            this.windowsPath = windowsPath;
            this.options = options;
        }

        public static WindowsImage Running()
        {
            return new WindowsImage(Environment.GetEnvironmentVariable("SystemRoot"), OnlineCaller);
        }

        /// <param name="windowsPath">Its Windows directory.</param>
        public static WindowsImage At(string windowsPath)
        {
            return new WindowsImage(windowsPath, 0);
        }

        /// <summary>Has Windows keep the blob, in binary, for its next start.</summary>
        public CallOutcome RequestJoin(byte[] blob)
        {
            uint code = NetRequestOfflineDomainJoin(blob, (uint)blob.Length, options, windowsPath);
            return CallOutcome.Returned(Function, code);
        }

        [DllImport("netapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern uint NetRequestOfflineDomainJoin(
            byte[] blob, uint size, uint options, string windowsPath);
    }
}
