// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections;
using System.Linq;
using ansible_collections.netjoin.windows.plugins.module_utils._MachinePassword;
using ansible_collections.netjoin.windows.plugins.module_utils._Netlogon;
using ansible_collections.netjoin.windows.plugins.module_utils._SecureChannelUpkeep;

/// <summary>Decisions of host_secure_channel: what is asked, what is called, what is told.</summary>
public static class SecureChannelUpkeepTests
{
    private const string Works = "{status: 'ok', code: 0, domain_controller: 'dc1.lab.example'}";
    private const string Broken = "{status: 'broken', code: 5, domain_controller: null}";

    private static readonly string[] States = { "verified", "repaired", "rotated" };

    public static void A_channel_that_works_is_told_of_and_left_alone()
    {
        foreach (string state in new[] { "verified", "repaired" })
        {
            FakeTrustedComputer computer = new FakeTrustedComputer();
            IDictionary result = Run(computer, state);
            Check.Shows("{changed: false, domain: 'lab.example', before: " + Works + ", after: " + Works + ", steps: []}",
                result);
            Check.Equal(new[] { "Verify lab.example -" }, computer.Calls);
        }
    }

    public static void A_broken_channel_fails_with_what_Netlogon_says()
    {
        IDictionary result = Run(FakeTrustedComputer.WithBrokenTrust(), "verified");
        HasFailed(result, "I_NetLogonControl2", 5, "return_value", "broken");
        Check.Shows(Broken, result["after"]);
        Check.Equal(false, result["changed"]);
    }

    public static void The_domain_controller_that_is_named_is_the_one_that_is_asked()
    {
        FakeTrustedComputer computer = new FakeTrustedComputer();
        IDictionary result = Run(computer, "verified", "domain_controller", "dc3.lab.example");
        Check.Equal(new[] { "Verify lab.example dc3.lab.example" }, computer.Calls);
        Check.Equal("dc3.lab.example", ((IDictionary)result["before"])["domain_controller"]);
    }

    public static void Who_is_in_no_domain_has_no_channel()
    {
        foreach (string state in States)
        {
            FakeTrustedComputer computer = new FakeTrustedComputer { Computer = new FakeComputer() };
            IDictionary result = Run(computer, state);
            HasFailed(result, "I_NetLogonControl2", 2692, "refused", "not_a_member");
            Check.Equal(null, result["before"]);
            Check.Equal(0, computer.Calls.Count);
        }
    }

    public static void A_domain_controller_is_refused()
    {
        foreach (string state in States)
        {
            FakeTrustedComputer computer = new FakeTrustedComputer();
            computer.Computer.Role = 5;
            HasFailed(Run(computer, state), "I_NetLogonControl2", 2693, "refused", "domain_controller");
            Check.Equal(0, computer.Calls.Count);
        }
    }

    public static void A_computer_that_WMI_does_not_describe_fails()
    {
        FakeTrustedComputer computer = new FakeTrustedComputer();
        computer.Computer.ReadsLeft = 0;
        HasFailed(Run(computer, "verified"), "Win32_ComputerSystem", 0x80041003, "exception", null);
    }

    public static void A_repair_sets_one_new_password_in_the_domain_and_here()
    {
        FakeTrustedComputer computer = FakeTrustedComputer.WithBrokenTrust();
        IDictionary result = Run(computer, "repaired", "username", "joiner@lab.example", "password", "secret");
        Check.Equal(
            new[]
            {
                "Verify lab.example -", "Set dc2.lab.example lab.example joiner@lab.example secret", "Store",
                "Verify lab.example dc2.lab.example"
            },
            computer.Calls);
        Check.Equal(MachinePassword.Length, computer.Secret.Length);
        Check.Equal(true, result["changed"]);
        Check.Shows(Broken, result["before"]);
        Check.Shows(Works.Replace("dc1", "dc2"), result["after"]);
        Check.Shows("[{call: 'NetUserSetInfo', return_code: 0}, {call: 'LsaStorePrivateData', return_code: 0}]",
            result["steps"]);
        Check.Equal(false, result.Contains("failed"));
    }

    public static void A_domain_controller_that_is_named_is_used_for_all_of_a_repair()
    {
        FakeTrustedComputer computer = FakeTrustedComputer.WithBrokenTrust().Answering("DsGetDcNameW", 1355);
        Run(computer, "repaired", "domain_controller", "dc3.lab.example");
        Check.Equal(
            new[]
            {
                "Verify lab.example dc3.lab.example", "Set dc3.lab.example lab.example - -", "Store",
                "Verify lab.example dc3.lab.example"
            },
            computer.Calls);
    }

