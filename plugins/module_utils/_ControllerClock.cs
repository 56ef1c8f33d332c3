// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace ansible_collections.netjoin.windows.plugins.module_utils._ControllerClock
{
    /// <summary>
    /// The clock of a domain controller, read next to this computer's own. Both are told as they are: what their
    /// difference means is for the controller of the play to say.
    /// </summary>
    public sealed class ControllerClock
    {
        private const int LargestAnswer = 65536;

        // searchRequest for currentTime of the rootDSE (RFC 4511), which is answered without a logon.
        private static readonly byte[] Question = Concatenate(
            new byte[] { 0x30, 0x32, 0x02, 0x01, 0x01, 0x63, 0x2D, 0x04, 0x00, 0x0A, 0x01, 0x00, 0x0A, 0x01, 0x00 },
            new byte[] { 0x02, 0x01, 0x00, 0x02, 0x01, 0x00, 0x01, 0x01, 0x00, 0x87, 0x0B },
            Encoding.ASCII.GetBytes("objectClass"),
            new byte[] { 0x30, 0x0D, 0x04, 0x0B },
            Encoding.ASCII.GetBytes("currentTime"));

        // The attribute's name, its value's lengths, and the value, a GeneralizedTime.
        private static readonly Regex Time = new Regex(
            @"currentTime.{2,12}?(\d{14}\.\d+Z)", RegexOptions.Singleline | RegexOptions.CultureInvariant);

        private ControllerClock(string theirs, DateTime ours)
        {
            Theirs = theirs;
            Ours = ours;
        }

        /// <summary>As the domain controller writes it, such as 20261121110455.0Z.</summary>
        public string Theirs { get; private set; }

        /// <summary>This computer's, in UTC, when the answer came.</summary>
        public DateTime Ours { get; private set; }

        /// <summary>Null when it does not answer within so many milliseconds, or not with its time.</summary>
        public static ControllerClock Read(IPEndPoint ldap, int milliseconds)
        {
            try
            {
                using (Socket socket = new Socket(ldap.AddressFamily, SocketType.Stream, ProtocolType.Tcp))
                {
                    socket.SendTimeout = milliseconds;
                    socket.ReceiveTimeout = milliseconds;
                    socket.Connect(ldap);
                    socket.Send(Question);
                    return Receive(socket);
                }
            }
            catch (SocketException)
            {
                return null;
            }
        }

        /// <summary>The time in the bytes of an answer, null when there is none (yet).</summary>
        public static string Find(byte[] answer, int length)
        {
            Match found = Time.Match(Encoding.ASCII.GetString(answer, 0, length));
            return found.Success ? found.Groups[1].Value : null;
        }

        public Dictionary<string, object> Describe()
        {
            return new Dictionary<string, object>
            {
                { "host", Ours.ToString("yyyyMMddHHmmss.fff", CultureInfo.InvariantCulture) + "Z" },
                { "controller", Theirs }
            };
        }

        private static ControllerClock Receive(Socket socket)
        {
            byte[] answer = new byte[LargestAnswer];
            int length = 0;
            while (length < answer.Length)
            {
                int received = socket.Receive(answer, length, answer.Length - length, SocketFlags.None);
                length += received;
                string time = Find(answer, length);
                if (time != null || received == 0)
                {
                    return time == null ? null : new ControllerClock(time, DateTime.UtcNow);
                }
            }
            return null;
        }

        private static byte[] Concatenate(params byte[][] parts)
        {
            using (MemoryStream whole = new MemoryStream())
            {
                foreach (byte[] part in parts)
                {
                    whole.Write(part, 0, part.Length);
                }
                return whole.ToArray();
            }
        }
    }
}
