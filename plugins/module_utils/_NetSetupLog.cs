// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.IO;
using System.Text;

namespace ansible_collections.netjoin.windows.plugins.module_utils._NetSetupLog
{
    /// <summary>What Windows adds to its log of joins from now on.</summary>
    public sealed class NetSetupLog
    {
        private const int MaxBytes = 16 * 1024;

        private readonly string path;
        private readonly long start;

        public NetSetupLog(string path)
        {
            this.path = path;
            FileInfo file = new FileInfo(path);
            start = file.Exists ? file.Length : 0;
        }

        public static NetSetupLog Open()
        {
            string root = Environment.GetEnvironmentVariable("SystemRoot") ?? "";
            return new NetSetupLog(Path.Combine(root, "debug", "NetSetup.LOG"));
        }

        /// <summary>The last 16 KiB at most of what was added; null when nothing was, or it cannot be read.</summary>
        public string ReadAdded()
        {
            try
            {
                // Windows may still hold the file open for writing.
                using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
                {
                    bool unicode = file.ReadByte() == 0xFF && file.ReadByte() == 0xFE;
                    long from = file.Length < start ? 0 : start; // a shorter file is a new one
                    from = Math.Max(from, (file.Length - MaxBytes) & ~1L);
                    byte[] added = new byte[file.Length - from];
                    file.Position = from;
                    int count = file.Read(added, 0, added.Length);
                    Encoding encoding = unicode ? Encoding.Unicode : Encoding.UTF8;
                    string text = encoding.GetString(added, 0, count).TrimStart('\uFEFF');
                    return text.Length == 0 ? null : text;
                }
            }
            catch (IOException)
            {
                return null;
            }
            catch (UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
