// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections;

/// <summary>A member of the asked domain gets the asked name.</summary>
public static class MemberRenameTests
{
    public static void A_member_is_renamed_with_its_account_by_the_given_user()
    {
        FakeComputer computer = FakeComputer.Member();
        IDictionary result = HostModule.Run(computer,
            "domain", "LAB", "hostname", "web01", "username", "renamer@lab.example", "password", "secret");
        Check.Equal(new[] { "Rename web01 secret renamer@lab.example" }, computer.Calls);
        Check.Shows("[{call: 'Rename', return_code: 0}]", result["steps"]);
        Check.Equal(true, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal(null, result["join_options"]);
        Check.Equal(null, result["left_domain"]);
        Check.Equal("web01", ((IDictionary)result["after"])["hostname"]);
        Check.Shows("{join: false, rename: true, reboot: true}", HostModule.Pending(result, "after"));
    }

    public static void Without_a_user_the_caller_renames_and_no_password_is_passed()
    {
        FakeComputer computer = FakeComputer.Member();
        HostModule.Run(computer, "domain", "LAB", "hostname", "web01");
        HostModule.Run(computer, "domain", "LAB", "hostname", "web02", "password", "machine", "join_options", 0xC1);
        Check.Equal(new[] { "Rename web01 - -", "Rename web02 - -" }, computer.Calls);
    }

    public static void A_rename_that_waits_for_its_reboot_is_not_made_again()
    {
        FakeComputer computer = FakeComputer.Member();
        HostModule.Run(computer, "domain", "LAB", "hostname", "web01");
        IDictionary result = HostModule.Run(computer, "domain", "LAB", "hostname", "WEB01");
        Check.Equal(1, computer.Calls.Count);
        Check.Equal(false, result["changed"]);
        Check.Equal(true, result["reboot_required"]);
        Check.Equal("old01", ((IDictionary)result["before"])["hostname"]);
        Check.Equal("web01", ((IDictionary)result["after"])["hostname"]);
    }

    public static void After_the_reboot_the_name_is_right_and_nothing_waits()
    {
        FakeComputer computer = FakeComputer.Member();
        HostModule.Run(computer, "domain", "LAB", "hostname", "web01");
        computer.Reboot();
        IDictionary result = HostModule.Run(computer, "domain", "LAB", "hostname", "web01");
        Check.Equal(1, computer.Calls.Count);
        Check.Equal(false, result["reboot_required"]);
    }

    public static void Asking_for_the_present_name_takes_back_a_rename_that_waits()
    {
        FakeComputer computer = FakeComputer.Member();
        computer.NextHostname = "web01";
        IDictionary result = HostModule.Run(computer, "domain", "LAB", "hostname", "old01");
        Check.Equal(new[] { "Rename old01 - -" }, computer.Calls);
        Check.Equal(true, result["reboot_required"]);
        Check.Shows("{join: false, rename: false, reboot: true}", HostModule.Pending(result, "after"));
    }

    public static void A_member_that_waits_for_its_join_can_be_renamed_before_the_reboot()
    {
        FakeComputer computer = new FakeComputer();
        HostModule.Run(computer, "domain", "lab.example");
        IDictionary result = HostModule.Run(computer, "domain", "lab.example", "hostname", "web01");
        Check.Equal("Rename web01 - -", computer.Calls[1]);
        Check.Shows("{join: true, rename: true, reboot: true}", HostModule.Pending(result, "after"));
    }

    public static void A_rename_that_is_refused_changes_nothing()
    {
        FakeComputer computer = FakeComputer.Member().Answering("Rename", 5);
        IDictionary result = HostModule.Run(computer, "domain", "LAB", "hostname", "web01");
        HostModule.HasFailed(result, "Rename", 5, "return_value", null);
        Check.Equal(false, result["changed"]);
        Check.Equal(false, result["reboot_required"]);
        Check.Equal(result["before"], result["after"]);
    }

    public static void Check_mode_tells_of_the_rename_and_calls_nothing()
    {
        FakeComputer computer = FakeComputer.Member();
        IDictionary foreseen = HostModule.InCheckMode(computer, "domain", "LAB", "hostname", "web01");
        Check.Equal(0, computer.Calls.Count);
        Check.Shows("[{call: 'Rename', return_code: null}]", foreseen["steps"]);
        HostModule.AreAlike(HostModule.Run(computer, "domain", "LAB", "hostname", "web01"), foreseen);
    }
}
