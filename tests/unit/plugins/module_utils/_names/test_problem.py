# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a refusal of a name tells."""

from __future__ import annotations

from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import Flaw, InvalidName


def test_a_refusal_names_the_rule_and_the_character_at_its_place() -> None:
    """A person can find the offending character by counting from one."""
    problem = InvalidName("host name", "a b", "no spaces", 1)

    assert str(problem) == "host name 'a b' is not valid: character ' ' at position 2 (counted from 1): no spaces"
    assert (problem.kind, problem.text, problem.rule) == ("host name", "a b", "no spaces")
    assert (problem.position, problem.character) == (1, " ")


def test_a_rule_about_the_whole_name_points_at_no_character() -> None:
    """Without a position the sentence goes straight to the rule."""
    problem = InvalidName("host name", "", "it is empty")

    assert str(problem) == "host name '' is not valid: it is empty"
    assert problem.character is None


def test_what_is_missing_at_the_end_is_said_to_be_there() -> None:
    """A position behind the last character has no character."""
    problem = InvalidName("distinguished name", "OU=a,", "a part has to follow", 5)

    assert str(problem) == "distinguished name 'OU=a,' is not valid: at its end: a part has to follow"
    assert problem.character is None


def test_backslashes_are_shown_as_they_were_typed() -> None:
    """Names of Windows are full of backslashes; doubled ones would be looked for in vain."""
    assert r"'LAB\a\b'" in str(InvalidName("account name", "LAB\\a\\b", "rule", 5))
    assert "character '\\' at" in str(InvalidName("account name", "LAB\\a\\b", "rule", 5))


def test_invisible_characters_are_shown_as_escapes() -> None:
    """A line break in a name does not break the message."""
    assert r"'a\nb\u200b'" in str(InvalidName("host name", "a\nb\u200b", "rule"))


def test_a_very_long_text_is_cut_in_the_message_only() -> None:
    """The message stays readable, the text is kept whole."""
    problem = InvalidName("host name", "x" * 5000, "too long")

    assert len(str(problem)) < 200
    assert "(5000 characters)" in str(problem)
    assert problem.text == "x" * 5000


def test_a_flaw_moves_with_the_part_of_the_text_that_was_checked() -> None:
    """A flaw of a part becomes one of the whole; one without a place keeps none."""
    assert Flaw("rule", 2).moved(4) == Flaw("rule", 6)
    assert Flaw("rule").moved(4) == Flaw("rule")
