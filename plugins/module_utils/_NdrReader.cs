// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Text;

namespace ansible_collections.netjoin.windows.plugins.module_utils._NdrReader
{
    /// <summary>A structure that cannot be read; the message says where and why, and never what is in it.</summary>
    public sealed class DamagedDataException : Exception
    {
        public DamagedDataException(string structure, string rule) : base(structure + ": " + rule)
        {
        }
    }

    /// <summary>Reads an object of RPC type serialization version 1 ([MS-RPCE] 2.2.6): an envelope, and NDR in it.</summary>
    public sealed class NdrReader
    {
        private const int EnvelopeSize = 16;
        private static readonly byte[] Version = { 0x01, 0x10, 0x08, 0x00 }; // 1, little-endian, length of the header

        private readonly byte[] data;
        private readonly string structure;
        private int position;

        private NdrReader(byte[] data, string structure)
        {
            this.data = data;
            this.structure = structure;
        }

        /// <summary>The object that fills the bytes; <paramref name="structure"/> is its name for messages.</summary>
        public static NdrReader Open(byte[] data, string structure)
        {
            if (!IsObject(data))
            {
                throw new DamagedDataException(structure, "it does not begin as a serialized object does");
            }
            NdrReader envelope = new NdrReader(data, structure) { position = 8 };
            uint length = envelope.ReadUInt32();
            envelope.position = EnvelopeSize;
            NdrReader reader = new NdrReader(envelope.ReadBytes(length), structure);
            reader.ReadUInt32(); // the pointer to the structure itself
            return reader;
        }

        public static bool IsObject(byte[] data)
        {
            bool begins = data.Length >= EnvelopeSize;
            for (int i = 0; begins && i < Version.Length; i++)
            {
                begins = data[i] == Version[i];
            }
            return begins;
        }

        public uint ReadUInt32()
        {
            position = (position + 3) & ~3;
            return BitConverter.ToUInt32(ReadBytes(4), 0);
        }

        /// <summary>Whether a pointer points to something, which then follows after the structure.</summary>
        public bool ReadPointer()
        {
            return ReadUInt32() != 0;
        }

        public Guid ReadGuid()
        {
            position = (position + 3) & ~3;
            return new Guid(ReadBytes(16));
        }

        public void Skip(uint size)
        {
            ReadBytes(size);
        }

        /// <summary>The number of elements of an array, which has to fit into the rest.</summary>
        public uint ReadCount(uint elementSize)
        {
            uint count = ReadUInt32();
            if (count > (data.Length - position) / elementSize)
            {
                throw Ends();
            }
            return count;
        }

        /// <summary>An array of bytes.</summary>
        public byte[] ReadOctets()
        {
            return ReadBytes(ReadCount(1));
        }

        /// <summary>A text in UTF-16, with or without a NUL at its end.</summary>
        public string ReadText()
        {
            ReadUInt32(); // room for so many
            ReadUInt32(); // the first one, always 0
            return Encoding.Unicode.GetString(ReadBytes(2 * ReadCount(2))).TrimEnd('\0');
        }

        /// <summary>Passes over a text, so that a secret does not become a string; its length without NULs at its end.</summary>
        public int SkipText()
        {
            ReadUInt32(); // room for so many
            ReadUInt32(); // the first one, always 0
            int length = (int)ReadCount(2);
            int start = position;
            position += 2 * length;
            while (length > 0 && BitConverter.ToUInt16(data, start + 2 * length - 2) == 0)
            {
                length--;
            }
            return length;
        }

        private byte[] ReadBytes(uint size)
        {
            if (position > data.Length || size > data.Length - position)
            {
                throw Ends();
            }
            byte[] bytes = new byte[size];
            Buffer.BlockCopy(data, position, bytes, 0, bytes.Length);
            position += bytes.Length;
            return bytes;
        }

        private DamagedDataException Ends()
        {
            return new DamagedDataException(structure, "it ends at byte " + data.Length + ", and more must follow");
        }
    }
}
