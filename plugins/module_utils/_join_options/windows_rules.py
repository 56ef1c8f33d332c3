# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of Windows that need no domain controller, in Windows' order.

[MS-WKST] 3.2.4.13.1 (common), 3.2.4.13.3 (domain), 3.2.4.13.4 (workgroup) are normative for the remote call; that the
local calls behave alike is derived. The numbers count the whole sequence of a join: 11 and everything after 12 need a
domain controller, 9 refuses nothing (see ``rules.effective_options``).
"""

from __future__ import annotations

from .flags import JoinOption
from .rule import JoinRule

_COMMON = "[MS-WKST] 3.2.4.13.1"
_DOMAIN = "[MS-WKST] 3.2.4.13.3"
_WORKGROUP = "[MS-WKST] 3.2.4.13.4"

WINDOWS_RULES: tuple[JoinRule, ...] = (
    JoinRule(
        "administrator",
        1,
        5,
        "only a local administrator may join this computer",
        "[MS-WKST] 3.2.1.1",
        branch="any",
        facts={"is_administrator": False},
    ),
    JoinRule(
        "name",
        2,
        87,
        "a join needs the name of a domain or workgroup",
        _COMMON,
        branch="any",
        facts={"name_given": False},
    ),
    JoinRule(
        "edition",
        2,
        50,
        "this edition of Windows cannot join",
        "[MS-WKST] 3.2.4.13.1 note 71",
        branch="any",
        facts={"edition_can_join": False},
    ),
    JoinRule(
        "domain_controller",
        2,
        2693,
        "a domain controller cannot join anything before it is demoted",
        _COMMON,
        branch="any",
        facts={"is_domain_controller": True},
    ),
    JoinRule(
        "workgroup_of_member",
        3,
        2691,
        "a member of a domain has to leave it before it can join a workgroup",
        _WORKGROUP,
        branch="workgroup",
        facts={"is_member": True},
    ),
    JoinRule(
        "workgroup_name",
        3,
        2695,
        "the name of the workgroup is not valid",
        _WORKGROUP,
        branch="workgroup",
        facts={"name_is_valid": False},
    ),
    JoinRule(
        "machine_password_is_unsecure",
        4,
        87,
        "machine_pwd_passed (0x80) needs join_unsecure (0x40)",
        _DOMAIN,
        present=JoinOption.MACHINE_PWD_PASSED,
        absent=JoinOption.JOIN_UNSECURE,
    ),
    JoinRule(
        "machine_password_without_user",
        5,
        87,
        "machine_pwd_passed (0x80) means that the password is the machine's, so no user name may be given",
        _DOMAIN,
        present=JoinOption.MACHINE_PWD_PASSED,
        facts={"username_given": True},
    ),
    JoinRule(
        "machine_password_given",
        6,
        1325,
        "machine_pwd_passed (0x80) needs a machine password that is not empty",
        _DOMAIN,
        present=JoinOption.MACHINE_PWD_PASSED,
        facts={"password_is_usable": False},
    ),
    JoinRule(
        "readonly_with_machine_password",
        7,
        87,
        "join_readonly (0x800) needs machine_pwd_passed (0x80)",
        _DOMAIN,
        present=JoinOption.JOIN_READONLY,
        absent=JoinOption.MACHINE_PWD_PASSED,
    ),
    JoinRule(
        "readonly_creates_nothing",
        8,
        87,
        "join_readonly (0x800) cannot create an account, so it excludes acct_create (0x2): use account: reuse",
        _DOMAIN,
        present=JoinOption.JOIN_READONLY | JoinOption.ACCT_CREATE,
    ),
    JoinRule(
        "member_of_domain",
        10,
        2691,
        "a member of a domain joins another one only with domain_join_if_joined (0x20)",
        _DOMAIN,
        absent=JoinOption.DOMAIN_JOIN_IF_JOINED,
        facts={"is_member": True},
    ),
    JoinRule(
        "domain_name",
        12,
        123,
        "the name of the domain is not valid",
        _DOMAIN,
        facts={"name_is_valid": False},
    ),
    JoinRule(
        "computer_named_like_domain",
        12,
        1212,
        "the computer and the domain cannot have the same name",
        _DOMAIN,
        facts={"computer_is_named_like_domain": True},
    ),
)
