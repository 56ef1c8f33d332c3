# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a failed logon says of the credentials."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._directory.kerberos_ticket import FUNCTION, refusal
from ansible_collections.netjoin.windows.plugins.module_utils._directory.problem import (
    DirectoryError,
    DirectoryProblem,
    MissingLibrary,
)
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.credentials import (
    judge_refusal,
    refuses_account,
)
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.finding import Check, Severity

# The diagnostic texts of Active Directory and what they mean: [MS-ADTS] 3.1.1.3.1.9, [MS-ERREF] 2.2, and for a missing
# channel binding SupportArticles-docs "LDAP channel binding and LDAP signing".
BINDS = (
    ("80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 52e, v2580", True, "1326"),
    ("80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 525, v2580", True, "1317"),
    ("80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 530, v2580", True, "1328"),
    ("80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 532, v2580", True, "1330"),
    ("80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 533, v2580", True, "1331"),
    ("80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 701, v2580", True, "1793"),
    ("80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 773, v2580", True, "1907"),
    ("80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 775, v2580", True, "1909"),
    ("Simple Bind Failed: NT_STATUS_LOGON_FAILURE", True, "49"),
    (
        "80090346: LdapErr: DSID-0C090597, comment: AcceptSecurityContext error, data 80090346, v4563",
        False,
        "0x80090346",
    ),
)

# krb5.h of MIT Kerberos: error table base -1765328384 plus the code of RFC 4120 section 7.5.9.
BASE = -1765328384
TICKETS = (
    (BASE + 6, True, "no account of this name"),
    (BASE + 18, True, "disabled, locked or expired"),
    (BASE + 23, True, "must be changed"),
    (BASE + 24, True, "1326"),
    (BASE + 37, False, "1398"),
    (-1765328228, False, "no domain controller answers to Kerberos"),
)


@pytest.mark.parametrize(("diagnostic", "refused", "told"), BINDS)
def test_a_refused_bind_is_told_from_one_that_could_not_be_tried(diagnostic: str, refused: bool, told: str) -> None:
    """By the code that the domain controller gives, which is named."""
    problem = DirectoryError("ldap_bind", 49, diagnostic)
    finding = judge_refusal(problem, "joiner")[0]
    assert refuses_account(problem) is refused
    assert finding.check is (Check.CREDENTIALS if refused else Check.CONNECTION)
    assert told in finding.evidence
    assert finding.next_step


@pytest.mark.parametrize(("code", "refused", "told"), TICKETS)
def test_a_refused_ticket_is_told_from_one_that_could_not_be_had(code: int, refused: bool, told: str) -> None:
    """Clocks that differ, or a closed port, say nothing of the password."""
    problem = refusal(code, "the words of Kerberos", FUNCTION)
    finding = judge_refusal(problem, "joiner")[0]
    assert refuses_account(problem) is refused
    assert finding.check is (Check.CREDENTIALS if refused else Check.CONNECTION)
    assert told in finding.evidence


@pytest.mark.parametrize(
    "problem",
    [MissingLibrary("pyspnego", "A logon with NTLM", "No module named 'spnego'"), DirectoryProblem("TLS fails.", "x")],
    ids=["package", "TLS"],
)
def test_credentials_that_were_not_tried_are_skipped(problem: DirectoryProblem) -> None:
    """The error is why, and the credentials stay unproven."""
    reason, credentials = judge_refusal(problem, "joiner")
    assert (reason.check, reason.severity) == (Check.CONNECTION, Severity.ERROR)
    assert (credentials.check, credentials.severity, credentials.skipped) == (Check.CREDENTIALS, Severity.INFO, True)
