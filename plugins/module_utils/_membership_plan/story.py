# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run did to a host, told from the calls that it made: for messages, and for the account that stays behind."""

from __future__ import annotations

import typing as t

from ansible_collections.netjoin.windows.plugins.module_utils._join_options.flags import UnjoinOption
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.leave import Leave

Result = t.Mapping[str, t.Any]

UNJOIN = "UnjoinDomainOrWorkgroup"
JOIN = "JoinDomainOrWorkgroup"


def account_left_behind(result: Result, leave: Leave) -> dict[str, str | None] | None:
    """Return the domain that was left, the account there, and what became of it; None when no domain was left.

    A second call to unjoin is the one without credentials that `force` allows; it cannot touch the account.
    """
    domain = result.get("left_domain")
    if not domain:
        return None
    unjoins = [step for step in result["steps"] if step["call"] == UNJOIN]
    disabled = UnjoinOption.ACCT_DELETE in leave.options and len(unjoins) == 1
    return {"domain": domain, "account_dn": result.get("account_dn"), "account": "disabled" if disabled else "kept"}


def what_happened(result: Result, target: str) -> str:
    """Return what waits for the restart, as half a sentence."""
    left = result.get("left_domain")
    calls = [step["call"] for step in result["steps"]]
    if left:
        return f"left {left} for {target}"
    if JOIN in calls:
        return f"joined {target}"
    if calls:
        return f"renamed to {result['after']['hostname']}"
    return f"an earlier change waits for it, {target}"


def calls_that_worked(result: Result) -> list[str]:
    """Return the names of the calls that succeeded, in order."""
    return [step["call"] for step in result["steps"] if step["return_code"] == 0]


def failure_message(result: Result, target: str) -> str:
    """Return the message of a failed task: what is known of the code, and exactly what the host is now."""
    before, error = result.get("before") or {}, result["error"]
    left = result.get("left_domain")
    if left and JOIN not in calls_that_worked(result):
        now = (result.get("after") or {}).get("workgroup")
        where = f"in workgroup {now}" if now else "in a state that could not be read"
        return (
            f"{before.get('hostname')} has left {left} and has not joined {target}: it is {where}, and its account in"
            f" {left} stays there. Mend the cause and run the task again; it goes on from here. {result['msg']}"
        )
    if left:
        return f"{before.get('hostname')} has left {left} for {target}, but is not as asked yet. {result['msg']}"
    if error.get("reason") == "other_domain" or (error.get("code") == 2691 and before.get("domain")):
        code = " ".join(str(error[key]) for key in ("code", "hex", "symbol") if error.get(key))
        return (
            f"{before['hostname']} is a member of {before['domain']}, not of {target}, and is left there ({code})."
            " Try: give unjoin_username and unjoin_password to have it leave that domain first, or force: true when no"
            f" domain controller of {before['domain']} answers any more."
        )
    return str(result["msg"])
