// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections;
using System.Linq;

/// <summary>A member of one domain becomes a member of another.</summary>
public static class DomainSwitchTests
{
    private const string JoinMethod = "JoinDomainOrWorkgroup";
    private const string UnjoinMethod = "UnjoinDomainOrWorkgroup";

    private static readonly object[] Switch = new object[]
    {
        "domain", "lab2.example", "username", "joiner@lab2.example", "password", "new-secret",
        "leave_other_domain", true,
        "unjoin_username", "leaver@lab.example", "unjoin_password", "old-secret", "unjoin_options", 4
    };

    public static void A_member_of_another_domain_is_refused_as_Windows_would()
    {
        FakeComputer computer = FakeComputer.Member();
        IDictionary result = HostModule.Run(computer, "domain", "lab2.example");
        HostModule.HasFailed(result, JoinMethod, 2691, "refused", "other_domain");
        Check.Equal("lab.example", ((IDictionary)result["before"])["domain"]);
        Check.Equal(result["before"], result["after"]);
        Check.Equal(null, result["left_domain"]);
        Check.Equal(null, result["join_options"]);
        Check.Equal(0, computer.Calls.Count + computer.Searches.Count);
    }

    public static void With_consent_it_leaves_the_one_and_joins_the_other_each_with_its_own_credentials()
    {
        FakeComputer computer = FakeComputer.Member();
        IDictionary result = HostModule.Run(computer, Switch);
        Check.Equal(new[] { "lab2.example" }, computer.Searches);
        Check.Equal(new[]
        {
            "Unjoin old-secret leaver@lab.example 0x4", "Join lab2.example new-secret joiner@lab2.example - 0x3"
        }, computer.Calls);
        Check.Equal(true, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal("lab.example", result["left_domain"]);
        Check.Equal("CN=OLD01,CN=Computers,DC=lab,DC=example", result["account_dn"]);
        Check.Shows("{domain: 'lab2.example', domain_netbios: 'LAB2', workgroup: null, hostname: 'old01', "
            + "pending: {join: true, rename: false, reboot: true}}", result["after"]);
        Check.Equal(false, Check.Show(result).Contains("secret"));
    }

    public static void A_domain_that_is_not_to_be_found_is_no_reason_to_leave()
    {
        FakeComputer computer = FakeComputer.Member().Answering("DsGetDcNameW", 1355);
        IDictionary result = HostModule.Run(computer, Switch);
        HostModule.HasFailed(result, "DsGetDcNameW", 1355, "return_value", null);
        Check.Equal(0, computer.Calls.Count);
        Check.Equal(false, result["changed"]);
        Check.Equal(null, result["left_domain"]);
        Check.Equal(result["before"], result["after"]);
    }

    public static void A_wrong_credential_for_the_old_domain_leaves_everything_as_it_was()
    {
        FakeComputer computer = FakeComputer.Member().Answering(UnjoinMethod, 1326);
        IDictionary result = HostModule.Run(computer, Switch);
        HostModule.HasFailed(result, UnjoinMethod, 1326, "return_value", null);
        Check.Equal(1, computer.Calls.Count);
        Check.Equal(false, result["changed"]);
        Check.Equal(null, result["left_domain"]);
        Check.Equal(result["before"], result["after"]);
    }

    public static void Force_leaves_an_old_domain_that_is_gone()
    {
        FakeComputer computer = FakeComputer.Member().Answering(UnjoinMethod, 1355);
        IDictionary result = HostModule.Run(computer, Switch.Concat(new object[] { "force", true }).ToArray());
        Check.Equal(new[]
        {
            "Unjoin old-secret leaver@lab.example 0x4", "Unjoin - - 0x0",
            "Join lab2.example new-secret joiner@lab2.example - 0x3"
        }, computer.Calls);
        Check.Equal("lab2.example", ((IDictionary)result["after"])["domain"]);
    }

    public static void Force_alone_is_consent_and_leaves_in_one_call_that_carries_no_credentials()
    {
        FakeComputer computer = FakeComputer.Member();
        HostModule.Run(computer, "domain", "lab2.example", "username", "joiner@lab2.example", "password", "new-secret",
            "leave_other_domain", true, "force", true);
        Check.Equal(
            new[] { "Unjoin - - 0x0", "Join lab2.example new-secret joiner@lab2.example - 0x3" }, computer.Calls);
    }

    public static void A_new_name_is_set_between_leaving_and_joining()
    {
        FakeComputer computer = FakeComputer.Member();
        HostModule.Run(computer,
            "domain", "lab2.example", "leave_other_domain", true, "hostname", "web01", "join_options", 0x403);
        Check.Equal(new[] { "Unjoin - - 0x0", "SetHostname web01", "Join lab2.example - - - 0x403" }, computer.Calls);
    }

    public static void A_join_that_fails_after_leaving_says_where_the_computer_is()
    {
        FakeComputer computer = FakeComputer.Member().Answering(JoinMethod, 1326);
        IDictionary result = HostModule.Run(computer, Switch);
        HostModule.HasFailed(result, JoinMethod, 1326, "return_value", null);
        Check.Equal(true, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal("lab.example", result["left_domain"]);
        Check.Shows("{domain: null, domain_netbios: null, workgroup: 'WORKGROUP', hostname: 'old01', "
            + "pending: {join: false, rename: false, reboot: true}}", result["after"]);
    }

    public static void The_old_name_comes_back_when_the_join_fails_after_leaving()
    {
        FakeComputer computer = FakeComputer.Member().Answering(JoinMethod, 5);
        IDictionary result = HostModule.Run(
            computer, "domain", "lab2.example", "leave_other_domain", true, "hostname", "web01");
        Check.Equal(
            new[] { "Unjoin - - 0x0", "SetHostname web01", "Join lab2.example - - - 0x403", "SetHostname old01" },
            computer.Calls);
        Check.Equal("old01", ((IDictionary)result["after"])["hostname"]);
    }

    public static void A_name_that_cannot_be_set_after_leaving_ends_the_run_in_a_workgroup()
    {
        FakeComputer computer = FakeComputer.Member().Answering("SetComputerNameExW", 5);
        IDictionary result = HostModule.Run(
            computer, "domain", "lab2.example", "leave_other_domain", true, "hostname", "web01");
        HostModule.HasFailed(result, "SetComputerNameExW", 5, "return_value", null);
        Check.Equal(2, computer.Calls.Count);
        Check.Equal(true, result["changed"]);
        Check.Equal("lab.example", result["left_domain"]);
    }

    public static void The_next_run_joins_from_where_the_failed_one_ended()
    {
        FakeComputer computer = FakeComputer.Member().Answering(JoinMethod, 1326);
        HostModule.Run(computer, Switch);
        computer.Calls.Clear();
        IDictionary result = HostModule.Run(computer, Switch);
        Check.Equal(new[] { "Join lab2.example new-secret joiner@lab2.example - 0x3" }, computer.Calls);
        Check.Equal(true, result["changed"]);
        Check.Equal(null, result["left_domain"]);
        Check.Equal(true, HostModule.Pending(result, "after")["join"]);
    }

    public static void A_switch_that_waits_for_its_reboot_is_not_made_again()
    {
        FakeComputer computer = FakeComputer.Member();
        HostModule.Run(computer, Switch);
        computer.Calls.Clear();
        IDictionary result = HostModule.Run(computer, Switch);
        Check.Equal(0, computer.Calls.Count);
        Check.Equal(1, computer.Searches.Count);
        Check.Equal(false, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        computer.Reboot();
        Check.Equal(false, HostModule.Run(computer, Switch)["reboot_required"]);
    }

    // The active suffix is still the old domain's.
    public static void A_switch_waits_for_its_reboot_although_Netlogon_has_no_mark()
    {
        FakeComputer computer = FakeComputer.Member();
        HostModule.Run(computer, Switch);
        computer.JoinMarked = false;
        IDictionary result = HostModule.Run(computer, Switch);
        Check.Equal(true, HostModule.Pending(result, "before")["join"]);
        Check.Equal(true, result["reboot_required"]);
    }

    public static void Join_if_joined_joins_at_once_and_asks_for_no_other_consent()
    {
        FakeComputer computer = FakeComputer.Member();
        IDictionary result = HostModule.Run(computer, "domain", "lab2.example", "join_options", 0x23);
        Check.Equal(new[] { "Join lab2.example - - - 0x23" }, computer.Calls);
        Check.Equal(0, computer.Searches.Count);
        Check.Equal("lab.example", result["left_domain"]);
        Check.Equal("CN=OLD01,CN=Computers,DC=lab,DC=example", result["account_dn"]);
        Check.Equal(true, result["changed"]);
    }

    public static void Join_if_joined_that_fails_stays_in_the_old_domain_under_the_old_name()
    {
        FakeComputer computer = FakeComputer.Member().Answering(JoinMethod, 1355);
        IDictionary result = HostModule.Run(
            computer, "domain", "lab2.example", "join_options", 0x23, "hostname", "web01");
        Check.Equal(
            new[] { "SetHostname web01", "Join lab2.example - - - 0x423", "SetHostname old01" }, computer.Calls);
        HostModule.HasFailed(result, JoinMethod, 1355, "return_value", null);
        Check.Equal(false, result["changed"]);
        Check.Equal(null, result["left_domain"]);
    }

    public static void Check_mode_looks_for_the_domain_but_calls_nothing_that_changes()
    {
        FakeComputer computer = FakeComputer.Member();
        IDictionary foreseen = HostModule.InCheckMode(computer, Switch);
        Check.Equal(0, computer.Calls.Count);
        Check.Equal(new[] { "lab2.example", "lab.example" }, computer.Searches);
        Check.Shows("[{call: 'UnjoinDomainOrWorkgroup', return_code: null}, "
            + "{call: 'JoinDomainOrWorkgroup', return_code: null}]", foreseen["steps"]);
        IDictionary result = HostModule.Run(computer, Switch);
        ((IDictionary)result["after"])["domain_netbios"] = null; // which only a domain controller knows
        HostModule.AreAlike(result, foreseen);
    }

    public static void Check_mode_fails_as_a_run_would_when_the_domain_is_not_to_be_found()
    {
        FakeComputer computer = FakeComputer.Member().Answering("DsGetDcNameW", 1355);
        HostModule.HasFailed(HostModule.InCheckMode(computer, Switch), "DsGetDcNameW", 1355, "return_value", null);
    }

    public static void Check_mode_fails_as_a_run_would_when_the_old_domain_is_gone()
    {
        FakeComputer computer = FakeComputer.Member().Answering("DsGetDcNameW", 0, 1355);
        HostModule.HasFailed(HostModule.InCheckMode(computer, Switch), UnjoinMethod, 1355, "return_value", null);
    }
}
