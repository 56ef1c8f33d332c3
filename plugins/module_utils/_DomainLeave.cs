// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipRequest;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipRun;

namespace ansible_collections.netjoin.windows.plugins.module_utils._DomainLeave
{
    /// <summary>Takes a member out of its domain, into a workgroup that Windows names.</summary>
    public sealed class DomainLeave
    {
        public const string Method = "UnjoinDomainOrWorkgroup";

        private const uint NoSuchDomain = 1355; // ERROR_NO_SUCH_DOMAIN

        // Only what means that nobody was reached: ERROR_BAD_NETPATH, ERROR_NETWORK_UNREACHABLE, ERROR_NO_LOGON_SERVERS,
        // ERROR_NO_SUCH_DOMAIN, RPC_S_SERVER_UNAVAILABLE, ERROR_DOMAIN_CONTROLLER_NOT_FOUND, NERR_DCNotFound.
        private static readonly uint[] NoController = new uint[] { 53, 1231, 1311, NoSuchDomain, 1722, 1908, 2453 };

        private readonly MembershipRun run;
        private readonly MembershipRequest asked;

        public DomainLeave(MembershipRun run, MembershipRequest asked)
        {
            this.run = run;
            this.asked = asked;
        }

        /// <summary>Whether it is out; if not, the run has failed.</summary>
        public bool Leave()
        {
            run.ReadAccount();
            CallOutcome left = AsksController ? UnjoinAsAsked() : UnjoinAlone();
            if (asked.Force && AsksController && MissesController(left))
            {
                left = UnjoinAlone();
            }
            if (!left.Succeeded)
            {
                run.Fail(left, null);
                return false;
            }
            run.NoteLeft();
            return true;
        }

        private bool AsksController
        {
            get { return asked.UnjoinUsername != null || asked.UnjoinPassword != null || asked.UnjoinOptions != 0; }
        }

        private CallOutcome UnjoinAsAsked()
        {
            return run.Do(
                Method,
                () => run.Computer.Unjoin(asked.UnjoinPassword, asked.UnjoinUsername, asked.UnjoinOptions),
                () => CallOutcome.Returned(Method, FindsController() ? 0 : NoSuchDomain));
        }

        // Without credentials and options Windows asks no domain controller.
        private CallOutcome UnjoinAlone()
        {
            return run.Do(Method, () => run.Computer.Unjoin(null, null, 0));
        }

        private bool FindsController()
        {
            return run.Computer.FindController(run.Before.Domain).Succeeded;
        }

        private static bool MissesController(CallOutcome outcome)
        {
            return outcome.Channel == "return_value" && Array.IndexOf(NoController, outcome.Code.Value) >= 0;
        }
    }
}
