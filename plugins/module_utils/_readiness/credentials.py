# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the credentials are good, judged from how the one logon went."""

from __future__ import annotations

from .._directory.problem import AccountRefused, DirectoryError, DirectoryProblem
from .finding import Check, ReadinessFinding, Scope, Severity, skip

_INVALID_CREDENTIALS = 49

# What a domain controller refuses an account for: unknown, wrong password, restriction, logon hours, workstation,
# password expired, disabled, logon type, account expired, password must change, locked ([MS-ERREF] 2.2)
_OF_THE_ACCOUNT = frozenset({1317, 1326, 1327, 1328, 1329, 1330, 1331, 1385, 1793, 1907, 1909, _INVALID_CREDENTIALS})


def refuses_account(problem: DirectoryProblem) -> bool:
    """Whether the domain knows the credentials now and does not accept them: a second attempt may lock the account."""
    if isinstance(problem, DirectoryError):
        return problem.explanation.code in _OF_THE_ACCOUNT
    return isinstance(problem, AccountRefused)


def judge_refusal(problem: DirectoryProblem, who: str) -> list[ReadinessFinding]:
    """The findings of a logon that failed; ``who`` is the user that was tried.

    Only a refusal of the account says something of the credentials. Clocks that differ, a certificate, a missing
    package or a closed port keep them from being tried at all.
    """
    if refuses_account(problem):
        return [
            ReadinessFinding(
                Check.CREDENTIALS,
                Severity.ERROR,
                Scope.DOMAIN,
                f"{who} cannot log on. {problem.meaning} The password was tried once.",
                problem.next_step,
            )
        ]
    return [
        ReadinessFinding(Check.CONNECTION, Severity.ERROR, Scope.DOMAIN, problem.meaning, problem.next_step),
        *skip((Check.CREDENTIALS,), Scope.DOMAIN, f"{who} could not be tried from here"),
    ]


def accepted(who: str) -> ReadinessFinding:
    """The finding of a logon that went well."""
    return ReadinessFinding(Check.CREDENTIALS, Severity.OK, Scope.DOMAIN, f"{who} can log on.")
