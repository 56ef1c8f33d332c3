// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Win32.SafeHandles;
using System;
using System.Runtime.InteropServices;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._MachinePassword;

namespace ansible_collections.netjoin.windows.plugins.module_utils._LsaSecret
{
    /// <summary>The secret of the Local Security Authority that holds this computer's own password.</summary>
    public static class LsaSecret
    {
        /// <summary>The function that sets it.</summary>
        public const string Call = "LsaStorePrivateData";

        // Named by the pages of LsaStorePrivateData and of "Private Data Object".
        private const string Key = "$MACHINE.ACC";
        private const uint CreateSecret = 0x20; // POLICY_CREATE_SECRET

        /// <summary>
        /// Whether this process may open the policy with the right to make secrets, which a caller without rights may not.
        /// That it may set the secret there is, only setting it shows ([MS-LSAD] 3.1.4.6.5).
        /// </summary>
        public static CallOutcome Allow()
        {
            LsaHandle policy;
            CallOutcome opened = Open(out policy);
            policy.Dispose();
            return opened;
        }

        public static CallOutcome Store(MachinePassword password)
        {
            LsaHandle policy;
            CallOutcome opened = Open(out policy);
            using (policy)
            {
                return opened.Succeeded ? Store(policy, password) : opened;
            }
        }

        private static CallOutcome Open(out LsaHandle policy)
        {
            LsaObjectAttributes unused = new LsaObjectAttributes();
            return Answered("LsaOpenPolicy", LsaOpenPolicy(IntPtr.Zero, ref unused, CreateSecret, out policy));
        }

        private static CallOutcome Store(LsaHandle policy, MachinePassword password)
        {
            IntPtr key = Marshal.StringToHGlobalUni(Key);
            try
            {
                LsaUnicodeString name = new LsaUnicodeString(key, Key.Length);
                LsaUnicodeString value = new LsaUnicodeString(password.Text, MachinePassword.Length);
                return Answered(Call, LsaStorePrivateData(policy, ref name, ref value));
            }
            finally
            {
                Marshal.FreeHGlobal(key);
            }
        }

        private static CallOutcome Answered(string call, uint status)
        {
            return CallOutcome.Returned(call, LsaNtStatusToWinError(status));
        }

        private sealed class LsaHandle : SafeHandleZeroOrMinusOneIsInvalid
        {
            public LsaHandle() : base(true)
            {
            }

            protected override bool ReleaseHandle()
            {
                return LsaClose(handle) == 0;
            }
        }

        /// <summary>Lengths are in bytes and do not count the terminator.</summary>
        [StructLayout(LayoutKind.Sequential)]
        public struct LsaUnicodeString
        {
            public ushort Length;
            public ushort MaximumLength;
            public IntPtr Buffer;

            public LsaUnicodeString(IntPtr text, int characters)
            {
                Length = (ushort)(2 * characters);
                MaximumLength = (ushort)(2 * (characters + 1));
                Buffer = text;
            }
        }

        /// <summary>All of it is reserved, and zero. Public, or compilers warn that nobody sets it.</summary>
        [StructLayout(LayoutKind.Sequential)]
        public struct LsaObjectAttributes
        {
            public uint Length;
            public IntPtr RootDirectory;
            public IntPtr ObjectName;
            public uint Attributes;
            public IntPtr SecurityDescriptor;
            public IntPtr SecurityQualityOfService;
        }

        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern uint LsaOpenPolicy(
            IntPtr system, ref LsaObjectAttributes attributes, uint access, out LsaHandle policy);

        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern uint LsaStorePrivateData(
            LsaHandle policy, ref LsaUnicodeString key, ref LsaUnicodeString data);

        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern uint LsaNtStatusToWinError(uint status);

        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern uint LsaClose(IntPtr handle);
    }
}
