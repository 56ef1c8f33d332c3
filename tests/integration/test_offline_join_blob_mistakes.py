# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong while blobs are made, and what it leaves."""

from __future__ import annotations

import pathlib
import secrets

import pytest

from .blobs import assert_refused, make
from .directory_users import bad_password_count
from .laboratory import Laboratory


class TestMistakes:
    """What goes wrong, and what it leaves."""

    @pytest.mark.alone  # it changes a policy of the domain, and another wrong password would count too
    def test_a_wrong_password_is_tried_once(
        self, laboratory: Laboratory, blobs: pathlib.Path, names: list[str], counted: None
    ) -> None:
        """One attempt for five machines."""
        user = laboratory.variables["lab_plain_user"]
        before = bad_password_count(laboratory, user)
        result = make(laboratory, blobs, *names, username=user, password="wrong-" + secrets.token_hex())
        assert_refused(laboratory, result, *names)
        assert result["error"]["code"] == 1326, result
        assert bad_password_count(laboratory, user) == before + 1

    def test_the_missing_right_is_named(self, laboratory: Laboratory, blobs: pathlib.Path, name: str) -> None:
        """On the OU that was not delegated, and no file is left."""
        result = make(laboratory, blobs, name, ou=laboratory.variables["lab_denied_ou"])
        assert_refused(laboratory, result, name)
        assert "Create Computer objects" in result["machines"][0]["error"]["missing_right"]
        assert [*blobs.iterdir()] == []

    @pytest.mark.parametrize(
        ("ou", "words"),
        [("OU=Workstations,DC=lab2,DC=example", "lab2.example"), ("OU=Nowhere,DC=lab,DC=example", "OU=Nowhere")],
        ids=["of another domain", "missing"],
    )
    def test_an_ou_that_cannot_be_used(
        self, laboratory: Laboratory, blobs: pathlib.Path, name: str, ou: str, words: str
    ) -> None:
        """The message names it."""
        result = make(laboratory, blobs, name, ou=ou)
        assert_refused(laboratory, result, name)
        assert words in result["msg"]

    def test_names_are_checked_all_at_once(self, laboratory: Laboratory, blobs: pathlib.Path, name: str) -> None:
        """One good machine beside them gets no account."""
        wrong = [name.lower(), "a b", "workstation-number-1", "workstation-number-2"]
        result = make(laboratory, blobs, name, *wrong)
        assert_refused(laboratory, result, name)
        assert len(result["error"]["findings"]) == 3

    def test_the_name_of_a_domain_controller(self, laboratory: Laboratory, blobs: pathlib.Path, name: str) -> None:
        """Is refused for the whole list."""
        result = make(laboratory, blobs, name, "dc1")
        assert_refused(laboratory, result, name)
        assert result["error"]["reason"] == "domain_controller"

    def test_output_that_cannot_be_written(self, laboratory: Laboratory, blobs: pathlib.Path, name: str) -> None:
        """Is found before an account is made."""
        blobs.write_text("a file in the way")
        result = make(laboratory, blobs, name)
        assert_refused(laboratory, result, name)
        assert result["error"]["reason"] == "output"

    def test_returning_needs_no_log(self, laboratory: Laboratory, name: str) -> None:
        """Without it nothing is made."""
        result = make(laboratory, None, name, output="returned")
        assert_refused(laboratory, result, name)
        assert "no_log" in result["msg"]
