// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections.Generic;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._Computer;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipState;
using ansible_collections.netjoin.windows.plugins.module_utils._NetSetupLog;

namespace ansible_collections.netjoin.windows.plugins.module_utils._MembershipRun
{
    /// <summary>One run of the module: the computer, what it was like before, the calls made, and the result so far.</summary>
    public sealed class MembershipRun
    {
        private readonly bool checkMode;
        private readonly NetSetupLog log;
        private readonly List<object> steps = new List<object>();

        public MembershipRun(IComputer computer, bool checkMode)
        {
            Computer = computer;
            this.checkMode = checkMode;
            log = computer.OpenLog();
            Result = new Dictionary<string, object>();
            Result["changed"] = false;
            Result["reboot_required"] = false;
            Result["before"] = null;
            Result["after"] = null;
            Result["steps"] = steps;
            Result["account_dn"] = null;
        }

        public IComputer Computer { get; private set; }

        /// <summary>The module's result, filled by the methods below.</summary>
        public Dictionary<string, object> Result { get; private set; }

        /// <summary>Null until <see cref="ReadBefore"/> has succeeded.</summary>
        public MembershipState Before { get; private set; }

        public bool ReadBefore()
        {
            CallOutcome failure;
            Before = Computer.ReadState(out failure);
            if (Before == null)
            {
                Fail(failure, null);
                return false;
            }
            Result["before"] = Describe(Before, Before.Hostname);
            return true;
        }

        /// <summary>Makes a call that changes the computer; in check mode only notes it, without a return code.</summary>
        public CallOutcome Do(string name, Func<CallOutcome> call)
        {
            CallOutcome outcome = checkMode ? CallOutcome.Returned(name, 0) : call();
            Dictionary<string, object> step = new Dictionary<string, object>();
            step["call"] = name;
            step["return_code"] = checkMode ? null : (object)outcome.Code;
            steps.Add(step);
            return outcome;
        }

        /// <summary>The computer is as asked already, though perhaps only after the reboot it waits for.</summary>
        public void Keep()
        {
            Result["after"] = Describe(Before, Before.NextHostname);
            Result["reboot_required"] = Before.RebootPending;
        }

        /// <summary>It was changed. <paramref name="expected"/> is what a run in check mode has to say.</summary>
        public void Change(Dictionary<string, object> expected)
        {
            CallOutcome failure;
            MembershipState after = checkMode ? null : Computer.ReadState(out failure);
            Result["after"] = after == null ? expected : Describe(after, after.NextHostname);
            Result["changed"] = true;
            Result["reboot_required"] = true;
        }

        /// <summary>It failed; the state is read again, and tells whether something was changed all the same.</summary>
        public void Fail(CallOutcome outcome, string reason)
        {
            bool called = outcome.Channel != "refused";
            Result["failed"] = true;
            Result["msg"] = outcome.Call + (called ? " failed" : " was not called");
            Dictionary<string, object> error = new Dictionary<string, object>();
            error["function"] = outcome.Call;
            error["code"] = outcome.Code;
            error["channel"] = outcome.Channel;
            error["detail"] = outcome.Detail;
            error["reason"] = reason;
            error["log"] = called ? log.ReadAdded() : null;
            Result["error"] = error;
            if (Before == null)
            {
                return;
            }
            CallOutcome failure;
            MembershipState after = called ? Computer.ReadState(out failure) : Before;
            if (after != null)
            {
                Result["after"] = Describe(after, after.NextHostname);
                Result["changed"] = !after.IsLike(Before);
                Result["reboot_required"] = after.RebootPending;
            }
        }

        private static Dictionary<string, object> Describe(MembershipState state, string hostname)
        {
            return Describe(state.Domain, state.DomainNetbios, state.Workgroup, hostname,
                state.JoinPending, state.RenamePending, state.RebootPending);
        }

        /// <summary>One side of the result's before and after.</summary>
        public static Dictionary<string, object> Describe(
            string domain, string netbios, string workgroup, string hostname, bool join, bool rename, bool reboot)
        {
            Dictionary<string, object> pending = new Dictionary<string, object>();
            pending["join"] = join;
            pending["rename"] = rename;
            pending["reboot"] = reboot;
            Dictionary<string, object> described = new Dictionary<string, object>();
            described["domain"] = domain;
            described["domain_netbios"] = netbios;
            described["workgroup"] = workgroup;
            described["hostname"] = hostname;
            described["pending"] = pending;
            return described;
        }
    }
}
