// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later
using Microsoft.Management.Infrastructure;
using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace Lab
{
    /// <summary>root/cimv2 of the emulated host, as the lab's provider answers it (frames: wire.py).</summary>
    internal static class Wmi
    {
        private const uint InvalidNamespace = 0x8004100E;
        private const uint AccessDenied = 0x80041003;

        internal static CimInstance Instance(string namespaceName, string className)
        {
            if (!namespaceName.Replace('\\', '/').Equals("root/cimv2", StringComparison.OrdinalIgnoreCase))
            {
                throw new CimException("Invalid namespace ", NativeErrorCode.InvalidNamespace, InvalidNamespace);
            }
            List<byte[]> reply = Call("WMI.Instance", Encoding.Unicode.GetBytes(className));
            CimInstance instance = new CimInstance(className);
            for (int i = 3; i + 2 < reply.Count; i += 3)
            {
                string type = Text(reply[i + 1]);
                instance.CimInstanceProperties.Add(Text(reply[i]), CimTypes.Parse(type, Text(reply[i + 2])));
            }
            return instance;
        }

        internal static uint Invoke(string className, string methodName, CimMethodParametersCollection parameters)
        {
            List<byte[]> request = new List<byte[]>();
            request.Add(Encoding.Unicode.GetBytes(className));
            request.Add(Encoding.Unicode.GetBytes(methodName));
            foreach (CimMethodParameter parameter in parameters)
            {
                request.Add(Encoding.Unicode.GetBytes(parameter.Name));
                request.Add(Encoding.Unicode.GetBytes(parameter.CimType.ToString()));
                request.Add(parameter.Value == null ? null : Encoding.Unicode.GetBytes(Convert.ToString(parameter.Value)));
            }
            return BitConverter.ToUInt32(Call("WMI.Invoke", request.ToArray())[0], 0);
        }

        // A reply is the method's code, then an HRESULT and its text: another HRESULT than 0 is an exception of WMI.
        private static List<byte[]> Call(string function, params byte[][] arguments)
        {
            List<byte[]> reply = Pipe.Call(function, arguments);
            uint hresult = BitConverter.ToUInt32(reply[1], 0);
            if (hresult != 0)
            {
                NativeErrorCode native = hresult == AccessDenied ? NativeErrorCode.AccessDenied : NativeErrorCode.Failed;
                throw new CimException(Text(reply[2]), native, hresult);
            }
            return reply;
        }

        private static string Text(byte[] field)
        {
            return field == null ? null : Encoding.Unicode.GetString(field);
        }
    }

    internal static class CimTypes
    {
        internal static CimType Of(object value)
        {
            switch (value == null ? TypeCode.Empty : Type.GetTypeCode(value.GetType()))
            {
                case TypeCode.Boolean: return CimType.Boolean;
                case TypeCode.Byte: return CimType.UInt8;
                case TypeCode.UInt16: return CimType.UInt16;
                case TypeCode.UInt32: return CimType.UInt32;
                case TypeCode.UInt64: return CimType.UInt64;
                case TypeCode.Int16: return CimType.SInt16;
                case TypeCode.Int32: return CimType.SInt32;
                case TypeCode.Int64: return CimType.SInt64;
                case TypeCode.DateTime: return CimType.DateTime;
                case TypeCode.String: return CimType.String;
                default: return CimType.Unknown;
            }
        }

        internal static object Parse(string type, string text)
        {
            if (text == null)
            {
                return null;
            }
            switch (type)
            {
                case "Boolean": return text == "True";
                case "UInt16": return UInt16.Parse(text);
                case "UInt32": return UInt32.Parse(text);
                case "UInt64": return UInt64.Parse(text);
                case "DateTime": return DateTime.FromFileTimeUtc(Int64.Parse(text)).ToLocalTime();
                default: return text;
            }
        }
    }

    /// <summary>Calls the provider over the pipes that the native shims use, under their lock.</summary>
    internal static class Pipe
    {
        private const uint NullField = 0xFFFFFFFF;

        internal static List<byte[]> Call(string function, byte[][] arguments)
        {
            MemoryStream request = new MemoryStream();
            BinaryWriter writer = new BinaryWriter(request);
            writer.Write((uint)(arguments.Length + 1));
            Write(writer, Encoding.ASCII.GetBytes(function));
            foreach (byte[] argument in arguments)
            {
                Write(writer, argument);
            }
            byte[] bytes = request.ToArray();
            IntPtr answer;
            uint size;
            if (LabProviderCall(bytes, (uint)bytes.Length, out answer, out size) != 0)
            {
                throw new InvalidOperationException("no answer of the lab's provider to " + function);
            }
            byte[] reply = new byte[size];
            Marshal.Copy(answer, reply, 0, (int)size);
            NetApiBufferFree(answer);
            return Fields(new BinaryReader(new MemoryStream(reply)));
        }

        private static void Write(BinaryWriter writer, byte[] field)
        {
            writer.Write(field == null ? NullField : (uint)field.Length);
            writer.Write(field ?? new byte[0]);
        }

        private static List<byte[]> Fields(BinaryReader reader)
        {
            List<byte[]> fields = new List<byte[]>();
            for (uint left = reader.ReadUInt32(); left > 0; left--)
            {
                uint length = reader.ReadUInt32();
                fields.Add(length == NullField ? null : reader.ReadBytes((int)length));
            }
            return fields;
        }

        [DllImport("netapi32.dll", ExactSpelling = true)]
        private static extern uint LabProviderCall(byte[] request, uint size, out IntPtr answer, out uint answerSize);

        [DllImport("netapi32.dll", ExactSpelling = true)]
        private static extern uint NetApiBufferFree(IntPtr buffer);
    }
}
