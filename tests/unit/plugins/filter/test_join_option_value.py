# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""join_option_value makes the number that names stand for."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.netjoin.windows.plugins.filter.join_option_value import FilterModule

join_option_value = FilterModule().filters()["join_option_value"]

# Values of LMJoin.h.
VALUES = [
    (["join_domain", "acct_create"], "join", 3),
    (["NETSETUP_JOIN_DOMAIN", "Acct_Create", "acct_create"], "join", 3),
    (["join_if_joined"], "join", 0x20),
    ("acct_delete", "unjoin", 4),
    (["dns_name_changes_only"], "rename", 0x1000),
    (["NETSETUP_PROVISION_ONLINE_CALLER"], "provision", 0x40000000),
    ([], "join", 0),
]


@pytest.mark.parametrize(("names", "call", "value"), VALUES)
def test_names_give_the_number_of_their_call(names: list[str] | str, call: str, value: int) -> None:
    """A list or a single name gives the bits of the SDK."""
    assert join_option_value(names, call=call) == value


@pytest.mark.parametrize(
    ("names", "call", "message"),
    [
        (["acct_creat"], "join", "'acct_creat' is no option of this call: did you mean acct_create?"),
        (["acct_create"], "unjoin", "'acct_create' is no option of this call"),
        ([3], "join", "takes names of options, as a list or a single text"),
        (3, "join", "takes names of options, as a list or a single text"),
        ([], "leave", "'leave' is no call with options: use join, unjoin, rename, provision"),
    ],
)
def test_bad_input_is_refused_in_clear_words(names: object, call: str, message: str) -> None:
    """Unknown names, calls and types fail the template with a reason."""
    with pytest.raises(AnsibleFilterError) as caught:
        join_option_value(names, call=call)

    assert message in str(caught.value)
