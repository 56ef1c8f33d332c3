// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._ControllerClock;
using ansible_collections.netjoin.windows.plugins.module_utils._DomainController;
using ansible_collections.netjoin.windows.plugins.module_utils._PortProbe;

namespace ansible_collections.netjoin.windows.plugins.module_utils._ControllerSight
{
    /// <summary>What this computer sees of a domain: whom the locator finds, his addresses, ports and clock.</summary>
    public sealed class ControllerSight
    {
        private const int Milliseconds = 2000;
        private const int Ldap = 389;

        // SupportArticles-docs active-directory-domain-join-troubleshooting-guidance, "Port requirements".
        private static readonly int[] Ports = { 53, 88, 135, Ldap, 445 };

        private readonly List<PortProbe> ports = new List<PortProbe>();
        private IPAddress[] addresses = new IPAddress[0];
        private int resolveCode;
        private ControllerClock clock;

        public CallOutcome Located { get; private set; }

        /// <summary>Whom the locator has found, null for nobody.</summary>
        public string Found { get; private set; }

        /// <summary>Who was looked at: whom the task names, else the one that was found.</summary>
        public string Controller { get; private set; }

        public static ControllerSight Look(string domain, string controller)
        {
            ControllerSight sight = new ControllerSight();
            string found;
            sight.Located = DomainController.Find(domain, out found);
            sight.Found = found;
            sight.Controller = controller ?? found;
            if (sight.Controller != null)
            {
                sight.LookAtController();
            }
            return sight;
        }

        public Dictionary<string, object> Describe()
        {
            return new Dictionary<string, object>
            {
                { "locator", new Dictionary<string, object> { { "code", Located.Code }, { "controller", Found } } },
                { "controller", Controller },
                { "addresses", addresses.Select(address => address.ToString()).ToList() },
                { "resolve_code", resolveCode },
                { "ports", ports.Select(port => port.Describe()).ToList() },
                { "clock", clock == null ? null : clock.Describe() }
            };
        }

        private void LookAtController()
        {
            try
            {
                addresses = Dns.GetHostAddresses(Controller);
            }
            catch (SocketException error)
            {
                resolveCode = (int)error.SocketErrorCode;
                return;
            }
            IPAddress address = addresses.FirstOrDefault(each => each.AddressFamily == AddressFamily.InterNetwork)
                ?? addresses.FirstOrDefault();
            if (address == null)
            {
                return;
            }
            ports.AddRange(PortProbe.TryAll(address, Ports, Milliseconds));
            if (ports.Any(port => port.Port == Ldap && port.Code == 0))
            {
                clock = ControllerClock.Read(new IPEndPoint(address, Ldap), Milliseconds);
            }
        }
    }
}
