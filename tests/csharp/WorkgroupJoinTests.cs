// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections;
using System.Linq;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;

/// <summary>A computer is put into the asked workgroup, from another one or out of a domain.</summary>
public static class WorkgroupJoinTests
{
    private const string JoinMethod = "JoinDomainOrWorkgroup";
    private const string UnjoinMethod = "UnjoinDomainOrWorkgroup";

    public static void A_computer_in_the_workgroup_is_left_alone_in_any_case_of_the_name()
    {
        FakeComputer computer = new FakeComputer { Workgroup = "STUDIO" };
        foreach (string hostname in new[] { null, "old01", "OLD01" })
        {
            IDictionary result = Run(computer, "workgroup", "Studio", "hostname", hostname);
            Check.Equal(false, result["changed"]);
            Check.Equal(false, result["reboot_required"]);
            Check.Equal(result["before"], result["after"]);
        }
        Check.Equal(0, computer.Calls.Count);
    }

    public static void Another_workgroup_takes_one_call_without_credentials()
    {
        FakeComputer computer = new FakeComputer();
        IDictionary result = Run(computer, "workgroup", "STUDIO", "unjoin_username", "u", "unjoin_password", "p");
        Check.Equal(new[] { "Join STUDIO - - - 0x0" }, computer.Calls);
        Check.Equal(true, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal("STUDIO", ((IDictionary)result["after"])["workgroup"]);
        Check.Shows("{join: false, rename: false, reboot: true}", HostModule.Pending(result, "after"));
        Check.Equal(null, result["join_options"]);
        Check.Equal(null, result["left_domain"]);
        Check.Equal(null, result["account_dn"]);
    }

    public static void A_workgroup_that_cannot_be_joined_changes_nothing_not_even_the_name()
    {
        FakeComputer computer = new FakeComputer().Answering(JoinMethod, 2695);
        IDictionary result = Run(computer, "workgroup", "STUDIO", "hostname", "web01");
        HostModule.HasFailed(result, JoinMethod, 2695, "return_value", null);
        Check.Equal(new[] { "Join STUDIO - - - 0x0" }, computer.Calls);
        Check.Equal(false, result["changed"]);
        Check.Equal(result["before"], result["after"]);
    }

    public static void Only_the_name_is_set_when_only_the_name_differs()
    {
        FakeComputer computer = new FakeComputer();
        IDictionary result = Run(computer, "workgroup", "WORKGROUP", "hostname", "web01");
        Check.Equal(new[] { "SetHostname web01" }, computer.Calls);
        Check.Equal(true, result["changed"]);
        Check.Shows("{join: false, rename: true, reboot: true}", HostModule.Pending(result, "after"));
    }

    public static void A_name_that_waits_for_its_reboot_is_not_set_again()
    {
        FakeComputer computer = new FakeComputer { NextHostname = "web01" };
        IDictionary result = Run(computer, "workgroup", "WORKGROUP", "hostname", "web01");
        Check.Equal(0, computer.Calls.Count);
        Check.Equal(false, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
    }

    public static void A_name_that_cannot_be_set_is_told_with_the_workgroup_that_is_new_already()
    {
        FakeComputer computer = new FakeComputer().Answering("SetComputerNameExW", 5);
        IDictionary result = Run(computer, "workgroup", "STUDIO", "hostname", "web01");
        HostModule.HasFailed(result, "SetComputerNameExW", 5, "return_value", null);
        Check.Equal(true, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal("STUDIO", ((IDictionary)result["after"])["workgroup"]);
        Check.Equal("old01", ((IDictionary)result["after"])["hostname"]);
        Check.Shows("{join: false, rename: false, reboot: true}", HostModule.Pending(result, "after"));
    }

    // Windows has no mark for it; what waits is known to the run that made the change, and to no other.
    public static void A_new_workgroup_is_not_known_to_wait_in_the_next_run()
    {
        FakeComputer computer = new FakeComputer();
        Run(computer, "workgroup", "STUDIO");
        IDictionary result = Run(computer, "workgroup", "STUDIO");
        Check.Equal(false, result["changed"]);
        Check.Equal(false, result["reboot_required"]);
        Check.Equal(false, HostModule.Pending(result, "after")["reboot"]);
    }

    public static void A_member_leaves_its_domain_then_joins_the_workgroup_then_gets_its_name()
    {
        FakeComputer computer = FakeComputer.Member();
        IDictionary result = Run(computer, "workgroup", "STUDIO", "hostname", "web01",
            "unjoin_username", "leaver@lab.example", "unjoin_password", "secret", "unjoin_options", 4);
        Check.Equal(new[] { "Unjoin secret leaver@lab.example 0x4", "Join STUDIO - - - 0x0", "SetHostname web01" },
            computer.Calls);
        Check.Equal(true, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal(null, result["join_options"]);
        Check.Shows("{domain: null, domain_netbios: null, workgroup: 'STUDIO', hostname: 'web01', "
            + "pending: {join: false, rename: true, reboot: true}}", result["after"]);
    }

    public static void The_workgroup_is_joined_even_when_Windows_chose_the_same()
    {
        FakeComputer computer = FakeComputer.Member();
        Run(computer, "workgroup", "WORKGROUP");
        Check.Equal(new[] { "Unjoin - - 0x0", "Join WORKGROUP - - - 0x0" }, computer.Calls);
    }

    public static void The_domain_that_was_left_and_the_account_that_stays_there_are_named()
    {
        IDictionary result = Run(FakeComputer.Member(), "workgroup", "STUDIO");
        Check.Equal("lab.example", result["left_domain"]);
        Check.Equal("CN=OLD01,CN=Computers,DC=lab,DC=example", result["account_dn"]);
    }

    public static void A_wrong_credential_leaves_everything_as_it_was()
    {
        FakeComputer computer = FakeComputer.Member().Answering(UnjoinMethod, 1326);
        IDictionary result = Run(computer, "workgroup", "STUDIO", "hostname", "web01", "force", true,
            "unjoin_username", "leaver@lab.example", "unjoin_password", "wrong-distinctive");
        HostModule.HasFailed(result, UnjoinMethod, 1326, "return_value", null);
        Check.Equal(1, computer.Calls.Count);
        Check.Equal(false, result["changed"]);
        Check.Equal(false, result["reboot_required"]);
        Check.Equal(null, result["left_domain"]);
        Check.Equal(result["before"], result["after"]);
        Check.Equal(false, Check.Show(result).Contains("distinctive"));
    }

    public static void Force_leaves_without_credentials_when_no_domain_controller_answers()
    {
        foreach (uint code in new uint[] { 53, 1231, 1311, 1355, 1722, 1908, 2453 })
        {
            FakeComputer computer = FakeComputer.Member().Answering(UnjoinMethod, code);
            IDictionary result = Run(computer, "workgroup", "STUDIO", "force", true,
                "unjoin_username", "u", "unjoin_password", "p", "unjoin_options", 4);
            Check.Equal(new[] { "Unjoin p u 0x4", "Unjoin - - 0x0", "Join STUDIO - - - 0x0" }, computer.Calls);
            Check.Shows("[{call: 'UnjoinDomainOrWorkgroup', return_code: " + code + "}, "
                + "{call: 'UnjoinDomainOrWorkgroup', return_code: 0}, "
                + "{call: 'JoinDomainOrWorkgroup', return_code: 0}]", result["steps"]);
            Check.Equal("lab.example", result["left_domain"]);
        }
    }

    public static void Force_leaves_once_when_a_domain_controller_answers()
    {
        FakeComputer computer = FakeComputer.Member();
        Run(computer, "workgroup", "STUDIO", "force", true, "unjoin_options", 4);
        Check.Equal(new[] { "Unjoin - - 0x4", "Join STUDIO - - - 0x0" }, computer.Calls);
    }

    // 5 access denied, 64 the connection was cut, 1326 wrong credentials, 1727 and 1753 RPC reached somebody.
    public static void Force_does_not_help_when_somebody_may_have_answered()
    {
        foreach (uint code in new uint[] { 5, 64, 1326, 1727, 1753 })
        {
            FakeComputer computer = FakeComputer.Member().Answering(UnjoinMethod, code);
            IDictionary result = Run(computer, "workgroup", "STUDIO", "force", true, "unjoin_options", 4);
            HostModule.HasFailed(result, UnjoinMethod, code, "return_value", null);
            Check.Equal(1, computer.Calls.Count);
        }
    }

    public static void Force_does_not_repeat_the_very_call_that_failed()
    {
        FakeComputer computer = FakeComputer.Member().Answering(UnjoinMethod, 1355);
        IDictionary result = Run(computer, "workgroup", "STUDIO", "force", true);
        HostModule.HasFailed(result, UnjoinMethod, 1355, "return_value", null);
        Check.Equal(new[] { "Unjoin - - 0x0" }, computer.Calls);
    }

    public static void Without_force_a_missing_domain_controller_ends_the_run()
    {
        FakeComputer computer = FakeComputer.Member().Answering(UnjoinMethod, 1355);
        IDictionary result = Run(computer, "workgroup", "STUDIO");
        HostModule.HasFailed(result, UnjoinMethod, 1355, "return_value", null);
        Check.Equal(1, computer.Calls.Count);
    }

    public static void A_second_call_that_fails_too_is_the_one_that_is_told()
    {
        FakeComputer computer = FakeComputer.Member().Answering(UnjoinMethod, 53, 5);
        IDictionary result = Run(computer, "workgroup", "STUDIO", "force", true, "unjoin_options", 4);
        HostModule.HasFailed(result, UnjoinMethod, 5, "return_value", null);
        Check.Equal(2, computer.Calls.Count);
        Check.Equal(false, result["changed"]);
    }

    // 0x8007054B is 1355 as an HRESULT: WMI failed, not the method.
    public static void Force_does_not_repeat_a_call_that_never_reached_the_method()
    {
        foreach (uint? code in new uint?[] { 0x8007054B, 1355, null })
        {
            FakeComputer computer = FakeComputer.Member().Answering(CallOutcome.Raised(UnjoinMethod, code, "text"));
            IDictionary result = Run(computer, "workgroup", "STUDIO", "force", true, "unjoin_options", 4);
            HostModule.HasFailed(result, UnjoinMethod, code, "exception", null);
            Check.Equal(1, computer.Calls.Count);
        }
    }

    public static void A_workgroup_that_cannot_be_joined_after_leaving_is_told_with_the_domain_that_was_left()
    {
        FakeComputer computer = FakeComputer.Member().Answering(JoinMethod, 2695);
        IDictionary result = Run(computer, "workgroup", "STUDIO", "hostname", "web01");
        HostModule.HasFailed(result, JoinMethod, 2695, "return_value", null);
        Check.Equal(2, computer.Calls.Count);
        Check.Equal(true, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal("lab.example", result["left_domain"]);
        Check.Equal("CN=OLD01,CN=Computers,DC=lab,DC=example", result["account_dn"]);
        Check.Equal("WORKGROUP", ((IDictionary)result["after"])["workgroup"]);
    }

    public static void What_was_left_is_told_even_when_WMI_is_silent_afterwards()
    {
        FakeComputer computer = FakeComputer.Member().Answering(JoinMethod, 2695);
        computer.ReadsLeft = 1;
        IDictionary result = Run(computer, "workgroup", "STUDIO");
        Check.Equal(null, result["after"]);
        Check.Equal("lab.example", result["left_domain"]);
        Check.Equal(true, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
    }

    public static void A_domain_that_was_left_although_the_call_failed_is_told()
    {
        FakeComputer computer = FakeComputer.Member();
        computer.LeaveDuringUnjoin = true;
        computer.Answering(CallOutcome.Raised(UnjoinMethod, 0x800706BE, "RPC failed"));
        IDictionary result = Run(computer, "workgroup", "STUDIO");
        HostModule.HasFailed(result, UnjoinMethod, 0x800706BE, "exception", null);
        Check.Equal(true, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal("lab.example", result["left_domain"]);
    }

    public static void A_computer_that_left_is_not_taken_out_again_before_its_reboot()
    {
        FakeComputer computer = FakeComputer.Member();
        Run(computer, "workgroup", "STUDIO", "hostname", "web01");
        int calls = computer.Calls.Count;
        IDictionary result = Run(computer, "workgroup", "STUDIO", "hostname", "web01");
        Check.Equal(calls, computer.Calls.Count);
        Check.Equal(false, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal(null, result["left_domain"]);
        computer.Reboot();
        Check.Equal(false, Run(computer, "workgroup", "STUDIO", "hostname", "web01")["reboot_required"]);
    }

    public static void A_run_that_ended_after_leaving_is_finished_by_the_next_one()
    {
        FakeComputer computer = FakeComputer.Member().Answering(JoinMethod, 1791);
        Run(computer, "workgroup", "STUDIO");
        IDictionary result = Run(computer, "workgroup", "STUDIO");
        Check.Equal("Join STUDIO - - - 0x0", computer.Calls[2]);
        Check.Equal(true, result["changed"]);
        Check.Equal(null, result["left_domain"]);
        Check.Equal(true, HostModule.Pending(result, "before")["reboot"]);
    }

    public static void A_join_that_still_waits_for_its_reboot_can_be_left()
    {
        FakeComputer computer = new FakeComputer();
        HostModule.Run(computer, "domain", "lab.example");
        IDictionary result = Run(computer, "workgroup", "WORKGROUP");
        Check.Equal(true, HostModule.Pending(result, "before")["join"]);
        Check.Shows("{join: false, rename: false, reboot: true}", HostModule.Pending(result, "after"));
        Check.Equal(true, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
    }

    public static void A_domain_controller_is_not_taken_out_of_its_domain()
    {
        FakeComputer computer = FakeComputer.Member();
        computer.Role = 5;
        HostModule.HasFailed(Run(computer, "workgroup", "STUDIO", "force", true),
            UnjoinMethod, 2693, "refused", "domain_controller");
        Check.Equal(0, computer.Calls.Count);
    }

    public static void Check_mode_tells_the_calls_and_makes_none()
    {
        FakeComputer computer = FakeComputer.Member();
        IDictionary foreseen = HostModule.InCheckMode(
            computer, "state", "workgroup", "workgroup", "STUDIO", "hostname", "web01");
        Check.Equal(0, computer.Calls.Count);
        Check.Shows("[{call: 'UnjoinDomainOrWorkgroup', return_code: null}, "
            + "{call: 'JoinDomainOrWorkgroup', return_code: null}, {call: 'SetComputerNameExW', return_code: null}]",
            foreseen["steps"]);
    }

    public static void Check_mode_foresees_leaving_another_workgroup_and_a_name()
    {
        foreach (string workgroup in new[] { "STUDIO", "WORKGROUP" })
        {
            foreach (string hostname in new[] { null, "web01" })
            {
                foreach (FakeComputer computer in new[] { new FakeComputer(), FakeComputer.Member() })
                {
                    IDictionary foreseen = HostModule.InCheckMode(
                        computer, "state", "workgroup", "workgroup", workgroup, "hostname", hostname);
                    HostModule.AreAlike(Run(computer, "workgroup", workgroup, "hostname", hostname), foreseen);
                }
            }
        }
    }

    public static void Check_mode_fails_as_a_run_would_when_no_domain_controller_answers()
    {
        FakeComputer computer = FakeComputer.Member().Answering("DsGetDcNameW", 1355).Answering(UnjoinMethod, 1355);
        object[] options = { "state", "workgroup", "workgroup", "STUDIO", "unjoin_options", 4 };
        IDictionary foreseen = HostModule.InCheckMode(computer, options);
        HostModule.HasFailed(foreseen, UnjoinMethod, 1355, "return_value", null);
        Check.Equal(new[] { "lab.example" }, computer.Searches);
        Check.Equal(null, foreseen["left_domain"]);
        Check.Equal(foreseen["before"], foreseen["after"]);
        HostModule.AreAlike(HostModule.Run(computer, options), foreseen);
    }

    public static void Check_mode_foresees_both_calls_of_a_forced_departure()
    {
        FakeComputer computer = FakeComputer.Member().Answering("DsGetDcNameW", 1355).Answering(UnjoinMethod, 1355);
        object[] options =
        {
            "state", "workgroup", "workgroup", "STUDIO", "force", true, "unjoin_username", "u", "unjoin_password", "p"
        };
        IDictionary foreseen = HostModule.InCheckMode(computer, options);
        Check.Shows("[{call: 'UnjoinDomainOrWorkgroup', return_code: null}, "
            + "{call: 'UnjoinDomainOrWorkgroup', return_code: null}, "
            + "{call: 'JoinDomainOrWorkgroup', return_code: null}]", foreseen["steps"]);
        HostModule.AreAlike(HostModule.Run(computer, options), foreseen);
    }

    public static void Check_mode_asks_for_no_domain_controller_where_Windows_needs_none()
    {
        FakeComputer computer = FakeComputer.Member().Answering("DsGetDcNameW", 1355);
        IDictionary foreseen = HostModule.InCheckMode(computer, "state", "workgroup", "workgroup", "STUDIO");
        Check.Equal(0, computer.Searches.Count);
        Check.Equal("lab.example", foreseen["left_domain"]);
    }

    public static void A_run_leaves_the_search_for_a_domain_controller_to_Windows()
    {
        FakeComputer computer = FakeComputer.Member();
        Run(computer, "workgroup", "STUDIO", "unjoin_options", 4);
        Check.Equal(0, computer.Searches.Count);
    }

    private static IDictionary Run(FakeComputer computer, params object[] options)
    {
        return HostModule.Run(computer, new object[] { "state", "workgroup" }.Concat(options).ToArray());
    }
}
