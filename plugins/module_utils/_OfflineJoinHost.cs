// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Generic;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinMark;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinTarget;
using ansible_collections.netjoin.windows.plugins.module_utils._VolatileKey;
using ansible_collections.netjoin.windows.plugins.module_utils._WindowsImage;

namespace ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinHost
{
    /// <summary>A computer that takes blobs, for itself and for images; the tests script one.</summary>
    public interface IOfflineJoinHost
    {
        /// <param name="image">The Windows directory of an image; null for this computer.</param>
        CallOutcome RequestOfflineJoin(byte[] blob, string image);

        /// <summary>Has later reads of the state know of the join, until the next start.</summary>
        void NoteOfflineJoin(OfflineJoinTarget target);
    }

    /// <summary>The computer that this runs on.</summary>
    public sealed class LocalOfflineJoinHost : IOfflineJoinHost
    {
        public CallOutcome RequestOfflineJoin(byte[] blob, string image)
        {
            WindowsImage windows = image == null ? WindowsImage.Running() : WindowsImage.At(image);
            return windows.RequestJoin(blob);
        }

        public void NoteOfflineJoin(OfflineJoinTarget target)
        {
            Dictionary<string, string> values = new Dictionary<string, string>
            {
                { OfflineJoinMark.Domain, target.Domain },
                { OfflineJoinMark.MachineName, target.MachineName }
            };
            if (target.DomainNetbios != null)
            {
                values[OfflineJoinMark.DomainNetbios] = target.DomainNetbios;
            }
            VolatileKey.Write(OfflineJoinMark.Key, values);
        }
    }
}
