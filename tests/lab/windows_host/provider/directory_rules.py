# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Windows refuses in a domain join once it talks to a domain controller, in Windows' order.

The rules before it are the collection's own (``_join_options/windows_rules.py``), whose numbers go on here.
A row whose source says "derived" or names no Microsoft page is an assumption of the lab: the fidelity guide has it.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass

from ansible_collections.netjoin.windows.plugins.module_utils._join_options.flags import JoinOption

from .attempt import Attempt
from .codes import (
    ERROR_ACCESS_DENIED,
    ERROR_FILE_NOT_FOUND,
    ERROR_INVALID_DOMAIN_ROLE,
    ERROR_INVALID_PARAMETER,
    ERROR_NO_SUCH_DOMAIN,
    ERROR_NONE_MAPPED,
    NERR_ACCOUNT_REUSE_BLOCKED_BY_POLICY,
    NERR_USER_EXISTS,
)
from .directory import OuLookup

WKST = "[MS-WKST] 3.2.4.13.3"


class Stage(enum.Enum):
    """How far Windows had come, which is what its log shows."""

    FIND_CONTROLLER = "find a domain controller"
    CONNECT = "connect to it"
    ACCOUNT = "create or reuse the account"


@dataclass(frozen=True)
class DirectoryRule:
    """`refusal` gives the code that the join ends with, 0 when it passes."""

    number: int
    name: str
    stage: Stage
    refusal: Callable[[Attempt], int]
    source: str


def _when(broken: Callable[[Attempt], bool], code: int) -> Callable[[Attempt], int]:
    return lambda attempt: code if broken(attempt) else 0


def _named_controller_is_missing(attempt: Attempt) -> bool:
    return attempt.controller_name is not None and attempt.controller is None


def _named_controller_is_of_another_domain(attempt: Attempt) -> bool:
    return attempt.controller is not None and not attempt.controller.serves(attempt.domain_name)


def _controller_is_read_only(attempt: Attempt) -> bool:
    return attempt.controller_is_read_only and JoinOption.JOIN_READONLY not in attempt.options


def _account_is_of_a_controller(attempt: Attempt) -> bool:
    existing = attempt.account is not None and attempt.account.is_domain_controller
    return existing and JoinOption.JOIN_DC_ACCOUNT not in attempt.options


def _caller_has_no_identity_in_the_domain(attempt: Attempt) -> bool:
    return not attempt.call.user_name and not attempt.as_machine


def _account_exists_elsewhere(attempt: Attempt) -> bool:
    return JoinOption.ACCT_CREATE in attempt.options and attempt.account_is_elsewhere


def _reuse_is_blocked(attempt: Attempt) -> bool:
    return attempt.account is not None and not attempt.as_machine and not attempt.reuse_is_allowed


def _account_is_missing(attempt: Attempt) -> bool:
    return JoinOption.ACCT_CREATE not in attempt.options and attempt.account is None


def _default_password_does_not_fit(attempt: Attempt) -> int:
    """Only without ACCT_CREATE; with MACHINE_PWD_PASSED the logon has shown it already."""
    default = bool(attempt.options & (JoinOption.JOIN_UNSECURE | JoinOption.WIN9X_UPGRADE))
    if JoinOption.ACCT_CREATE in attempt.options or not default:
        return 0
    return attempt.machine_logon_code


DIRECTORY_RULES: tuple[DirectoryRule, ...] = (
    DirectoryRule(
        11,
        "named_controller_missing",
        Stage.FIND_CONTROLLER,
        _when(_named_controller_is_missing, ERROR_NO_SUCH_DOMAIN),
        WKST,
    ),
    DirectoryRule(
        11,
        "named_controller_of_other_domain",
        Stage.FIND_CONTROLLER,
        _when(_named_controller_is_of_another_domain, ERROR_INVALID_DOMAIN_ROLE),
        WKST,
    ),
    DirectoryRule(
        11,
        "controller_read_only",
        Stage.FIND_CONTROLLER,
        _when(_controller_is_read_only, ERROR_NO_SUCH_DOMAIN),
        'derived: a join looks for a writable one, flags 0x40001010 in SupportArticles "Domain join log analysis"',
    ),
    DirectoryRule(
        12,
        "domain_not_found",
        Stage.FIND_CONTROLLER,
        _when(lambda attempt: attempt.controller is None, ERROR_NO_SUCH_DOMAIN),
        f"{WKST}; SupportArticles error-code-0x54b",
    ),
    DirectoryRule(
        13,
        "caller_unknown_in_domain",
        Stage.CONNECT,
        _when(_caller_has_no_identity_in_the_domain, ERROR_ACCESS_DENIED),
        "derived: a local account has no identity in the domain; MicrosoftDocs sdk-api NetJoinDomain: null account "
        "means the caller's context",
    ),
    DirectoryRule(
        13, "logon", Stage.CONNECT, lambda attempt: attempt.logon_code, f"{WKST}; [MS-ERREF] 2.3 for each status"
    ),
    DirectoryRule(
        15,
        "ou_malformed",
        Stage.ACCOUNT,
        _when(lambda attempt: attempt.ou is OuLookup.MALFORMED, ERROR_INVALID_PARAMETER),
        "derived: no page says what an OU that is no distinguished name gives",
    ),
    DirectoryRule(
        15,
        "ou_missing",
        Stage.ACCOUNT,
        _when(lambda attempt: attempt.ou is OuLookup.ABSENT, ERROR_FILE_NOT_FOUND),
        WKST,
    ),
    DirectoryRule(
        15,
        "ou_is_a_container",
        Stage.ACCOUNT,
        _when(lambda attempt: attempt.ou is OuLookup.NOT_AN_OU, ERROR_FILE_NOT_FOUND),
        "a public NetSetup.log: \"Specified path 'CN=Computers,...' is not an OU\", then 0x2",
    ),
    DirectoryRule(16, "account_elsewhere", Stage.ACCOUNT, _when(_account_exists_elsewhere, NERR_USER_EXISTS), WKST),
    DirectoryRule(
        16,
        "no_account_reuse",
        Stage.ACCOUNT,
        _when(lambda a: JoinOption.NO_ACCT_REUSE in a.options and a.account is not None, NERR_USER_EXISTS),
        "MicrosoftDocs win32 JoinDomainOrWorkgroup (the flag); the code is derived from NetProvisionComputerAccount",
    ),
    DirectoryRule(
        16,
        "controllers_account",
        Stage.ACCOUNT,
        _when(_account_is_of_a_controller, NERR_USER_EXISTS),
        "MicrosoftDocs win32 JoinDomainOrWorkgroup (JOIN_DC_ACCOUNT allows it); the code is derived",
    ),
    DirectoryRule(
        16,
        "reuse_blocked",
        Stage.ACCOUNT,
        _when(_reuse_is_blocked, NERR_ACCOUNT_REUSE_BLOCKED_BY_POLICY),
        "KB5020276; [MS-SAMR] 3.1.5.13.8; SupportArticles on 0xaac",
    ),
    DirectoryRule(17, "account_missing", Stage.ACCOUNT, _when(_account_is_missing, ERROR_NONE_MAPPED), WKST),
    DirectoryRule(18, "default_password", Stage.ACCOUNT, _default_password_does_not_fit, WKST),
)


def first_refusal(attempt: Attempt) -> tuple[DirectoryRule, int] | None:
    """The first rule that the attempt breaks, with its code."""
    for rule in DIRECTORY_RULES:
        code = rule.refusal(attempt)
        if code != 0:
            return rule, code
    return None
