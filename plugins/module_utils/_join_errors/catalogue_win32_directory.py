# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Win32 codes of the directory service on the domain controller."""

from __future__ import annotations

from . import sources
from .row import ErrorRow

WIN32_DIRECTORY_ROWS: tuple[ErrorRow, ...] = (
    ErrorRow(
        8240,
        "ERROR_DS_NO_SUCH_OBJECT",
        "the directory has no such object",
        ("in NetSetup.log: normal while Windows looks for an account that does not exist yet", "`ou` does not exist"),
        ("read on in the log: a later status decides", "compare `ou` with the domain's OUs"),
        sources.JOIN_LOG,
    ),
    ErrorRow(
        8305,
        "ERROR_DS_OBJ_STRING_NAME_EXISTS",
        "the container has an object of this name already",
        ("an account of this name exists in the OU", "another object there has the same common name"),
        ("use `account: create_or_reuse` or `account: reuse`", "choose another `hostname`, or move the other object"),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        8333,
        "ERROR_DS_OBJ_NOT_FOUND",
        "the directory object was not found",
        ("`ou` does not exist, or the user may not see it", "the object has not reached this domain controller"),
        ("compare `ou` with the domain's OUs", "set `domain_controller` to the one on which the object was made"),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        8344,
        "ERROR_DS_INSUFF_ACCESS_RIGHTS",
        "the user has no right to do this in the directory",
        ("`username` may not create computers in `ou`", "`username` may not write the existing account"),
        (
            "delegate Create Computer objects on `ou` to `username`",
            "for an existing account grant Reset Password, Write Account Restrictions and both validated writes",
        ),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        8456,
        "ERROR_DS_DRA_SOURCE_DISABLED",
        "this domain controller currently takes part in no replication",
        ("replication is switched off on it, often after it was restored",),
        ("set `domain_controller` to another one", "check it with `repadmin /options <domain controller>`"),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        8524,
        "ERROR_DS_DNS_LOOKUP_FAILURE",
        "the domain controller could not look up a partner in DNS",
        ("the DNS settings of the domain controller are wrong",),
        ("set `domain_controller` to another one", "run `dcdiag /test:dns` on the domain controller"),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        8557,
        "ERROR_DS_MACHINE_ACCOUNT_QUOTA_EXCEEDED",
        "the user may create no more computer accounts here: the domain's quota is used up, or zero",
        (
            "every user may create 10 computer accounts by default (ms-DS-MachineAccountQuota)",
            "the domain has set the quota to 0, or restricts the right Add workstations to domain",
            "`ou` was left out, so the quota of the default container counts, and not what is delegated elsewhere",
        ),
        (
            "give an `ou` where Create Computer objects is delegated to `username`: delegated users have no quota",
            "create the account beforehand and use `account: reuse`",
        ),
        sources.GUIDANCE,
    ),
    ErrorRow(
        8647,
        "ERROR_DS_SPN_VALUE_NOT_UNIQUE_IN_FOREST",
        "another account in the forest has the service principal name of this computer",
        ("a stale account of the same computer exists, perhaps in another domain",),
        ("find it with `setspn -Q HOST/<name>` and delete it or its name",),
        sources.ERREF_PRACTICE,
    ),
)
