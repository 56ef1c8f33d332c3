// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using ansible_collections.netjoin.windows.plugins.module_utils._NdrReader;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinTarget;

namespace ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinBlob
{
    /// <summary>An offline join blob in binary, read as far as it takes to know whom it is for.</summary>
    /// <remarks>The structures are those of MicrosoftDocs win32 "Offline domain join IDL definitions".</remarks>
    public static class OfflineJoinBlob
    {
        private const uint KnownVersion = 1;
        private const uint Windows7Format = 1;
        private const uint Windows8Format = 2;
        private const uint BlobSize = 12; // ODJ_BLOB
        private const uint PartSize = 36; // OP_PACKAGE_PART
        private const uint RestOfJoin = 52; // DcInfo and Options of ODJ_WIN7BLOB, without what their pointers point to
        private static readonly Guid JoinProvider = new Guid("631c7621-5289-4321-bc9e-80f843f868c3");

        /// <summary>Raises DamagedDataException. Of the password only whether there is one goes further.</summary>
        public static OfflineJoinTarget Read(byte[] data)
        {
            const string name = "ODJ_PROVISION_DATA";
            NdrReader reader = NdrReader.Open(data, name);
            uint version = reader.ReadUInt32();
            if (version != KnownVersion)
            {
                throw new DamagedDataException(name, "its version " + version + " is not known");
            }
            reader.ReadUInt32(); // ulcBlobs, which the array says again
            uint count = reader.ReadPointer() ? reader.ReadCount(BlobSize) : 0;
            uint[] formats = new uint[count];
            bool[] present = new bool[count];
            for (int i = 0; i < count; i++)
            {
                formats[i] = reader.ReadUInt32();
                reader.ReadUInt32(); // cbBlob
                present[i] = reader.ReadPointer();
            }
            byte[] windows7 = null;
            byte[] windows8 = null;
            for (int i = 0; i < count; i++)
            {
                byte[] content = present[i] ? reader.ReadOctets() : null;
                windows7 = formats[i] == Windows7Format ? content : windows7;
                windows8 = formats[i] == Windows8Format ? content : windows8;
            }
            if (windows7 == null && windows8 == null)
            {
                throw new DamagedDataException(name, "it has no format that is known");
            }
            return ReadJoin(windows7 ?? ReadPackage(windows8));
        }

        private static byte[] ReadPackage(byte[] data)
        {
            const string name = "OP_PACKAGE";
            NdrReader reader = NdrReader.Open(data, name);
            bool encrypted = reader.ReadGuid() != Guid.Empty;
            bool hasContext = ReadBlobHeader(reader);
            bool hasCollection = ReadBlobHeader(reader);
            reader.ReadUInt32(); // cbDecryptedPartCollection
            ReadBlobHeader(reader);
            if (encrypted || !hasCollection)
            {
                throw new DamagedDataException(name, encrypted ? "it is encrypted" : "it is empty");
            }
            if (hasContext)
            {
                reader.ReadOctets();
            }
            return ReadCollection(reader.ReadOctets());
        }

        private static byte[] ReadCollection(byte[] data)
        {
            const string name = "OP_PACKAGE_PART_COLLECTION";
            NdrReader reader = NdrReader.Open(data, name);
            reader.ReadUInt32(); // cParts, which the array says again
            bool hasParts = reader.ReadPointer();
            ReadBlobHeader(reader);
            uint count = hasParts ? reader.ReadCount(PartSize) : 0;
            Guid[] types = new Guid[count];
            bool[] contents = new bool[count];
            bool[] extensions = new bool[count];
            for (int i = 0; i < count; i++)
            {
                types[i] = reader.ReadGuid();
                reader.ReadUInt32(); // ulFlags
                contents[i] = ReadBlobHeader(reader);
                extensions[i] = ReadBlobHeader(reader);
            }
            for (int i = 0; i < count; i++)
            {
                byte[] content = contents[i] ? reader.ReadOctets() : null;
                if (types[i] == JoinProvider && content != null)
                {
                    return content;
                }
                if (extensions[i])
                {
                    reader.ReadOctets();
                }
            }
            throw new DamagedDataException(name, "it has no part that joins a domain");
        }

        // OP_BLOB: cbBlob and pBlob.
        private static bool ReadBlobHeader(NdrReader reader)
        {
            reader.ReadUInt32();
            return reader.ReadPointer();
        }

        private static OfflineJoinTarget ReadJoin(byte[] data)
        {
            const string name = "ODJ_WIN7BLOB";
            NdrReader reader = NdrReader.Open(data, name);
            bool hasDomain = reader.ReadPointer();
            bool hasMachine = reader.ReadPointer();
            bool hasPassword = reader.ReadPointer();
            bool hasNetbios = ReadTextHeader(reader);
            bool hasDnsName = ReadTextHeader(reader);
            ReadTextHeader(reader); // the forest
            reader.ReadGuid();
            reader.ReadPointer(); // the SID of the domain
            reader.Skip(RestOfJoin);
            string domain = hasDomain ? reader.ReadText() : "";
            string machine = (hasMachine ? reader.ReadText() : "").TrimEnd('$');
            bool passwordIsEmpty = !hasPassword || reader.SkipText() == 0;
            string netbios = hasNetbios ? reader.ReadText() : "";
            string dnsName = hasDnsName ? reader.ReadText() : "";
            domain = dnsName.Length > 0 ? dnsName : domain;
            if (domain.Length == 0 || machine.Length == 0 || passwordIsEmpty)
            {
                throw new DamagedDataException(name, "it lacks the domain, the machine name or the machine password");
            }
            return new OfflineJoinTarget(domain, netbios.Length > 0 ? netbios : null, machine);
        }

        // ODJ_UNICODE_STRING: Length and MaximumLength, of 16 bits each, and Buffer.
        private static bool ReadTextHeader(NdrReader reader)
        {
            reader.ReadUInt32();
            return reader.ReadPointer();
        }
    }
}
