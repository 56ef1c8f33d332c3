// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using ansible_collections.netjoin.windows.plugins.module_utils._ControllerClock;

/// <summary>The time that a domain controller tells.</summary>
public static class ControllerClockTests
{
    // What Samba 4.17 answered on the wire: a SearchResultEntry and a SearchResultDone.
    private const string Recorded =
        "302d0201016428040030243022040b63757272656e7454696d653113041132303236313132313131353632332e305a"
        + "300c02010165070a010004000400";

    // The question by hand after RFC 4511 sections 4.1.1 and 4.5.1: currentTime of the empty DN, base scope.
    private const string Question =
        "3032020101632d04000a01000a0100020100020100010100870b6f626a656374436c617373300d040b63757272656e7454696d65";

    public static void The_time_is_found_in_an_answer_of_a_domain_controller()
    {
        byte[] answer = Bytes(Recorded);
        Check.Equal("20261121115623.0Z", ControllerClock.Find(answer, answer.Length));
    }

    public static void Half_an_answer_has_no_time()
    {
        byte[] answer = Bytes(Recorded);
        Check.Equal(null, ControllerClock.Find(answer, answer.Length - 16));
    }

    public static void A_refusal_has_no_time()
    {
        byte[] refusal = Bytes("300c02010165070a010104000400");
        Check.Equal(null, ControllerClock.Find(refusal, refusal.Length));
    }

    public static void A_domain_controller_is_asked_as_RFC_4511_wants_it()
    {
        using (Controller controller = new Controller(Recorded))
        {
            ControllerClock clock = ControllerClock.Read(controller.Address, 2000);
            Check.Equal("20261121115623.0Z", clock.Theirs);
            Check.Equal(true, Math.Abs((DateTime.UtcNow - clock.Ours).TotalMinutes) < 1);
            Check.Equal(Question, controller.Asked);
        }
    }

    public static void An_answer_may_come_in_pieces()
    {
        using (Controller controller = new Controller(Recorded.Substring(0, 40), Recorded.Substring(40)))
        {
            Check.Equal("20261121115623.0Z", ControllerClock.Read(controller.Address, 2000).Theirs);
        }
    }

    public static void Who_ends_the_connection_tells_nothing()
    {
        using (Controller controller = new Controller(Recorded.Substring(0, 40)))
        {
            Check.Equal(null, ControllerClock.Read(controller.Address, 2000));
        }
    }

    public static void Nobody_there_tells_nothing()
    {
        TcpListener listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        IPEndPoint nobody = (IPEndPoint)listener.LocalEndpoint;
        listener.Stop();
        Check.Equal(null, ControllerClock.Read(nobody, 2000));
    }

    public static void Both_times_are_told_in_one_form()
    {
        using (Controller controller = new Controller(Recorded))
        {
            Dictionary<string, object> told = ControllerClock.Read(controller.Address, 2000).Describe();
            Check.Equal("20261121115623.0Z", told["controller"]);
            Check.Equal(19, ((string)told["host"]).Length);
            Check.Equal(true, ((string)told["host"]).EndsWith("Z"));
        }
    }

    private static byte[] Bytes(string digits)
    {
        return Enumerable.Range(0, digits.Length / 2).Select(i => Convert.ToByte(digits.Substring(2 * i, 2), 16)).ToArray();
    }

    /// <summary>Takes one connection and one question, and answers in pieces.</summary>
    private sealed class Controller : IDisposable
    {
        private readonly TcpListener listener = new TcpListener(IPAddress.Loopback, 0);
        private readonly Thread thread;

        public Controller(params string[] pieces)
        {
            listener.Start();
            thread = new Thread(() => Serve(pieces));
            thread.Start();
        }

        public string Asked { get; private set; }

        public IPEndPoint Address
        {
            get { return (IPEndPoint)listener.LocalEndpoint; }
        }

        public void Dispose()
        {
            listener.Stop();
            thread.Join();
        }

        private void Serve(string[] pieces)
        {
            using (Socket socket = listener.AcceptSocket())
            {
                byte[] question = new byte[1024];
                int length = socket.Receive(question);
                Asked = BitConverter.ToString(question, 0, length).Replace("-", "").ToLowerInvariant();
                foreach (string piece in pieces)
                {
                    socket.Send(Bytes(piece));
                    Thread.Sleep(20);
                }
            }
        }
    }
}
