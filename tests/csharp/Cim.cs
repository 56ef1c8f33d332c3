// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

// The part of Microsoft.Management.Infrastructure that the collection uses, answering as a test has scripted it.
// Signatures: learn.microsoft.com, "MI Managed API" (namespace Microsoft.Management.Infrastructure).

using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;

namespace Microsoft.Management.Infrastructure
{
    public enum CimType
    {
        Unknown, Boolean, UInt8, SInt8, UInt16, SInt16, UInt32, SInt32, UInt64, SInt64, Real32, Real64, Char16, DateTime,
        String
    }

    [Flags]
    public enum CimFlags : long { None = 0, In = 0x2000, Out = 0x4000 }

    public sealed class CimProperty
    {
        public string Name { get; set; }
        public object Value { get; set; }
    }

    public sealed class CimProperties
    {
        private readonly Dictionary<string, object> values = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);

        public CimProperty this[string name]
        {
            get { return values.ContainsKey(name) ? new CimProperty { Name = name, Value = values[name] } : null; }
        }

        public void Set(string name, object value) { values[name] = value; }
    }

    public sealed class CimInstance : IDisposable
    {
        public readonly CimProperties CimInstanceProperties = new CimProperties();
        public void Dispose() { }
    }

    /// <summary>As the original, MessageId is read from the error data.</summary>
    public class CimException : Exception
    {
        public CimException(string message, CimInstance errorData) : base(message) { ErrorData = errorData; }
        public CimInstance ErrorData { get; private set; }
        public string MessageId
        {
            get
            {
                CimProperty id = ErrorData == null ? null : ErrorData.CimInstanceProperties["MessageID"];
                return id == null ? null : id.Value as string;
            }
        }
    }

    public sealed class CimMethodParameter
    {
        public string Name { get; private set; }
        public object Value { get; private set; }
        public CimType CimType { get; private set; }

        public static CimMethodParameter Create(string name, object value, CimType type, CimFlags flags)
        {
            // The original throws for a value that does not fit the type.
            bool fits = type == CimType.String ? value is string : type == CimType.UInt32 && value is uint;
            if (!fits || flags != CimFlags.In) { throw new ArgumentException(name); }
            return new CimMethodParameter { Name = name, Value = value, CimType = type };
        }
    }

    public class CimMethodParametersCollection : KeyedCollection<string, CimMethodParameter>, IDisposable
    {
        public CimMethodParametersCollection() : base(StringComparer.OrdinalIgnoreCase) { }
        protected override string GetKeyForItem(CimMethodParameter item) { return item.Name; }
        public void Dispose() { }
    }

    public class CimMethodResult : IDisposable
    {
        public CimMethodParameter ReturnValue { get; set; }
        public void Dispose() { }
    }

    public class CimSession : IDisposable
    {
        /// <summary>The script: the instance that exists, and what a method or the enumeration answers.</summary>
        public static CimInstance Instance;
        public static Func<string, CimMethodParametersCollection, uint> OnInvoke;
        public static CimException OnEnumerate;
        public static int OpenSessions;

        public static CimSession Create(string computerName)
        {
            if (computerName != null) { throw new ArgumentException("not local"); }
            OpenSessions++;
            return new CimSession();
        }

        public IEnumerable<CimInstance> EnumerateInstances(string namespaceName, string className)
        {
            if (namespaceName != "root/cimv2") { throw new ArgumentException(namespaceName); }
            if (className != "Win32_ComputerSystem") { throw new ArgumentException(className); }
            if (OnEnumerate != null) { throw OnEnumerate; }
            yield return Instance;
        }

        public CimMethodResult InvokeMethod(CimInstance instance, string methodName, CimMethodParametersCollection arguments)
        {
            if (instance != Instance) { throw new ArgumentException("instance"); }
            object code = OnInvoke(methodName, arguments);
            return new CimMethodResult
            {
                ReturnValue = CimMethodParameter.Create("ReturnValue", code, CimType.UInt32, CimFlags.In)
            };
        }

        public void Dispose() { OpenSessions--; }
    }
}
