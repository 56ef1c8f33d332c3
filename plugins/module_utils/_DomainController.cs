// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Runtime.InteropServices;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._NetApi32;

namespace ansible_collections.netjoin.windows.plugins.module_utils._DomainController
{
    /// <summary>A domain controller as the locator of Windows finds it.</summary>
    public static class DomainController
    {
        private const uint ForceRediscovery = 0x1; // DS_FORCE_REDISCOVERY
        private const uint Writable = 0x1000; // DS_WRITABLE_REQUIRED
        private const uint ReturnDnsName = 0x40000000; // DS_RETURN_DNS_NAME

        /// <summary>Looks for one of the domain now, whatever was found before.</summary>
        public static CallOutcome Find(string domain)
        {
            string name;
            return Find(domain, out name);
        }

        /// <summary>As the other one; <paramref name="name"/> is its DNS name, null when there is none.</summary>
        public static CallOutcome Find(string domain, out string name)
        {
            return Find(domain, 0, out name);
        }

        /// <summary>One that takes changes itself, which a read-only domain controller does not.</summary>
        public static CallOutcome FindWritable(string domain, out string name)
        {
            return Find(domain, Writable, out name);
        }

        private static CallOutcome Find(string domain, uint demands, out string name)
        {
            NetApiBuffer info;
            uint flags = ForceRediscovery | ReturnDnsName | demands;
            uint code = DsGetDcNameW(null, domain, IntPtr.Zero, null, flags, out info);
            using (info)
            {
                // DOMAIN_CONTROLLER_INFO begins with the name.
                IntPtr text = info.IsInvalid ? IntPtr.Zero : Marshal.ReadIntPtr(info.DangerousGetHandle());
                name = text == IntPtr.Zero ? null : Marshal.PtrToStringUni(text).TrimStart('\\');
                return CallOutcome.Returned("DsGetDcNameW", code);
            }
        }

        [DllImport("netapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern uint DsGetDcNameW(
            string computer, string domain, IntPtr domainGuid, string site, uint flags, out NetApiBuffer info);
    }
}
