// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections.Generic;
using System.IO;
using Microsoft.Management.Infrastructure;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._Computer;
using ansible_collections.netjoin.windows.plugins.module_utils._ComputerNames;
using ansible_collections.netjoin.windows.plugins.module_utils._ComputerSystem;
using ansible_collections.netjoin.windows.plugins.module_utils._JoinOptions;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipState;
using ansible_collections.netjoin.windows.plugins.module_utils._NetApi32;
using ansible_collections.netjoin.windows.plugins.module_utils._NetSetupLog;

/// <summary>A computer that behaves as Windows does between a join and the reboot: LSA and WMI know, the names wait.</summary>
public sealed class FakeComputer : IComputer
{
    public string Domain;
    public string Netbios;
    public string Workgroup = "WORKGROUP";
    public ushort Role;
    public string Hostname = "old01";
    public string NextHostname = "old01";
    public bool JoinMarked;
    public string DirectoryName;

    /// <summary>The answer to the join; one that succeeds makes it a member of lab.example.</summary>
    public CallOutcome JoinAnswer = CallOutcome.Returned("JoinDomainOrWorkgroup", 0);

    /// <summary>The answers to renames, in turn; then they succeed.</summary>
    public readonly Queue<uint> RenameAnswers = new Queue<uint>();

    /// <summary>The join goes through whatever the answer is.</summary>
    public bool BecomeMemberDuringJoin;

    /// <summary>How many reads of the state WMI still answers.</summary>
    public int ReadsLeft = Int32.MaxValue;

    /// <summary>WMI answers from the second read on.</summary>
    public bool FirstReadFails;

    /// <summary>Every call that changes the computer, with its arguments.</summary>
    public readonly List<string> Calls = new List<string>();

    private readonly string logPath = Path.GetTempFileName();

    public MembershipState ReadState(out CallOutcome failure)
    {
        failure = null;
        if (ReadsLeft-- <= 0 || FirstReadFails)
        {
            FirstReadFails = false;
            failure = CallOutcome.Raised("Win32_ComputerSystem", 0x80041003, "Access denied");
            return null;
        }
        CimInstance instance = new CimInstance();
        instance.CimInstanceProperties.Set("PartOfDomain", Domain != null);
        instance.CimInstanceProperties.Set("Domain", Domain ?? Workgroup);
        instance.CimInstanceProperties.Set("DomainRole", Role);
        CimSession.Instance = instance;
        ComputerSystem system = new ComputerSystem();
        system.Read();
        JoinInformation join = Domain == null
            ? new JoinInformation(JoinStatus.Workgroup, Workgroup)
            : new JoinInformation(JoinStatus.Domain, Netbios);
        ComputerNames names = new ComputerNames(
            new StagedName(Hostname, NextHostname), new StagedName(null, null), new StagedName("", ""));
        return new MembershipState(system, join, names, JoinMarked);
    }

    public string ReadDirectoryName()
    {
        return DirectoryName;
    }

    public NetSetupLog OpenLog()
    {
        File.WriteAllText(logPath, "an earlier attempt\r\n");
        return new NetSetupLog(logPath);
    }

    public CallOutcome SetHostname(string name)
    {
        Calls.Add("SetHostname " + name);
        uint code = RenameAnswers.Count == 0 ? 0 : RenameAnswers.Dequeue();
        NextHostname = code == 0 ? name : NextHostname;
        return CallOutcome.Returned("SetComputerNameExW", code);
    }

    public CallOutcome Join(string name, string password, string userName, string accountOU, JoinOptions options)
    {
        Calls.Add(String.Format("Join {0} {1} {2} {3} 0x{4:X}",
            name, password ?? "-", userName ?? "-", accountOU ?? "-", (uint)options));
        File.AppendAllText(logPath, "this attempt\r\n");
        if (JoinAnswer.Succeeded || BecomeMemberDuringJoin)
        {
            BecomeMember();
        }
        return JoinAnswer;
    }

    public void BecomeMember()
    {
        Domain = "lab.example";
        Netbios = "LAB";
        Workgroup = null;
        JoinMarked = true;
    }
}
