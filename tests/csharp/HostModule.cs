// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections;
using System.Linq;
using ansible_collections.netjoin.windows.plugins.module_utils._Membership;

/// <summary>The module host_membership, run on a scripted computer.</summary>
public static class HostModule
{
    public static IDictionary Run(FakeComputer computer, params object[] options)
    {
        return Consistent(Membership.Ensure(computer, Options(options), false));
    }

    public static IDictionary InCheckMode(FakeComputer computer, params object[] options)
    {
        return Consistent(Membership.Ensure(computer, Options(options), true));
    }

    public static IDictionary Pending(IDictionary result, string side)
    {
        return (IDictionary)((IDictionary)result[side])["pending"];
    }

    public static void HasFailed(IDictionary result, string function, uint? code, string channel, string reason)
    {
        IDictionary error = (IDictionary)result["error"];
        Check.Equal(true, result["failed"]);
        Check.Equal(function, error["function"]);
        Check.Equal(code, error["code"]);
        Check.Equal(channel, error["channel"]);
        Check.Equal(reason, error["reason"]);
        Check.Equal(true, ((string)result["msg"]).StartsWith(function));
    }

    /// <summary>Check mode foresaw what was done, in all but the return codes.</summary>
    public static void AreAlike(IDictionary done, IDictionary foreseen)
    {
        foreach (object key in done.Keys)
        {
            if (!key.Equals("steps"))
            {
                Check.Equal(done[key], foreseen[key]);
            }
        }
        Check.Equal(done.Count, foreseen.Count);
        Check.Equal(Calls(done), Calls(foreseen));
    }

    /// <summary>Whether a restart is asked for and whether one is pending is the same question.</summary>
    private static IDictionary Consistent(IDictionary result)
    {
        if (result["after"] != null)
        {
            Check.Equal(result["reboot_required"], Pending(result, "after")["reboot"]);
        }
        return result;
    }

    private static IEnumerable Calls(IDictionary result)
    {
        return ((IEnumerable)result["steps"]).Cast<IDictionary>().Select(step => step["call"]);
    }

    /// <summary>As Ansible passes them: a Hashtable that ignores case, with null for what was not given.</summary>
    private static IDictionary Options(params object[] given)
    {
        Hashtable options = new Hashtable(StringComparer.OrdinalIgnoreCase)
        {
            { "state", "domain" }, { "join_options", 3 }, { "unjoin_options", 0 }, { "force", false },
            { "leave_other_domain", false }
        };
        for (int i = 0; i < given.Length; i += 2)
        {
            options[given[i]] = given[i + 1];
        }
        if (options["state"].Equals("workgroup"))
        {
            options["join_options"] = null;
        }
        return options;
    }
}
