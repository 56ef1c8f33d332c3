# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module from its arguments to what it prints, as far as no domain is needed for it."""

from __future__ import annotations

import json
import typing as t

import pytest
from ansible.module_utils.testing import patch_module_args

from ansible_collections.netjoin.windows.plugins.modules import computer_account

PASSWORD = "Se-cret/4711"


def run(capsys: pytest.CaptureFixture[str], **arguments: t.Any) -> dict[str, t.Any]:
    """Run the module and return what it printed."""
    with patch_module_args(arguments), pytest.raises(SystemExit):
        computer_account.main()
    result = t.cast(dict[str, t.Any], json.loads(capsys.readouterr().out))
    # ansible-core 2.22 tells the controller so what it has to mask; no task shows it
    result.pop("_ansible_new_secrets", None)
    return result


def test_everything_that_is_wrong_is_said_before_connecting(capsys: pytest.CaptureFixture[str]) -> None:
    """Of the access and of the request, without the password."""
    result = run(
        capsys,
        domain="lab.example",
        username="joiner@lab.example",
        password=PASSWORD,
        auth_protocol="simple",
        machines=["ws1", "WS1"],
        delete_children=True,
    )
    assert result["failed"] is True
    assert [each["option"] for each in result["error"]["findings"]] == ["auth_protocol", "machines", "delete_children"]
    assert PASSWORD not in json.dumps({name: each for name, each in result.items() if name != "invocation"})


def test_the_password_is_masked_in_the_invocation(capsys: pytest.CaptureFixture[str]) -> None:
    """Ansible hides an option that is declared as a secret."""
    result = run(capsys, domain="lab.example", username="a/b", password=PASSWORD, machines=["ws1"])
    assert PASSWORD not in json.dumps(result)
