// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._ComputerNames;
using ansible_collections.netjoin.windows.plugins.module_utils._ComputerSystem;
using ansible_collections.netjoin.windows.plugins.module_utils._DirectoryName;
using ansible_collections.netjoin.windows.plugins.module_utils._DomainController;
using ansible_collections.netjoin.windows.plugins.module_utils._JoinOptions;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipState;
using ansible_collections.netjoin.windows.plugins.module_utils._NetSetupLog;

namespace ansible_collections.netjoin.windows.plugins.module_utils._Computer
{
    /// <summary>A computer whose membership is to be changed; the tests script one.</summary>
    public interface IComputer
    {
        /// <summary>Null, and the reason in <paramref name="failure"/>, when WMI does not answer.</summary>
        MembershipState ReadState(out CallOutcome failure);

        /// <summary>The distinguished name of its account, null when no domain controller tells.</summary>
        string ReadDirectoryName();

        /// <summary>Whether a controller of the domain is to be found from here.</summary>
        CallOutcome FindController(string domain);

        NetSetupLog OpenLog();

        CallOutcome SetHostname(string name);

        CallOutcome Join(string name, string password, string userName, string accountOU, JoinOptions options);

        CallOutcome Unjoin(string password, string userName, uint options);

        CallOutcome Rename(string name, string password, string userName);
    }

    /// <summary>The computer that this runs on.</summary>
    public sealed class LocalComputer : IComputer, IDisposable
    {
        private readonly ComputerSystem system = new ComputerSystem();

        public MembershipState ReadState(out CallOutcome failure)
        {
            CallOutcome read = system.Read();
            failure = read.Succeeded ? null : read;
            return read.Succeeded ? MembershipState.Read(system) : null;
        }

        public string ReadDirectoryName()
        {
            return DirectoryName.Read();
        }

        public CallOutcome FindController(string domain)
        {
            return DomainController.Find(domain);
        }

        public NetSetupLog OpenLog()
        {
            return NetSetupLog.Open();
        }

        public CallOutcome SetHostname(string name)
        {
            return ComputerNames.SetHostname(name);
        }

        public CallOutcome Join(string name, string password, string userName, string accountOU, JoinOptions options)
        {
            return system.Join(name, password, userName, accountOU, options);
        }

        public CallOutcome Unjoin(string password, string userName, uint options)
        {
            return system.Unjoin(password, userName, options);
        }

        public CallOutcome Rename(string name, string password, string userName)
        {
            return system.Rename(name, password, userName);
        }

        public void Dispose()
        {
            system.Dispose();
        }
    }
}
