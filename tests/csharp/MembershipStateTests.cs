// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Management.Infrastructure;
using ansible_collections.netjoin.windows.plugins.module_utils._ComputerNames;
using ansible_collections.netjoin.windows.plugins.module_utils._ComputerSystem;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipState;
using ansible_collections.netjoin.windows.plugins.module_utils._NetApi32;

/// <summary>What the sources of Windows mean together.</summary>
public static class MembershipStateTests
{
    private static readonly StagedName Nothing = new StagedName(null, null);

    public static void A_member_has_the_DNS_name_from_WMI_and_the_NetBIOS_name_from_the_join()
    {
        MembershipState state = State(System(true, "lab.example"), new JoinInformation(JoinStatus.Domain, "LAB"));
        Check.Equal(true, state.IsMember);
        Check.Equal("lab.example", state.Domain);
        Check.Equal("LAB", state.DomainNetbios);
        Check.Equal(null, state.Workgroup);
    }

    public static void The_Domain_property_of_a_workgroup_computer_is_no_domain()
    {
        MembershipState state = State(System(false, "WORKGROUP"), new JoinInformation(JoinStatus.Workgroup, "WORKGROUP"));
        Check.Equal(false, state.IsMember);
        Check.Equal(null, state.Domain);
        Check.Equal(null, state.DomainNetbios);
        Check.Equal("WORKGROUP", state.Workgroup);
        Check.Equal(false, state.IsIn("WORKGROUP"));
    }

    public static void A_domain_without_a_DNS_name_is_known_by_its_NetBIOS_name()
    {
        Check.Equal("OLDDOM", State(System(true, ""), new JoinInformation(JoinStatus.Domain, "OLDDOM")).Domain);
    }

    // [MS-WKST] 3.2.4.12 returns the DNS name where the API page promises the NetBIOS name.
    public static void A_DNS_name_is_not_taken_for_the_NetBIOS_name()
    {
        MembershipState state = State(System(true, "lab.example"), new JoinInformation(JoinStatus.Domain, "lab.example"));
        Check.Equal(null, state.DomainNetbios);
        Check.Equal(true, state.IsIn("LAB.example"));
        Check.Equal(false, state.IsIn("LAB"));
    }

    public static void Without_join_information_WMI_decides()
    {
        JoinInformation unknown = new JoinInformation(JoinStatus.Unknown, null);
        Check.Equal(true, State(System(true, "lab.example"), unknown).IsIn("lab.example"));
        Check.Equal(false, State(System(false, "WORKGROUP"), unknown).IsMember);
    }

    public static void Without_WMI_the_join_information_decides()
    {
        MembershipState state = State(new ComputerSystem(), new JoinInformation(JoinStatus.Domain, "LAB"));
        Check.Equal("LAB", state.Domain);
        Check.Equal(null, state.Role);
        Check.Equal(false, state.IsDomainController);
    }

    public static void The_mark_of_Netlogon_means_that_a_join_waits()
    {
        MembershipState state = new MembershipState(
            System(true, "lab.example"), new JoinInformation(JoinStatus.Domain, "LAB"), Names(Nothing, Nothing), true);
        Check.Equal(true, state.JoinPending);
        Check.Equal(true, state.RebootPending);
        Check.Equal(false, state.RenamePending);
    }

    public static void The_mark_of_a_join_that_was_undone_asks_for_a_reboot_only()
    {
        MembershipState state = new MembershipState(
            System(false, "WORKGROUP"), new JoinInformation(JoinStatus.Workgroup, "WORKGROUP"), Names(Nothing, Nothing), true);
        Check.Equal(false, state.JoinPending);
        Check.Equal(true, state.RebootPending);
    }

    public static void A_join_waits_for_its_reboot_while_its_suffix_is_not_active()
    {
        Check.Equal(true, Suffix("", "lab.example").JoinPending);
        Check.Equal(true, Suffix("old.example", "lab.example").JoinPending);
        Check.Equal(false, Suffix("lab.example", "lab.example").JoinPending);
    }

    public static void A_rename_waits_while_either_name_differs()
    {
        foreach (ComputerNames names in new[]
        {
            Names(new StagedName("old01", "web01"), Nothing), Names(Nothing, new StagedName("OLD01", "WEB01"))
        })
        {
            MembershipState state = new MembershipState(
                System(false, "WORKGROUP"), new JoinInformation(JoinStatus.Workgroup, "WORKGROUP"), names, false);
            Check.Equal(true, state.RenamePending);
            Check.Equal(true, state.RebootPending);
            Check.Equal(false, state.JoinPending);
        }
    }

    public static void A_name_that_differs_in_case_only_waits_for_nothing()
    {
        ComputerNames names = Names(new StagedName("web01", "WEB01"), new StagedName("WEB01", "WEB01"));
        Check.Equal(false, new MembershipState(
            System(false, "WORKGROUP"), new JoinInformation(JoinStatus.Workgroup, "W"), names, false).RebootPending);
    }

    public static void A_computer_that_left_its_domain_waits_for_a_reboot_but_not_for_a_join()
    {
        ComputerNames names = new ComputerNames(Nothing, Nothing, new StagedName("lab.example", ""));
        MembershipState state = new MembershipState(
            System(false, "WORKGROUP"), new JoinInformation(JoinStatus.Workgroup, "WORKGROUP"), names, false);
        Check.Equal(true, state.RebootPending);
        Check.Equal(false, state.JoinPending);
    }

    public static void Names_come_from_WMI_when_the_registry_has_none()
    {
        ComputerSystem system = System(false, "WORKGROUP");
        CimSession.Instance.CimInstanceProperties.Set("Name", "WEB-FRONTEND-SE");
        Check.Equal("WEB-FRONTEND-SE", State(system, new JoinInformation(JoinStatus.Workgroup, "W")).Hostname);
        CimSession.Instance.CimInstanceProperties.Set("DNSHostName", "web-frontend-server-01");
        Check.Equal("web-frontend-server-01", State(system, new JoinInformation(JoinStatus.Workgroup, "W")).NextHostname);
    }

    private static MembershipState Suffix(string active, string next)
    {
        return new MembershipState(System(true, "lab.example"), new JoinInformation(JoinStatus.Domain, "LAB"),
            new ComputerNames(Nothing, Nothing, new StagedName(active, next)), false);
    }

    private static MembershipState State(ComputerSystem system, JoinInformation join)
    {
        return new MembershipState(system, join, Names(Nothing, Nothing), false);
    }

    private static ComputerNames Names(StagedName host, StagedName netbios)
    {
        return new ComputerNames(host, netbios, Nothing);
    }

    private static ComputerSystem System(bool partOfDomain, string domain)
    {
        CimSession.Instance = new CimInstance();
        CimSession.Instance.CimInstanceProperties.Set("PartOfDomain", partOfDomain);
        CimSession.Instance.CimInstanceProperties.Set("Domain", domain);
        ComputerSystem system = new ComputerSystem();
        system.Read();
        return system;
    }
}
