// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Runtime.InteropServices;
using ansible_collections.netjoin.windows.plugins.module_utils._NetApi32;

namespace ansible_collections.netjoin.windows.plugins.module_utils._Netlogon
{
    /// <summary>NETLOGON_INFO_2, [MS-NRPC] 2.2.1.7.3.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct NetlogonInfo2
    {
        public uint Flags;
        public uint PdcConnectionStatus;
        public IntPtr TrustedDcName;
        public uint TcConnectionStatus;
    }

    /// <summary>What Netlogon says of the secure channel to the domain.</summary>
    public sealed class SecureChannel
    {
        private const uint VerifyStatusReturned = 0x80; // NETLOGON_VERIFY_STATUS_RETURNED
        private const uint NoLogonServers = 1311; // ERROR_NO_LOGON_SERVERS
        private const uint NoSuchDomain = 1355; // ERROR_NO_SUCH_DOMAIN

        private SecureChannel(string status, uint code, string domainController)
        {
            Status = status;
            Code = code;
            DomainController = domainController;
        }

        /// <summary>"ok", "broken" or "unknown".</summary>
        public string Status { get; private set; }

        /// <summary>The NET_API_STATUS that says so.</summary>
        public uint Code { get; private set; }

        /// <summary>The domain controller of the channel, without leading backslashes; null without one.</summary>
        public string DomainController { get; private set; }

        /// <summary>Netlogon did not answer: the caller may not ask, or the service does not run.</summary>
        public static SecureChannel Unanswered(uint code)
        {
            return new SecureChannel("unknown", code, null);
        }

        public static SecureChannel From(NetlogonInfo2 info)
        {
            uint code = info.TcConnectionStatus;
            if (code == 0 && (info.Flags & VerifyStatusReturned) != 0)
            {
                code = info.PdcConnectionStatus;
            }
            // Without a domain controller nobody can tell whether the trust holds.
            bool alone = code == NoLogonServers || code == NoSuchDomain;
            string status = code == 0 ? "ok" : alone ? "unknown" : "broken";
            string name = (Marshal.PtrToStringUni(info.TrustedDcName) ?? "").TrimStart('\\');
            return new SecureChannel(status, code, name.Length == 0 ? null : name);
        }
    }

    /// <summary>The Netlogon service of this computer.</summary>
    public static class Netlogon
    {
        private const uint VerifyChannel = 10; // NETLOGON_CONTROL_TC_VERIFY

        /// <summary>Has Netlogon use the channel now, rather than tell how its last use went.</summary>
        public static SecureChannel Verify(string domain)
        {
            NetApiBuffer buffer;
            string[] data = new string[] { domain };
            uint code = I_NetLogonControl2(null, VerifyChannel, 2, data, out buffer);
            using (buffer)
            {
                if (code != 0 || buffer.IsInvalid)
                {
                    return SecureChannel.Unanswered(code);
                }
                return SecureChannel.From(
                    (NetlogonInfo2)Marshal.PtrToStructure(buffer.DangerousGetHandle(), typeof(NetlogonInfo2)));
            }
        }

        /// <summary>The Active Directory site; null outside of a domain, or when none is known.</summary>
        public static string Site()
        {
            NetApiBuffer name;
            uint code = DsGetSiteNameW(null, out name);
            using (name)
            {
                return code == 0 ? name.Text : null;
            }
        }

        // The data is a pointer to a pointer to the name, which an array of one string is.
        [DllImport("netapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern uint I_NetLogonControl2(string server, uint function, uint level,
            [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPWStr)] string[] data,
            out NetApiBuffer buffer);

        [DllImport("netapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern uint DsGetSiteNameW(string computer, out NetApiBuffer site);
    }
}
