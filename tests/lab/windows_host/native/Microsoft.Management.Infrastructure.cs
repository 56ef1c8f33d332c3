// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Stands in for Microsoft.Management.Infrastructure: the members that the collection's C# uses, with the library's
// signatures and type checks.  Instances and methods come from the lab's provider.
using System;
using System.Collections;
using System.Collections.Generic;

namespace Microsoft.Management.Infrastructure
{
    public enum CimType
    {
        Unknown = 0, Boolean, UInt8, SInt8, UInt16, SInt16, UInt32, SInt32, UInt64, SInt64, Real32, Real64, Char16,
        DateTime, String, Reference, Instance
    }

    [Flags]
    public enum CimFlags : long
    {
        None = 0, In = 0x2000, Out = 0x4000
    }

    /// <summary>MI_Result, a space of numbers of its own.</summary>
    public enum NativeErrorCode
    {
        Ok = 0, Failed = 1, AccessDenied = 2, InvalidNamespace = 3, InvalidParameter = 4, InvalidClass = 5, NotFound = 6,
        NotSupported = 7, MethodNotAvailable = 16, MethodNotFound = 17
    }

    public class CimException : Exception
    {
        internal CimException(string message, NativeErrorCode native, uint hresult) : base(message)
        {
            NativeErrorCode = native;
            StatusCode = hresult;
            MessageId = "HRESULT 0x" + hresult.ToString("x8");
            ErrorData = new CimInstance("MSFT_WmiError");
            ErrorData.CimInstanceProperties.Add("error_Code", hresult);
            ErrorData.CimInstanceProperties.Add("Message", message);
            ErrorData.CimInstanceProperties.Add("MessageID", MessageId);
        }

        public NativeErrorCode NativeErrorCode { get; private set; }
        public uint StatusCode { get; private set; }
        public string MessageId { get; private set; }
        public string ErrorSource { get { return null; } }
        public CimInstance ErrorData { get; private set; }
    }

    public sealed class CimProperty
    {
        internal CimProperty(string name, object value)
        {
            Name = name;
            Value = value;
        }

        public string Name { get; private set; }
        public object Value { get; private set; }
        public CimType CimType { get { return Lab.CimTypes.Of(Value); } }
    }

    public sealed class CimPropertyCollection : IEnumerable<CimProperty>
    {
        private readonly Dictionary<string, CimProperty> items = new Dictionary<string, CimProperty>(StringComparer.OrdinalIgnoreCase);

        internal void Add(string name, object value)
        {
            items[name] = new CimProperty(name, value);
        }

        public int Count { get { return items.Count; } }

        public CimProperty this[string name]
        {
            get
            {
                CimProperty found;
                return items.TryGetValue(name, out found) ? found : null;
            }
        }

        public IEnumerator<CimProperty> GetEnumerator()
        {
            return items.Values.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator()
        {
            return GetEnumerator();
        }
    }

    public sealed class CimSystemProperties
    {
        internal CimSystemProperties(string className)
        {
            ClassName = className;
            Namespace = "root/cimv2";
        }

        public string ClassName { get; private set; }
        public string Namespace { get; private set; }
    }

    public class CimInstance : IDisposable
    {
        internal CimInstance(string className)
        {
            CimSystemProperties = new CimSystemProperties(className);
            CimInstanceProperties = new CimPropertyCollection();
        }

        public CimSystemProperties CimSystemProperties { get; private set; }
        public CimPropertyCollection CimInstanceProperties { get; private set; }

        public void Dispose()
        {
        }
    }

    public sealed class CimMethodParameter
    {
        private CimMethodParameter(string name, object value, CimType type)
        {
            Name = name;
            Value = value;
            CimType = type;
        }

        public string Name { get; private set; }
        public object Value { get; private set; }
        public CimType CimType { get; private set; }

        /// <summary>Like the library: a value that does not fit the CIM type is refused, not converted.</summary>
        public static CimMethodParameter Create(string name, object value, CimType type, CimFlags flags)
        {
            if (name == null)
            {
                throw new ArgumentNullException("name");
            }
            if (value != null && Lab.CimTypes.Of(value) != type)
            {
                throw new InvalidCastException(name + " is a " + value.GetType().Name + ", not a CIM " + type);
            }
            return new CimMethodParameter(name, value, type);
        }

        public static CimMethodParameter Create(string name, object value, CimFlags flags)
        {
            return Create(name, value, Lab.CimTypes.Of(value), flags);
        }
    }

    public class CimMethodParametersCollection : IEnumerable<CimMethodParameter>, IDisposable
    {
        private readonly Dictionary<string, CimMethodParameter> items = new Dictionary<string, CimMethodParameter>(StringComparer.OrdinalIgnoreCase);

        public int Count { get { return items.Count; } }

        public void Add(CimMethodParameter item)
        {
            items.Add(item.Name, item);
        }

        public IEnumerator<CimMethodParameter> GetEnumerator()
        {
            return items.Values.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator()
        {
            return GetEnumerator();
        }

        public void Dispose()
        {
        }
    }

    public class CimMethodResult : IDisposable
    {
        internal CimMethodResult(uint code)
        {
            ReturnValue = CimMethodParameter.Create("ReturnValue", code, CimType.UInt32, CimFlags.Out);
            OutParameters = new CimMethodParametersCollection();
        }

        public CimMethodParameter ReturnValue { get; private set; }
        public CimMethodParametersCollection OutParameters { get; private set; }

        public void Dispose()
        {
        }
    }

    public class CimSession : IDisposable
    {
        private CimSession()
        {
        }

        public static CimSession Create(string computerName)
        {
            if (computerName != null && computerName != "." && computerName != "localhost")
            {
                throw new NotSupportedException("the lab has local sessions only");
            }
            return new CimSession();
        }

        public IEnumerable<CimInstance> EnumerateInstances(string namespaceName, string className)
        {
            return new[] { Lab.Wmi.Instance(namespaceName, className) };
        }

        public CimMethodResult InvokeMethod(CimInstance instance, string methodName, CimMethodParametersCollection methodParameters)
        {
            return InvokeMethod("root/cimv2", instance, methodName, methodParameters);
        }

        public CimMethodResult InvokeMethod(string namespaceName, CimInstance instance, string methodName, CimMethodParametersCollection methodParameters)
        {
            return new CimMethodResult(Lab.Wmi.Invoke(instance.CimSystemProperties.ClassName, methodName, methodParameters));
        }

        public void Dispose()
        {
        }
    }
}
