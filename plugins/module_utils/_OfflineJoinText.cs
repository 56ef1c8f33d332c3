// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Text;
using System.Text.RegularExpressions;
using ansible_collections.netjoin.windows.plugins.module_utils._NdrReader;

namespace ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinText
{
    /// <summary>The forms in which offline join blobs are handed around, brought into the binary one.</summary>
    public static class OfflineJoinText
    {
        private const string Name = "The blob";

        /// <summary>
        /// The content of a file: base64 in UTF-16 (djoin, with a byte order mark and a NUL), UTF-8 or ASCII, or binary.
        /// Raises DamagedDataException.
        /// </summary>
        public static byte[] Decode(byte[] content)
        {
            return NdrReader.IsObject(content) ? content : Decode(EncodingOf(content).GetString(content));
        }

        /// <summary>
        /// Base64, whatever blanks, line breaks and lines that begin with # are in it. Raises DamagedDataException.
        /// </summary>
        public static byte[] Decode(string text)
        {
            string content = Regex.Replace(text, "^#.*$", "", RegexOptions.Multiline);
            string base64 = content.TrimStart('\uFEFF').TrimEnd('\0', '\r', '\n', ' ', '\t');
            if (base64.Length == 0)
            {
                throw new DamagedDataException(Name, "it is empty");
            }
            try
            {
                return Convert.FromBase64String(base64);
            }
            catch (FormatException)
            {
                throw new DamagedDataException(Name, "it is neither base64 nor binary");
            }
        }

        // Base64 is ASCII, so that without a byte order mark the zeros of UTF-16 tell.
        private static Encoding EncodingOf(byte[] content)
        {
            byte first = content.Length > 1 ? content[0] : (byte)1;
            byte second = content.Length > 1 ? content[1] : (byte)1;
            bool bigEndian = first == 0 || (first == 0xFE && second == 0xFF);
            bool littleEndian = second == 0 || (first == 0xFF && second == 0xFE);
            return bigEndian ? Encoding.BigEndianUnicode : littleEndian ? Encoding.Unicode : Encoding.UTF8;
        }
    }
}
