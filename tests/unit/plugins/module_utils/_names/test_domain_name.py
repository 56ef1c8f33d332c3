# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of domains."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.netjoin.windows.plugins.module_utils._names.domain_name import DomainName
from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import InvalidName

# Text, whether it can only be DNS, words of the warnings.
VALID = (
    ("lab.example", True, ()),
    ("LAB.EXAMPLE", True, ()),
    ("corp.3com.example", True, ()),
    ("a-b.c-d.example", True, ()),
    ("LAB", False, ("single label",)),
    ("localdomain-of-one", True, ("single label",)),
    ("my_domain.example", True, ("underscore",)),
    ("A&B", False, ("single label", "ampersand")),
    ("münchen.example", True, ("ASCII",)),
    ("users", False, ("single label", "reserves")),
    (f"{'x' * 60}.example", True, ("SYSVOL",)),
)

REFUSED = (
    ("", None),
    (".", None),
    (".lab.example", 0),
    ("lab..example", 4),
    ("lab.example..", 12),
    ("lab.-example", 4),
    ("lab-.example", 3),
    ("lab example", 3),
    ("lab.exa mple", 7),
    ("lab.exam/ple", 8),
    ("lab.example\\dc1", 11),
    ("join@lab.example", 4),
    ("lab.example:389", 11),
    ("12345", None),
    ("10.0.0.1", 7),
    ("lab.123", 4),
    ("builtin", None),
    (f"{'x' * 64}.example", 63),
    (".".join(["x" * 50] * 6), None),
    ("x" * 64, 63),
)

LABEL = st.from_regex(r"\A[a-z]([a-z0-9-]{0,10}[a-z0-9])?\Z")


@pytest.mark.parametrize(("text", "is_dns", "warnings"), VALID)
def test_names_that_a_domain_may_have_are_accepted(text: str, is_dns: bool, warnings: tuple[str, ...]) -> None:
    """What Microsoft only advises against is a warning, for the domain exists already."""
    name = DomainName.parse(text)

    assert name.text == text
    assert name.is_dns is is_dns
    assert len(name.warnings) == len(warnings)
    assert all(word in warning for word, warning in zip(warnings, name.warnings, strict=True))


@pytest.mark.parametrize(("text", "position"), REFUSED)
def test_other_names_are_refused_at_the_offending_character(text: str, position: int | None) -> None:
    """The refusal points at the first character that breaks a rule."""
    with pytest.raises(InvalidName) as caught:
        DomainName.parse(text)

    assert caught.value.position == position


def test_the_dot_of_the_root_is_taken_off() -> None:
    """A fully written DNS name is the same domain."""
    assert DomainName.parse("lab.example.").text == "lab.example"


def test_a_domain_controller_behind_the_domain_is_explained() -> None:
    """The spelling of NetJoinDomain has an option of its own here."""
    with pytest.raises(InvalidName, match="domain_controller"):
        DomainName.parse(r"lab.example\dc1")


def test_an_ip_address_is_refused_as_such() -> None:
    """The message says what was seen."""
    with pytest.raises(InvalidName, match="IP address"):
        DomainName.parse("10.1.2.3")


def test_case_does_not_make_another_domain() -> None:
    """LAB.example and lab.EXAMPLE are one."""
    assert DomainName.parse("LAB.example") == DomainName.parse("lab.EXAMPLE")
    assert DomainName.parse("lab.example") != DomainName.parse("lab")


@given(st.lists(LABEL, min_size=2, max_size=5))
def test_every_name_of_good_labels_is_accepted_without_a_warning_that_it_is_short(labels: list[str]) -> None:
    """Labels of RFC 1123 joined with dots are a DNS name."""
    name = DomainName.parse(".".join(labels))

    assert name.is_dns
    assert not any("single label" in warning for warning in name.warnings)


@given(st.text(st.characters(codec=None) | st.sampled_from(string.ascii_letters + "..-_&"), max_size=80))
def test_any_text_is_a_name_or_refused_at_a_place_inside_it(text: str) -> None:
    """No text raises anything but InvalidName."""
    try:
        DomainName.parse(text)
    except InvalidName as problem:
        assert problem.position is None or text[problem.position] == problem.character  # noqa: PT017
