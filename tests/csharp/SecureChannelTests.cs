// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;
using ansible_collections.netjoin.windows.plugins.module_utils._Netlogon;

/// <summary>NETLOGON_INFO_2 after TC_VERIFY, [MS-NRPC] 2.2.1.7.3.</summary>
public static class SecureChannelTests
{
    public static void A_channel_that_was_just_verified_is_ok()
    {
        Check.Equal("ok 0 dc1.lab.example", Channel(0xB0, 0, 0));
    }

    public static void The_status_of_the_connection_counts_first()
    {
        Check.Equal("broken 1787 dc1.lab.example", Channel(0x80, 5, 1787));
    }

    public static void The_status_of_the_verification_counts_when_it_was_returned()
    {
        Check.Equal("broken 1789 dc1.lab.example", Channel(0x80, 1789, 0));
    }

    public static void The_status_of_the_primary_controller_says_nothing_of_this_channel()
    {
        Check.Equal("ok 0 dc1.lab.example", Channel(0x30, 1355, 0));
    }

    public static void Who_is_refused_is_broken_and_may_be_repaired()
    {
        // [MS-NRPC] 3.5.4.4.2 and 3.4.5.3.1: access denied, no secret here, no account there; and a trust that failed.
        foreach (uint code in new uint[] { 5, 1786, 1787, 1789 })
        {
            SecureChannel channel = FakeTrustedComputer.Verdict(code);
            Check.Equal("broken", channel.Status);
            Check.Equal(true, channel.MayBeRepaired);
            Check.Equal(false, channel.WorksElsewhere);
        }
    }

    public static void Without_a_domain_controller_that_can_tell_nobody_knows()
    {
        // No controller or domain is found; and the rest of [MS-NRPC] 3.4.5.3.1: state of the server, memory, disk.
        foreach (uint code in new uint[] { 1311, 1355, 1352, 8, 1450, 112 })
        {
            SecureChannel channel = FakeTrustedComputer.Verdict(code);
            Check.Equal("unknown", channel.Status);
            Check.Equal(code == 1311, channel.MayBeRepaired);
            Check.Equal(code, channel.Code);
            Check.Equal(null, channel.DomainController);
        }
    }

    public static void A_question_that_Netlogon_refuses_leaves_the_channel_unknown()
    {
        Check.Equal("unknown", SecureChannel.Unanswered(5).Status);
        Check.Equal(5, SecureChannel.Unanswered(5).Code);
        Check.Equal(false, SecureChannel.Unanswered(1311).MayBeRepaired);
    }

    public static void A_trust_that_works_elsewhere_may_not_be_repaired()
    {
        foreach (uint code in new uint[] { 5, 1311, 1787 })
        {
            SecureChannel channel = SecureChannel.NotOpened(code);
            Check.Equal(code == 1311 ? "unknown" : "broken", channel.Status);
            Check.Equal(true, channel.WorksElsewhere);
            Check.Equal(false, channel.MayBeRepaired);
        }
    }

    private static string Channel(uint flags, uint pdcStatus, uint tcStatus)
    {
        SecureChannel channel = SecureChannel.From(new NetlogonInfo2
        {
            Flags = flags,
            PdcConnectionStatus = pdcStatus,
            TrustedDcName = Marshal.StringToHGlobalUni(@"\\dc1.lab.example"),
            TcConnectionStatus = tcStatus
        });
        return channel.Status + " " + channel.Code + " " + channel.DomainController;
    }
}
