# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""join_option_names names the bits of a number."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.netjoin.windows.plugins.filter.join_option_names import FilterModule

join_option_names = FilterModule().filters()["join_option_names"]

# Values of LMJoin.h; 0x27 and 0x40000003 stand in logs that Microsoft has published.
NAMES = [
    (0x27, "join", ["join_domain", "acct_create", "acct_delete", "domain_join_if_joined"]),
    ("0x27", "join", ["join_domain", "acct_create", "acct_delete", "domain_join_if_joined"]),
    ("39", "join", ["join_domain", "acct_create", "acct_delete", "domain_join_if_joined"]),
    (0x4, "unjoin", ["acct_delete"]),
    (0x1002, "rename", ["acct_create", "dns_name_changes_only"]),
    (0x40000003, "provision", ["downlevel_priv_support", "reuse_account", "online_caller"]),
    (-2147483647, "join", ["join_domain", "0x80000000"]),
    (0, "join", []),
]


@pytest.mark.parametrize(("value", "call", "names"), NAMES)
def test_bits_have_the_names_of_their_call(value: int | str, call: str, names: list[str]) -> None:
    """Numbers and texts are taken apart into the SDK's names."""
    assert join_option_names(value, call=call) == names


def test_a_join_is_the_default() -> None:
    """Without a call the options are those of a join."""
    assert join_option_names(0x1000) == ["ambiguous_dc"]


@pytest.mark.parametrize(
    ("value", "call", "message"),
    [
        ("acct_create", "join", "takes options as a number or as text such as 0x27"),
        (["0x27"], "join", "takes options as a number or as text such as 0x27"),
        (0x27, "leave", "'leave' is no call with options: use join, unjoin, rename, provision"),
    ],
)
def test_bad_input_is_refused_in_clear_words(value: object, call: str, message: str) -> None:
    """What is no number or no call fails the template with a reason."""
    with pytest.raises(AnsibleFilterError) as caught:
        join_option_names(value, call=call)

    assert message in str(caught.value)
