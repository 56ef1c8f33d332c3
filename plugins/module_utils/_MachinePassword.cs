// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Win32.SafeHandles;
using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ansible_collections.netjoin.windows.plugins.module_utils._MachinePassword
{
    /// <summary>
    /// A new password for this computer's account, in memory that is cleared when it is released; never a string of .NET,
    /// which nobody could clear.
    /// </summary>
    public sealed class MachinePassword : SafeHandleZeroOrMinusOneIsInvalid
    {
        /// <summary>In UTF-16 units. Windows makes its own as long, [MS-WKST] 3.2.4.13.3.</summary>
        public const int Length = 120;

        // Windows takes the ASCII characters 32 to 122; a blank at an end would be lost by whoever trims.
        private const int First = 33;
        private const int Last = 122;

        private MachinePassword() : base(true)
        {
        }

        /// <summary>The NUL-terminated text.</summary>
        public IntPtr Text { get { return handle; } }

        public static MachinePassword Create()
        {
            MachinePassword password = new MachinePassword();
            password.SetHandle(Marshal.AllocHGlobal(2 * (Length + 1)));
            Marshal.WriteInt16(password.handle, 2 * Length, 0); // first: the release clears as far as it
            using (RandomNumberGenerator random = RandomNumberGenerator.Create())
            {
                for (int i = 0; i < Length; i++)
                {
                    Marshal.WriteInt16(password.handle, 2 * i, NextCharacter(random));
                }
            }
            return password;
        }

        protected override bool ReleaseHandle()
        {
            Marshal.ZeroFreeGlobalAllocUnicode(handle);
            return true;
        }

        // A byte that does not fit is thrown away: the remainder of a division would favour some characters.
        private static short NextCharacter(RandomNumberGenerator random)
        {
            byte[] one = new byte[1];
            int count = Last - First + 1;
            do
            {
                random.GetBytes(one);
            }
            while (one[0] >= 256 / count * count);
            return (short)(First + one[0] % count);
        }
    }
}
