// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections;
using System.Collections.Generic;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._Membership;

/// <summary>Decisions of the host module: domain, name, what is called, what is told.</summary>
public static class MembershipTests
{
    private const string Method = "JoinDomainOrWorkgroup";

    public static void A_computer_in_a_workgroup_joins_with_all_that_was_asked()
    {
        FakeComputer computer = new FakeComputer();
        IDictionary result = Ensure(computer, "domain", "lab.example", "username", "joiner@lab.example", "password", "secret",
            "account_ou", "OU=Web,DC=lab,DC=example", "domain_controller", "dc1.lab.example");
        Check.Equal(
            new[] { "Join lab.example\\dc1.lab.example secret joiner@lab.example OU=Web,DC=lab,DC=example 0x3" }, computer.Calls);
        Check.Equal(true, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal(false, result.Contains("failed"));
    }

    public static void The_result_of_a_join_holds_both_sides_and_the_step()
    {
        IDictionary result = Ensure(new FakeComputer(), "domain", "lab.example");
        Check.Shows("{domain: null, domain_netbios: null, workgroup: 'WORKGROUP', hostname: 'old01', "
            + "pending: {join: false, rename: false, reboot: false}}", result["before"]);
        Check.Shows("{domain: 'lab.example', domain_netbios: 'LAB', workgroup: null, hostname: 'old01', "
            + "pending: {join: true, rename: false, reboot: true}}", result["after"]);
        Check.Shows("[{call: 'JoinDomainOrWorkgroup', return_code: 0}]", result["steps"]);
    }

    public static void Options_that_were_not_given_are_null_in_the_call()
    {
        FakeComputer computer = new FakeComputer();
        Ensure(computer, "domain", "LAB");
        Check.Equal(new[] { "Join LAB - - - 0x3" }, computer.Calls);
    }

    public static void Check_mode_calls_nothing_and_answers_the_same_but_for_the_return_code()
    {
        FakeComputer computer = new FakeComputer();
        IDictionary checkedResult = Membership.Ensure(computer, Options("domain", "lab.example", "hostname", "web01"), true);
        Check.Equal(0, computer.Calls.Count);
        Check.Shows("[{call: 'SetComputerNameExW', return_code: null}, {call: 'JoinDomainOrWorkgroup', return_code: null}]",
            checkedResult["steps"]);
        IDictionary result = Ensure(computer, "domain", "lab.example", "hostname", "web01");
        foreach (string key in new[] { "changed", "reboot_required", "before", "join_options", "account_dn" })
        {
            Check.Equal(result[key], checkedResult[key]);
        }
        // All but the NetBIOS name, which only a domain controller knows.
        IDictionary after = (IDictionary)result["after"];
        after["domain_netbios"] = null;
        Check.Equal(after, checkedResult["after"]);
    }

    public static void A_member_of_the_domain_is_left_alone_by_either_name_in_any_case()
    {
        foreach (string name in new[] { "lab.example", "LAB.Example", "LAB", "lab" })
        {
            FakeComputer computer = Member();
            IDictionary result = Ensure(computer, "domain", name, "domain_controller", "dc1.lab.example");
            Check.Equal(false, result["changed"]);
            Check.Equal(false, result["reboot_required"]);
            Check.Equal(0, computer.Calls.Count);
            Check.Equal(result["before"], result["after"]);
        }
    }

    public static void A_join_that_waits_for_its_reboot_is_not_made_again()
    {
        FakeComputer computer = Member();
        computer.JoinMarked = true;
        IDictionary result = Ensure(computer, "domain", "lab.example");
        Check.Equal(false, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal(true, Pending(result, "before")["join"]);
        Check.Equal(0, computer.Calls.Count);
    }

    public static void A_member_that_waits_for_its_new_name_is_told_by_that_name()
    {
        FakeComputer computer = Member();
        computer.NextHostname = "web01";
        IDictionary result = Ensure(computer, "domain", "lab.example", "hostname", "WEB01");
        Check.Equal(false, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal("old01", ((IDictionary)result["before"])["hostname"]);
        Check.Equal("web01", ((IDictionary)result["after"])["hostname"]);
    }

    public static void A_member_is_not_renamed()
    {
        FakeComputer computer = Member();
        IDictionary result = Ensure(computer, "domain", "lab.example", "hostname", "web01");
        CheckError(result, "Rename", null, "refused", "member_rename");
        Check.Equal(false, result["changed"]);
        Check.Equal(0, computer.Calls.Count);
    }

    public static void The_container_of_a_member_is_read_only_when_one_was_asked()
    {
        FakeComputer computer = Member();
        computer.DirectoryName = "CN=OLD01,CN=Computers,DC=lab,DC=example";
        Check.Equal(null, Ensure(computer, "domain", "LAB")["account_dn"]);
        Check.Equal("CN=OLD01,CN=Computers,DC=lab,DC=example",
            Ensure(computer, "domain", "LAB", "account_ou", "OU=Web,DC=lab,DC=example")["account_dn"]);
    }

    public static void A_member_whose_container_nobody_can_tell_is_unchanged()
    {
        IDictionary result = Ensure(Member(), "domain", "LAB", "account_ou", "OU=Web,DC=lab,DC=example");
        Check.Equal(null, result["account_dn"]);
        Check.Equal(false, result.Contains("failed"));
    }

    public static void A_member_of_another_domain_is_refused_as_Windows_would()
    {
        FakeComputer computer = Member();
        IDictionary result = Ensure(computer, "domain", "lab2.example");
        CheckError(result, Method, 2691, "refused", "other_domain");
        Check.Equal("lab.example", ((IDictionary)result["before"])["domain"]);
        Check.Equal(result["before"], result["after"]);
        Check.Equal(0, computer.Calls.Count);
    }

    public static void A_workgroup_with_the_name_of_the_domain_is_not_the_domain()
    {
        FakeComputer computer = new FakeComputer { Workgroup = "LAB" };
        Check.Equal(true, Ensure(computer, "domain", "LAB")["changed"]);
    }

    public static void A_domain_controller_is_refused_even_in_its_own_domain()
    {
        foreach (ushort role in new ushort[] { 4, 5 })
        {
            FakeComputer computer = Member();
            computer.Role = role;
            CheckError(Ensure(computer, "domain", "lab.example"), Method, 2693, "refused", "domain_controller");
            Check.Equal(0, computer.Calls.Count);
        }
    }

    public static void A_new_name_is_set_first_and_the_join_uses_it()
    {
        FakeComputer computer = new FakeComputer();
        IDictionary result = Ensure(computer, "domain", "lab.example", "hostname", "web01", "join_options", 0x403);
        Check.Equal(new[] { "SetHostname web01", "Join lab.example - - - 0x403" }, computer.Calls);
        Check.Equal(0x403, result["join_options"]);
        Check.Equal("web01", ((IDictionary)result["after"])["hostname"]);
        Check.Equal(true, Pending(result, "after")["rename"]);
    }

    public static void The_flag_is_dropped_when_the_name_is_right_already()
    {
        FakeComputer computer = new FakeComputer();
        IDictionary result = Ensure(computer, "domain", "lab.example", "hostname", "OLD01", "join_options", 0x403);
        Check.Equal(new[] { "Join lab.example - - - 0x3" }, computer.Calls);
        Check.Equal(3, result["join_options"]);
    }

    public static void A_name_that_somebody_else_staged_is_the_name_to_join_under()
    {
        foreach (string hostname in new[] { null, "web01" })
        {
            FakeComputer computer = new FakeComputer { NextHostname = "web01" };
            Ensure(computer, "domain", "lab.example", "hostname", hostname);
            Check.Equal(new[] { "Join lab.example - - - 0x403" }, computer.Calls);
        }
    }

    public static void Asking_for_the_present_name_takes_back_a_staged_one()
    {
        FakeComputer computer = new FakeComputer { NextHostname = "web01" };
        Ensure(computer, "domain", "lab.example", "hostname", "old01", "join_options", 0x403);
        Check.Equal(new[] { "SetHostname old01", "Join lab.example - - - 0x3" }, computer.Calls);
    }

    public static void A_host_name_longer_than_a_NetBIOS_name_is_compared_as_a_whole()
    {
        FakeComputer computer = new FakeComputer { Hostname = "web-frontend-server-01", NextHostname = "web-frontend-server-01" };
        Ensure(computer, "domain", "lab.example", "hostname", "web-frontend-server-02", "join_options", 0x403);
        Check.Equal("SetHostname web-frontend-server-02", computer.Calls[0]);
    }

    public static void A_join_that_fails_tells_its_code_and_what_Windows_logged_meanwhile()
    {
        FakeComputer computer = new FakeComputer { JoinAnswer = CallOutcome.Returned(Method, 1326) };
        IDictionary result = Ensure(computer, "domain", "lab.example", "username", "u", "password", "hunter2-distinctive");
        CheckError(result, Method, 1326, "return_value", null);
        Check.Equal("this attempt\r\n", ((IDictionary)result["error"])["log"]);
        Check.Equal(false, result["changed"]);
        Check.Equal(false, result["reboot_required"]);
        Check.Equal(result["before"], result["after"]);
        Check.Equal(false, Check.Show(result).Contains("hunter2"));
    }

    public static void A_failure_of_WMI_itself_keeps_its_own_channel()
    {
        FakeComputer computer = new FakeComputer { JoinAnswer = CallOutcome.Raised(Method, 0x80041003, "Access denied ") };
        IDictionary result = Ensure(computer, "domain", "lab.example");
        CheckError(result, Method, 0x80041003, "exception", null);
        Check.Equal("Access denied ", ((IDictionary)result["error"])["detail"]);
        Check.Shows("[{call: 'JoinDomainOrWorkgroup', return_code: 2147749891}]", result["steps"]);
    }

    public static void The_old_name_comes_back_when_the_join_fails()
    {
        FakeComputer computer = new FakeComputer { JoinAnswer = CallOutcome.Returned(Method, 5) };
        IDictionary result = Ensure(computer, "domain", "lab.example", "hostname", "web01");
        Check.Equal(new[] { "SetHostname web01", "Join lab.example - - - 0x403", "SetHostname old01" }, computer.Calls);
        Check.Shows("[{call: 'SetComputerNameExW', return_code: 0}, {call: 'JoinDomainOrWorkgroup', return_code: 5}, "
            + "{call: 'SetComputerNameExW', return_code: 0}]", result["steps"]);
        Check.Equal(false, result["changed"]);
        Check.Equal("old01", ((IDictionary)result["after"])["hostname"]);
    }

    public static void A_name_that_does_not_come_back_is_a_change()
    {
        FakeComputer computer = new FakeComputer { JoinAnswer = CallOutcome.Returned(Method, 5) };
        computer.RenameAnswers.Enqueue(0);
        computer.RenameAnswers.Enqueue(5);
        IDictionary result = Ensure(computer, "domain", "lab.example", "hostname", "web01");
        CheckError(result, Method, 5, "return_value", null);
        Check.Equal(true, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal("web01", ((IDictionary)result["after"])["hostname"]);
    }

    public static void The_new_name_stays_when_the_join_went_through_although_the_call_failed()
    {
        FakeComputer computer = new FakeComputer { JoinAnswer = CallOutcome.Raised(Method, 0x800706BE, "RPC failed") };
        computer.BecomeMemberDuringJoin = true;
        IDictionary result = Ensure(computer, "domain", "lab.example", "hostname", "web01");
        Check.Equal(2, computer.Calls.Count);
        Check.Equal(true, result["failed"]);
        Check.Equal(true, result["changed"]);
        Check.Equal("lab.example", ((IDictionary)result["after"])["domain"]);
    }

    public static void No_join_is_tried_under_a_name_that_could_not_be_set()
    {
        FakeComputer computer = new FakeComputer();
        computer.RenameAnswers.Enqueue(5);
        IDictionary result = Ensure(computer, "domain", "lab.example", "hostname", "web01");
        CheckError(result, "SetComputerNameExW", 5, "return_value", null);
        Check.Equal(new[] { "SetHostname web01" }, computer.Calls);
    }

    public static void Nothing_is_called_while_WMI_does_not_answer()
    {
        FakeComputer computer = new FakeComputer { ReadsLeft = 0 };
        IDictionary result = Ensure(computer, "domain", "lab.example");
        CheckError(result, "Win32_ComputerSystem", 0x80041003, "exception", null);
        Check.Equal(null, result["before"]);
        Check.Equal(null, result["after"]);
        Check.Equal(3, result["join_options"]);
        Check.Equal(0, computer.Calls.Count);
    }

    public static void A_computer_that_could_not_be_read_is_left_alone_though_WMI_answers_again()
    {
        FakeComputer computer = new FakeComputer { FirstReadFails = true };
        IDictionary result = Ensure(computer, "domain", "lab.example");
        CheckError(result, "Win32_ComputerSystem", 0x80041003, "exception", null);
        Check.Equal(null, result["after"]);
        Check.Equal(0, computer.Calls.Count);
    }

    public static void A_join_after_which_WMI_is_silent_is_still_a_join()
    {
        IDictionary result = Ensure(new FakeComputer { ReadsLeft = 1 }, "domain", "lab.example");
        Check.Equal(true, result["changed"]);
        Check.Equal("lab.example", ((IDictionary)result["after"])["domain"]);
    }

    public static void A_failure_after_which_WMI_is_silent_does_not_claim_to_know_the_state()
    {
        FakeComputer computer = new FakeComputer { ReadsLeft = 1, JoinAnswer = CallOutcome.Returned(Method, 1355) };
        IDictionary result = Ensure(computer, "domain", "lab.example");
        CheckError(result, Method, 1355, "return_value", null);
        Check.Equal(null, result["after"]);
    }

    private static FakeComputer Member()
    {
        FakeComputer computer = new FakeComputer();
        computer.BecomeMember();
        computer.JoinMarked = false;
        computer.Role = 3;
        return computer;
    }

    private static IDictionary Ensure(FakeComputer computer, params object[] options)
    {
        return Membership.Ensure(computer, Options(options), false);
    }

    /// <summary>As Ansible passes them: a Hashtable that ignores case, with null for what was not given.</summary>
    private static IDictionary Options(params object[] given)
    {
        Hashtable options = new Hashtable(StringComparer.OrdinalIgnoreCase) { { "join_options", 3 } };
        for (int i = 0; i < given.Length; i += 2)
        {
            options[given[i]] = given[i + 1];
        }
        return options;
    }

    private static IDictionary Pending(IDictionary result, string side)
    {
        return (IDictionary)((IDictionary)result[side])["pending"];
    }

    private static void CheckError(IDictionary result, string function, uint? code, string channel, string reason)
    {
        IDictionary error = (IDictionary)result["error"];
        Check.Equal(true, result["failed"]);
        Check.Equal(function, error["function"]);
        Check.Equal(code, error["code"]);
        Check.Equal(channel, error["channel"]);
        Check.Equal(reason, error["reason"]);
        Check.Equal(true, ((string)result["msg"]).StartsWith(function));
    }
}
