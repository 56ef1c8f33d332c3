// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections;
using System.Collections.Generic;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinTarget;

/// <summary>Decisions of the host module: domain, name, what is called, what is told.</summary>
public static class MembershipTests
{
    private const string Method = "JoinDomainOrWorkgroup";

    public static void A_computer_in_a_workgroup_joins_with_all_that_was_asked()
    {
        FakeComputer computer = new FakeComputer();
        IDictionary result = HostModule.Run(computer,
            "domain", "lab.example", "username", "joiner@lab.example", "password", "secret",
            "account_ou", "OU=Web,DC=lab,DC=example", "domain_controller", "dc1.lab.example");
        Check.Equal(
            new[] { "Join lab.example\\dc1.lab.example secret joiner@lab.example OU=Web,DC=lab,DC=example 0x3" },
            computer.Calls);
        Check.Equal(true, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal(false, result.Contains("failed"));
    }

    public static void The_result_of_a_join_holds_both_sides_and_the_step()
    {
        IDictionary result = HostModule.Run(new FakeComputer(), "domain", "lab.example");
        Check.Shows("{domain: null, domain_netbios: null, workgroup: 'WORKGROUP', hostname: 'old01', "
            + "pending: {join: false, rename: false, reboot: false}}", result["before"]);
        Check.Shows("{domain: 'lab.example', domain_netbios: 'LAB', workgroup: null, hostname: 'old01', "
            + "pending: {join: true, rename: false, reboot: true}}", result["after"]);
        Check.Shows("[{call: 'JoinDomainOrWorkgroup', return_code: 0}]", result["steps"]);
    }

    public static void Options_that_were_not_given_are_null_in_the_call()
    {
        FakeComputer computer = new FakeComputer();
        HostModule.Run(computer, "domain", "LAB");
        Check.Equal(new[] { "Join LAB - - - 0x3" }, computer.Calls);
    }

    public static void Check_mode_calls_nothing_and_answers_the_same_but_for_the_return_code()
    {
        FakeComputer computer = new FakeComputer();
        IDictionary foreseen = HostModule.InCheckMode(computer, "domain", "lab.example", "hostname", "web01");
        Check.Equal(0, computer.Calls.Count);
        Check.Shows(
            "[{call: 'SetComputerNameExW', return_code: null}, {call: 'JoinDomainOrWorkgroup', return_code: null}]",
            foreseen["steps"]);
        IDictionary result = HostModule.Run(computer, "domain", "lab.example", "hostname", "web01");
        ((IDictionary)result["after"])["domain_netbios"] = null; // which only a domain controller knows
        HostModule.AreAlike(result, foreseen);
    }

    public static void An_offline_join_that_waits_is_kept_and_nothing_else_is_done_before_it()
    {
        FakeComputer computer = new FakeComputer { Noted = new OfflineJoinTarget("lab.example", "LAB", "OLD01") };
        IDictionary kept = HostModule.Run(computer, "domain", "LAB", "hostname", "old01");
        Check.Equal(true, kept["reboot_required"]);
        Check.Equal(false, kept.Contains("failed"));
        HostModule.HasFailed(HostModule.Run(computer, "domain", "LAB", "hostname", "web01"), Method, 2713, "refused",
            "offline_join_pending");
        HostModule.HasFailed(HostModule.Run(computer, "domain", "lab2.example", "leave_other_domain", true), Method,
            2713, "refused", "offline_join_pending");
        HostModule.HasFailed(HostModule.Run(computer, "state", "workgroup", "workgroup", "WORKGROUP"),
            "UnjoinDomainOrWorkgroup", 2713, "refused", "offline_join_pending");
        Check.Equal(0, computer.Calls.Count);
    }

    public static void A_member_of_the_domain_is_left_alone_by_either_name_in_any_case()
    {
        foreach (string name in new[] { "lab.example", "LAB.Example", "LAB", "lab" })
        {
            FakeComputer computer = FakeComputer.Member();
            IDictionary result = HostModule.Run(computer, "domain", name, "domain_controller", "dc1.lab.example");
            Check.Equal(false, result["changed"]);
            Check.Equal(false, result["reboot_required"]);
            Check.Equal(0, computer.Calls.Count);
            Check.Equal(null, result["join_options"]);
            Check.Equal(result["before"], result["after"]);
        }
    }

    public static void A_join_that_waits_for_its_reboot_is_not_made_again()
    {
        FakeComputer computer = FakeComputer.Member();
        computer.JoinMarked = true;
        IDictionary result = HostModule.Run(computer, "domain", "lab.example");
        Check.Equal(false, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal(true, HostModule.Pending(result, "before")["join"]);
        Check.Equal(0, computer.Calls.Count);
    }

    public static void A_member_that_waits_for_its_new_name_is_told_by_that_name()
    {
        FakeComputer computer = FakeComputer.Member();
        computer.NextHostname = "web01";
        IDictionary result = HostModule.Run(computer, "domain", "lab.example", "hostname", "WEB01");
        Check.Equal(false, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal("old01", ((IDictionary)result["before"])["hostname"]);
        Check.Equal("web01", ((IDictionary)result["after"])["hostname"]);
    }

    public static void The_container_of_a_member_is_read_only_when_one_was_asked()
    {
        FakeComputer computer = FakeComputer.Member();
        Check.Equal(null, HostModule.Run(computer, "domain", "LAB")["account_dn"]);
        Check.Equal("CN=OLD01,CN=Computers,DC=lab,DC=example",
            HostModule.Run(computer, "domain", "LAB", "account_ou", "OU=Web,DC=lab,DC=example")["account_dn"]);
    }

    public static void A_member_whose_container_nobody_can_tell_is_unchanged()
    {
        FakeComputer computer = FakeComputer.Member();
        computer.DirectoryName = null;
        IDictionary result = HostModule.Run(computer, "domain", "LAB", "account_ou", "OU=Web,DC=lab,DC=example");
        Check.Equal(null, result["account_dn"]);
        Check.Equal(false, result.Contains("failed"));
    }

    public static void A_workgroup_with_the_name_of_the_domain_is_not_the_domain()
    {
        FakeComputer computer = new FakeComputer { Workgroup = "LAB" };
        Check.Equal(true, HostModule.Run(computer, "domain", "LAB")["changed"]);
    }

    public static void A_domain_controller_is_refused_even_in_its_own_domain()
    {
        foreach (ushort role in new ushort[] { 4, 5 })
        {
            FakeComputer computer = FakeComputer.Member();
            computer.Role = role;
            IDictionary result = HostModule.Run(computer, "domain", "lab.example");
            HostModule.HasFailed(result, Method, 2693, "refused", "domain_controller");
            Check.Equal(0, computer.Calls.Count);
        }
    }

    public static void A_new_name_is_set_first_and_the_join_uses_it()
    {
        FakeComputer computer = new FakeComputer();
        IDictionary result = HostModule.Run(
            computer, "domain", "lab.example", "hostname", "web01", "join_options", 0x403);
        Check.Equal(new[] { "SetHostname web01", "Join lab.example - - - 0x403" }, computer.Calls);
        Check.Equal(0x403, result["join_options"]);
        Check.Equal("web01", ((IDictionary)result["after"])["hostname"]);
        Check.Equal(true, HostModule.Pending(result, "after")["rename"]);
    }

    public static void The_flag_is_dropped_when_the_name_is_right_already()
    {
        FakeComputer computer = new FakeComputer();
        IDictionary result = HostModule.Run(
            computer, "domain", "lab.example", "hostname", "OLD01", "join_options", 0x403);
        Check.Equal(new[] { "Join lab.example - - - 0x3" }, computer.Calls);
        Check.Equal(3, result["join_options"]);
    }

    public static void A_name_that_somebody_else_staged_is_the_name_to_join_under()
    {
        foreach (string hostname in new[] { null, "web01" })
        {
            FakeComputer computer = new FakeComputer { NextHostname = "web01" };
            HostModule.Run(computer, "domain", "lab.example", "hostname", hostname);
            Check.Equal(new[] { "Join lab.example - - - 0x403" }, computer.Calls);
        }
    }

    public static void Asking_for_the_present_name_takes_back_a_staged_one()
    {
        FakeComputer computer = new FakeComputer { NextHostname = "web01" };
        HostModule.Run(computer, "domain", "lab.example", "hostname", "old01", "join_options", 0x403);
        Check.Equal(new[] { "SetHostname old01", "Join lab.example - - - 0x3" }, computer.Calls);
    }

    public static void A_host_name_longer_than_a_NetBIOS_name_is_compared_as_a_whole()
    {
        const string name = "web-frontend-server-01";
        FakeComputer computer = new FakeComputer { Hostname = name, NextHostname = name };
        HostModule.Run(computer, "domain", "lab.example", "hostname", "web-frontend-server-02", "join_options", 0x403);
        Check.Equal("SetHostname web-frontend-server-02", computer.Calls[0]);
    }

    public static void A_join_that_fails_tells_its_code_and_what_Windows_logged_meanwhile()
    {
        FakeComputer computer = new FakeComputer().Answering(Method, 1326);
        IDictionary result = HostModule.Run(
            computer, "domain", "lab.example", "username", "u", "password", "hunter2-distinctive");
        HostModule.HasFailed(result, Method, 1326, "return_value", null);
        Check.Equal("this attempt\r\n", ((IDictionary)result["error"])["log"]);
        Check.Equal(false, result["changed"]);
        Check.Equal(false, result["reboot_required"]);
        Check.Equal(result["before"], result["after"]);
        Check.Equal(false, Check.Show(result).Contains("hunter2"));
    }

    public static void A_failure_of_WMI_itself_keeps_its_own_channel()
    {
        FakeComputer computer = new FakeComputer().Answering(CallOutcome.Raised(Method, 0x80041003, "Access denied "));
        IDictionary result = HostModule.Run(computer, "domain", "lab.example");
        HostModule.HasFailed(result, Method, 0x80041003, "exception", null);
        Check.Equal("Access denied ", ((IDictionary)result["error"])["detail"]);
        Check.Shows("[{call: 'JoinDomainOrWorkgroup', return_code: 2147749891}]", result["steps"]);
    }

    public static void The_old_name_comes_back_when_the_join_fails()
    {
        FakeComputer computer = new FakeComputer().Answering(Method, 5);
        IDictionary result = HostModule.Run(computer, "domain", "lab.example", "hostname", "web01");
        Check.Equal(new[] { "SetHostname web01", "Join lab.example - - - 0x403", "SetHostname old01" }, computer.Calls);
        Check.Shows("[{call: 'SetComputerNameExW', return_code: 0}, {call: 'JoinDomainOrWorkgroup', return_code: 5}, "
            + "{call: 'SetComputerNameExW', return_code: 0}]", result["steps"]);
        Check.Equal(false, result["changed"]);
        Check.Equal("old01", ((IDictionary)result["after"])["hostname"]);
    }

    public static void A_name_that_does_not_come_back_is_a_change()
    {
        FakeComputer computer = new FakeComputer().Answering(Method, 5).Answering("SetComputerNameExW", 0, 5);
        IDictionary result = HostModule.Run(computer, "domain", "lab.example", "hostname", "web01");
        HostModule.HasFailed(result, Method, 5, "return_value", null);
        Check.Equal(true, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal("web01", ((IDictionary)result["after"])["hostname"]);
    }

    public static void The_new_name_stays_when_the_join_went_through_although_the_call_failed()
    {
        FakeComputer computer = new FakeComputer().Answering(CallOutcome.Raised(Method, 0x800706BE, "RPC failed"));
        computer.BecomeMemberDuringJoin = true;
        IDictionary result = HostModule.Run(computer, "domain", "lab.example", "hostname", "web01");
        Check.Equal(2, computer.Calls.Count);
        Check.Equal(true, result["failed"]);
        Check.Equal(true, result["changed"]);
        Check.Equal("lab.example", ((IDictionary)result["after"])["domain"]);
    }

    public static void No_join_is_tried_under_a_name_that_could_not_be_set()
    {
        FakeComputer computer = new FakeComputer().Answering("SetComputerNameExW", 5);
        IDictionary result = HostModule.Run(computer, "domain", "lab.example", "hostname", "web01");
        HostModule.HasFailed(result, "SetComputerNameExW", 5, "return_value", null);
        Check.Equal(new[] { "SetHostname web01" }, computer.Calls);
    }

    public static void Nothing_is_called_while_WMI_does_not_answer()
    {
        FakeComputer computer = new FakeComputer { ReadsLeft = 0 };
        IDictionary result = HostModule.Run(computer, "domain", "lab.example");
        HostModule.HasFailed(result, "Win32_ComputerSystem", 0x80041003, "exception", null);
        Check.Equal(null, result["before"]);
        Check.Equal(null, result["after"]);
        Check.Equal(null, result["join_options"]);
        Check.Equal(0, computer.Calls.Count);
    }

    public static void A_computer_that_could_not_be_read_is_left_alone_though_WMI_answers_again()
    {
        FakeComputer computer = new FakeComputer { FirstReadFails = true };
        IDictionary result = HostModule.Run(computer, "domain", "lab.example");
        HostModule.HasFailed(result, "Win32_ComputerSystem", 0x80041003, "exception", null);
        Check.Equal(null, result["after"]);
        Check.Equal(0, computer.Calls.Count);
    }

    public static void A_join_after_which_WMI_is_silent_is_still_a_join()
    {
        IDictionary result = HostModule.Run(new FakeComputer { ReadsLeft = 1 }, "domain", "lab.example");
        Check.Equal(true, result["changed"]);
        Check.Equal("lab.example", ((IDictionary)result["after"])["domain"]);
    }

    public static void A_failure_after_which_WMI_is_silent_does_not_claim_to_know_the_state()
    {
        FakeComputer computer = new FakeComputer { ReadsLeft = 1 }.Answering(Method, 1355);
        IDictionary result = HostModule.Run(computer, "domain", "lab.example");
        HostModule.HasFailed(result, Method, 1355, "return_value", null);
        Check.Equal(null, result["after"]);
    }
}
