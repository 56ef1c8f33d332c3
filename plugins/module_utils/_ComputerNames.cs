// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Runtime.InteropServices;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._Registry;

namespace ansible_collections.netjoin.windows.plugins.module_utils._ComputerNames
{
    /// <summary>A name that changes with the next start of Windows.</summary>
    public sealed class StagedName
    {
        public StagedName(string active, string next)
        {
            Active = active;
            Next = next;
        }

        public string Active { get; private set; }
        public string Next { get; private set; }

        /// <summary>A reboot will change it; case does not count.</summary>
        public bool IsPending
        {
            get
            {
                return Active != null && Next != null
                    && !String.Equals(Active, Next, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    /// <summary>The names of this computer, as the registry holds them now and for the next start.</summary>
    public sealed class ComputerNames
    {
        private const string Tcpip = @"SYSTEM\CurrentControlSet\Services\Tcpip\Parameters";
        private const string Policy = @"SOFTWARE\Policies\Microsoft\System\DNSClient";
        private const string Netbios = @"SYSTEM\CurrentControlSet\Control\ComputerName\";
        private const int PhysicalDnsHostname = 5; // COMPUTER_NAME_FORMAT

        public ComputerNames(StagedName host, StagedName netbios, StagedName suffix)
        {
            Host = host;
            NetbiosName = netbios;
            Suffix = suffix;
        }

        public StagedName Host { get; private set; }
        public StagedName NetbiosName { get; private set; }

        /// <summary>The primary DNS suffix, the name of the domain after a join, unless a policy sets it.</summary>
        public StagedName Suffix { get; private set; }

        public static ComputerNames Read()
        {
            return new ComputerNames(
                new StagedName(Registry.ReadString(Tcpip, "Hostname"), Registry.ReadString(Tcpip, "NV Hostname")),
                new StagedName(
                    Registry.ReadString(Netbios + "ActiveComputerName", "ComputerName"),
                    Registry.ReadString(Netbios + "ComputerName", "ComputerName")),
                ReadSuffix());
        }

        // The active suffix is the policy's when there is one, whatever was staged.
        private static StagedName ReadSuffix()
        {
            string staged = Registry.ReadString(Tcpip, "NV Domain") ?? "";
            bool byPolicy = Registry.HasValue(Policy, "NV PrimaryDnsSuffix");
            return new StagedName(byPolicy ? staged : Registry.ReadString(Tcpip, "Domain") ?? "", staged);
        }

        /// <summary>Sets the host name that the next start brings; Windows derives the NetBIOS name from it.</summary>
        public static CallOutcome SetHostname(string name)
        {
            bool done = SetComputerNameExW(PhysicalDnsHostname, name);
            return CallOutcome.Told("SetComputerNameExW", done, Marshal.GetLastWin32Error());
        }

        [DllImport("kernel32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool SetComputerNameExW(int format, string name);
    }
}
