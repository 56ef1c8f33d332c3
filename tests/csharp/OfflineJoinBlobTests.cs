// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Linq;
using System.Text;
using ansible_collections.netjoin.windows.plugins.module_utils._NdrReader;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinBlob;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinTarget;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinText;

/// <summary>Whom a blob is for; the files and what is in them are those of data/offline_join_blobs/README.md.</summary>
public static class OfflineJoinBlobTests
{
    public static void Every_recorded_blob_tells_its_machine_and_its_domain()
    {
        foreach (string row in new[]
        {
            "net_savefile.djoin ODJNET1", "net_printblob.b64 ODJNET2", "net_ou_dcname.djoin ODJOU3",
            "net_defpwd.djoin ODJDEF4", "net_before_reuse.djoin ODJREUSE5", "net_reuse.djoin ODJREUSE5",
            "netapi_binary.bin ODJAPI6", "netapi_text.b64 ODJAPI7-15CHARS", "netapi_flat_domain.b64 ODJFLAT8"
        })
        {
            string[] words = row.Split(' ');
            OfflineJoinTarget target = OfflineJoinBlob.Read(Recorded.Binary(words[0]));
            Check.Shows("{domain: 'lab.example', domain_netbios: 'LAB', machine_name: '" + words[1] + "'}",
                target.Describe());
        }
    }

    public static void Every_bad_file_is_damaged()
    {
        foreach (string name in new[]
        {
            "badver.djoin", "flip200.djoin", "trunc_half.djoin", "trunc_last.djoin", "garbage.txt", "one_byte.bin",
            "bom_only.bin", "empty.txt"
        })
        {
            Damage(() => OfflineJoinBlob.Read(Recorded.Binary("bad/" + name)));
        }
    }

    public static void A_blob_that_ends_early_is_damaged_wherever_it_ends()
    {
        byte[] blob = Recorded.Binary("net_savefile.djoin");
        for (int length = 0; length < blob.Length; length++)
        {
            byte[] start = blob.Take(length).ToArray();
            Damage(() => OfflineJoinBlob.Read(start));
        }
    }

    public static void A_byte_that_is_wrong_is_read_or_damaged_and_nothing_else()
    {
        byte[] blob = Recorded.Binary("net_savefile.djoin");
        int read = 0;
        for (int position = 0; position < blob.Length; position++)
        {
            byte[] changed = (byte[])blob.Clone();
            changed[position] ^= 0xFF;
            try
            {
                OfflineJoinBlob.Read(changed);
                read++;
            }
            catch (DamagedDataException)
            {
            }
        }
        Check.Equal(true, read > 0 && read < blob.Length);
    }

    public static void The_message_says_where_and_has_nothing_of_the_content()
    {
        byte[] blob = Recorded.Binary("net_savefile.djoin");
        Check.Equal("ODJ_PROVISION_DATA: it ends at byte 100, and more must follow",
            Damage(() => OfflineJoinBlob.Read(blob.Take(100).ToArray())));
    }

    public static void The_text_is_read_in_any_form()
    {
        byte[] blob = Recorded.Binary("netapi_binary.bin");
        string text = Convert.ToBase64String(blob);
        string wrapped = Convert.ToBase64String(blob, Base64FormattingOptions.InsertLineBreaks);
        byte[][] forms =
        {
            blob,
            Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(text + "\0")).ToArray(),
            Encoding.Unicode.GetBytes(text),
            Encoding.BigEndianUnicode.GetPreamble().Concat(Encoding.BigEndianUnicode.GetBytes(text)).ToArray(),
            Encoding.BigEndianUnicode.GetBytes(text + "\r\n"),
            Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(text)).ToArray(),
            Encoding.ASCII.GetBytes(text + "\0"),
            Encoding.ASCII.GetBytes(wrapped + "\r\n"),
            Encoding.ASCII.GetBytes(text + "\n# password set 2026-11-21T17:00:00.000000+00:00\n") // out of a vault
        };
        foreach (byte[] form in forms)
        {
            Check.Equal(text, Convert.ToBase64String(OfflineJoinText.Decode(form)));
        }
    }

    public static void A_machine_is_known_by_its_NetBIOS_name()
    {
        OfflineJoinTarget target = new OfflineJoinTarget("lab.example", "LAB", "WEB-FRONTEND-SERVER");
        Check.Equal(true, target.Names("web-frontend-se"));
        Check.Equal(true, target.Names("web-frontend-server-02"));
        Check.Equal(false, target.Names("web-frontend"));
        Check.Equal(false, target.Names(null));
    }

    public static void A_domain_is_known_by_both_names_in_any_case()
    {
        OfflineJoinTarget target = new OfflineJoinTarget("lab.example", "LAB", "WEB01");
        Check.Equal(true, target.IsFor("LAB.Example") && target.IsFor("lab"));
        Check.Equal(false, target.IsFor("lab2.example") || target.IsFor(null));
        Check.Equal(false, new OfflineJoinTarget("lab.example", null, "WEB01").IsFor(null));
    }

    private static string Damage(Func<OfflineJoinTarget> read)
    {
        try
        {
            read();
        }
        catch (DamagedDataException damage)
        {
            return damage.Message;
        }
        throw new InvalidOperationException("it was read");
    }
}
