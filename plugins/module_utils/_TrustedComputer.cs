// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using ansible_collections.netjoin.windows.plugins.module_utils._AccountPassword;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._ComputerNames;
using ansible_collections.netjoin.windows.plugins.module_utils._ComputerSystem;
using ansible_collections.netjoin.windows.plugins.module_utils._DomainController;
using ansible_collections.netjoin.windows.plugins.module_utils._LsaSecret;
using ansible_collections.netjoin.windows.plugins.module_utils._MachinePassword;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipState;
using ansible_collections.netjoin.windows.plugins.module_utils._Netlogon;
using ansible_collections.netjoin.windows.plugins.module_utils._NetworkIdentity;

namespace ansible_collections.netjoin.windows.plugins.module_utils._TrustedComputer
{
    /// <summary>A computer whose trust in its domain is to be looked after; the tests script one.</summary>
    public interface ITrustedComputer
    {
        /// <summary>Null, and the reason in <paramref name="failure"/>, when WMI does not answer.</summary>
        MembershipState ReadState(out CallOutcome failure);

        /// <param name="domainController">The one to use; null for the one that Netlogon has.</param>
        SecureChannel Verify(string domain, string domainController);

        /// <summary>Finds a controller of the domain that can be written to; null, and the answer of the locator, when there is none.</summary>
        CallOutcome FindController(string domain, out string name);

        /// <summary>Whether the caller may make secrets on this computer; one who may not cannot set its password.</summary>
        CallOutcome AllowSecret();

        /// <summary>Sets the password of this computer's account in the domain.</summary>
        /// <param name="userName">Who does so; null for the caller.</param>
        CallOutcome SetAccountPassword(
            string domainController, string domain, string userName, string userPassword, MachinePassword password);

        /// <summary>Sets the password on this computer.</summary>
        CallOutcome StoreSecret(MachinePassword password);

        /// <summary>Has Netlogon set a new password on both sides.</summary>
        CallOutcome ChangePassword(string domain);
    }

    /// <summary>The computer that this runs on.</summary>
    public sealed class LocalTrustedComputer : ITrustedComputer, IDisposable
    {
        private readonly ComputerSystem system = new ComputerSystem();

        public MembershipState ReadState(out CallOutcome failure)
        {
            CallOutcome read = system.Read();
            MembershipState state = MembershipState.Read(system);
            failure = state.IsKnown ? null : read;
            return state.IsKnown ? state : null;
        }

        public SecureChannel Verify(string domain, string domainController)
        {
            return domainController == null ? Netlogon.Verify(domain) : Netlogon.Verify(domain, domainController);
        }

        public CallOutcome FindController(string domain, out string name)
        {
            return DomainController.FindWritable(domain, out name);
        }

        public CallOutcome AllowSecret()
        {
            return LsaSecret.Allow();
        }

        public CallOutcome SetAccountPassword(
            string domainController, string domain, string userName, string userPassword, MachinePassword password)
        {
            string account = ComputerNames.Read().NetbiosName.Active + "$";
            Func<CallOutcome> set = () => AccountPassword.Set(domainController, account, password);
            return userName == null ? set() : NetworkIdentity.Use(userName, userPassword, domain, set);
        }

        public CallOutcome StoreSecret(MachinePassword password)
        {
            return LsaSecret.Store(password);
        }

        public CallOutcome ChangePassword(string domain)
        {
            return Netlogon.ChangePassword(domain);
        }

        public void Dispose()
        {
            system.Dispose();
        }
    }
}
