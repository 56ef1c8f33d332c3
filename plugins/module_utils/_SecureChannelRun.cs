// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections;
using System.Collections.Generic;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipState;
using ansible_collections.netjoin.windows.plugins.module_utils._Netlogon;
using ansible_collections.netjoin.windows.plugins.module_utils._TrustedComputer;

namespace ansible_collections.netjoin.windows.plugins.module_utils._SecureChannelRun
{
    /// <summary>One run of the module: the computer, its channel before, the calls made, the result.</summary>
    public sealed class SecureChannelRun
    {
        private const uint NotJoined = 2692; // NERR_SetupNotJoined
        private const uint IsDomainController = 2693; // NERR_SetupDomainController

        private readonly List<object> steps = new List<object>();

        public SecureChannelRun(ITrustedComputer computer, IDictionary parameters, bool checkMode)
        {
            Computer = computer;
            CheckMode = checkMode;
            DomainController = (string)parameters["domain_controller"];
            UserName = (string)parameters["username"];
            Password = (string)parameters["password"];
            Result = new Dictionary<string, object>
            {
                { "changed", false },
                { "domain", null },
                { "before", null },
                { "after", null },
                { "steps", steps }
            };
        }

        public ITrustedComputer Computer { get; private set; }
        public bool CheckMode { get; private set; }

        /// <summary>The domain controller to use; null for any.</summary>
        public string DomainController { get; private set; }

        /// <summary>Who may set the password of the account; null for the caller.</summary>
        public string UserName { get; private set; }
        public string Password { get; private set; }

        /// <summary>The module's result.</summary>
        public Dictionary<string, object> Result { get; private set; }

        /// <summary>These two are null until <see cref="ReadBefore"/> has succeeded.</summary>
        public MembershipState State { get; private set; }
        public SecureChannel Before { get; private set; }

        /// <summary>Reads the computer and asks for the channel; false, and failed, when there is none to look after.</summary>
        public bool ReadBefore()
        {
            CallOutcome failure;
            State = Computer.ReadState(out failure);
            if (State == null)
            {
                Fail(failure, null);
                return false;
            }
            Result["domain"] = State.Domain;
            if (State.IsDomainController || !State.IsMember)
            {
                uint code = State.IsDomainController ? IsDomainController : NotJoined;
                Fail(CallOutcome.Refused(Netlogon.Control, code),
                    State.IsDomainController ? "domain_controller" : "not_a_member");
                return false;
            }
            Before = Verify(DomainController);
            Result["before"] = Describe(Before);
            Result["after"] = Describe(Before);
            return true;
        }

        /// <summary>Asks for the channel now.</summary>
        public SecureChannel Verify(string domainController)
        {
            return Computer.Verify(State.Domain, domainController);
        }

        /// <summary>Makes a call that changes something; check mode only notes it, without a return code.</summary>
        public bool Try(string name, Func<CallOutcome> call)
        {
            CallOutcome outcome = CheckMode ? null : call();
            steps.Add(new Dictionary<string, object>
            {
                { "call", name },
                { "return_code", CheckMode ? null : (object)outcome.Code }
            });
            if (CheckMode || outcome.Succeeded)
            {
                Result["changed"] = true;
                return true;
            }
            Fail(outcome, null);
            return false;
        }

        /// <summary>Everything is done: the channel has to work now. Check mode foresees that it does.</summary>
        public void Finish(string domainController)
        {
            SecureChannel after = CheckMode ? SecureChannel.Working(domainController) : Verify(domainController);
            Result["after"] = Describe(after);
            if (!after.IsOk)
            {
                Fail(after, after.Status);
            }
        }

        /// <summary>Failed because of what Netlogon says of the channel.</summary>
        public void Fail(SecureChannel channel, string reason)
        {
            Fail(CallOutcome.Returned(Netlogon.Control, channel.Code), reason);
        }

        public void Fail(CallOutcome outcome, string reason)
        {
            Result["failed"] = true;
            Result["msg"] = outcome.Call + (outcome.Channel == "refused" ? " was not called" : " failed");
            Dictionary<string, object> error = outcome.Describe();
            error["reason"] = reason;
            Result["error"] = error;
        }

        private static Dictionary<string, object> Describe(SecureChannel channel)
        {
            return new Dictionary<string, object>
            {
                { "status", channel.Status },
                { "code", channel.Code },
                { "domain_controller", channel.DomainController }
            };
        }
    }
}
