// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using Microsoft.Management.Infrastructure;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._ComputerSystem;
using ansible_collections.netjoin.windows.plugins.module_utils._JoinOptions;

/// <summary>How the collection talks to WMI.</summary>
public static class ComputerSystemTests
{
    public static void Arguments_go_in_the_order_of_the_method_with_the_password_before_the_user()
    {
        Check.Equal(
            "JoinDomainOrWorkgroup Name=LAB/String Password=p/String UserName=u/String AccountOU=o/String "
                + "FJoinOptions=3/UInt32",
            SentToJoin("LAB", "p", "u", "o"));
    }

    public static void Null_arguments_are_left_out()
    {
        Check.Equal("JoinDomainOrWorkgroup Name=LAB/String FJoinOptions=3/UInt32", SentToJoin("LAB", null, null, null));
    }

    public static void An_empty_argument_is_sent_empty()
    {
        Check.Equal("JoinDomainOrWorkgroup Name=LAB/String Password=/String FJoinOptions=3/UInt32",
            SentToJoin("LAB", "", null, null));
    }

    public static void Leaving_takes_the_password_the_user_and_the_options()
    {
        Check.Equal("UnjoinDomainOrWorkgroup Password=p/String UserName=u/String FUnjoinOptions=4/UInt32",
            Sent(system => system.Unjoin("p", "u", 4)));
        Check.Equal("UnjoinDomainOrWorkgroup FUnjoinOptions=0/UInt32", Sent(system => system.Unjoin(null, null, 0)));
    }

    public static void Renaming_takes_the_name_the_password_and_the_user()
    {
        Check.Equal("Rename Name=web01/String Password=p/String UserName=u/String",
            Sent(system => system.Rename("web01", "p", "u")));
        Check.Equal("Rename Name=web01/String", Sent(system => system.Rename("web01", null, null)));
    }

    public static void The_return_value_is_the_code()
    {
        CallOutcome outcome = Join(delegate { return 2224; });
        Check.Equal("return_value", outcome.Channel);
        Check.Equal(2224, outcome.Code);
        Check.Equal("JoinDomainOrWorkgroup", outcome.Call);
        Check.Equal(false, outcome.Succeeded);
    }

    public static void Zero_is_success()
    {
        Check.Equal(true, Join(delegate { return 0; }).Succeeded);
    }

    // error_Type and error_Code of MSFT_WmiError; MessageID as PowerShell shows it in FullyQualifiedErrorId.
    public static void The_HRESULT_of_an_exception_is_found_in_its_error_data()
    {
        CallOutcome outcome = Join(delegate { throw Error("error_Code", 0x80041087u); });
        Check.Equal("exception", outcome.Channel);
        Check.Equal(0x80041087u, outcome.Code);
        Check.Equal("text", outcome.Detail);
        Check.Equal(false, outcome.Succeeded);
    }

    public static void The_HRESULT_of_an_exception_is_found_in_its_message_id()
    {
        Check.Equal(0x800706BAu, Join(delegate { throw Error("MessageID", "HRESULT 0x800706ba"); }).Code);
    }

    public static void An_exception_that_carries_no_HRESULT_has_no_code()
    {
        foreach (CimException error in new[]
        {
            new CimException("text", null), Error("MessageID", "MI RESULT 2"), Error("MessageID", "HRESULT 0xWRONG"),
            Error("error_Code", null)
        })
        {
            CallOutcome outcome = Join(delegate { throw error; });
            Check.Equal(null, outcome.Code);
            Check.Equal(false, outcome.Succeeded);
        }
    }

    public static void An_enumeration_that_fails_leaves_every_property_unknown()
    {
        CimSession.OnEnumerate = Error("error_Code", 0x80041003u);
        ComputerSystem system = new ComputerSystem();
        CallOutcome outcome = system.Read();
        CimSession.OnEnumerate = null;
        Check.Equal("Win32_ComputerSystem", outcome.Call);
        Check.Equal(0x80041003u, outcome.Code);
        Check.Equal(null, system.Domain);
        Check.Equal(false, system.PartOfDomain);
        Check.Equal(null, system.DomainRole);
    }

    public static void Properties_are_read_with_the_types_of_WMI()
    {
        ComputerSystem system = Computer();
        CimSession.Instance.CimInstanceProperties.Set("PartOfDomain", null);
        CimSession.Instance.CimInstanceProperties.Set("DomainRole", (ushort)3);
        CimSession.Instance.CimInstanceProperties.Set("Name", "WEB01");
        Check.Equal(false, system.PartOfDomain);
        Check.Equal(3, system.DomainRole);
        Check.Equal("WEB01", system.Name);
        Check.Equal(null, system.DnsHostName);
    }

    public static void All_reads_share_one_session_that_is_closed_at_the_end()
    {
        int before = CimSession.OpenSessions;
        using (ComputerSystem system = Computer())
        {
            system.Read();
            Check.Equal(before + 1, CimSession.OpenSessions);
        }
        new ComputerSystem().Dispose();
        Check.Equal(before, CimSession.OpenSessions);
    }

    private static string SentToJoin(string name, string password, string userName, string accountOU)
    {
        JoinOptions options = JoinOptions.JoinDomain | JoinOptions.AcctCreate;
        return Sent(system => system.Join(name, password, userName, accountOU, options));
    }

    /// <summary>The method, then its arguments in order.</summary>
    private static string Sent(Func<ComputerSystem, CallOutcome> call)
    {
        string sent = null;
        CimSession.OnInvoke = delegate(string method, CimMethodParametersCollection arguments)
        {
            sent = method;
            foreach (CimMethodParameter argument in arguments)
            {
                sent += " " + argument.Name + "=" + argument.Value + "/" + argument.CimType;
            }
            return 0;
        };
        Check.Equal(true, call(Computer()).Succeeded);
        return sent;
    }

    private static CallOutcome Join(Func<string, CimMethodParametersCollection, uint> answer)
    {
        CimSession.OnInvoke = answer;
        return Computer().Join("LAB", null, null, null, JoinOptions.JoinDomain);
    }

    private static ComputerSystem Computer()
    {
        CimSession.Instance = new CimInstance();
        ComputerSystem system = new ComputerSystem();
        system.Read();
        return system;
    }

    private static CimException Error(string property, object value)
    {
        CimInstance data = new CimInstance();
        data.CimInstanceProperties.Set(property, value);
        return new CimException("text", data);
    }
}
