// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Management.Infrastructure;
using System;
using System.Globalization;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._JoinOptions;

//AssemblyReference -Type Microsoft.Management.Infrastructure.CimSession

namespace ansible_collections.netjoin.windows.plugins.module_utils._ComputerSystem
{
    /// <summary>Win32_ComputerSystem of this computer; a local session needs no credentials and is private.</summary>
    public sealed class ComputerSystem : IDisposable
    {
        private CimSession session;
        private CimInstance instance;

        /// <summary>Reads the instance anew; until this has succeeded once, every property is null or false.</summary>
        public CallOutcome Read()
        {
            try
            {
                session = session ?? CimSession.Create(null);
                foreach (CimInstance found in session.EnumerateInstances("root/cimv2", "Win32_ComputerSystem"))
                {
                    instance = found;
                }
                return CallOutcome.Returned("Win32_ComputerSystem", 0);
            }
            catch (CimException error)
            {
                return Raised("Win32_ComputerSystem", error);
            }
        }

        /// <summary>WMI has answered.</summary>
        public bool IsKnown { get { return instance != null; } }
        public string Name { get { return (string)Property("Name"); } }
        public string DnsHostName { get { return (string)Property("DNSHostName"); } }
        public bool PartOfDomain { get { return (Property("PartOfDomain") as bool?) ?? false; } }

        /// <summary>The name of the domain, but in a workgroup the name of the workgroup.</summary>
        public string Domain { get { return (string)Property("Domain"); } }
        public string Workgroup { get { return (string)Property("Workgroup"); } }

        /// <summary>0 to 5 (UInt16 in WMI); null when unknown.</summary>
        public int? DomainRole { get { return Property("DomainRole") as ushort?; } }

        /// <summary>Joins; null arguments are left out, so that the method sees NULL.</summary>
        public CallOutcome Join(string name, string password, string userName, string accountOU, JoinOptions options)
        {
            using (CimMethodParametersCollection arguments = new CimMethodParametersCollection())
            {
                AddText(arguments, "Name", name);
                AddText(arguments, "Password", password);
                AddText(arguments, "UserName", userName);
                AddText(arguments, "AccountOU", accountOU);
                AddNumber(arguments, "FJoinOptions", (uint)options);
                return Invoke("JoinDomainOrWorkgroup", arguments);
            }
        }

        /// <summary>Leaves the domain; options is FUnjoinOptions.</summary>
        public CallOutcome Unjoin(string password, string userName, uint options)
        {
            using (CimMethodParametersCollection arguments = new CimMethodParametersCollection())
            {
                AddText(arguments, "Password", password);
                AddText(arguments, "UserName", userName);
                AddNumber(arguments, "FUnjoinOptions", options);
                return Invoke("UnjoinDomainOrWorkgroup", arguments);
            }
        }

        /// <summary>Renames the computer, and in a domain its account.</summary>
        public CallOutcome Rename(string name, string password, string userName)
        {
            using (CimMethodParametersCollection arguments = new CimMethodParametersCollection())
            {
                AddText(arguments, "Name", name);
                AddText(arguments, "Password", password);
                AddText(arguments, "UserName", userName);
                return Invoke("Rename", arguments);
            }
        }

        public void Dispose()
        {
            if (session != null)
            {
                session.Dispose();
            }
        }

        private object Property(string name)
        {
            CimProperty property = instance == null ? null : instance.CimInstanceProperties[name];
            return property == null ? null : property.Value;
        }

        private CallOutcome Invoke(string method, CimMethodParametersCollection arguments)
        {
            try
            {
                using (CimMethodResult result = session.InvokeMethod(instance, method, arguments))
                {
                    return CallOutcome.Returned(method, Convert.ToUInt32(result.ReturnValue.Value));
                }
            }
            catch (CimException error)
            {
                return Raised(method, error);
            }
        }

        private static void AddText(CimMethodParametersCollection arguments, string name, string value)
        {
            if (value != null)
            {
                arguments.Add(CimMethodParameter.Create(name, value, CimType.String, CimFlags.In));
            }
        }

        private static void AddNumber(CimMethodParametersCollection arguments, string name, uint value)
        {
            arguments.Add(CimMethodParameter.Create(name, value, CimType.UInt32, CimFlags.In));
        }

        // WMI reports MSFT_WmiError, whose error_Code is the HRESULT; a plain CIM_Error names it only in MessageID.
        // NativeErrorCode is an MI_Result, a different space of numbers, and never taken for a code.
        private static CallOutcome Raised(string call, CimException error)
        {
            CimProperty property = error.ErrorData == null ? null : error.ErrorData.CimInstanceProperties["error_Code"];
            uint? code = property == null ? null : property.Value as uint?;
            string id = error.MessageId ?? "";
            uint number;
            if (code == null && id.StartsWith("HRESULT 0x", StringComparison.OrdinalIgnoreCase)
                && UInt32.TryParse(id.Substring(10), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out number))
            {
                code = number;
            }
            return CallOutcome.Raised(call, code, error.Message);
        }
    }
}
