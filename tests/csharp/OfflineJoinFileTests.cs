// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections;
using System.IO;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinTarget;

/// <summary>A blob that is in a file of the host, which may have to go once it is applied.</summary>
public static class OfflineJoinFileTests
{
    private const string Function = "NetRequestOfflineDomainJoin";

    public static void Every_form_of_a_file_is_applied()
    {
        foreach (string row in new[] { "net_savefile.djoin", "net_printblob.b64", "netapi_binary.bin" })
        {
            IDictionary result = Apply(new FakeComputer(), Recorded.File(row), false);
            Check.Equal(true, result["changed"]);
            Check.Equal(false, result["src_removed"]);
            Check.Equal(true, File.Exists(Recorded.File(row)));
        }
    }

    public static void The_file_goes_when_it_has_been_applied()
    {
        string path = Copy();
        IDictionary result = Apply(new FakeComputer(), path, true);
        Check.Equal(true, result["src_removed"]);
        Check.Equal(false, File.Exists(path));
    }

    public static void A_file_that_this_run_does_not_apply_stays_and_is_warned_of()
    {
        // Its password may be newer than the one that the host has, or waits for.
        foreach (bool waits in new[] { false, true })
        {
            string path = Copy();
            FakeComputer computer = waits ? new FakeComputer() : FakeComputer.Member();
            computer.Hostname = computer.NextHostname = "ODJNET1";
            computer.Noted = waits ? new OfflineJoinTarget("lab.example", "LAB", "ODJNET1") : null;
            IDictionary result = Apply(computer, path, true);
            Check.Equal(false, result["changed"]);
            Check.Equal(false, result["src_removed"]);
            Check.Equal(true, File.Exists(path));
            string warning = (string)((IList)result["warnings"])[0];
            Check.Equal(true, warning.Contains(path) && warning.Contains("lab.example"));
        }
    }

    public static void A_file_that_is_to_stay_is_not_warned_of()
    {
        FakeComputer computer = FakeComputer.Member();
        computer.Hostname = computer.NextHostname = "ODJNET1";
        Check.Equal(false, Apply(computer, Copy(), false).Contains("warnings"));
        Check.Equal(false, Apply(new FakeComputer(), Copy(), true).Contains("warnings"));
    }

    public static void The_file_goes_when_it_is_in_an_image()
    {
        string path = Copy();
        IDictionary result = OfflineJoinModule.Run(
            new FakeComputer(), false, "path", path, "remove_path", true, "windows_path", @"D:\Windows");
        Check.Equal(true, result["src_removed"]);
    }

    public static void The_file_stays_when_the_join_fails()
    {
        string path = Copy();
        IDictionary result = Apply(new FakeComputer().Answering(Function, 5), path, true);
        Check.Equal(false, result["src_removed"]);
        Check.Equal(true, File.Exists(path));
    }

    public static void The_file_stays_when_it_is_refused()
    {
        string path = Copy();
        IDictionary result = OfflineJoinModule.Run(new FakeComputer(), false, "path", path, "remove_path", true);
        HostModule.HasFailed(result, Function, null, "refused", "other_name");
        Check.Equal(true, File.Exists(path));
    }

    public static void Check_mode_foresees_that_the_file_goes()
    {
        string path = Copy();
        IDictionary result = OfflineJoinModule.Run(
            new FakeComputer(), true, "path", path, "remove_path", true, "allow_rename", true);
        Check.Equal(true, result["src_removed"]);
        Check.Equal(true, File.Exists(path));
    }

    public static void Without_a_file_a_member_of_the_domain_is_unchanged()
    {
        IDictionary result = OfflineJoinModule.Run(
            FakeComputer.Member(), false, "path", "/nowhere/blob", "remove_path", true, "domain", "lab.example");
        Check.Equal(false, result["changed"]);
        Check.Equal(false, result.Contains("failed"));
        Check.Equal(null, result["blob"]);
        Check.Equal(false, result["src_removed"]);
    }

    public static void Without_a_file_and_a_domain_nobody_knows_what_to_do()
    {
        IDictionary result = OfflineJoinModule.Run(FakeComputer.Member(), false, "path", "/nowhere/blob");
        HostModule.HasFailed(result, Function, null, "refused", "no_file");
        Check.Equal(true, ((string)((IDictionary)result["error"])["detail"]).Contains("nowhere"));
    }

    public static void Without_a_file_another_host_does_not_become_a_member()
    {
        IDictionary result = OfflineJoinModule.Run(
            new FakeComputer(), false, "path", "/nowhere/blob", "domain", "lab.example");
        HostModule.HasFailed(result, Function, null, "refused", "no_file");
    }

    public static void Without_a_file_an_image_is_not_told_from_its_host()
    {
        IDictionary result = OfflineJoinModule.Run(FakeComputer.Member(), false, "path", "/nowhere/blob", "domain",
            "lab.example", "windows_path", @"D:\Windows");
        HostModule.HasFailed(result, Function, null, "refused", "no_file");
    }

    public static void A_file_that_is_there_and_cannot_be_read_is_not_one_that_is_gone()
    {
        string path = Path.GetTempFileName();
        using (FileStream content = File.OpenWrite(path))
        {
            content.SetLength(16 * 1024 * 1024 + 1);
        }
        IDictionary result = OfflineJoinModule.Run(
            FakeComputer.Member(), false, "path", path, "remove_path", true, "domain", "lab.example");
        HostModule.HasFailed(result, Function, null, "refused", "no_file");
        Check.Equal("It is larger than 16 MiB.", ((IDictionary)result["error"])["detail"]);
    }

    public static void A_file_that_nobody_can_look_at_is_not_one_that_is_gone()
    {
        // No file system takes such a name, so that it cannot be told whether it is there, even to root.
        string path = "/tmp/" + new string('x', 300);
        IDictionary result = OfflineJoinModule.Run(FakeComputer.Member(), false, "path", path, "domain", "lab.example");
        HostModule.HasFailed(result, Function, null, "refused", "no_file");
    }

    public static void A_folder_is_no_file()
    {
        IDictionary result = OfflineJoinModule.Run(
            FakeComputer.Member(), false, "path", Path.GetTempPath(), "domain", "lab.example");
        HostModule.HasFailed(result, Function, null, "refused", "no_file");
    }

    public static void A_file_that_cannot_be_deleted_is_told_and_no_failure()
    {
        // An open file under the name that Linux gives it: even root cannot delete that.
        using (FileStream open = File.OpenRead(Recorded.File("net_savefile.djoin")))
        {
            string path = "/dev/fd/" + open.SafeFileHandle.DangerousGetHandle();
            IDictionary result = Apply(new FakeComputer(), path, true);
            Check.Equal(true, result["changed"]);
            Check.Equal(false, result["src_removed"]);
            Check.Equal(true, ((string)result["removal_failure"]).Length > 0);
        }
    }

    private static IDictionary Apply(FakeComputer computer, string path, bool remove)
    {
        return OfflineJoinModule.Run(
            computer, false, "path", path, "remove_path", remove, "allow_rename", true);
    }

    private static string Copy()
    {
        string path = Path.GetTempFileName();
        File.Copy(Recorded.File("net_savefile.djoin"), path, true);
        return path;
    }
}
