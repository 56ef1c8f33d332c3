// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections.Generic;
using ansible_collections.netjoin.windows.plugins.module_utils._ComputerNames;
using ansible_collections.netjoin.windows.plugins.module_utils._ComputerSystem;
using ansible_collections.netjoin.windows.plugins.module_utils._NetApi32;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinMark;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinTarget;
using ansible_collections.netjoin.windows.plugins.module_utils._Registry;

namespace ansible_collections.netjoin.windows.plugins.module_utils._MembershipState
{
    /// <summary>What this computer is a member of and is called, now and after the next reboot.</summary>
    public sealed class MembershipState
    {
        private const string Netlogon = @"SYSTEM\CurrentControlSet\Services\Netlogon";

        // The last join or leave is not complete until the next reboot.
        private bool membershipPending;

        // Windows has no mark for some of what waits, such as another workgroup.
        private bool changed;

        /// <param name="joinMarked">Netlogon waits for the reboot that completes a join.</param>
        public MembershipState(ComputerSystem system, JoinInformation join, ComputerNames names, bool joinMarked)
        {
            IsKnown = system.IsKnown || join.Status != JoinStatus.Unknown;
            IsMember = join.Status == JoinStatus.Unknown ? system.PartOfDomain : join.Status == JoinStatus.Domain;
            Role = system.DomainRole;
            if (IsMember)
            {
                Domain = system.PartOfDomain && !String.IsNullOrEmpty(system.Domain) ? system.Domain : join.Name;
                DomainNetbios = join.Name != null && join.Name.Contains(".") ? null : join.Name;
            }
            else
            {
                Workgroup = join.Name ?? system.Workgroup;
            }
            Hostname = names.Host.Active ?? system.DnsHostName ?? system.Name;
            NextHostname = names.Host.Next ?? Hostname;
            RenamePending = names.Host.IsPending || names.NetbiosName.IsPending;
            // A join without a mark still sets the suffix, and leaving takes it away.
            membershipPending = joinMarked || names.Suffix.IsPending;
        }

        /// <summary>Windows has told whether this computer is a member; else it looks as if it were none.</summary>
        public bool IsKnown { get; private set; }
        public bool IsMember { get; private set; }

        /// <summary>The DNS name, or the NetBIOS name where there is no other; null in a workgroup.</summary>
        public string Domain { get; private set; }
        public string DomainNetbios { get; private set; }

        /// <summary>Null in a domain.</summary>
        public string Workgroup { get; private set; }

        /// <summary>DomainRole of Win32_ComputerSystem.</summary>
        public int? Role { get; private set; }
        public string Hostname { get; private set; }
        public string NextHostname { get; private set; }
        public bool JoinPending { get { return IsMember && membershipPending; } }
        public bool RenamePending { get; private set; }
        public bool RebootPending { get { return changed || membershipPending || RenamePending; } }

        /// <summary>The membership is that of a blob, of which Windows itself tells nothing before its next start.</summary>
        public bool WaitsForOfflineJoin { get; private set; }

        /// <summary>A backup or primary domain controller.</summary>
        public bool IsDomainController { get { return Role >= 4; } }

        public static MembershipState Read(ComputerSystem system)
        {
            // Reports differ on whether the mark is a key or a value.
            bool joinMarked = Registry.HasKey(Netlogon + @"\JoinDomain") || Registry.HasValue(Netlogon, "JoinDomain");
            MembershipState state = new MembershipState(
                system, JoinInformation.Read(), ComputerNames.Read(), joinMarked);
            OfflineJoinTarget waiting = state.IsMember ? null : OfflineJoinMark.Read();
            return waiting == null ? state : state.JoinedOffline(waiting);
        }

        public bool IsIn(string domain)
        {
            return IsMember && (Same(domain, Domain) || Same(domain, DomainNetbios));
        }

        /// <summary>A member of the domain that the blob is for.</summary>
        public bool IsOneOf(OfflineJoinTarget target)
        {
            return IsMember && (target.IsFor(Domain) || target.IsFor(DomainNetbios));
        }

        /// <summary>One side of the result's before and after.</summary>
        public Dictionary<string, object> Describe(string hostname)
        {
            return new Dictionary<string, object>
            {
                { "domain", Domain },
                { "domain_netbios", DomainNetbios },
                { "workgroup", Workgroup },
                { "hostname", hostname },
                {
                    "pending",
                    new Dictionary<string, object>
                    {
                        { "join", JoinPending },
                        { "rename", RenamePending },
                        { "reboot", RebootPending }
                    }
                }
            };
        }

        /// <summary>The name after the next reboot is this one; null means any.</summary>
        public bool WillBeNamed(string hostname)
        {
            return hostname == null || Same(hostname, NextHostname);
        }

        /// <summary>What a join makes of this computer; the NetBIOS name of the domain only the domain knows.</summary>
        public MembershipState Joined(string domain)
        {
            MembershipState next = (MembershipState)MemberwiseClone();
            next.IsMember = true;
            next.Domain = domain;
            next.DomainNetbios = domain.Contains(".") ? null : domain;
            next.Workgroup = null;
            next.membershipPending = true;
            return next;
        }

        /// <summary>
        /// What the next start makes of this computer; a host name that begins with the blob's NetBIOS name stays.
        /// </summary>
        public MembershipState JoinedOffline(OfflineJoinTarget target)
        {
            MembershipState next = IsOneOf(target) ? this : Joined(target.Domain);
            next = target.Names(NextHostname) ? next : next.Renamed(target.MachineName);
            next = (MembershipState)next.MemberwiseClone();
            next.WaitsForOfflineJoin = !IsOneOf(target);
            next.DomainNetbios = next.DomainNetbios ?? target.DomainNetbios;
            return next;
        }

        /// <summary>What the workgroup makes of this computer, and leaving its domain before.</summary>
        public MembershipState InWorkgroup(string workgroup)
        {
            MembershipState next = (MembershipState)MemberwiseClone();
            next.IsMember = false;
            next.Domain = null;
            next.DomainNetbios = null;
            next.Workgroup = workgroup;
            next.membershipPending = membershipPending || IsMember;
            return next;
        }

        public MembershipState Renamed(string hostname)
        {
            MembershipState next = (MembershipState)MemberwiseClone();
            next.NextHostname = hostname;
            next.RenamePending = !Same(hostname, Hostname);
            return next;
        }

        /// <summary>This computer after a change; Windows asks for a reboot after each.</summary>
        public MembershipState Changed()
        {
            MembershipState next = (MembershipState)MemberwiseClone();
            next.changed = true;
            return next;
        }

        /// <summary>Neither the membership nor the name differs.</summary>
        public bool IsLike(MembershipState other)
        {
            return Same(Domain, other.Domain) && Same(Workgroup, other.Workgroup)
                && Same(NextHostname, other.NextHostname);
        }

        public static bool Same(string left, string right)
        {
            return String.Equals(left, right, StringComparison.OrdinalIgnoreCase);
        }
    }
}
