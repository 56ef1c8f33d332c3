# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task says of findings, and when it fails."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._readiness.finding import (
    Check,
    FailOn,
    ReadinessFinding,
    Scope,
    Severity,
    skip,
    summary,
)

OPENING = "WS1 is not ready to join lab.example"
ERROR = ReadinessFinding(Check.CREDENTIALS, Severity.ERROR, Scope.DOMAIN, "joiner cannot log on.", "ask the owner")
WARNING = ReadinessFinding(Check.NAME, Severity.WARNING, Scope.NAME, "it is odd.", "rename it", "WS1")
FINE = ReadinessFinding(Check.DNS, Severity.OK, Scope.HOST, "dc1 is 192.0.2.1.")
SKIPPED = skip((Check.OU,), Scope.DOMAIN, "nobody could log on")[0]

# What a task with these findings and this fail_on answers: ready, failed.
VERDICTS = (
    ((FINE, SKIPPED), FailOn.WARNING, True, False),
    ((FINE, WARNING), FailOn.ERROR, True, False),
    ((FINE, WARNING), FailOn.WARNING, False, True),
    ((FINE, WARNING), FailOn.NEVER, True, False),
    ((FINE, ERROR), FailOn.ERROR, False, True),
    ((FINE, ERROR), FailOn.WARNING, False, True),
    ((FINE, ERROR), FailOn.NEVER, False, False),
)


@pytest.mark.parametrize(("findings", "fail_on", "ready", "failed"), VERDICTS)
def test_fail_on_says_what_keeps_a_task_from_succeeding(
    findings: tuple[ReadinessFinding, ...], fail_on: FailOn, ready: bool, failed: bool
) -> None:
    """Errors always keep it from being ready; whether the task fails is the user's word."""
    result = summary(findings, fail_on, OPENING)
    assert (result["ready"], result.get("failed", False)) == (ready, failed)
    assert result["changed"] is False


def test_the_worst_comes_first_and_equals_keep_their_order() -> None:
    """Who reads the first lines reads what is wrong."""
    result = summary((FINE, SKIPPED, WARNING, ERROR), FailOn.NEVER, OPENING)
    assert [found["check"] for found in result["findings"]] == ["credentials", "name", "ou", "dns"]


def test_the_message_lists_every_error_with_its_next_step() -> None:
    """All at once, so that one run is enough to mend them all."""
    message = summary((WARNING, FINE, ERROR), FailOn.WARNING, OPENING)["msg"]
    assert message == (
        "WS1 is not ready to join lab.example, 2 findings: (1) credentials (domain): joiner cannot log on. Try: ask "
        "the owner. (2) WS1, name: it is odd. Try: rename it."
    )


def test_one_error_is_not_numbered() -> None:
    """A list of one is none."""
    assert summary((ERROR,), FailOn.ERROR, OPENING)["msg"].startswith(f"{OPENING}: credentials (domain): joiner")


def test_a_skipped_check_says_so_and_why() -> None:
    """It is neither good nor bad."""
    assert SKIPPED.as_result() == {
        "check": "ou",
        "severity": "info",
        "scope": "domain",
        "machine": None,
        "evidence": "not looked at: nobody could log on.",
        "next_step": None,
        "skipped": True,
    }


@pytest.mark.parametrize("finding", [ERROR, WARNING, FINE, SKIPPED], ids=lambda finding: finding.check)
def test_another_process_reads_what_this_one_wrote(finding: ReadinessFinding) -> None:
    """Nothing is lost on the way between Ansible's workers."""
    assert ReadinessFinding.from_result(finding.as_result()) == finding


def test_softening_makes_a_warning_of_an_error_only() -> None:
    """Of what the controller sees badly."""
    assert ERROR.softened().severity is Severity.WARNING
    assert FINE.softened() is FINE