    public static void Check_mode_foresees_a_repair_and_sets_nothing()
    {
        FakeTrustedComputer computer = FakeTrustedComputer.WithBrokenTrust();
        IDictionary result = InCheckMode(computer, "repaired", "username", "joiner@lab.example", "password", "secret");
        Check.Equal(new[] { "Verify lab.example -" }, computer.Calls);
        Check.Equal(true, result["changed"]);
        Check.Shows(Works.Replace("dc1", "dc2"), result["after"]);
        Check.Shows("[{call: 'NetUserSetInfo', return_code: null}, {call: 'LsaStorePrivateData', return_code: null}]",
            result["steps"]);
    }

    public static void Without_a_domain_controller_there_is_no_repair()
    {
        FakeTrustedComputer computer = FakeTrustedComputer.WithBrokenTrust(1311).Answering("DsGetDcNameW", 1355);
        IDictionary result = Run(computer, "repaired");
        HasFailed(result, "DsGetDcNameW", 1355, "return_value", null);
        Check.Shows("[]", result["steps"]);
    }

    public static void Who_may_not_set_the_secret_changes_nothing_in_the_domain()
    {
        FakeTrustedComputer computer = FakeTrustedComputer.WithBrokenTrust().Answering("LsaOpenPolicy", 5);
        IDictionary result = Run(computer, "repaired");
        HasFailed(result, "LsaOpenPolicy", 5, "return_value", null);
        Check.Equal(false, result["changed"]);
        Check.Equal("reset", computer.AccountPassword);
    }

    public static void A_user_whom_the_domain_refuses_changes_nothing_here()
    {
        FakeTrustedComputer computer = FakeTrustedComputer.WithBrokenTrust().Answering("NetUserSetInfo", 1326);
        IDictionary result = Run(computer, "repaired", "username", "joiner@lab.example", "password", "wrong");
        HasFailed(result, "NetUserSetInfo", 1326, "return_value", null);
        Check.Equal(false, result["changed"]);
        Check.Shows(Broken, result["after"]);
        Check.Equal("as joined", computer.Secret);
        Check.Equal(1, computer.Calls.Count(call => call.StartsWith("Set")));
    }

    public static void A_repair_that_stops_half_way_is_a_change_and_is_mended_by_the_next()
    {
        FakeTrustedComputer computer = FakeTrustedComputer.WithBrokenTrust().Answering("LsaStorePrivateData", 5);
        IDictionary result = Run(computer, "repaired");
        HasFailed(result, "LsaStorePrivateData", 5, "return_value", null);
        Check.Equal(true, result["changed"]);
        computer.Codes.Clear();
        Check.Equal(false, Run(computer, "repaired").Contains("failed"));
        Check.Equal(computer.AccountPassword, computer.Secret);
    }

    public static void A_repair_that_does_not_help_has_failed()
    {
        FakeTrustedComputer computer = FakeTrustedComputer.WithBrokenTrust(1787);
        computer.IsDisabled = true;
        IDictionary result = Run(computer, "repaired");
        HasFailed(result, "I_NetLogonControl2", 1787, "return_value", "broken");
        Check.Equal(true, result["changed"]);
    }

    public static void A_channel_that_cannot_be_asked_for_is_not_repaired()
    {
        FakeTrustedComputer computer = FakeTrustedComputer.WithBrokenTrust();
        computer.Broken = SecureChannel.Unanswered(1792);
        HasFailed(Run(computer, "repaired"), "I_NetLogonControl2", 1792, "return_value", "unknown");
        Check.Equal(1, computer.Calls.Count);
    }

    public static void A_trust_that_works_through_another_controller_is_not_repaired()
    {
        foreach (uint code in new uint[] { 5, 1311, 1355, 1787 })
        {
            FakeTrustedComputer computer = FakeTrustedComputer.WithBrokenTrust();
            computer.Broken = SecureChannel.NotOpened(code);
            IDictionary result = Run(computer, "repaired", "domain_controller", "dc2.lab.example");
            HasFailed(result, "NetUserSetInfo", null, "refused", "works_elsewhere");
            Check.Equal(new[] { "Verify lab.example dc2.lab.example" }, computer.Calls);
            Check.Equal(code, ((IDictionary)result["before"])["code"]);
            Check.Equal(true, Check.Show(result["error"]).Contains("dc2.lab.example (code " + code + ")"));
        }
    }

