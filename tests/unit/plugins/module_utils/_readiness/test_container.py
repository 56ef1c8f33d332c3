# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The container of new accounts, and who may create them."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._join_options.request import AccountPolicy
from ansible_collections.netjoin.windows.plugins.module_utils._names.distinguished_name import DistinguishedName
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.container import (
    Container,
    Quota,
    judge_container,
    judge_right,
)
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.finding import Severity

OU = DistinguishedName.parse("OU=Workstations,DC=lab,DC=example")
FULL = Quota(10, 10)

# ms-DS-MachineAccountQuota is 10 unless somebody changes it (SupportArticles default-workstation-numbers-join-domain)
RIGHTS = (
    (True, FULL, AccountPolicy.CREATE_OR_REUSE, Severity.OK, "may create computer accounts"),
    (False, FULL, AccountPolicy.CREATE_OR_REUSE, Severity.ERROR, "10 of its 10 are used"),
    (False, Quota(0, 0), AccountPolicy.CREATE, Severity.ERROR, "8557"),
    (False, Quota(10, 3), AccountPolicy.CREATE, Severity.WARNING, "3 of its 10 are used"),
    (False, Quota(None, 0), AccountPolicy.CREATE, Severity.WARNING, "cannot be read"),
    (False, FULL, AccountPolicy.REUSE, Severity.INFO, "does not need"),
)


@pytest.mark.parametrize(("may_create", "quota", "policy", "severity", "told"), RIGHTS)
def test_without_the_right_the_quota_decides(
    may_create: bool, quota: Quota, policy: AccountPolicy, severity: Severity, told: str
) -> None:
    """And nothing is needed where no account is to be created."""
    container = Container(OU, exists=True, may_create=may_create)
    finding = judge_right(container, quota, policy, "joiner@lab.example")
    assert finding.severity is severity
    assert told in finding.evidence
    assert bool(finding.next_step) is (severity in (Severity.ERROR, Severity.WARNING))


@pytest.mark.parametrize(("exists", "severity"), [(True, Severity.OK), (False, Severity.ERROR)])
def test_a_container_has_to_exist(exists: bool, severity: Severity) -> None:
    """Windows says 2 otherwise ([MS-WKST] 3.2.4.13.3)."""
    finding = judge_container(Container(OU, exists=exists, may_create=exists))
    assert finding.severity is severity
    assert ("2 (ERROR_FILE_NOT_FOUND)" in finding.evidence) is not exists
