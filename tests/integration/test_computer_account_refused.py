# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What computer_account does not do, and what it says of it."""

from __future__ import annotations

import pytest

from .directory_users import (
    NEEDS_KERBEROS,
    SEALED_BY_KERBEROS,
    as_admin,
    bad_password_count,
)
from .laboratory import Laboratory, Result
from .test_computer_account import run, task


class TestRefusedAndFailed:
    """What the task does not do, and what it says of it."""

    @pytest.mark.alone  # it changes a policy of the domain, and another wrong password would count too
    @pytest.mark.usefixtures("counted")
    @pytest.mark.parametrize(
        "way", [{}, pytest.param(SEALED_BY_KERBEROS, marks=NEEDS_KERBEROS)], ids=["simple in TLS", "kerberos"]
    )
    def test_one_wrong_password_is_one_attempt(self, laboratory: Laboratory, name: str, way: Result) -> None:
        """Three machines, one failed logon in the domain controller's count, code 1326."""
        user = laboratory.variables["lab_plain_user"]
        before = bad_password_count(laboratory, user)
        result = run(laboratory, *(f"{name}{i}" for i in range(3)), username=user, password="not-the-password", **way)
        assert result["error"]["code"] == 1326, result
        assert "machines" not in result
        assert bad_password_count(laboratory, user) == before + 1

    def test_a_missing_right_is_named(self, laboratory: Laboratory, name: str) -> None:
        """LDAP 50 with the right and the OU; check mode warns of it before."""
        denied = laboratory.variables["lab_denied_ou"]
        create = task(laboratory, name, ou=denied)
        foreseen, result = laboratory.tasks("localhost", {**create, "check_mode": True}, create)
        assert any("Create Computer objects" in warning for warning in foreseen["warnings"])
        assert result["error"]["code"] == 50
        assert result["error"]["missing_right"] == f"Create Computer objects on {denied}"
        assert laboratory.computer(name) is None

    def test_an_ou_that_does_not_exist(self, laboratory: Laboratory, name: str) -> None:
        """LDAP 32 with the name of the OU, before any machine is handled."""
        missing = f"OU=Nowhere,{laboratory.variables['lab_ou']}"
        result = run(laboratory, name, ou=missing)
        assert result["error"]["code"] == 32
        assert result["error"]["dn"] == missing
        assert "machines" not in result

    def test_bad_options_are_found_all_at_once(self, laboratory: Laboratory) -> None:
        """An OU of another domain, names that collide after 15 characters, a duplicate, a name that is none."""
        result = run(
            laboratory,
            *("web-production-01", "web-production-02", "ws1", "WS1", "a b"),
            ou="OU=Servers,DC=other,DC=example",
            auth_protocol="simple",
            tls_mode=None,
            ca_cert=None,
        )
        findings = [(finding["option"], finding["message"]) for finding in result["error"]["findings"]]
        assert [option for option, _message in findings] == ["auth_protocol", "machines", "machines", "machines", "ou"]
        assert "WEB-PRODUCTION-$" in findings[1][1]

    def test_a_domain_controller_is_left_alone_and_the_others_are_handled(
        self, laboratory: Laboratory, name: str
    ) -> None:
        """Even the administrator cannot delete it with this module."""
        run(laboratory, name)
        controller = laboratory.variables["lab_dc"].partition(".")[0]
        result = run(
            laboratory, controller, name, ou=None, state="absent", delete_children=True, **as_admin(laboratory)
        )
        assert [machine["failed"] for machine in result["machines"]] == [True, False]
        assert laboratory.computer(controller) is not None
        assert laboratory.computer(name) is None

    def test_a_name_that_is_cut_to_one_that_exists(self, laboratory: Laboratory, name: str) -> None:
        """The account of another host with the same 15 characters is not taken for this one's."""
        first, second = f"{name}-front-1", f"{name}-front-2"
        assert run(laboratory, first)["changed"] is True
        result = run(laboratory, second)
        assert first in result["machines"][0]["msg"]

    def test_an_untrusted_certificate(self, laboratory: Laboratory, name: str) -> None:
        """The password is not sent to whoever cannot prove to be the domain controller."""
        result = run(laboratory, name, ca_cert=None)
        assert result["failed"] is True
        assert "certificate" in result["msg"]

    def test_a_domain_without_domain_controllers(self, laboratory: Laboratory, name: str) -> None:
        """The message says what to test."""
        result = run(laboratory, name, domain="nowhere.example", ou=None)
        assert "_ldap._tcp.dc._msdcs.nowhere.example" in result["msg"]

    def test_a_domain_controller_of_another_domain(self, laboratory: Laboratory, name: str) -> None:
        """It is not logged on to."""
        result = run(laboratory, name, domain_controller=laboratory.variables["lab2_dc"])
        assert "serves another domain" in result["msg"]

    def test_no_secret_is_printed(self, laboratory: Laboratory, name: str) -> None:
        """Not the user's password, also with full verbosity and when the task fails."""
        password = laboratory.variables["lab_join_password"]
        play = {
            "hosts": "localhost",
            "gather_facts": False,
            "tasks": [task(laboratory, name, "dc1")],
        }
        done = laboratory.playbook([play], "-vvv")
        assert name in done.output
        assert password not in done.output + done.errors
