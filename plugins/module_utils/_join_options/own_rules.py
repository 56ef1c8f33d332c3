# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of this collection: requests that Windows would take, but do something else with than what was meant."""

from __future__ import annotations

from .flags import JoinOption
from .rule import JoinRule

_WMI_PAGE = "MicrosoftDocs win32 JoinDomainOrWorkgroup"
_DOMAIN = "[MS-WKST] 3.2.4.13.3"

OWN_RULES: tuple[JoinRule, ...] = (
    JoinRule(
        "domain_join_joins_domain",
        None,
        None,
        "without join_domain (0x1) Windows joins a workgroup that has the domain's name",
        _WMI_PAGE,
        branch="workgroup",
        absent=JoinOption.JOIN_DOMAIN,
        facts={"wants_domain": True},
    ),
    JoinRule(
        "join_if_joined_is_for_domains",
        None,
        None,
        "domain_join_if_joined (0x20) is no way from a domain to a workgroup",
        "[MS-WKST] 3.2.4.13.4",
        branch="workgroup",
        present=JoinOption.DOMAIN_JOIN_IF_JOINED,
        facts={"wants_domain": False},
    ),
    JoinRule(
        "user_with_password",
        None,
        None,
        "a user name needs its password",
        _WMI_PAGE,
        facts={"username_given": True, "password_given": False},
    ),
    JoinRule(
        "password_with_user",
        None,
        None,
        "a password without a user name is taken only as a machine password, with machine_pwd_passed (0x80)",
        _WMI_PAGE,
        absent=JoinOption.MACHINE_PWD_PASSED,
        facts={"username_given": False, "password_given": True},
    ),
    JoinRule(
        "unsecure_creates_nothing",
        None,
        None,
        "join_unsecure (0x40) joins an existing account, so it excludes acct_create (0x2): use account: reuse",
        _WMI_PAGE,
        present=JoinOption.JOIN_UNSECURE | JoinOption.ACCT_CREATE,
    ),
    JoinRule(
        "account_from_somewhere",
        None,
        None,
        "no_acct_reuse (0x20000) without acct_create (0x2) leaves no account to join with",
        _WMI_PAGE,
        present=JoinOption.NO_ACCT_REUSE,
        absent=JoinOption.ACCT_CREATE,
    ),
    JoinRule(
        "spn_deferred_or_forced",
        None,
        None,
        "defer_spn_set (0x100) and force_spn_set (0x10000) contradict each other",
        _WMI_PAGE,
        present=JoinOption.DEFER_SPN_SET | JoinOption.FORCE_SPN_SET,
    ),
    JoinRule(
        "readonly_defers_spn",
        None,
        None,
        "join_readonly (0x800) implies defer_spn_set (0x100), which force_spn_set (0x10000) contradicts",
        _DOMAIN,
        present=JoinOption.JOIN_READONLY | JoinOption.FORCE_SPN_SET,
    ),
    JoinRule(
        "readonly_names_controller",
        None,
        None,
        "join_readonly (0x800) needs the name of the read-only domain controller",
        "MicrosoftDocs sdk-api NetJoinDomain",
        present=JoinOption.JOIN_READONLY,
        facts={"domain_controller_given": False},
    ),
    JoinRule(
        "no_win9x",
        None,
        None,
        "win9x_upgrade (0x10) gives the account a password that everyone can guess",
        _DOMAIN,
        present=JoinOption.WIN9X_UPGRADE,
    ),
    JoinRule(
        "no_account_delete",
        None,
        None,
        "acct_delete (0x4) is neither supported nor tested in a join",
        "[MS-WKST] 3.2.4.13",
        present=JoinOption.ACCT_DELETE,
    ),
    JoinRule(
        "machine_name_is_for_offline_joins",
        None,
        None,
        "set_machine_name (0x8000) is for offline joins only",
        _WMI_PAGE,
        present=JoinOption.SET_MACHINE_NAME,
    ),
)
