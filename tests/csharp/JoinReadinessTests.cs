// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._JoinReadiness;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipState;
using ansible_collections.netjoin.windows.plugins.module_utils._NetApi32;

/// <summary>The result of host_join_readiness, in facts.</summary>
public static class JoinReadinessTests
{
    public static void A_computer_in_a_workgroup_is_told_with_its_next_name()
    {
        IDictionary told = Told(new FakeComputer { Role = 2, NextHostname = "web01" }, "lab.example");
        Check.Equal(false, told["changed"]);
        Check.Equal(false, told["in_domain"]);
        Check.Equal("WORKGROUP", told["workgroup"]);
        Check.Equal("old01", told["hostname"]);
        Check.Equal("web01", told["next_hostname"]);
        Check.Equal(2, told["role"]);
        Check.Shows("{join: false, rename: true, reboot: true}", told["pending"]);
        Check.Equal(null, told["sight"]);
    }

    public static void A_member_is_in_its_domain_by_either_name()
    {
        Check.Equal(true, Told(FakeComputer.Member(), "LAB.example")["in_domain"]);
        Check.Equal(true, Told(FakeComputer.Member(), "lab")["in_domain"]);
        Check.Equal(false, Told(FakeComputer.Member(), "other.example")["in_domain"]);
    }

    public static void The_Workstation_service_answers_unless_the_membership_is_unknown()
    {
        FakeComputer computer = new FakeComputer();
        Check.Equal(true, Told(computer, "lab.example")["workstation_answers"]);
        IDictionary told = JoinReadiness.Describe(State(computer), "lab.example", JoinStatus.Unknown, null, null);
        Check.Equal(false, told["workstation_answers"]);
    }

    public static void Entra_is_told_as_Windows_tells_it()
    {
        MembershipState state = State(new FakeComputer());
        foreach (bool? joined in new bool?[] { true, false, null })
        {
            IDictionary told = JoinReadiness.Describe(state, "lab.example", JoinStatus.Workgroup, joined, null);
            Check.Equal(joined, told["entra_joined"]);
        }
    }

    private static IDictionary Told(FakeComputer computer, string domain)
    {
        return JoinReadiness.Describe(State(computer), domain, JoinStatus.Workgroup, null, null);
    }

    private static MembershipState State(FakeComputer computer)
    {
        CallOutcome failure;
        return computer.ReadState(out failure);
    }
}
