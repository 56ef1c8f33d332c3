# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong while blobs are made, and what it leaves."""

from __future__ import annotations

import pathlib
import secrets
import typing as t

import pytest

from .blobs import assert_refused, make, task
from .directory_users import bad_password_count
from .laboratory import Laboratory, Result


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

    def test_each_is_refused_with_its_reason(
        self, laboratory: Laboratory, blobs: pathlib.Path, names: list[str]
    ) -> None:
        """One playbook with all of them makes no account, and no file."""
        in_the_way = blobs.parent / "file"
        in_the_way.write_text("")
        first = names[0]
        mistakes: list[tuple[Result, t.Callable[[Result], bool]]] = [
            (
                task(laboratory, blobs, first, ou=laboratory.variables["lab_denied_ou"]),
                lambda result: "Create Computer objects" in result["machines"][0]["error"]["missing_right"],
            ),
            (
                task(laboratory, blobs, first, ou="OU=Workstations,DC=lab2,DC=example"),
                lambda result: "lab2.example" in result["msg"],
            ),
            (
                task(laboratory, blobs, first, ou="OU=Nowhere,DC=lab,DC=example"),
                lambda result: "OU=Nowhere" in result["msg"],
            ),
            (
                task(laboratory, blobs, *names, first.lower(), "a b", "workstation-number-1", "workstation-number-2"),
                lambda result: len(result["error"]["findings"]) == 3,
            ),
            (
                task(laboratory, blobs, *names, "dc1"),
                lambda result: result["error"]["reason"] == "domain_controller",
            ),
            (task(laboratory, in_the_way, first), lambda result: result["error"]["reason"] == "output"),
            (task(laboratory, None, first, output="returned"), lambda result: "no_log" in result["msg"]),
            (
                task(laboratory, blobs, first, output="vault"),
                lambda result: "--vault-password-file" in result["msg"],
            ),
        ]
        results = laboratory.tasks("localhost", *(listed for listed, _expected in mistakes))
        for result, (_listed, expected) in zip(results, mistakes, strict=True):
            assert (result["failed"], result["changed"]) == (True, False), result
            assert expected(result), result
        assert laboratory.search(f"(cn={first[:-1]}*)", "cn") == []
        assert [*blobs.iterdir()] == []
