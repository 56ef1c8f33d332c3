# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a failure tells of a change."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.certainty import may_be_done
from ansible_collections.netjoin.windows.plugins.module_utils._directory.problem import DirectoryError, DirectoryProblem

# Result codes of RFC 4511 appendix A.1 and of the LDAP API, and whether the change may have happened.
FAILURES = {
    "insufficientAccessRights": (DirectoryError("ldap_modify", 50), False),
    "entryAlreadyExists": (DirectoryError("ldap_add", 68), False),
    "busy": (DirectoryError("ldap_delete", 51), False),
    "LDAP_SERVER_DOWN": (DirectoryError("ldap_result", 81), True),
    "LDAP_TIMEOUT": (DirectoryError("ldap_modify", 85), True),
    "an answer that is no LDAP": (DirectoryError("ldap_rename", 2), True),
    "a look at what was created is refused": (DirectoryError("ldap_search", 50), True),
    "what was created is hidden": (DirectoryProblem("was created and cannot be read"), True),
    "what was created makes no sense": (ValueError("no SID"), True),
}


@pytest.mark.parametrize(("problem", "expected"), FAILURES.values(), ids=FAILURES)
def test_only_a_no_of_the_directory_is_a_no(problem: Exception, expected: bool) -> None:
    """Everything else may have come after the change."""
    assert may_be_done(problem) is expected
