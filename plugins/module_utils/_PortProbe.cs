// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace ansible_collections.netjoin.windows.plugins.module_utils._PortProbe
{
    /// <summary>A TCP port, and the Windows Sockets error of connecting to it; 0 when it is open.</summary>
    public sealed class PortProbe
    {
        private const int TimedOut = 10060; // WSAETIMEDOUT
        private readonly Socket socket;
        private readonly IAsyncResult attempt;

        private PortProbe(IPAddress address, int port)
        {
            Port = port;
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                attempt = socket.BeginConnect(address, port, null, null);
            }
            catch (SocketException error)
            {
                Code = (int)error.SocketErrorCode;
            }
        }

        public int Port { get; private set; }
        public int Code { get; private set; }

        /// <summary>Connects to all ports at once, for so many milliseconds altogether.</summary>
        public static List<PortProbe> TryAll(IPAddress address, IEnumerable<int> ports, int milliseconds)
        {
            List<PortProbe> probes = ports.Select(port => new PortProbe(address, port)).ToList();
            Stopwatch watch = Stopwatch.StartNew();
            foreach (PortProbe probe in probes)
            {
                probe.Finish((int)Math.Max(0, milliseconds - watch.ElapsedMilliseconds));
            }
            return probes;
        }

        public Dictionary<string, object> Describe()
        {
            return new Dictionary<string, object> { { "port", Port }, { "code", Code } };
        }

        // A socket that is closed while it connects gives up.
        private void Finish(int milliseconds)
        {
            using (socket)
            {
                if (attempt == null)
                {
                    return;
                }
                if (!attempt.AsyncWaitHandle.WaitOne(milliseconds))
                {
                    Code = TimedOut;
                    return;
                }
                try
                {
                    socket.EndConnect(attempt);
                }
                catch (SocketException error)
                {
                    Code = (int)error.SocketErrorCode;
                }
            }
        }
    }
}
