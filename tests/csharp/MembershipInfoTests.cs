// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipInfo;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipState;
using ansible_collections.netjoin.windows.plugins.module_utils._Netlogon;

/// <summary>The result of membership_info.</summary>
public static class MembershipInfoTests
{
    // DomainRole, learn.microsoft.com win32-computersystem.
    private static readonly string[] Roles =
    {
        "standalone_workstation", "member_workstation", "standalone_server", "member_server",
        "backup_domain_controller", "primary_domain_controller"
    };

    public static void A_member_is_described_with_every_name_of_its_domain()
    {
        FakeComputer computer = new FakeComputer { Role = 3, NextHostname = "web01" };
        computer.BecomeMember("lab.example");
        IDictionary info = MembershipInfo.Describe(
            State(computer), "CN=OLD01,OU=Web,DC=lab,DC=example", "Berlin", SecureChannel.From(new NetlogonInfo2()), false);
        Check.Equal(false, info["changed"]);
        Check.Equal("lab.example", info["domain"]);
        Check.Equal("lab.example", info["domain_dns"]);
        Check.Equal("LAB", info["domain_netbios"]);
        Check.Equal(null, info["workgroup"]);
        Check.Equal("old01", info["hostname"]);
        Check.Equal("web01", info["hostname_pending"]);
        Check.Shows("{join: true, rename: true, reboot: true}", info["pending"]);
        Check.Equal("CN=OLD01,OU=Web,DC=lab,DC=example", info["account_dn"]);
        Check.Equal("Berlin", info["site"]);
        Check.Shows("{status: 'ok', code: 0}", info["secure_channel"]);
        Check.Equal(null, info["domain_controller"]);
        Check.Equal(false, info["entra_joined"]);
    }

    public static void A_computer_in_a_workgroup_has_no_secure_channel()
    {
        IDictionary info = MembershipInfo.Describe(State(new FakeComputer()), null, null, null, null);
        Check.Equal("WORKGROUP", info["workgroup"]);
        Check.Equal("standalone_workstation", info["role"]);
        foreach (string key in new[] { "domain", "domain_dns", "domain_netbios", "hostname_pending", "account_dn", "site",
            "domain_controller", "secure_channel", "entra_joined" })
        {
            Check.Equal(true, info.Contains(key));
            Check.Equal(null, info[key]);
        }
    }

    public static void Every_role_has_its_word()
    {
        for (ushort role = 0; role < Roles.Length; role++)
        {
            MembershipState state = State(new FakeComputer { Role = role });
            Check.Equal(Roles[role], MembershipInfo.Describe(state, null, null, null, null)["role"]);
        }
    }

    public static void A_role_that_WMI_invents_is_unknown()
    {
        Check.Equal(null, MembershipInfo.Describe(State(new FakeComputer { Role = 6 }), null, null, null, null)["role"]);
    }

    public static void A_domain_that_has_only_a_NetBIOS_name_has_no_DNS_name()
    {
        FakeComputer computer = new FakeComputer { Domain = "OLDDOM", Netbios = "OLDDOM" };
        IDictionary info = MembershipInfo.Describe(State(computer), null, null, null, null);
        Check.Equal("OLDDOM", info["domain"]);
        Check.Equal(null, info["domain_dns"]);
    }

    private static MembershipState State(FakeComputer computer)
    {
        CallOutcome failure;
        return computer.ReadState(out failure);
    }
}
