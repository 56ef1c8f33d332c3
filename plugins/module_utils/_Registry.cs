// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Win32.SafeHandles;
using System;
using System.Runtime.InteropServices;
using System.Text;

namespace ansible_collections.netjoin.windows.plugins.module_utils._Registry
{
    /// <summary>HKEY_LOCAL_MACHINE; what cannot be read counts as absent.</summary>
    public static class Registry
    {
        private const uint StringOnly = 0x2; // RRF_RT_REG_SZ
        private const uint AnyType = 0xFFFF; // RRF_RT_ANY
        private const uint QueryValue = 0x1; // KEY_QUERY_VALUE
        /// <summary>HKEY_LOCAL_MACHINE, which is a negative number however wide a handle is.</summary>
        public static readonly IntPtr LocalMachine = new IntPtr(unchecked((int)0x80000002));

        public static string ReadString(string key, string name)
        {
            byte[] data = new byte[1024];
            uint size = (uint)data.Length;
            if (RegGetValueW(LocalMachine, key, name, StringOnly, IntPtr.Zero, data, ref size) != 0)
            {
                return null;
            }
            return Encoding.Unicode.GetString(data, 0, (int)size).TrimEnd('\0');
        }

        public static bool HasValue(string key, string name)
        {
            uint size = 0;
            return RegGetValueW(LocalMachine, key, name, AnyType, IntPtr.Zero, null, ref size) == 0;
        }

        public static bool HasKey(string key)
        {
            RegistryKey opened;
            bool exists = RegOpenKeyExW(LocalMachine, key, 0, QueryValue, out opened) == 0;
            opened.Dispose();
            return exists;
        }

        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern int RegGetValueW(
            IntPtr root, string key, string name, uint flags, IntPtr type, byte[] data, ref uint size);

        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern int RegOpenKeyExW(
            IntPtr root, string key, uint options, uint access, out RegistryKey opened);
    }

    public sealed class RegistryKey : SafeHandleZeroOrMinusOneIsInvalid
    {
        public RegistryKey() : base(true)
        {
        }

        protected override bool ReleaseHandle()
        {
            return RegCloseKey(handle) == 0;
        }

        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern int RegCloseKey(IntPtr key);
    }
}
