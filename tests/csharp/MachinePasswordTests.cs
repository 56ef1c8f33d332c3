// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using ansible_collections.netjoin.windows.plugins.module_utils._MachinePassword;

/// <summary>The password that a repair makes on the host.</summary>
public static class MachinePasswordTests
{
    public static void Every_password_is_new_long_and_printable()
    {
        List<string> made = new List<string>();
        for (int i = 0; i < 50; i++)
        {
            using (MachinePassword password = MachinePassword.Create())
            {
                made.Add(Marshal.PtrToStringUni(password.Text));
            }
        }
        Check.Equal(50, made.Distinct().Count());
        Check.Equal(true, made.All(text => text.Length == 120));
        // [MS-WKST] 3.2.4.13.3, without the blank: 90 characters, each of which comes up in 6000.
        Check.Equal(Enumerable.Range(33, 90), String.Concat(made).Select(c => (int)c).Distinct().OrderBy(c => c));
        // All as often: 14 of 90 are 933 of 6000, give or take 28; a remainder would make them 656.
        Check.Equal(true, String.Concat(made).Count(c => c > 108) > 795);
    }
}
