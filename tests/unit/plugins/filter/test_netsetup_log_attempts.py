# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter netsetup_log_attempts."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.netjoin.windows.plugins.filter.netsetup_log_attempts import FilterModule

# The end of the log on SupportArticles-docs "Domain join error 0x40".
LOG = """\
NetpValidateName: name 'PC1' is valid for type 1
-----------------------------------------------------------------
NetUseAdd to \\\\dc1.lab.example\\IPC$ returned 64
NetpJoinDomainOnDs: status of connecting to dc '\\\\dc1.lab.example': 0x40
NetpJoinDomainOnDs: Function exits with status of: 0x40
NetpDoDomainJoin: status: 0x40
"""

attempts = FilterModule().filters()["netsetup_log_attempts"]


def test_attempts_are_plain_data() -> None:
    """As a task sees them."""
    (attempt,) = attempts(LOG)

    assert attempt["operation"] == "join"
    assert attempt["verdict"] == "failed"
    assert attempt["domain_controller"] == "dc1.lab.example"
    assert attempt["error"]["symbol"] == "ERROR_NETNAME_DELETED"
    assert [call["code"] for call in attempt["calls"]] == [64, 64, 64, 64]
    assert attempt["operation"].__class__ is str
    assert attempt["verdict"].__class__ is str


def test_checks_of_names_come_on_request() -> None:
    """They change nothing, so that most readers do not want them."""
    assert [attempt["operation"] for attempt in attempts(LOG, checks=True)] == ["validate_name", "join"]


@pytest.mark.parametrize("log", [None, 5, {"content": LOG}, [LOG]])
def test_what_is_no_text_is_refused(log: object) -> None:
    """Such as the whole result of slurp; its content is not repeated."""
    with pytest.raises(AnsibleFilterError, match="takes the text of") as caught:
        attempts(log)

    assert "dc1" not in str(caught.value)
