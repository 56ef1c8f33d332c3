// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;
using ansible_collections.netjoin.windows.plugins.module_utils._Registry;

namespace ansible_collections.netjoin.windows.plugins.module_utils._VolatileKey
{
    /// <summary>A key of HKEY_LOCAL_MACHINE that the next start of Windows forgets.</summary>
    public static class VolatileKey
    {
        private const uint SetValue = 0x2; // KEY_SET_VALUE
        private const uint Volatile = 0x1; // REG_OPTION_VOLATILE
        private const uint IsNew = 1; // REG_CREATED_NEW_KEY
        private const uint Text = 1; // REG_SZ

        /// <summary>
        /// Writes strings into a key that has nothing else; what cannot be written is absent later. A key that is there is
        /// deleted first, since Windows makes none volatile that exists.
        /// </summary>
        public static void Write(string key, IDictionary<string, string> values)
        {
            if (!WriteNew(key, values) && RegDeleteKeyW(Registry.LocalMachine, key) == 0)
            {
                WriteNew(key, values);
            }
        }

        // False, and nothing was written, when the key was there already or cannot be made.
        private static bool WriteNew(string key, IDictionary<string, string> values)
        {
            RegistryKey opened;
            uint disposition;
            int code = RegCreateKeyExW(Registry.LocalMachine, key, 0, null, Volatile, SetValue, IntPtr.Zero,
                out opened, out disposition);
            using (opened)
            {
                bool isNew = code == 0 && disposition == IsNew;
                foreach (KeyValuePair<string, string> value in values)
                {
                    byte[] data = Encoding.Unicode.GetBytes(value.Value + "\0");
                    code = isNew && code == 0
                        ? RegSetValueExW(opened, value.Key, 0, Text, data, (uint)data.Length) : code;
                }
                return isNew;
            }
        }

        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern int RegDeleteKeyW(IntPtr root, string key);

        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern int RegCreateKeyExW(IntPtr root, string key, uint reserved, string type, uint options,
            uint access, IntPtr security, out RegistryKey opened, out uint disposition);

        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        private static extern int RegSetValueExW(
            RegistryKey key, string name, uint reserved, uint type, byte[] data, uint size);
    }
}
