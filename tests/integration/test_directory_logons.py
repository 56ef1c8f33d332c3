# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways to log on to a directory, through the module computer_account."""

from __future__ import annotations

import tempfile
import typing as t

import pytest

from .directory_users import (
    NEEDS_KERBEROS,
    SEALED_BY_KERBEROS,
    got_ticket,
)
from .laboratory import Laboratory, Result
from .test_computer_account import run, task

WAYS: t.Mapping[str, t.Any] = {
    "simple in TLS": {},
    "ntlm": {"auth_protocol": "ntlm", "tls_mode": None, "ca_cert": None},
    "kerberos": pytest.param(SEALED_BY_KERBEROS, marks=NEEDS_KERBEROS),
}


class TestLogons:
    """The ways to log on, all of them encrypted."""

    @pytest.mark.parametrize(
        "way",
        [
            pytest.param(SEALED_BY_KERBEROS, marks=NEEDS_KERBEROS),
            {"auth_protocol": "ntlm", "tls_mode": None, "ca_cert": None},
            {"auth_protocol": "simple", "tls_mode": "start_tls"},
        ],
        ids=["kerberos", "ntlm", "simple in StartTLS"],
    )
    def test_it_can_set_passwords(self, laboratory: Laboratory, name: str, way: Result) -> None:
        """The domain controller takes passwords over sealed connections only."""
        result = run(laboratory, name, **way)
        assert result["changed"] is True, result
        assert laboratory.computer(name) is not None

    @pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
    def test_every_form_of_a_name_can_log_on(self, laboratory: Laboratory, name: str, way: Result) -> None:
        """A name without its domain and one with the domain's DNS name are the same user."""
        variables = laboratory.variables
        user = variables["lab_join_user"].partition("@")[0]
        domains = (variables["lab_netbios"], variables["lab_domain"])
        names = (user, *(rf"{domain}\{user}" for domain in domains), variables["lab_join_user"])
        asked = [{**task(laboratory, name, username=each, **way), "check_mode": True} for each in names]
        results = laboratory.tasks("localhost", *asked)
        assert [result["msg"] for result in results if result.get("failed")] == []

    @NEEDS_KERBEROS
    def test_a_ticket(self, laboratory: Laboratory, name: str) -> None:
        """Without username the credential cache is used; the message says when it has no ticket, or one of a second."""
        variables = laboratory.variables
        nobody: Result = {**SEALED_BY_KERBEROS, "username": None, "password": None}
        user = variables["lab_join_user"].partition("@")[0]
        with tempfile.TemporaryDirectory() as directory:
            cache = f"FILE:{directory}/tickets"
            (without,) = laboratory.tasks("localhost", task(laboratory, name, **nobody), KRB5CCNAME=cache)
            assert "no Kerberos ticket" in without["msg"]
            assert got_ticket(laboratory, user, variables["lab_join_password"], cache, "-l", "1s")
            (expired,) = laboratory.tasks("localhost", task(laboratory, name, **nobody), KRB5CCNAME=cache)
            assert "the ticket has expired" in expired["msg"]
            assert got_ticket(laboratory, user, variables["lab_join_password"], cache)
            (result,) = laboratory.tasks("localhost", task(laboratory, name, **nobody), KRB5CCNAME=cache)
        assert result["changed"] is True, result

    @NEEDS_KERBEROS
    @pytest.mark.parametrize(
        ("role", "said"),
        [
            ("disabled", "disabled, locked or expired"),
            ("locked", "disabled, locked or expired"),
            ("must_change", "must be changed"),
        ],
    )
    def test_a_user_that_may_not_log_on(self, laboratory: Laboratory, name: str, role: str, said: str) -> None:
        """The message says why Kerberos refuses the user."""
        variables = laboratory.variables
        result = run(
            laboratory,
            name,
            **SEALED_BY_KERBEROS,
            username=variables[f"lab_{role}_user"],
            password=variables[f"lab_{role}_password"],
        )
        assert said in result["msg"]
