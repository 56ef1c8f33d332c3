// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Win32.SafeHandles;
using System;
using System.Collections.Generic;
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
        private const uint SetValue = 0x2; // KEY_SET_VALUE
        private const uint Volatile = 0x1; // REG_OPTION_VOLATILE
        private const uint Text = 1; // REG_SZ
        private static readonly IntPtr LocalMachine = new IntPtr(unchecked((int)0x80000002));

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

        /// <summary>Writes strings into a key that the next start of Windows forgets; whether it could.</summary>
        public static bool WriteVolatile(string key, IDictionary<string, string> values)
        {
            RegistryKey opened;
            uint disposition;
            bool done = RegCreateKeyExW(LocalMachine, key, 0, null, Volatile, SetValue, IntPtr.Zero, out opened,
                out disposition) == 0;
            using (opened)
            {
                foreach (KeyValuePair<string, string> value in values)
                {
                    byte[] data = Encoding.Unicode.GetBytes(value.Value + "\0");
                    done = done && RegSetValueExW(opened, value.Key, 0, Text, data, (uint)data.Length) == 0;
                }
            }
            return done;
        }

        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern int RegGetValueW(
            IntPtr root, string key, string name, uint flags, IntPtr type, byte[] data, ref uint size);

        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern int RegOpenKeyExW(
            IntPtr root, string key, uint options, uint access, out RegistryKey opened);

        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern int RegCreateKeyExW(IntPtr root, string key, uint reserved, string type, uint options,
            uint access, IntPtr security, out RegistryKey opened, out uint disposition);

        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern int RegSetValueExW(
            RegistryKey key, string name, uint reserved, uint type, byte[] data, uint size);
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
