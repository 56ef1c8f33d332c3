// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.IO;
using System.Text;
using ansible_collections.netjoin.windows.plugins.module_utils._NetSetupLog;

/// <summary>The slice of NetSetup.LOG that belongs to one run.</summary>
public static class NetSetupLogTests
{
    private static readonly string LogPath = Path.GetTempFileName();

    public static void Only_what_was_added_is_read()
    {
        Check.Equal("new line\r\n", Added("old line\r\n", "new line\r\n", Encoding.ASCII));
    }

    public static void Nothing_added_is_null()
    {
        Check.Equal(null, Added("old line\r\n", "", Encoding.ASCII));
    }

    public static void A_log_that_did_not_exist_is_read_from_its_start()
    {
        File.Delete(LogPath);
        NetSetupLog log = new NetSetupLog(LogPath);
        Check.Equal(null, log.ReadAdded());
        File.WriteAllText(LogPath, "first\r\n", Encoding.ASCII);
        Check.Equal("first\r\n", log.ReadAdded());
    }

    public static void A_log_that_was_replaced_is_read_from_its_start()
    {
        File.WriteAllText(LogPath, "a long line of an earlier attempt\r\n");
        NetSetupLog log = new NetSetupLog(LogPath);
        File.WriteAllText(LogPath, "new\r\n");
        Check.Equal("new\r\n", log.ReadAdded());
    }

    public static void A_directory_that_does_not_exist_is_no_failure()
    {
        Check.Equal(null, new NetSetupLog(Path.Combine(LogPath + ".d", "debug", "NetSetup.LOG")).ReadAdded());
    }

    public static void Of_a_long_slice_the_last_16_KiB_are_read()
    {
        string added = Added("old\r\n", new string('x', 20000) + "end", Encoding.ASCII);
        Check.Equal(16384, added.Length);
        Check.Equal(true, added.EndsWith("xend"));
    }

    public static void UTF_16_is_recognised_by_its_mark()
    {
        Check.Equal("OU=Söhne\r\n", Added("old\r\n", "OU=Söhne\r\n", Encoding.Unicode));
        Check.Equal("first\r\n", Added("", "first\r\n", Encoding.Unicode));
    }

    public static void Of_a_long_slice_in_UTF_16_no_half_character_is_read()
    {
        Check.Equal(new string('x', 8189) + "end", Added("", new string('x', 20000) + "end", Encoding.Unicode));
    }

    public static void Other_encodings_lose_a_letter_at_most()
    {
        Check.Equal("OU=S\uFFFDhne\r\n", Added("", "OU=Söhne\r\n", Encoding.GetEncoding("iso-8859-1")));
    }

    public static void A_log_that_Windows_still_writes_to_is_read()
    {
        File.WriteAllText(LogPath, "");
        NetSetupLog log = new NetSetupLog(LogPath);
        FileStream file = new FileStream(LogPath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        using (StreamWriter writer = new StreamWriter(file))
        {
            writer.Write("new");
            writer.Flush();
            Check.Equal("new", log.ReadAdded());
        }
    }

    private static string Added(string before, string added, Encoding encoding)
    {
        File.WriteAllText(LogPath, before, encoding);
        NetSetupLog log = new NetSetupLog(LogPath);
        File.AppendAllText(LogPath, added, encoding);
        return log.ReadAdded();
    }
}
