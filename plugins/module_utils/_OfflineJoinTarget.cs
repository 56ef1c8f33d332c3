// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections.Generic;

namespace ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinTarget
{
    /// <summary>Whom an offline join blob is for.</summary>
    public sealed class OfflineJoinTarget
    {
        private const int NetbiosNameLength = 15;

        public OfflineJoinTarget(string domain, string domainNetbios, string machineName)
        {
            Domain = domain;
            DomainNetbios = domainNetbios;
            MachineName = machineName;
        }

        /// <summary>The DNS name.</summary>
        public string Domain { get; private set; }

        /// <summary>Null when the blob does not say.</summary>
        public string DomainNetbios { get; private set; }

        /// <summary>The name of the computer, without a dollar sign.</summary>
        public string MachineName { get; private set; }

        /// <summary>Whether this is the domain, by its DNS or its NetBIOS name.</summary>
        public bool IsFor(string domain)
        {
            return domain != null && (Same(domain, Domain) || Same(domain, DomainNetbios));
        }

        /// <summary>Whether a computer with this host name has the NetBIOS name that the blob gives.</summary>
        public bool Names(string hostname)
        {
            return hostname != null && Same(Netbios(hostname), Netbios(MachineName));
        }

        /// <summary>The blob of the module's result.</summary>
        public Dictionary<string, object> Describe()
        {
            return new Dictionary<string, object>
            {
                { "domain", Domain },
                { "domain_netbios", DomainNetbios },
                { "machine_name", MachineName }
            };
        }

        private static string Netbios(string name)
        {
            return name.Length > NetbiosNameLength ? name.Substring(0, NetbiosNameLength) : name;
        }

        private static bool Same(string left, string right)
        {
            return String.Equals(left, right, StringComparison.OrdinalIgnoreCase);
        }
    }
}
