// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.IO;

namespace ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinFile
{
    /// <summary>A file of this computer with a blob in it.</summary>
    public static class OfflineJoinFile
    {
        private const long MaxBytes = 16 * 1024 * 1024;

        /// <summary>Null, and the reason in <paramref name="failure"/>, when there is nothing to read.</summary>
        public static byte[] Read(string path, out string failure)
        {
            failure = null;
            try
            {
                if (new FileInfo(path).Length <= MaxBytes)
                {
                    return File.ReadAllBytes(path);
                }
                failure = "It is larger than 16 MiB.";
            }
            catch (Exception error)
            {
                failure = Expected(error);
            }
            return null;
        }

        /// <summary>Whether there is nothing of that name, rather than something that cannot be read.</summary>
        public static bool IsGone(string path)
        {
            try
            {
                File.GetAttributes(path);
                return false;
            }
            catch (FileNotFoundException)
            {
                return true;
            }
            catch (DirectoryNotFoundException)
            {
                return true;
            }
            catch (Exception error)
            {
                Expected(error); // such as a folder that may not be looked into; File.Exists would say false
                return false;
            }
        }

        /// <summary>Deletes the file; null when it is gone, else why it is not.</summary>
        public static string Remove(string path)
        {
            try
            {
                File.Delete(path);
                return null;
            }
            catch (Exception error)
            {
                return Expected(error);
            }
        }

        // What a path or a file can be to blame for; anything else is a bug and goes on.
        private static string Expected(Exception error)
        {
            bool expected = error is IOException || error is UnauthorizedAccessException
                || error is ArgumentException || error is NotSupportedException;
            if (!expected)
            {
                throw new InvalidOperationException("An unexpected failure of a file", error);
            }
            return error.Message;
        }
    }
}
