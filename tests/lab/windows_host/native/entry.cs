// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later
using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Reflection;
using System.Text;

/// <summary>
/// entry.exe ASSEMBLY CLASS METHOD CHECKMODE: calls Class.Method(IDictionary, bool) of a module's compiled utilities.
/// Parameters come as JSON on standard input, the result goes as JSON to standard output.
/// </summary>
internal static class Entry
{
    private static int Main(string[] arguments)
    {
        TextWriter output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
        Console.SetOut(Console.Error);
        object result;
        try
        {
            string text = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8).ReadToEnd();
            IDictionary parameters = (IDictionary)new JsonReader(text).Read();
            Type type = Assembly.LoadFrom(arguments[0]).GetType(arguments[1], true);
            MethodInfo method = type.GetMethod(arguments[2], BindingFlags.Public | BindingFlags.Static, null, new[] { typeof(IDictionary), typeof(bool) }, null);
            if (method == null)
            {
                throw new MissingMethodException(arguments[1], arguments[2]);
            }
            result = method.Invoke(null, new object[] { parameters, arguments[3] == "1" });
            output.WriteLine(JsonWriter.Text(result));
        }
        catch (TargetInvocationException error)
        {
            output.WriteLine(JsonWriter.Text(Failure(arguments[2], error.InnerException)));
        }
        catch (Exception error)
        {
            output.WriteLine(JsonWriter.Text(Failure(arguments[2], error)));
        }
        output.Flush();
        return 0;
    }

    // What module_wrapper.ps1 reports of an exception that leaves the module; the provider adds rc 1.
    private static Dictionary<string, object> Failure(string method, Exception error)
    {
        string message = "Exception calling \"" + method + "\" with \"2\" argument(s): \"" + error.Message + "\"";
        Dictionary<string, object> failure = new Dictionary<string, object>();
        failure["failed"] = true;
        failure["msg"] = "Unhandled exception while executing module: " + message;
        failure["exception"] = message + Environment.NewLine + error;
        return failure;
    }
}

/// <summary>JSON to what Ansible.Basic hands a module: Hashtable at the top, dictionaries and lists below it.</summary>
internal sealed class JsonReader
{
    private readonly string text;
    private int position;

    internal JsonReader(string text)
    {
        this.text = text;
    }

    internal object Read()
    {
        return Value(true);
    }

    private object Value(bool top)
    {
        Skip();
        switch (text[position])
        {
            case '{': return Object(top);
            case '[': return Array();
            case '"': return String();
            default: return Word();
        }
    }

    private IDictionary Object(bool top)
    {
        IDictionary result = top ? (IDictionary)new Hashtable(StringComparer.OrdinalIgnoreCase) : new Dictionary<string, object>();
        position++;
        Skip();
        if (text[position] == '}')
        {
            position++;
            return result;
        }
        do
        {
            Skip();
            string key = String();
            Skip();
            position++;
            result[key] = Value(false);
            Skip();
        }
        while (text[position++] == ',');
        return result;
    }

    private List<object> Array()
    {
        List<object> result = new List<object>();
        position++;
        Skip();
        if (text[position] == ']')
        {
            position++;
            return result;
        }
        do
        {
            result.Add(Value(false));
            Skip();
        }
        while (text[position++] == ',');
        return result;
    }

    private string String()
    {
        StringBuilder result = new StringBuilder();
        for (position++; text[position] != '"'; position++)
        {
            if (text[position] != '\\')
            {
                result.Append(text[position]);
                continue;
            }
            position++;
            if (text[position] == 'u')
            {
                result.Append((char)Convert.ToInt32(text.Substring(position + 1, 4), 16));
                position += 4;
            }
            else
            {
                int escape = "bfnrt".IndexOf(text[position]);
                result.Append(escape < 0 ? text[position] : "\b\f\n\r\t"[escape]);
            }
        }
        position++;
        return result.ToString();
    }

    private object Word()
    {
        int start = position;
        while (position < text.Length && ",]} \r\n\t".IndexOf(text[position]) < 0)
        {
            position++;
        }
        string word = text.Substring(start, position - start);
        int small;
        long large;
        switch (word)
        {
            case "true": return true;
            case "false": return false;
            case "null": return null;
        }
        if (int.TryParse(word, NumberStyles.Integer, CultureInfo.InvariantCulture, out small))
        {
            return small;
        }
        if (long.TryParse(word, NumberStyles.Integer, CultureInfo.InvariantCulture, out large))
        {
            return large;
        }
        return double.Parse(word, CultureInfo.InvariantCulture);
    }

    private void Skip()
    {
        while (text[position] <= ' ')
        {
            position++;
        }
    }
}

/// <summary>A module's result to JSON; types that the serialisers of PowerShell 5.1 and 7 write differently are refused.</summary>
internal static class JsonWriter
{
    internal static string Text(object value)
    {
        StringBuilder output = new StringBuilder();
        Write(output, value);
        return output.ToString();
    }

    private static void Write(StringBuilder output, object value)
    {
        if (value == null)
        {
            output.Append("null");
        }
        else if (value is bool)
        {
            output.Append((bool)value ? "true" : "false");
        }
        else if (value is string)
        {
            Quote(output, (string)value);
        }
        else if (value is int || value is uint || value is long || value is ulong || value is short || value is ushort || value is byte || value is double)
        {
            output.Append(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
        }
        else if (value is IDictionary)
        {
            WriteObject(output, (IDictionary)value);
        }
        else if (value is IList)
        {
            WriteArray(output, (IList)value);
        }
        else
        {
            throw new InvalidOperationException("the module's result holds a " + value.GetType().FullName + ", which has no plain JSON form");
        }
    }

    private static void WriteObject(StringBuilder output, IDictionary value)
    {
        string separator = "{";
        foreach (DictionaryEntry entry in value)
        {
            output.Append(separator);
            Quote(output, (string)entry.Key);
            output.Append(':');
            Write(output, entry.Value);
            separator = ",";
        }
        output.Append(value.Count == 0 ? "{}" : "}");
    }

    private static void WriteArray(StringBuilder output, IList value)
    {
        output.Append('[');
        for (int i = 0; i < value.Count; i++)
        {
            output.Append(i == 0 ? "" : ",");
            Write(output, value[i]);
        }
        output.Append(']');
    }

    private static void Quote(StringBuilder output, string value)
    {
        output.Append('"');
        foreach (char character in value)
        {
            if (character < ' ' || character > '~' || character == '"' || character == '\\')
            {
                output.AppendFormat(CultureInfo.InvariantCulture, "\\u{0:x4}", (int)character);
            }
            else
            {
                output.Append(character);
            }
        }
        output.Append('"');
    }
}
