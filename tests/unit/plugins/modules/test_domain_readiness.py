# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module from its arguments to what it prints, as far as no domain is needed for it."""

from __future__ import annotations

import json
import typing as t

import pytest
from ansible.module_utils.testing import patch_module_args

from ansible_collections.netjoin.windows.plugins.module_utils._readiness.domain_look import DomainReport
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.finding import (
    Check,
    ReadinessFinding,
    Scope,
    Severity,
)
from ansible_collections.netjoin.windows.plugins.modules import domain_readiness

PASSWORD = "Se-cret/4711"
WRONG = ReadinessFinding(Check.CREDENTIALS, Severity.ERROR, Scope.DOMAIN, "joiner cannot log on.", "ask the owner")


def run(capsys: pytest.CaptureFixture[str], **arguments: t.Any) -> dict[str, t.Any]:
    """Run the module as joiner and return what it printed."""
    given = {"domain": "lab.example", "username": "joiner", "password": PASSWORD, **arguments}
    with patch_module_args(given), pytest.raises(SystemExit):
        domain_readiness.main()
    result = t.cast(dict[str, t.Any], json.loads(capsys.readouterr().out))
    # ansible-core 2.22 tells the controller so what it has to mask; no task shows it
    result.pop("_ansible_new_secrets", None)
    return result


def test_everything_that_is_wrong_is_said_before_connecting(capsys: pytest.CaptureFixture[str]) -> None:
    """Of the access and of the request, without the password."""
    result = run(capsys, auth_protocol="simple", ou="OU=Web,DC=other,DC=example")
    assert result["failed"] is True
    assert [each["option"] for each in result["error"]["findings"]] == ["auth_protocol", "ou"]
    assert PASSWORD not in json.dumps(result)


@pytest.mark.parametrize(("fail_on", "failed"), [("error", True), ("never", False)])
def test_a_wrong_password_is_a_finding_that_fail_on_weighs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, fail_on: str, failed: bool
) -> None:
    """The task that proves credentials for a role looks at it without failing."""
    monkeypatch.setattr(domain_readiness, "look_at_domain", lambda access, request: DomainReport([WRONG]))
    result = run(capsys, fail_on=fail_on)
    assert (result.get("failed", False), result["ready"], result["changed"]) == (failed, False, False)
    assert result["findings"][0]["check"] == "credentials"
    assert (result["domain"], result["domain_controller"]) == (None, None)
