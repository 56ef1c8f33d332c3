// Copyright: (c) 2026, netjoin.windows contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections;
using System.Collections.Generic;
using ansible_collections.netjoin.windows.plugins.module_utils._CallOutcome;
using ansible_collections.netjoin.windows.plugins.module_utils._Computer;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipRun;
using ansible_collections.netjoin.windows.plugins.module_utils._MembershipState;
using ansible_collections.netjoin.windows.plugins.module_utils._NdrReader;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinBlob;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinFile;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinHost;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinRequest;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinTarget;
using ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoinText;
using ansible_collections.netjoin.windows.plugins.module_utils._WindowsImage;

namespace ansible_collections.netjoin.windows.plugins.module_utils._OfflineJoin
{
    /// <summary>The module host_offline_join.</summary>
    public sealed class OfflineJoin
    {
        private const uint IsDomainController = 2693; // NERR_SetupDomainController
        private const uint IsMemberElsewhere = 2691; // NERR_SetupAlreadyJoined
        private const uint IsDamaged = 2710; // NERR_BadOfflineJoinInfo

        private readonly MembershipRun run;
        private readonly IOfflineJoinHost host;
        private readonly OfflineJoinRequest asked;
        private readonly bool checkMode;

        private OfflineJoin(MembershipRun run, IOfflineJoinHost host, OfflineJoinRequest asked, bool checkMode)
        {
            this.run = run;
            this.host = host;
            this.asked = asked;
            this.checkMode = checkMode;
            run.Result["blob"] = null;
            run.Result["image"] = asked.Image;
            run.Result["src_removed"] = false;
            run.Result["removal_failure"] = null;
        }

        public static Dictionary<string, object> Ensure(IDictionary parameters, bool checkMode)
        {
            using (LocalComputer computer = new LocalComputer())
            {
                return Ensure(computer, new LocalOfflineJoinHost(), parameters, checkMode);
            }
        }

        /// <summary>Looks at the computer and the blob, decides, acts, and tells what it did in the module's result.</summary>
        public static Dictionary<string, object> Ensure(
            IComputer computer, IOfflineJoinHost host, IDictionary parameters, bool checkMode)
        {
            MembershipRun run = new MembershipRun(computer, checkMode);
            new OfflineJoin(run, host, new OfflineJoinRequest(parameters), checkMode).Ensure();
            return run.Result;
        }

        private bool IsForImage { get { return asked.Image != null; } }

        private void Ensure()
        {
            if (!IsForImage && !run.ReadBefore())
            {
                return;
            }
            if (!IsForImage && run.Before.IsDomainController)
            {
                Refuse(IsDomainController, "domain_controller", null);
                return;
            }
            byte[] blob;
            OfflineJoinTarget target = ReadBlob(out blob);
            if (target == null)
            {
                return;
            }
            run.Result["blob"] = target.Describe();
            Apply(blob, target);
            Array.Clear(blob, 0, blob.Length);
        }

        private void Apply(byte[] blob, OfflineJoinTarget target)
        {
            if (asked.Domain != null && !target.IsFor(asked.Domain))
            {
                Refuse(null, "not_this_domain", null);
            }
            else if (IsForImage)
            {
                JoinImage(blob);
            }
            else if (run.Before.IsMember)
            {
                KeepMember(target);
            }
            else if (!asked.AllowRename && !target.Names(run.Before.NextHostname))
            {
                Refuse(null, "other_name", null);
            }
            else
            {
                Join(blob, target);
            }
        }

        // Null when the run is over.
        private OfflineJoinTarget ReadBlob(out byte[] blob)
        {
            blob = null;
            byte[] content = null;
            if (asked.Blob == null)
            {
                string failure;
                content = OfflineJoinFile.Read(asked.Path, out failure);
                if (content == null)
                {
                    DoWithoutFile(failure);
                    return null;
                }
            }
            try
            {
                blob = content == null ? OfflineJoinText.Decode(asked.Blob) : OfflineJoinText.Decode(content);
                return OfflineJoinBlob.Read(blob);
            }
            catch (DamagedDataException damage)
            {
                Refuse(IsDamaged, "damaged", damage.Message);
                return null;
            }
        }

        // When it is gone an earlier run has applied and removed it, as far as one can tell without it.
        private void DoWithoutFile(string failure)
        {
            bool isMember = !IsForImage && asked.Domain != null && run.Before.IsIn(asked.Domain);
            if (isMember && OfflineJoinFile.IsGone(asked.Path))
            {
                run.Keep();
            }
            else
            {
                Refuse(null, "no_file", failure);
            }
        }

        private void KeepMember(OfflineJoinTarget target)
        {
            if (!run.Before.IsOneOf(target))
            {
                Refuse(IsMemberElsewhere, "other_domain", null);
            }
            else if (!target.Names(run.Before.NextHostname))
            {
                Refuse(null, "other_name", null);
            }
            else
            {
                run.Keep();
                KeepFile();
            }
        }

        // Nothing tells whether this blob is the one of the join or was made since, with a password that only it holds.
        private void KeepFile()
        {
            if (asked.Path != null && asked.RemovePath)
            {
                run.Result["warnings"] = new List<object>
                {
                    asked.Path + " was not applied, for the host has joined " + run.Before.Domain + " already, and was not "
                        + "deleted: the password in it may be newer than the one that the host has. Delete it once "
                        + "netjoin.windows.secure_channel finds that the domain trusts the host; that can also repair the trust"
                };
            }
        }

        private void JoinImage(byte[] blob)
        {
            if (Request(blob))
            {
                run.ChangeImage();
                RemoveFile();
            }
        }

        private void Join(byte[] blob, OfflineJoinTarget target)
        {
            if (Request(blob))
            {
                run.Change(now => JoinedAfter(now, target));
                RemoveFile();
            }
        }

        // What Windows tells by itself it also takes back by itself, when the computer leaves before the next start.
        private MembershipState JoinedAfter(MembershipState now, OfflineJoinTarget target)
        {
            if (!checkMode && !now.IsOneOf(target))
            {
                host.NoteOfflineJoin(target);
            }
            return now.JoinedOffline(target);
        }

        private bool Request(byte[] blob)
        {
            return run.Try(WindowsImage.Function, () => host.RequestOfflineJoin(blob, asked.Image));
        }

        private void RemoveFile()
        {
            if (asked.Path != null && asked.RemovePath)
            {
                string failure = checkMode ? null : OfflineJoinFile.Remove(asked.Path);
                run.Result["src_removed"] = failure == null;
                run.Result["removal_failure"] = failure;
            }
        }

        private void Refuse(uint? code, string reason, string detail)
        {
            run.Fail(CallOutcome.Refused(WindowsImage.Function, code, detail), reason);
        }
    }
}
