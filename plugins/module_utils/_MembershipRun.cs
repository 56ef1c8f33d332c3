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
    /// <summary>One run of the module: the computer, what it was before, the calls made, the result.</summary>
    public sealed class MembershipRun
    {
        private readonly bool checkMode;
        private readonly NetSetupLog log;
        private readonly List<object> steps = new List<object>();
        private bool hasLeft;

        public MembershipRun(IComputer computer, bool checkMode)
        {
            Computer = computer;
            this.checkMode = checkMode;
            log = computer.OpenLog();
            Result = new Dictionary<string, object>
            {
                { "changed", false },
                { "reboot_required", false },
                { "before", null },
                { "after", null },
                { "steps", steps }
            };
        }

        public IComputer Computer { get; private set; }

        /// <summary>The module's result.</summary>
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
            Result["before"] = Before.Describe(Before.Hostname);
            return true;
        }

        /// <summary>Makes a call that changes the computer; check mode only notes it, without a return code.</summary>
        public CallOutcome Do(string name, Func<CallOutcome> call)
        {
            return Do(name, call, () => CallOutcome.Returned(name, 0));
        }

        /// <summary>As the other one; <paramref name="foresee"/> tells check mode how the call would end.</summary>
        public CallOutcome Do(string name, Func<CallOutcome> call, Func<CallOutcome> foresee)
        {
            CallOutcome outcome = checkMode ? foresee() : call();
            steps.Add(new Dictionary<string, object>
            {
                { "call", name },
                { "return_code", checkMode ? null : (object)outcome.Code }
            });
            return outcome;
        }

        /// <summary>As <see cref="Do"/>; a call that fails fails the run.</summary>
        public bool Try(string name, Func<CallOutcome> call)
        {
            CallOutcome outcome = Do(name, call);
            if (!outcome.Succeeded)
            {
                Fail(outcome, null);
            }
            return outcome.Succeeded;
        }

        /// <summary>Stages the name for the next reboot.</summary>
        public bool SetHostname(string name)
        {
            return Try("SetComputerNameExW", () => Computer.SetHostname(name));
        }

        /// <summary>Tells where the account of this member is, as long as it can be asked.</summary>
        public void ReadAccount()
        {
            Result["account_dn"] = Computer.ReadDirectoryName();
        }

        /// <summary>The computer is out of its domain, whatever becomes of the run.</summary>
        public void NoteLeft()
        {
            hasLeft = true;
            Result["left_domain"] = Before.Domain;
        }

        /// <summary>Nothing to do, though perhaps it takes a reboot until the computer is as asked.</summary>
        public void Keep()
        {
            End(Before, false);
        }

        /// <summary>Done. <paramref name="expected"/> is what check mode answers.</summary>
        public void Change(MembershipState expected)
        {
            End(ReadUnlessForeseen() ?? expected, true);
        }

        /// <summary>Done. <paramref name="complete"/> adds what Windows does not tell before its next start.</summary>
        public void Change(Func<MembershipState, MembershipState> complete)
        {
            End(complete(ReadUnlessForeseen() ?? Before), true);
        }

        /// <summary>Done, to an image: this computer is what it was.</summary>
        public void ChangeImage()
        {
            Result["changed"] = true;
        }

        /// <summary>Failed, or refused. The computer is read again, for it may have changed all the same.</summary>
        public void Fail(CallOutcome outcome, string reason)
        {
            bool refused = outcome.Channel == "refused";
            Result["failed"] = true;
            Result["msg"] = outcome.Call + (refused ? " was not called" : " failed");
            Dictionary<string, object> error = outcome.Describe();
            error["reason"] = reason;
            error["log"] = refused ? null : log.ReadAdded();
            Result["error"] = error;
            MembershipState after = refused || Before == null ? Before : ReadAfter();
            End(after, hasLeft || (after != null && !after.IsLike(Before)));
        }

        /// <summary>What the computer is now; null when WMI no longer answers.</summary>
        public MembershipState ReadAfter()
        {
            CallOutcome failure;
            return Computer.ReadState(out failure);
        }

        private MembershipState ReadUnlessForeseen()
        {
            return checkMode ? null : ReadAfter();
        }

        private void End(MembershipState after, bool changed)
        {
            Result["changed"] = changed;
            Result["reboot_required"] = changed;
            if (after == null)
            {
                return;
            }
            if (Before.IsMember && !after.IsIn(Before.Domain))
            {
                NoteLeft();
            }
            after = changed ? after.Changed() : after;
            Result["after"] = after.Describe(after.NextHostname);
            Result["reboot_required"] = after.RebootPending;
        }
    }
}
