# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a change of the directory that failed has happened nevertheless."""

from __future__ import annotations

from .._directory.problem import SERVER_DOWN, TIMEOUT, DirectoryError

_CHANGES = ("ldap_add", "ldap_modify", "ldap_delete", "ldap_rename")
_PROTOCOL_ERROR = 2
_NO_ANSWERS = (_PROTOCOL_ERROR, SERVER_DOWN, TIMEOUT)


def may_be_done(problem: Exception) -> bool:
    """Whether nobody knows, for the directory has not said no: its answer got lost, or the result cannot be read."""
    has_said_no = (
        isinstance(problem, DirectoryError) and problem.function in _CHANGES and problem.code not in _NO_ANSWERS
    )
    return not has_said_no
