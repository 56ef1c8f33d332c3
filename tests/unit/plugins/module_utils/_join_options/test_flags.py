# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The flags carry the SDK's names and values, and turn into words and back."""

from __future__ import annotations

import ast
import enum
import pathlib
import re

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._join_options import flags
from ansible_collections.netjoin.windows.plugins.module_utils._join_options.flags import (
    JOIN_OPTION_WORDS,
    JoinOption,
    ProvisionOption,
    RenameOption,
    UnjoinOption,
    UnknownJoinOption,
    option_names,
    option_value,
    words_of,
)

DATA = pathlib.Path(__file__).parents[4] / "data" / "join_options"
FLAG_TYPES = (JoinOption, UnjoinOption, RenameOption, ProvisionOption)

# LMJoin.h lists the flags of three calls together; who uses which says [MS-WKST] 3.2.4.13 to 3.2.4.15.
UNJOIN_NAMES = {"ACCT_DELETE", "JOIN_DC_ACCOUNT", "IGNORE_UNSUPPORTED_FLAGS"}
RENAME_NAMES = {"ACCT_CREATE", "DNS_NAME_CHANGES_ONLY"}
NOT_OF_A_JOIN = {"DNS_NAME_CHANGES_ONLY", "ALT_SAMACCOUNTNAME"}

# design.md section 3, the words of the option join_options.
DESIGN_WORDS = [
    "acct_create",
    "win9x_upgrade",
    "domain_join_if_joined",
    "join_unsecure",
    "machine_pwd_passed",
    "defer_spn_set",
    "join_dc_account",
    "join_with_new_name",
    "join_readonly",
    "ambiguous_dc",
    "no_netlogon_cache",
    "dont_control_services",
    "set_machine_name",
    "force_spn_set",
    "no_acct_reuse",
    "install_invocation",
    "ignore_unsupported_flags",
]

# Values met in real logs, windows-join.md 1.1 and the pages it names, taken apart by hand.
REAL_JOIN_VALUES = [
    (0x25, ["join_domain", "acct_delete", "domain_join_if_joined"]),
    (0x27, ["join_domain", "acct_create", "acct_delete", "domain_join_if_joined"]),
    (0x403, ["join_domain", "acct_create", "join_with_new_name"]),
    (0x8C1, ["join_domain", "join_unsecure", "machine_pwd_passed", "join_readonly"]),
    (
        0x44A1,
        ["join_domain", "domain_join_if_joined", "machine_pwd_passed", "join_with_new_name", "dont_control_services"],
    ),
    (0, []),
]


def read_header(prefix: str) -> dict[str, int]:
    """Names without ``prefix`` and values in the copy of LMJoin.h's flags."""
    found = re.findall(r"^#define (\w+)\s+(0x[0-9A-F]{8})$", (DATA / "lmjoin.txt").read_text(), re.MULTILINE)
    return {name.removeprefix(prefix): int(value, 16) for name, value in found if name.startswith(prefix)}


def values_of(option: type[enum.IntFlag]) -> dict[str, int]:
    return {name: int(member) for name, member in option.__members__.items()}


def test_join_flags_are_those_of_the_sdk() -> None:
    """JoinOption has every join flag of LMJoin.h with its value, and no other."""
    header = {name: value for name, value in read_header("NETSETUP_").items() if not name.startswith("PROVISION_")}

    assert {n: v for n, v in header.items() if n not in NOT_OF_A_JOIN} == values_of(JoinOption)


def test_join_flags_are_those_of_the_wmi_page() -> None:
    """Every flag on the page of JoinDomainOrWorkgroup has the same value here."""
    page = (DATA / "joindomainorworkgroup.txt").read_text().replace("\\", "")
    listed = {name: int(value, 16) for name, value in re.findall(r"\*\*NETSETUP_(\w+)\*\* \((0x[0-9A-F]{8})\)", page)}

    assert len(listed) == 15
    assert listed == {name: value for name, value in values_of(JoinOption).items() if name in listed}


@pytest.mark.parametrize(("option", "names"), [(UnjoinOption, UNJOIN_NAMES), (RenameOption, RENAME_NAMES)])
def test_unjoin_and_rename_flags_are_those_of_the_sdk(option: type[enum.IntFlag], names: set[str]) -> None:
    """The flags of an unjoin and of a rename are the documented ones, with the SDK's values."""
    header = read_header("NETSETUP_")

    assert {name: header[name] for name in names} == values_of(option)


