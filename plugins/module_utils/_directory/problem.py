# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong between this machine and a directory."""

from __future__ import annotations

import typing as t

from .._join_errors.code import InvalidCode
from .._join_errors.explanation import Explanation, explain

SUCCESS = 0
REFERRAL = 10
SASL_BIND_IN_PROGRESS = 14
NO_SUCH_OBJECT = 32
INSUFFICIENT_RIGHTS = 50
NOT_ALLOWED_ON_NON_LEAF = 66
ALREADY_EXISTS = 68
SERVER_DOWN = 81
TIMEOUT = 85

# Results that say little; the reason is the Windows code at the start of the diagnostic text ([MS-ADTS] 3.1.1.3.1.9).
_DIAGNOSED = (1, 19, 49, 53, 80)


class DirectoryProblem(Exception):
    """The directory could not be used, for a reason that is no answer of it.

    ``meaning`` is a sentence without what to do about it, which is ``next_step``, None where there is no advice.
    """

    def __init__(self, meaning: str, next_step: str | None = None) -> None:
        self.meaning = meaning
        self.next_step = next_step
        super().__init__(f"{meaning} Try: {next_step}." if next_step else meaning)

    def as_result(self) -> dict[str, t.Any]:
        """The ``error`` of a task or of one of its machines."""
        return {"function": None, "code": None, "meaning": str(self)}


class MissingLibrary(DirectoryProblem):
    """A Python package that the task needs is not installed where the task runs."""

    def __init__(self, package: str, purpose: str, reason: str) -> None:
        self.package = package
        super().__init__(
            f"{purpose} needs the Python package {package} where the task runs: {reason}.",
            f"pip install '{package}'; in an execution environment `{package}` under dependencies, python",
        )


class NoController(DirectoryProblem):
    """No domain controller of the domain answers."""


class AccountRefused(DirectoryProblem):
    """Kerberos does not let the account in, for a reason that Windows has no single code for."""


class DirectoryError(DirectoryProblem):
    """A request that failed with a code.

    ``function`` names the request (``ldap_add``), ``code`` is an LDAP result code, or a Windows code for a logon by
    Kerberos. ``diagnostic`` is the directory's own text, ``dn`` the object, and ``right`` the right on it that the
    request needs, in words.
    """

    def __init__(
        self, function: str, code: int, diagnostic: str = "", dn: str | None = None, right: str | None = None
    ) -> None:
        self.function = function
        self.code = code
        self.diagnostic = diagnostic
        self.dn = dn
        self.right = right if code == INSUFFICIENT_RIGHTS else None
        super().__init__(self._message())
        self.meaning = f"{self.explanation.failure}."
        self.next_step = self.explanation.next_steps[0]

    @property
    def explanation(self) -> Explanation:
        """The failure in the words of the catalogue."""
        general = explain(self.code, self.function)
        if self.code not in _DIAGNOSED:
            return general
        try:
            detailed = explain(self.diagnostic, self.function)
        except InvalidCode:
            return general
        return detailed if detailed.symbol else general

    def _message(self) -> str:
        place = f" Object: {self.dn}." if self.dn else ""
        right = f" Missing right: {self.right}." if self.right else ""
        words = f" The directory says: {self.diagnostic}" if self.diagnostic else ""
        return f"{self.explanation.message}{place}{right}{words}"

    def as_result(self) -> dict[str, t.Any]:
        return {
            **self.explanation.as_result(),
            "dn": self.dn,
            "missing_right": self.right,
            "diagnostic": self.diagnostic or None,
        }
