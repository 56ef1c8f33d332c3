// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections;
using System.Linq;
using System.Reflection;

/// <summary>Runs every public static method of the classes named *Tests; one line of output for each.</summary>
public static class Check
{
    public static int Main()
    {
        int failures = 0;
        foreach (Type type in Assembly.GetExecutingAssembly().GetTypes().Where(t => t.Name.EndsWith("Tests")))
        {
            foreach (MethodInfo test in type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            {
                string problem = Run(test);
                failures += problem == null ? 0 : 1;
                Console.WriteLine("{0} {1}.{2} {3}", problem == null ? "ok" : "failed", type.Name, test.Name, problem);
            }
        }
        return failures == 0 ? 0 : 1;
    }

    public static void Equal(object expected, object actual)
    {
        Shows(Show(expected), actual);
    }

    public static void Shows(string expected, object actual)
    {
        if (expected != Show(actual))
        {
            throw new InvalidOperationException("expected " + expected + ", got " + Show(actual));
        }
    }

    /// <summary>Numbers show alike whatever their type, collections in order, null as null.</summary>
    public static string Show(object value)
    {
        IDictionary map = value as IDictionary;
        if (map != null)
        {
            return "{" + String.Join(", ", map.Keys.Cast<object>().Select(k => k + ": " + Show(map[k]))) + "}";
        }
        if (value is IEnumerable && !(value is string))
        {
            return "[" + String.Join(", ", ((IEnumerable)value).Cast<object>().Select(Show)) + "]";
        }
        return value == null ? "null" : value is string ? "'" + value + "'" : Convert.ToString(value).ToLowerInvariant();
    }

    private static string Run(MethodInfo test)
    {
        try
        {
            test.Invoke(null, null);
            return null;
        }
        catch (TargetInvocationException error)
        {
            return error.InnerException.ToString().Replace("\r", "").Replace("\n", " | ");
        }
    }
}
