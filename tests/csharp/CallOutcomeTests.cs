// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;

/// <summary>Success and failure of a call, in the ways in which Windows tells them.</summary>
public static class CallOutcomeTests
{
    private const string Call = "SetComputerNameExW";

    public static void A_TRUE_is_success_whatever_the_last_error_still_is()
    {
        Check.Equal(true, CallOutcome.Told(Call, true, 183).Succeeded);
    }

    public static void A_FALSE_has_the_last_error_for_its_code()
    {
        CallOutcome outcome = CallOutcome.Told(Call, false, 5);
        Check.Equal(false, outcome.Succeeded);
        Check.Equal(5, outcome.Code);
    }

    // ERROR_GEN_FAILURE
    public static void A_FALSE_without_a_last_error_is_no_success()
    {
        CallOutcome outcome = CallOutcome.Told(Call, false, 0);
        Check.Equal(false, outcome.Succeeded);
        Check.Shows("{function: 'SetComputerNameExW', code: 31, channel: 'return_value', detail: null}",
            outcome.Describe());
    }
}
