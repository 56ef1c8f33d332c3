// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Runtime.InteropServices;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
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

        // ERROR_ACCESS_DENIED, ERROR_NO_TRUST_LSA_SECRET, ERROR_NO_TRUST_SAM_ACCOUNT, ERROR_TRUSTED_RELATIONSHIP_FAILURE.
        // All else that Netlogon may say ([MS-NRPC] 3.4.5.3.1) is the trouble of a server, or that there is none to ask.
        private static readonly uint[] Refusals = { 5, 1786, 1787, 1789 };

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

        /// <summary>
        /// Netlogon has tried the channel, and a new password can help. It may end with 1311 after every domain controller
        /// has refused it; where there is none, none takes a password, and nothing is changed.
        /// </summary>
        public bool MayBeRepaired { get; private set; }

        /// <summary>The trust works, though not through the domain controller that was asked for.</summary>
        public bool WorksElsewhere { get; private set; }

        public bool IsOk { get { return Status == "ok"; } }

        /// <summary>Netlogon did not answer: the caller may not ask, or the service does not run.</summary>
        public static SecureChannel Unanswered(uint code)
        {
            return new SecureChannel("unknown", code, null);
        }

        /// <summary>A channel that works, as check mode foresees it.</summary>
        public static SecureChannel Working(string domainController)
        {
            return new SecureChannel("ok", 0, domainController);
        }

        /// <summary>Netlogon could not open the channel that it was told to open, and has another one that works.</summary>
        public static SecureChannel NotOpened(uint code)
        {
            return new SecureChannel(StatusOf(code), code, null) { WorksElsewhere = true };
        }

        /// <summary>The same computer, by its full or its short name.</summary>
        public bool IsThrough(string domainController)
        {
            string used = (DomainController ?? "").Split('.')[0];
            return String.Equals(used, domainController.Split('.')[0], StringComparison.OrdinalIgnoreCase);
        }

        public static SecureChannel From(NetlogonInfo2 info)
        {
            uint code = info.TcConnectionStatus;
            if (code == 0 && (info.Flags & VerifyStatusReturned) != 0)
            {
                code = info.PdcConnectionStatus;
            }
            string name = (Marshal.PtrToStringUni(info.TrustedDcName) ?? "").TrimStart('\\');
            SecureChannel channel = new SecureChannel(StatusOf(code), code, name.Length == 0 ? null : name);
            channel.MayBeRepaired = channel.Status == "broken" || code == NoLogonServers;
            return channel;
        }

        private static string StatusOf(uint code)
        {
            return code == 0 ? "ok" : Array.IndexOf(Refusals, code) < 0 ? "unknown" : "broken";
        }
    }

    /// <summary>The Netlogon service of this computer.</summary>
    public static class Netlogon
    {
        /// <summary>The function behind every question and order to Netlogon.</summary>
        public const string Control = "I_NetLogonControl2";

        private const uint OpenChannel = 5; // NETLOGON_CONTROL_REDISCOVER
        private const uint RenewPassword = 9; // NETLOGON_CONTROL_CHANGE_PASSWORD
        private const uint VerifyChannel = 10; // NETLOGON_CONTROL_TC_VERIFY
        private const uint NoLogonServers = 1311; // ERROR_NO_LOGON_SERVERS

        /// <summary>
        /// Has Netlogon open the channel to this domain controller, and use it. Netlogon goes on to another one when it
        /// cannot; then the channel to the one that was asked for is what is told of.
        /// </summary>
        public static SecureChannel Verify(string domain, string domainController)
        {
            uint opened = Order(OpenChannel, 2, domain + @"\" + domainController);
            SecureChannel channel = Verify(domain);
            if (!channel.IsOk)
            {
                return channel; // its own code says more than that of the opening, which is 1311 as a rule
            }
            if (opened != 0)
            {
                return SecureChannel.NotOpened(opened);
            }
            return channel.IsThrough(domainController) ? channel : SecureChannel.NotOpened(NoLogonServers);
        }

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

        /// <summary>Has Netlogon make a new machine password, and set it here and, through the channel, in the domain.</summary>
        public static CallOutcome ChangePassword(string domain)
        {
            // [MS-NRPC] 3.5.4.9.1 has this function answer at level 1 only.
            return CallOutcome.Returned(Control, Order(RenewPassword, 1, domain));
        }

        private static uint Order(uint function, uint level, string target)
        {
            NetApiBuffer buffer;
            uint code = I_NetLogonControl2(null, function, level, new string[] { target }, out buffer);
            buffer.Dispose();
            return code;
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