    public static void The_trouble_of_a_server_is_not_mended_by_a_password()
    {
        foreach (uint code in new uint[] { 8, 112, 1352, 1355, 1450 })
        {
            FakeTrustedComputer computer = FakeTrustedComputer.WithBrokenTrust(code);
            HasFailed(Run(computer, "repaired"), "I_NetLogonControl2", code, "return_value", "unknown");
            Check.Equal(1, computer.Calls.Count);
        }
    }

    public static void A_trust_of_which_no_controller_is_content_is_repaired_on_one_that_is_there()
    {
        FakeTrustedComputer computer = FakeTrustedComputer.WithBrokenTrust(1311);
        Check.Equal(false, Run(computer, "repaired").Contains("failed"));
        Check.Equal(computer.AccountPassword, computer.Secret);
    }

    public static void A_channel_that_does_not_work_is_left_alone_until_a_restart_that_waits()
    {
        foreach (string state in States)
        {
            FakeTrustedComputer computer = FakeTrustedComputer.WithBrokenTrust();
            computer.Computer.NextHostname = "new01";
            HasFailed(Run(computer, state), "I_NetLogonControl2", 5, "return_value", "reboot_pending");
            Check.Equal("reset", computer.AccountPassword);
        }
    }

    public static void A_join_that_waits_for_its_restart_has_no_channel_yet()
    {
        foreach (string state in States)
        {
            FakeTrustedComputer computer = FakeTrustedComputer.WithBrokenTrust();
            computer.Computer.JoinMarked = true;
            computer.Broken = SecureChannel.Unanswered(1717);
            HasFailed(Run(computer, state), "I_NetLogonControl2", 1717, "return_value", "reboot_pending");
        }
    }

    public static void A_channel_that_works_is_no_matter_of_a_restart_that_waits()
    {
        foreach (string state in States)
        {
            FakeTrustedComputer computer = new FakeTrustedComputer();
            computer.Computer.NextHostname = "new01";
            Check.Equal(false, Run(computer, state).Contains("failed"));
        }
    }

    public static void A_rotation_goes_through_the_channel_and_is_verified()
    {
        FakeTrustedComputer computer = new FakeTrustedComputer();
        IDictionary result = Run(computer, "rotated");
        Check.Equal(new[] { "Verify lab.example -", "Change lab.example", "Verify lab.example -" }, computer.Calls);
        Check.Equal(true, result["changed"]);
        Check.Shows(Works, result["after"]);
        Check.Shows("[{call: 'I_NetLogonControl2', return_code: 0}]", result["steps"]);
    }

    public static void Check_mode_foresees_a_rotation()
    {
        FakeTrustedComputer computer = new FakeTrustedComputer();
        IDictionary result = InCheckMode(computer, "rotated");
        Check.Equal(new[] { "Verify lab.example -" }, computer.Calls);
        Check.Equal(true, result["changed"]);
        Check.Shows(Works, result["after"]);
    }

    public static void A_broken_channel_cannot_rotate()
    {
        FakeTrustedComputer computer = FakeTrustedComputer.WithBrokenTrust();
        HasFailed(Run(computer, "rotated"), "I_NetLogonControl2", 5, "return_value", "broken");
        Check.Equal(new[] { "Verify lab.example -" }, computer.Calls);
    }

    public static void A_rotation_that_Netlogon_refuses_has_failed()
    {
        FakeTrustedComputer computer = new FakeTrustedComputer().Answering("I_NetLogonControl2", 1311);
        IDictionary result = Run(computer, "rotated");
        HasFailed(result, "I_NetLogonControl2", 1311, "return_value", null);
        Check.Equal(false, result["changed"]);
    }

    private static IDictionary Run(FakeTrustedComputer computer, string state, params object[] options)
    {
        return SecureChannelUpkeep.Ensure(computer, Options(state, options), false);
    }

    private static IDictionary InCheckMode(FakeTrustedComputer computer, string state, params object[] options)
    {
        return SecureChannelUpkeep.Ensure(computer, Options(state, options), true);
    }

    private static void HasFailed(IDictionary result, string function, uint? code, string channel, string reason)
    {
        HostModule.HasFailed(result, function, code, channel, reason);
        Check.Equal(false, Check.Show(result).Contains("secret"));
    }

    private static IDictionary Options(string state, object[] given)
    {
        Hashtable options = new Hashtable(StringComparer.OrdinalIgnoreCase) { { "state", state } };
        for (int i = 0; i < given.Length; i += 2)
        {
            options[given[i]] = given[i + 1];
        }
        return options;
    }
}
