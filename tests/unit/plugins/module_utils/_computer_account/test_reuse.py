# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may take an account over: the rules of KB5020276 in the order of [MS-SAMR] 3.1.5.13.8."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.reuse import Owner, judge_reuse

from .examples import CALLER, DOMAIN, DOMAIN_SID, account

STRANGER = f"{DOMAIN_SID}-1999"
TRUSTED = f"{DOMAIN_SID}-2000"
NOBODY: frozenset[str] = frozenset()

# Creator, owner, groups of the owner, verdict. RIDs: [MS-SAMR] 2.2.1.14; 544 is BUILTIN\\Administrators.
JUDGED = (
    pytest.param(CALLER, STRANGER, NOBODY, True, id="created by the caller's quota"),
    pytest.param(STRANGER, STRANGER, NOBODY, False, id="created by another's quota"),
    pytest.param(None, CALLER, NOBODY, True, id="owned by the caller"),
    pytest.param(None, f"{DOMAIN_SID}-512", NOBODY, True, id="owned by Domain Admins"),
    pytest.param(None, "S-1-5-32-544", NOBODY, True, id="owned by Administrators"),
    pytest.param(
        None, "S-1-5-21-7-8-9-519", NOBODY, True, id="owned by Enterprise Admins of the forest's first domain"
    ),
    pytest.param(None, STRANGER, frozenset({f"{DOMAIN_SID}-512"}), True, id="owned by a domain administrator"),
    pytest.param(None, f"{DOMAIN_SID}-1200", NOBODY, True, id="owned by a group of the caller"),
    pytest.param(None, TRUSTED, NOBODY, True, id="owned by a trusted owner"),
    pytest.param(None, STRANGER, NOBODY, False, id="owned by another user"),
    pytest.param(None, STRANGER, frozenset({f"{DOMAIN_SID}-513"}), False, id="owned by an ordinary domain user"),
    pytest.param(None, "S-1-5-21-7-8-9-512", NOBODY, False, id="owned by Domain Admins of another domain"),
    pytest.param(None, "S-1-5-32-551", NOBODY, False, id="owned by Backup Operators"),
)


@pytest.mark.parametrize(("creator", "owner", "groups", "allowed"), JUDGED)
def test_the_first_rule_that_applies_decides(
    creator: str | None, owner: str, groups: frozenset[str], allowed: bool
) -> None:
    """And nothing else allows."""
    verdict = judge_reuse(account(creator=creator, owner=owner), Owner(owner, None, groups), DOMAIN, (TRUSTED,))
    assert verdict.allowed is allowed


def test_an_owner_that_cannot_be_read_forbids() -> None:
    """As STATUS_ACCESS_DENIED does for Windows."""
    assert not judge_reuse(account(owner=None), None, DOMAIN).allowed


def test_the_reason_names_the_owner() -> None:
    """By name where the directory has one."""
    verdict = judge_reuse(account(owner=STRANGER), Owner(STRANGER, "alice", NOBODY), DOMAIN)
    assert "alice" in verdict.reason
