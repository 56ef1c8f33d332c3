// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections.Generic;

namespace ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome
{
    /// <summary>
    /// What one call of Windows answered. A method that ran answers with a number (channel "return_value"), a call that
    /// did not get that far with an HRESULT (channel "exception").
    /// </summary>
    public sealed class CallOutcome
    {
        private const uint GeneralFailure = 31; // ERROR_GEN_FAILURE
        private const uint MustRestart = 2713; // NERR_JoinPerformedMustRestart, a success

        public string Call { get; private set; }
        public string Channel { get; private set; }
        public uint? Code { get; private set; }
        public string Detail { get; private set; }

        public bool Succeeded
        {
            get { return Channel == "return_value" && (Code == 0 || Code == MustRestart); }
        }

        public static CallOutcome Returned(string call, uint code)
        {
            return new CallOutcome { Call = call, Channel = "return_value", Code = code };
        }

        /// <summary>The answer of a function that returns a BOOL, and sets the last error when that is FALSE.</summary>
        public static CallOutcome Told(string call, bool done, int lastError)
        {
            uint failure = lastError == 0 ? GeneralFailure : (uint)lastError;
            return Returned(call, done ? 0 : failure);
        }

        public static CallOutcome Raised(string call, uint? hresult, string detail)
        {
            return new CallOutcome { Call = call, Channel = "exception", Code = hresult, Detail = detail };
        }

        /// <summary>Nothing was called: the answer is known beforehand, or the module does not do this.</summary>
        public static CallOutcome Refused(string call, uint? code, string detail = null)
        {
            return new CallOutcome { Call = call, Channel = "refused", Code = code, Detail = detail };
        }

        /// <summary>The part of a result's error that is known here.</summary>
        public Dictionary<string, object> Describe()
        {
            return new Dictionary<string, object>
            {
                { "function", Call },
                { "code", Code },
                { "channel", Channel },
                { "detail", Detail }
            };
        }
    }
}