def test_provision_flags_are_those_of_the_sdk() -> None:
    """ProvisionOption has every NETSETUP_PROVISION_ flag of LMJoin.h."""
    assert read_header("NETSETUP_PROVISION_") == values_of(ProvisionOption)


def test_every_member_is_documented() -> None:
    """Each flag is followed by a docstring that names a Windows version and ends a sentence."""
    tree = ast.parse(pathlib.Path(flags.__file__).read_text(encoding="utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name.endswith("Option")]
    members = [
        (after, f"{node.name}.{ast.unparse(body)}")
        for node in classes
        if node.name != "UnknownJoinOption"
        for body, after in zip(node.body, [*node.body[1:], None], strict=True)
        if isinstance(body, ast.Assign)
    ]

    assert sum(len(option) for option in FLAG_TYPES) == len(members)
    for docstring, member in members:
        assert isinstance(docstring, ast.Expr), member
        assert isinstance(docstring.value, ast.Constant), member
        assert re.match(r"(Windows \w+|No minimum documented)", str(docstring.value.value)), member


def test_words_of_join_options_are_the_designed_ones() -> None:
    """The option join_options takes exactly the words that the design lists."""
    assert sorted(DESIGN_WORDS) == sorted(JOIN_OPTION_WORDS)


@pytest.mark.parametrize(("value", "names"), REAL_JOIN_VALUES)
def test_values_from_real_logs_read_as_names(value: int, names: list[str]) -> None:
    """Option values seen in NetSetup.log turn into the SDK's words and back."""
    assert names == option_names(value)
    assert value == option_value(names, words_of(JoinOption))


def test_one_bit_has_the_name_of_its_call() -> None:
    """0x1000 is another word for a rename than for a join."""
    assert option_names(0x1000) == ["ambiguous_dc"]
    assert option_names(0x1000, RenameOption) == ["dns_name_changes_only"]


def test_unknown_bits_stay_visible() -> None:
    """Bits without a name come last, as one hex text."""
    assert option_names(0x80000009) == ["join_domain", "0x80000008"]


@pytest.mark.parametrize("option", FLAG_TYPES)
def test_all_bits_of_a_call_survive_the_round_trip(option: type[enum.IntFlag]) -> None:
    """Names of all flags together give the sum of their values."""
    value = sum(option.__members__.values())

    assert value == option_value(option_names(value, option), words_of(option))


@pytest.mark.parametrize(
    "word",
    ["acct_create", "ACCT_CREATE", "NETSETUP_ACCT_CREATE", "netsetup_acct_create", " Acct_Create "],
)
def test_words_are_read_in_any_case_and_with_the_prefix(word: str) -> None:
    """Case, blanks around it and the SDK's prefix do not matter."""
    assert option_value([word], JOIN_OPTION_WORDS) == JoinOption.ACCT_CREATE


def test_provision_prefix_is_tolerated() -> None:
    """The longer prefix of the provisioning flags is cut off as a whole."""
    assert option_value(["NETSETUP_PROVISION_REUSE_ACCOUNT"], words_of(ProvisionOption)) == 2


def test_join_if_joined_is_short_for_the_sdk_name() -> None:
    """join_if_joined means DOMAIN_JOIN_IF_JOINED."""
    assert option_value(["join_if_joined"], JOIN_OPTION_WORDS) == 0x20


def test_a_misspelt_word_gets_suggestions() -> None:
    """A refusal names the word as given and the words that are close to it."""
    with pytest.raises(UnknownJoinOption, match=r"'NETSETUP_JOIN_UNSECUR'.*did you mean join_unsecure") as caught:
        option_value(["acct_create", "NETSETUP_JOIN_UNSECUR"], JOIN_OPTION_WORDS)

    assert caught.value.words == ("NETSETUP_JOIN_UNSECUR",)


def test_all_unknown_words_are_refused_at_once() -> None:
    """Every unknown word is a finding of its own."""
    with pytest.raises(UnknownJoinOption) as caught:
        option_value(["zzz", "acct_create", "0x20"], JOIN_OPTION_WORDS)

    assert caught.value.words == ("zzz", "0x20")
    assert len(caught.value.findings) == 2
    assert "which knows acct_create, win9x_upgrade" in caught.value.findings[0]
