// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;
using System.Text;

namespace ansible_collections.netjoin.windows.plugins.module_utils._DirectoryName
{
    /// <summary>The distinguished name of this computer's account.</summary>
    public static class DirectoryName
    {
        private const int FullyQualifiedDN = 1; // EXTENDED_NAME_FORMAT

        /// <summary>Asks a domain controller; null when none answers, or none knows this computer.</summary>
        public static string Read()
        {
            StringBuilder name = new StringBuilder(4096);
            uint size = (uint)name.Capacity;
            return GetComputerObjectNameW(FullyQualifiedDN, name, ref size) ? name.ToString() : null;
        }

        [DllImport("secur32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.U1)]
        private static extern bool GetComputerObjectNameW(int format, StringBuilder name, ref uint size);
    }
}
