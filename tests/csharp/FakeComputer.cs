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
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinHost;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinTarget;

/// <summary>A computer that behaves as Windows does: LSA and WMI know at once, the names wait for a reboot.</summary>
public sealed class FakeComputer : IComputer, IOfflineJoinHost
{
    public string Domain;
    public string Netbios;
    public string Workgroup = "WORKGROUP";
    public ushort Role;
    public string Hostname = "old01";
    public string NextHostname = "old01";
    public string Suffix = "";
    public string NextSuffix = "";
    public bool JoinMarked;
    public string DirectoryName;

    /// <summary>The answers to calls, by name, in turn; then they succeed.</summary>
    public readonly Dictionary<string, Queue<CallOutcome>> Answers = new Dictionary<string, Queue<CallOutcome>>();

    /// <summary>The join goes through whatever the answer is.</summary>
    public bool BecomeMemberDuringJoin;

    /// <summary>An offline join shows at once, as an online one does.</summary>
    public bool JoinsOffline;

    /// <summary>The offline join that waits for the next start; Windows itself tells nothing of it.</summary>
    public OfflineJoinTarget Noted;

    /// <summary>The same for leaving.</summary>
    public bool LeaveDuringUnjoin;

    /// <summary>How many reads of the state WMI still answers.</summary>
    public int ReadsLeft = Int32.MaxValue;

    /// <summary>WMI answers from the second read on.</summary>
    public bool FirstReadFails;

    /// <summary>Every call that changes the computer, with its arguments.</summary>
    public readonly List<string> Calls = new List<string>();

    /// <summary>The blob of the last request, which its owner may clear after that.</summary>
    public byte[] Blob;
    public bool BlobWasClear;

    /// <summary>The domains of which a controller was looked for.</summary>
    public readonly List<string> Searches = new List<string>();

    private readonly string logPath = Path.GetTempFileName();

    /// <summary>A member of lab.example since its last reboot.</summary>
    public static FakeComputer Member()
    {
        FakeComputer computer = new FakeComputer { Role = 3 };
        computer.DirectoryName = "CN=OLD01,CN=Computers,DC=lab,DC=example";
        computer.BecomeMember("lab.example");
        computer.Reboot();
        return computer;
    }

    public FakeComputer Answering(string call, params uint[] codes)
    {
        foreach (uint code in codes)
        {
            Answering(CallOutcome.Returned(call, code));
        }
        return this;
    }

    public FakeComputer Answering(CallOutcome answer)
    {
        if (!Answers.ContainsKey(answer.Call))
        {
            Answers[answer.Call] = new Queue<CallOutcome>();
        }
        Answers[answer.Call].Enqueue(answer);
        return this;
    }

    public void Reboot()
    {
        Hostname = NextHostname;
        Suffix = NextSuffix;
        JoinMarked = false;
    }

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
            new StagedName(Hostname, NextHostname), new StagedName(null, null), new StagedName(Suffix, NextSuffix));
        MembershipState state = new MembershipState(system, join, names, JoinMarked);
        return Noted == null ? state : state.JoinedOffline(Noted);
    }

    public string ReadDirectoryName()
    {
        return Domain == null ? null : DirectoryName;
    }

    public CallOutcome FindController(string domain)
    {
        Searches.Add(domain);
        return Answer("DsGetDcNameW");
    }

    public NetSetupLog OpenLog()
    {
        File.WriteAllText(logPath, "an earlier attempt\r\n");
        return new NetSetupLog(logPath);
    }

    public CallOutcome SetHostname(string name)
    {
        Calls.Add("SetHostname " + name);
        CallOutcome answer = Answer("SetComputerNameExW");
        NextHostname = answer.Succeeded ? name : NextHostname;
        return answer;
    }

    public CallOutcome Join(string name, string password, string userName, string accountOU, JoinOptions options)
    {
        Calls.Add(String.Format("Join {0} {1} {2} {3} 0x{4:X}",
            name, password ?? "-", userName ?? "-", accountOU ?? "-", (uint)options));
        File.AppendAllText(logPath, "this attempt\r\n");
        CallOutcome answer = Answer("JoinDomainOrWorkgroup");
        if (answer.Succeeded || BecomeMemberDuringJoin)
        {
            if ((options & JoinOptions.JoinDomain) != 0)
            {
                BecomeMember(name.StartsWith("lab2") ? "lab2.example" : "lab.example");
            }
            else
            {
                Workgroup = name;
            }
        }
        return answer;
    }

    public CallOutcome Unjoin(string password, string userName, uint options)
    {
        Calls.Add(String.Format("Unjoin {0} {1} 0x{2:X}", password ?? "-", userName ?? "-", options));
        CallOutcome answer = Answer("UnjoinDomainOrWorkgroup");
        if (answer.Succeeded || LeaveDuringUnjoin)
        {
            Domain = null;
            Netbios = null;
            Workgroup = "WORKGROUP";
            NextSuffix = "";
            JoinMarked = false;
        }
        return answer;
    }

    public CallOutcome Rename(string name, string password, string userName)
    {
        Calls.Add(String.Format("Rename {0} {1} {2}", name, password ?? "-", userName ?? "-"));
        CallOutcome answer = Answer("Rename");
        NextHostname = answer.Succeeded ? name : NextHostname;
        return answer;
    }

    public CallOutcome RequestOfflineJoin(byte[] blob, string image)
    {
        Blob = blob;
        BlobWasClear = Array.TrueForAll(blob, octet => octet == 0);
        Calls.Add(String.Format("RequestOfflineJoin {0} bytes {1}", blob.Length, image ?? "-"));
        File.AppendAllText(logPath, "this attempt\r\n");
        CallOutcome answer = Answer("NetRequestOfflineDomainJoin");
        if (answer.Succeeded && JoinsOffline)
        {
            BecomeMember("lab.example");
        }
        return answer;
    }

    public void NoteOfflineJoin(OfflineJoinTarget target)
    {
        Noted = target;
    }

    public void BecomeMember(string domain)
    {
        Domain = domain;
        Netbios = domain.Split('.')[0].ToUpperInvariant();
        Workgroup = null;
        NextSuffix = domain;
        JoinMarked = true;
    }

    private CallOutcome Answer(string call)
    {
        bool scripted = Answers.ContainsKey(call) && Answers[call].Count > 0;
        return scripted ? Answers[call].Dequeue() : CallOutcome.Returned(call, 0);
    }
}
