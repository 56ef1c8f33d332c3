// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._MachinePassword;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipState;
using ansible_collections.netjoin.windows.plugins.module_utils._Netlogon;
using ansible_collections.netjoin.windows.plugins.module_utils._TrustedComputer;

/// <summary>A computer and its account, each with a password: the channel works while they are the same.</summary>
public sealed class FakeTrustedComputer : ITrustedComputer
{
    public FakeComputer Computer = FakeComputer.Member();
    public string AccountPassword = "as joined";
    public string Secret = "as joined";

    /// <summary>The account may not log on, whatever the password.</summary>
    public bool IsDisabled;

    /// <summary>What Netlogon says of a channel that does not work.</summary>
    public SecureChannel Broken;

    /// <summary>The codes of calls, by name; a call without one succeeds.</summary>
    public readonly Dictionary<string, uint> Codes = new Dictionary<string, uint>();

    /// <summary>Every call, with its arguments and without the password.</summary>
    public readonly List<string> Calls = new List<string>();

    /// <summary>Its account was reset behind its back.</summary>
    /// <param name="code">What Netlogon says of it.</param>
    public static FakeTrustedComputer WithBrokenTrust(uint code = 5)
    {
        return new FakeTrustedComputer { AccountPassword = "reset", Broken = Verdict(code) };
    }

    /// <summary>What Netlogon says when it has tried the channel.</summary>
    public static SecureChannel Verdict(uint code)
    {
        return SecureChannel.From(new NetlogonInfo2 { TcConnectionStatus = code });
    }

    public FakeTrustedComputer Answering(string call, uint code)
    {
        Codes[call] = code;
        return this;
    }

    public MembershipState ReadState(out CallOutcome failure)
    {
        return Computer.ReadState(out failure);
    }

    public SecureChannel Verify(string domain, string domainController)
    {
        Calls.Add("Verify " + domain + " " + (domainController ?? "-"));
        bool works = AccountPassword == Secret && !IsDisabled;
        return works ? SecureChannel.Working(domainController ?? "dc1.lab.example") : Broken;
    }

    public CallOutcome FindController(string domain, out string name)
    {
        CallOutcome found = Answer("DsGetDcNameW");
        name = found.Succeeded ? "dc2." + domain : null;
        return found;
    }

    public CallOutcome AllowSecret()
    {
        return Answer("LsaOpenPolicy");
    }

    public CallOutcome SetAccountPassword(
        string domainController, string domain, string userName, string userPassword, MachinePassword password)
    {
        Calls.Add(String.Format("Set {0} {1} {2} {3}", domainController, domain, userName ?? "-", userPassword ?? "-"));
        CallOutcome set = Answer("NetUserSetInfo");
        AccountPassword = set.Succeeded ? Marshal.PtrToStringUni(password.Text) : AccountPassword;
        return set;
    }

    public CallOutcome StoreSecret(MachinePassword password)
    {
        Calls.Add("Store");
        CallOutcome stored = Answer("LsaStorePrivateData");
        Secret = stored.Succeeded ? Marshal.PtrToStringUni(password.Text) : Secret;
        return stored;
    }

    public CallOutcome ChangePassword(string domain)
    {
        Calls.Add("Change " + domain);
        CallOutcome changed = Answer("I_NetLogonControl2");
        AccountPassword = Secret = changed.Succeeded ? "rotated" : Secret;
        return changed;
    }

    private CallOutcome Answer(string call)
    {
        return CallOutcome.Returned(call, Codes.ContainsKey(call) ? Codes[call] : 0);
    }
}
