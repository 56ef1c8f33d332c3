// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using ansible_collections.netjoin.windows.plugins.module_utils._PortProbe;

/// <summary>Ports of this machine, tried for real.</summary>
public static class PortProbeTests
{
    private const int Refused = 10061; // WSAECONNREFUSED, winsock2.h
    private const int TimedOut = 10060; // WSAETIMEDOUT

    public static void An_open_port_has_no_error()
    {
        TcpListener listener = Listening();
        try
        {
            Check.Equal(0, Try(Port(listener), 1000).Code);
        }
        finally
        {
            listener.Stop();
        }
    }

    public static void A_port_that_nobody_listens_on_refuses()
    {
        TcpListener listener = Listening();
        int port = Port(listener);
        listener.Stop();
        Check.Equal(Refused, Try(port, 1000).Code);
    }

    // 192.0.2.0/24 is for documentation (RFC 5737): nobody answers, or there is no way there.
    public static void A_machine_that_does_not_answer_is_not_waited_for()
    {
        PortProbe probe = PortProbe.TryAll(IPAddress.Parse("192.0.2.1"), new[] { 445 }, 50).Single();
        Check.Equal(true, probe.Code != 0);
        Check.Equal(true, probe.Code == TimedOut || probe.Code > 10000);
    }

    public static void Ports_are_told_in_the_order_they_were_asked_for()
    {
        List<PortProbe> probes = PortProbe.TryAll(IPAddress.Loopback, new[] { 9, 7 }, 500);
        Check.Equal("[9, 7]", "[" + probes[0].Port + ", " + probes[1].Port + "]");
        Check.Equal(9, probes[0].Describe()["port"]);
    }

    private static PortProbe Try(int port, int milliseconds)
    {
        return PortProbe.TryAll(IPAddress.Loopback, new[] { port }, milliseconds).Single();
    }

    private static TcpListener Listening()
    {
        TcpListener listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int Port(TcpListener listener)
    {
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
