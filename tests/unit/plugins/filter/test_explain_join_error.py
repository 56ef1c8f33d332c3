# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""explain_join_error takes a code in any form and gives plain data."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.netjoin.windows.plugins.filter.explain_join_error import FilterModule

explain_join_error = FilterModule().filters()["explain_join_error"]

KEYS = ["function", "code", "hex", "symbol", "meaning", "causes", "next_steps", "source", "message"]


def test_a_number_is_explained() -> None:
    """The result has the keys of a task's error, the source and the whole message."""
    result = explain_join_error(2691)

    assert list(result) == KEYS
    assert result["symbol"] == "NERR_SetupAlreadyJoined"
    assert result["function"] is None
    assert result["message"].startswith("The call failed (2691 0xA83 NERR_SetupAlreadyJoined): ")


@pytest.mark.parametrize(
    "code",
    [
        "1326",
        "0x52e",
        -2147023570,
        "80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data 52e, v4563",
    ],
)
def test_every_form_of_a_code_is_taken(code: int | str) -> None:
    """Text, hex, signed HRESULTs and diagnostic texts reach the catalogue."""
    assert explain_join_error(code)["symbol"] == "ERROR_LOGON_FAILURE"


@pytest.mark.parametrize("options", [0x20003, "0x20003", "131075"])
def test_function_and_options_choose_the_meaning(options: int | str) -> None:
    """2224 in a join that was not to reuse an account (0x20000) is not about another OU."""
    result = explain_join_error(2224, "NetJoinDomain", options=options)

    assert result["function"] == "NetJoinDomain"
    assert "told not to reuse it" in result["meaning"]


def test_an_unknown_code_is_no_error() -> None:
    """What the catalogue does not have is explained as unknown."""
    result = explain_join_error(9999)

    assert result["symbol"] is None
    assert result["causes"] == []
    assert result["next_steps"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("52e",), "explain_join_error: '52e' is no return code: write it as 1326, 0x52E or -2147023570"),
        (([1326],), "explain_join_error: a return code is a number or text, not list"),
        ((None,), "explain_join_error: a return code is a number or text, not NoneType"),
        ((2691, 3), "explain_join_error: function is the name of a Windows function, not int"),
        ((2691, "NetJoinDomain", "acct_create"), "explain_join_error: 'acct_create' is no return code"),
    ],
)
def test_bad_input_is_refused_in_clear_words(arguments: tuple[object, ...], message: str) -> None:
    """What is no code, no function or no options fails the template with the name of the filter."""
    with pytest.raises(AnsibleFilterError) as caught:
        explain_join_error(*arguments)

    assert message in str(caught.value)
