// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.IO;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinText;

/// <summary>The blobs of data/offline_join_blobs; the tests run in their own folder.</summary>
public static class Recorded
{
    public static string File(string name)
    {
        return Path.Combine("..", "data", "offline_join_blobs", name);
    }

    public static byte[] Binary(string name)
    {
        return OfflineJoinText.Decode(System.IO.File.ReadAllBytes(File(name)));
    }

    public static string Base64(string name)
    {
        return Convert.ToBase64String(Binary(name));
    }
}
