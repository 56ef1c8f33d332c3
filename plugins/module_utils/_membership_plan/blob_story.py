# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of a blob on a host, for messages."""

from __future__ import annotations

import typing as t

from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.blob import BlobPlan
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.destination import Destination

Result = t.Mapping[str, t.Any]

ACCESS_DENIED = 5

DISTRUSTED = {5, 1787, 1789}
"""Codes of a secure channel whose other end has the account with another password or not at all: ERROR_ACCESS_DENIED,
which is NetrServerAuthenticate3's answer to a wrong password (MicrosoftDocs SupportArticles, broken secure channels),
ERROR_NO_TRUST_SAM_ACCOUNT and ERROR_TRUSTED_RELATIONSHIP_FAILURE."""

DOUBLE_HOP = (
    "The image is on another computer, which Windows asked for it as the connection's user, and a network logon cannot"
    " pass that identity on (the double hop). Try: the task on the computer that holds the image; become with runas"
    " and become_flags 'logon_type=new_credentials logon_flags=netcredentials_only'; or a connection with CredSSP."
)


def is_reached_by(result: Result, plan: BlobPlan) -> Destination:
    """Return the domain that a blob takes the host to, as the host read it when the controller could not."""
    blob = result.get("blob")
    if blob is not None:
        return Destination.domain(blob["domain"], blob.get("domain_netbios"))
    return plan.destination or Destination.domain((result.get("after") or {}).get("domain") or "the domain")


def what_happened(result: Result, destination: Destination) -> str:
    """Return what waits for the restart, as half a sentence."""
    if result["steps"]:
        return f"joined {destination} by a blob"
    return f"an earlier change waits for it, {destination}"


def failure_message(result: Result, plan: BlobPlan) -> str:
    """Return the message of a failed task: whom the blob is for, what the host is, and what to do."""
    error, blob = result["error"], result.get("blob") or {}
    before, explained = result.get("before") or {}, str(result["msg"])
    whose = f"The blob is for {blob.get('machine_name')} in {blob.get('domain')}"
    where = f"{before.get('hostname')} is a member of {before.get('domain')}"
    reason = error.get("reason")
    if reason == "other_name":
        advice = (
            "Try: the blob of this host; a member of the domain is renamed with netjoin.windows.membership."
            if before.get("domain")
            else "Try: the blob of this host, or allow_rename: true when the host shall have that name."
        )
        return f"{whose}, but this host is {before.get('hostname')}. Nothing was changed. {advice}"
    if reason == "not_this_domain":
        asked = plan.domain.text if plan.domain else "the domain"
        return f"{whose}, but the domain to join is {asked}. Nothing was changed. Try: a blob of {asked}."
    if reason == "other_domain":
        leave = "Try: have it leave that domain first, with netjoin.windows.membership and state: workgroup."
        return f"{whose}, but {where} already, and is left there. {leave} {explained}"
    if reason == "no_file":
        detail = f" ({error['detail']})" if error.get("detail") else ""
        return f"The host cannot read {plan.path}{detail}. Try: copy the blob there, or leave out remote_src."
    if reason == "damaged" and error.get("detail"):
        return f"The blob cannot be used: {error['detail']}. {explained}"
    if error.get("code") == ACCESS_DENIED and plan.is_on_network_path:
        return f"{explained} {DOUBLE_HOP}"
    return explained


def distrust(machine: str, destination: Destination) -> t.Callable[[int], str]:
    """Return what a broken secure channel means after a join by a blob, by its code."""

    def explained(code: int) -> str:
        if code not in DISTRUSTED:
            return ""
        return (
            f"The blob is probably no longer valid: the account of {machine} was reset or deleted after it was made."
            " Try: netjoin.windows.secure_channel with state: repaired and credentials; or take the host to a workgroup"
            " with netjoin.windows.membership, make a new blob with netjoin.windows.offline_join_blob and account:"
            f" create_or_reuse, and join {destination} with that."
        )

    return explained
