# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords of machines."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.machine_password import (
    LONGEST,
    SHORTEST,
    new_machine_password,
    unicode_pwd,
)


@pytest.mark.parametrize("length", [SHORTEST, 40, LONGEST])
def test_a_password_meets_windows_complexity_rules(length: int) -> None:
    """Three of the four kinds of characters (PasswordComplexity), whatever the dice say."""
    for _try in range(50):
        password = new_machine_password(length)
        assert len(password) == length
        assert any(map(str.islower, password))
        assert any(map(str.isupper, password))
        assert any(map(str.isdigit, password))


def test_a_password_survives_shells_and_files() -> None:
    """No quotes, backslashes, angle brackets, ampersands, spaces or grave accents."""
    assert not set("".join(new_machine_password(LONGEST) for _try in range(100))) & set("\"'\\<>& `")


def test_no_two_are_the_same() -> None:
    """They are random."""
    assert len({new_machine_password() for _try in range(100)}) == 100


@pytest.mark.parametrize("length", [0, SHORTEST - 1, LONGEST + 1])
def test_other_lengths_are_refused(length: int) -> None:
    """Windows has 120 at most, and less than 15 can be guessed."""
    with pytest.raises(ValueError, match=str(length)):
        new_machine_password(length)


def test_the_directory_takes_it_quoted_in_utf_16() -> None:
    """[MS-ADTS] 3.1.1.3.1.5.1 has this example: "new" is 22 00 6e 00 65 00 77 00 22 00."""
    assert unicode_pwd("new").hex() == "22006e00650077002200"
