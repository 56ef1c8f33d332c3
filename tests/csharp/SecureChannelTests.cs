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

    public static void Without_a_domain_controller_nobody_knows()
    {
        foreach (uint code in new uint[] { 1311, 1355 })
        {
            SecureChannel channel = SecureChannel.From(new NetlogonInfo2 { TcConnectionStatus = code });
            Check.Equal("unknown", channel.Status);
            Check.Equal(code, channel.Code);
            Check.Equal(null, channel.DomainController);
        }
    }

    public static void A_question_that_Netlogon_refuses_leaves_the_channel_unknown()
    {
        Check.Equal("unknown", SecureChannel.Unanswered(5).Status);
        Check.Equal(5, SecureChannel.Unanswered(5).Code);
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
