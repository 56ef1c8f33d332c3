// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoin;

/// <summary>The module host_offline_join, run on a scripted computer.</summary>
public static class OfflineJoinModule
{
    public static IDictionary Run(FakeComputer computer, bool checkMode, params object[] given)
    {
        Hashtable options = new Hashtable(StringComparer.OrdinalIgnoreCase)
        {
            { "remove_path", false }, { "allow_rename", false }
        };
        for (int i = 0; i < given.Length; i += 2)
        {
            options[given[i]] = given[i + 1];
        }
        IDictionary result = OfflineJoin.Ensure(computer, computer, options, checkMode);
        if (result["after"] != null)
        {
            Check.Equal(result["reboot_required"], HostModule.Pending(result, "after")["reboot"]);
        }
        return result;
    }

    public static FakeComputer Named(string name)
    {
        return new FakeComputer { Hostname = name, NextHostname = name };
    }
}
