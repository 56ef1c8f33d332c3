// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections;

namespace ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinRequest
{
    /// <summary>The options of the module host_offline_join; what was not given is null or false.</summary>
    public sealed class OfflineJoinRequest
    {
        public OfflineJoinRequest(IDictionary options)
        {
            Blob = (string)options["blob"];
            Path = (string)options["path"];
            RemovePath = Convert.ToBoolean(options["remove_path"]);
            Image = (string)options["windows_path"];
            Domain = (string)options["domain"];
            AllowRename = Convert.ToBoolean(options["allow_rename"]);
        }

        /// <summary>In base64; null when it is in a file.</summary>
        public string Blob { get; private set; }
        public string Path { get; private set; }
        public bool RemovePath { get; private set; }

        /// <summary>The Windows directory of an image; null for the running Windows.</summary>
        public string Image { get; private set; }

        /// <summary>The only domain to join; null for any.</summary>
        public string Domain { get; private set; }
        public bool AllowRename { get; private set; }
    }
}
