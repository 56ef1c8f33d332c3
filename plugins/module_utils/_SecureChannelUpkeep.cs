// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections;
using System.Collections.Generic;
using ansible_collections.netjoin.windows.plugins.module_utils._AccountPassword;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._LsaSecret;
using ansible_collections.netjoin.windows.plugins.module_utils._MachinePassword;
using ansible_collections.netjoin.windows.plugins.module_utils._Netlogon;
using ansible_collections.netjoin.windows.plugins.module_utils._SecureChannelRun;
using ansible_collections.netjoin.windows.plugins.module_utils._TrustedComputer;

namespace ansible_collections.netjoin.windows.plugins.module_utils._SecureChannelUpkeep
{
    /// <summary>The module host_secure_channel.</summary>
    public static class SecureChannelUpkeep
    {
        public static Dictionary<string, object> Ensure(IDictionary parameters, bool checkMode)
        {
            using (LocalTrustedComputer computer = new LocalTrustedComputer())
            {
                return Ensure(computer, parameters, checkMode);
            }
        }

        /// <summary>Asks for the channel, mends it or renews its password, and tells in the module's result.</summary>
        public static Dictionary<string, object> Ensure(
            ITrustedComputer computer, IDictionary parameters, bool checkMode)
        {
            SecureChannelRun run = new SecureChannelRun(computer, parameters, checkMode);
            if (run.ReadBefore())
            {
                Ensure(run, (string)parameters["state"]);
            }
            return run.Result;
        }

        private static void Ensure(SecureChannelRun run, string state)
        {
            if (run.Before.IsOk)
            {
                if (state == "rotated")
                {
                    Rotate(run);
                }
            }
            else if (run.State.RebootPending)
            {
                run.Fail(run.Before, "reboot_pending");
            }
            else if (state == "repaired" && run.Before.WorksElsewhere)
            {
                RefuseRepair(run);
            }
            else if (state == "repaired" && run.Before.MayBeRepaired)
            {
                Repair(run);
            }
            else
            {
                run.Fail(run.Before, run.Before.WorksElsewhere ? "works_elsewhere" : run.Before.Status);
            }
        }

        private static void Rotate(SecureChannelRun run)
        {
            if (run.Try(Netlogon.Control, () => run.Computer.ChangePassword(run.State.Domain)))
            {
                run.Finish(run.CheckMode ? run.Before.DomainController : run.DomainController);
            }
        }

        // A new password on one domain controller would break the trust that works, until all of them have it.
        private static void RefuseRepair(SecureChannelRun run)
        {
            string detail = "Netlogon says that the domain trusts this host, though not through " + run.DomainController
                + " (code " + run.Before.Code + "), and a new password would break what works. Leave out "
                + "domain_controller, or find out why the host does not use that one";
            run.Fail(CallOutcome.Refused(AccountPassword.Call, null, detail), "works_elsewhere");
        }

        private static void Repair(SecureChannelRun run)
        {
            string controller = run.DomainController;
            if (controller == null)
            {
                CallOutcome found = run.Computer.FindController(run.State.Domain, out controller);
                if (!found.Succeeded)
                {
                    run.Fail(found, null);
                    return;
                }
            }
            CallOutcome allowed = run.Computer.AllowSecret();
            if (!allowed.Succeeded)
            {
                run.Fail(allowed, null);
            }
            else if (SetPassword(run, controller))
            {
                run.Finish(controller);
            }
        }

        // First in the domain, where the user may turn out to be wrong: then this computer is left as it is. What stops
        // between the two leaves a channel that is as broken as before, and another run mends it.
        private static bool SetPassword(SecureChannelRun run, string controller)
        {
            using (MachinePassword password = MachinePassword.Create())
            {
                return run.Try(AccountPassword.Call, () => run.Computer.SetAccountPassword(
                        controller, run.State.Domain, run.UserName, run.Password, password))
                    && run.Try(LsaSecret.Call, () => run.Computer.StoreSecret(password));
            }
        }
    }
}
