# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module from its arguments to what it prints, as far as no domain is needed for it."""

from __future__ import annotations

import json

import pytest
from ansible.module_utils.testing import patch_module_args

from ansible_collections.netjoin.windows.plugins.modules import computer_account_info


def test_everything_that_is_wrong_is_said_before_connecting(capsys: pytest.CaptureFixture[str]) -> None:
    """Of the access and of the request."""
    arguments = {"domain": "lab.example", "username": "a/b", "base": "OU=x", "stale_days": 0}
    with patch_module_args(arguments), pytest.raises(SystemExit):
        computer_account_info.main()
    result = json.loads(capsys.readouterr().out)
    assert [each["option"] for each in result["error"]["findings"]] == ["username", "password", "base", "stale_days"]
