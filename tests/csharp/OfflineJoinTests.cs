// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinTarget;

/// <summary>What host_offline_join decides; the blob is for the machine ODJNET1 in lab.example, of 2096 bytes.</summary>
public static class OfflineJoinTests
{
    private const string Function = "NetRequestOfflineDomainJoin";
    private const string Blob = "net_savefile.djoin";

    public static void A_computer_in_a_workgroup_with_the_right_name_joins()
    {
        FakeComputer computer = OfflineJoinModule.Named("odjnet1");
        IDictionary result = Apply(computer);
        Check.Equal(new[] { "RequestOfflineJoin 2096 bytes -" }, computer.Calls);
        Check.Equal(true, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Shows("{domain: null, domain_netbios: null, workgroup: 'WORKGROUP', hostname: 'odjnet1', "
            + "pending: {join: false, rename: false, reboot: false}}", result["before"]);
        Check.Shows("{domain: 'lab.example', domain_netbios: 'LAB', workgroup: null, hostname: 'odjnet1', "
            + "pending: {join: true, rename: false, reboot: true}}", result["after"]);
        Check.Shows("{domain: 'lab.example', domain_netbios: 'LAB', machine_name: 'ODJNET1'}", result["blob"]);
        Check.Shows("[{call: 'NetRequestOfflineDomainJoin', return_code: 0}]", result["steps"]);
        Check.Equal(null, result["image"]);
    }

    public static void The_blob_is_cleared_once_Windows_has_it()
    {
        foreach (uint code in new uint[] { 0, 5 })
        {
            FakeComputer computer = OfflineJoinModule.Named("odjnet1").Answering(Function, code);
            Apply(computer);
            Check.Equal(false, computer.BlobWasClear);
            Check.Equal(true, Array.TrueForAll(computer.Blob, octet => octet == 0));
        }
    }

    public static void Another_name_is_refused_with_both_names()
    {
        FakeComputer computer = new FakeComputer();
        IDictionary result = Apply(computer);
        HostModule.HasFailed(result, Function, null, "refused", "other_name");
        Check.Equal(0, computer.Calls.Count);
        Check.Equal("old01", ((IDictionary)result["before"])["hostname"]);
        Check.Equal("ODJNET1", ((IDictionary)result["blob"])["machine_name"]);
        Check.Equal(result["before"], result["after"]);
    }

    public static void A_name_may_change_when_the_user_allows_it()
    {
        IDictionary result = Apply(new FakeComputer(), "allow_rename", true);
        Check.Equal("old01", ((IDictionary)result["before"])["hostname"]);
        Check.Equal("ODJNET1", ((IDictionary)result["after"])["hostname"]);
        Check.Shows("{join: true, rename: true, reboot: true}", HostModule.Pending(result, "after"));
    }

    public static void The_name_after_the_reboot_is_the_one_that_counts()
    {
        Check.Equal(true, Apply(new FakeComputer { NextHostname = "ODJNET1" })["changed"]);
        HostModule.HasFailed(Apply(new FakeComputer { Hostname = "ODJNET1" }), Function, null, "refused", "other_name");
    }

    public static void A_restart_that_is_asked_for_by_the_code_is_a_success()
    {
        IDictionary result = Apply(OfflineJoinModule.Named("ODJNET1").Answering(Function, 2713));
        Check.Equal(true, result["changed"]);
        Check.Equal(false, result.Contains("failed"));
        Check.Shows("[{call: 'NetRequestOfflineDomainJoin', return_code: 2713}]", result["steps"]);
    }

    public static void A_join_that_waits_for_its_reboot_is_not_requested_again()
    {
        FakeComputer computer = new FakeComputer();
        Apply(computer, "allow_rename", true);
        IDictionary result = Apply(computer);
        Check.Equal(1, computer.Calls.Count);
        Check.Equal(false, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal("lab.example", ((IDictionary)result["before"])["domain"]);
    }

    public static void A_Windows_that_joins_at_once_is_believed()
    {
        FakeComputer computer = OfflineJoinModule.Named("ODJNET1");
        computer.JoinsOffline = true;
        IDictionary result = Apply(computer);
        Check.Shows("{domain: 'lab.example', domain_netbios: 'LAB', workgroup: null, hostname: 'ODJNET1', "
            + "pending: {join: true, rename: false, reboot: true}}", result["after"]);
        Check.Equal(null, computer.Noted);
        computer.Unjoin(null, null, 0);
        Check.Equal(null, ((IDictionary)Apply(computer)["before"])["domain"]);
    }

    public static void A_member_under_the_name_of_the_blob_is_unchanged()
    {
        FakeComputer computer = FakeComputer.Member();
        computer.Hostname = computer.NextHostname = "odjnet1";
        IDictionary result = Apply(computer, "domain", "LAB");
        Check.Equal(false, result["changed"]);
        Check.Equal(false, result["reboot_required"]);
        Check.Equal(0, computer.Calls.Count);
        Check.Equal(result["before"], result["after"]);
    }

    public static void A_member_under_another_name_is_refused_whatever_is_allowed()
    {
        IDictionary result = Apply(FakeComputer.Member(), "allow_rename", true);
        HostModule.HasFailed(result, Function, null, "refused", "other_name");
    }

    public static void A_member_of_another_domain_is_refused_with_both_domains()
    {
        FakeComputer computer = OfflineJoinModule.Named("ODJNET1");
        computer.BecomeMember("lab2.example");
        IDictionary result = Apply(computer);
        HostModule.HasFailed(result, Function, 2691, "refused", "other_domain");
        Check.Equal("lab2.example", ((IDictionary)result["before"])["domain"]);
        Check.Equal("lab.example", ((IDictionary)result["blob"])["domain"]);
    }

    public static void A_join_of_another_domain_that_waits_is_refused_too()
    {
        FakeComputer computer = OfflineJoinModule.Named("ODJNET1");
        computer.Noted = new OfflineJoinTarget("lab2.example", "LAB2", "ODJNET1");
        HostModule.HasFailed(Apply(computer), Function, 2691, "refused", "other_domain");
    }

    public static void A_domain_controller_is_refused_before_the_blob_is_looked_at()
    {
        IDictionary result = OfflineJoinModule.Run(new FakeComputer { Role = 5 }, false, "blob", "damaged");
        HostModule.HasFailed(result, Function, 2693, "refused", "domain_controller");
        Check.Equal(null, result["blob"]);
    }

    public static void A_blob_for_a_domain_that_was_not_asked_for_is_refused()
    {
        IDictionary result = Apply(OfflineJoinModule.Named("ODJNET1"), "domain", "lab2.example");
        HostModule.HasFailed(result, Function, null, "refused", "not_this_domain");
        Check.Equal("lab.example", ((IDictionary)result["blob"])["domain"]);
    }

    public static void A_damaged_blob_is_refused_without_a_call()
    {
        FakeComputer computer = OfflineJoinModule.Named("ODJNET1");
        foreach (string blob in new[] { "", "?", "QUJD", Recorded.Base64("bad/flip200.djoin") })
        {
            IDictionary result = OfflineJoinModule.Run(computer, false, "blob", blob);
            HostModule.HasFailed(result, Function, 2710, "refused", "damaged");
            Check.Equal(true, ((string)((IDictionary)result["error"])["detail"]).Length > 0);
        }
        Check.Equal(0, computer.Calls.Count);
    }

    public static void A_failure_tells_its_code_and_what_Windows_logged()
    {
        IDictionary result = Apply(OfflineJoinModule.Named("ODJNET1").Answering(Function, 2138));
        HostModule.HasFailed(result, Function, 2138, "return_value", null);
        Check.Equal("this attempt\r\n", ((IDictionary)result["error"])["log"]);
        Check.Equal(false, result["changed"]);
        Check.Equal(result["before"], result["after"]);
    }

    public static void Nothing_is_called_while_WMI_does_not_answer()
    {
        FakeComputer computer = new FakeComputer { ReadsLeft = 0 };
        HostModule.HasFailed(Apply(computer), "Win32_ComputerSystem", 0x80041003, "exception", null);
        Check.Equal(0, computer.Calls.Count);
    }

    public static void A_join_after_which_WMI_is_silent_is_still_a_join()
    {
        IDictionary result = Apply(new FakeComputer { ReadsLeft = 1 }, "allow_rename", true);
        Check.Equal("lab.example", ((IDictionary)result["after"])["domain"]);
        Check.Equal("ODJNET1", ((IDictionary)result["after"])["hostname"]);
    }

    public static void Check_mode_answers_the_same_and_calls_nothing()
    {
        FakeComputer computer = new FakeComputer();
        IDictionary foreseen = OfflineJoinModule.Run(
            computer, true, "blob", Recorded.Base64(Blob), "allow_rename", true);
        Check.Equal(0, computer.Calls.Count);
        Check.Equal(null, computer.Noted);
        Check.Shows("[{call: 'NetRequestOfflineDomainJoin', return_code: null}]", foreseen["steps"]);
        HostModule.AreAlike(Apply(computer, "allow_rename", true), foreseen);
    }

    public static void An_image_gets_any_blob_whatever_this_computer_is()
    {
        FakeComputer computer = FakeComputer.Member();
        computer.Role = 5;
        IDictionary result = Apply(computer, "windows_path", @"D:\Windows");
        Check.Equal(new[] { @"RequestOfflineJoin 2096 bytes D:\Windows" }, computer.Calls);
        Check.Equal(true, result["changed"]);
        Check.Equal(false, result["reboot_required"]);
        Check.Equal(null, result["before"]);
        Check.Equal(null, result["after"]);
        Check.Equal(@"D:\Windows", result["image"]);
        Check.Equal(null, computer.Noted);
    }

    public static void An_image_that_Windows_refuses_fails_with_the_code()
    {
        IDictionary result = Apply(new FakeComputer().Answering(Function, 87), "windows_path", @"D:\");
        HostModule.HasFailed(result, Function, 87, "return_value", null);
        Check.Equal(false, result["changed"]);
        Check.Equal(null, result["after"]);
    }

    public static void An_image_is_not_touched_in_check_mode()
    {
        FakeComputer computer = new FakeComputer();
        IDictionary result = OfflineJoinModule.Run(
            computer, true, "blob", Recorded.Base64(Blob), "windows_path", @"D:\Windows");
        Check.Equal(true, result["changed"]);
        Check.Equal(0, computer.Calls.Count);
    }

    public static void The_domain_is_asked_of_a_blob_for_an_image_too()
    {
        IDictionary result = Apply(new FakeComputer(), "windows_path", @"D:\Windows", "domain", "lab2.example");
        HostModule.HasFailed(result, Function, null, "refused", "not_this_domain");
    }

    private static IDictionary Apply(FakeComputer computer, params object[] more)
    {
        object[] given = new object[more.Length + 2];
        given[0] = "blob";
        given[1] = Recorded.Base64(Blob);
        more.CopyTo(given, 2);
        return OfflineJoinModule.Run(computer, false, given);
    }
}
