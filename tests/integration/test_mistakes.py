# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mistakes that people make, each with the answer that they get."""

from __future__ import annotations

import json
import socket
import threading
import time
import typing as t

import pytest

from .laboratory import Laboratory, Result, lab, run


class TestWithoutTheHost:
    """What the controller knows to be wrong does not need the host."""

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ({"hostname": "web01"}, "domain: is missing"),
            ({"domain": "corp.example", "username": "x@corp.example"}, "password: is missing"),
            ({"domain": "corp.example", "ou": "Workstations"}, "ou: "),
            ({"domain": "corp.example", "ou": "OU=a,DC=other,DC=example"}, "other.example"),
            ({"domain": "corp.example", "username": ""}, "username: is empty"),
            ({"domain": "corp.example", "join_options": ["join_readonly"]}, "join_options: "),
        ],
    )
    def test_it_is_refused_at_a_closed_port(self, arguments: dict[str, t.Any], words: str) -> None:
        """The task fails with its findings although nothing listens where the host should be."""
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            port = closed.getsockname()[1]
            inventory = f"127.0.0.1 ansible_connection=winrm ansible_port={port} ansible_user=x ansible_password=y"
            done = run(
                *("./lab", "exec", "--", "ansible", "all", "-i", "127.0.0.1,", "-m", "netjoin.windows.membership"),
                *("-a", json.dumps(arguments)),
                *(part for pair in inventory.split()[1:] for part in ("-e", pair)),
            )
        assert done.code == 2, done.output + done.errors
        assert "FAILED!" in done.output
        assert "UNREACHABLE" not in done.output
        assert words in done.output


class TestOnTheHost:
    """What only the host or the domain can know."""

    def test_a_user_who_is_no_administrator(self, laboratory: Laboratory, host: str) -> None:
        """The host's refusal is explained as one of the host, not of the domain."""
        variables = laboratory.variables
        right = {"domain": variables["lab_domain"], "username": variables["lab_join_user"]}
        (result,) = laboratory.tasks(
            host,
            {
                "netjoin.windows.membership": {**right, "password": variables["lab_join_password"]},
                "vars": {
                    "ansible_user": variables["lab_host_user"],
                    "ansible_password": variables["lab_host_password"],
                },
            },
        )
        assert result["failed"] is True
        assert result["error"]["symbol"] in ("ERROR_ACCESS_DENIED", "WBEM_E_ACCESS_DENIED")
        assert "administrator" in repr(result["error"]).lower()
        assert result["after"] == result["before"]

    def test_no_credentials_at_all(self, laboratory: Laboratory, host: str) -> None:
        """A local account has no identity in the domain, and the warning says so."""
        result = laboratory.membership(host, username=None, password=None)
        assert result["failed"] is True
        assert result["error"]["code"] == 5
        assert any("no credentials" in warning for warning in result["warnings"])

    def test_a_domain_controller_of_another_name(self, laboratory: Laboratory, host: str) -> None:
        """A controller that is none of this domain gives 1354 or 1355, and the host is unchanged."""
        result = laboratory.membership(host, domain_controller=f"no-such-dc.{laboratory.variables['lab_domain']}")
        assert result["error"]["code"] in (1354, 1355)
        assert result["after"] == result["before"]

    def test_the_right_domain_controller_by_name(self, laboratory: Laboratory, host: str) -> None:
        """The join goes through the named controller."""
        result = laboratory.membership(host, domain_controller=laboratory.variables["lab_dc"])
        assert result["changed"] is True, result

    @pytest.mark.parametrize("user", ["odd", "long"], ids=["quotes, spaces and umlauts", "254 characters"])
    def test_passwords_with_anything_in_them(self, laboratory: Laboratory, host: str, user: str) -> None:
        """What was typed is what the domain controller sees."""
        variables = laboratory.variables
        result = laboratory.membership(
            host,
            ou=variables["lab_ou"],
            username=variables[f"lab_{user}_user"],
            password=variables[f"lab_{user}_password"],
        )
        assert result["changed"] is True, result.get("msg")

    @pytest.mark.parametrize(
        ("user", "code"),
        [("disabled", 1331), ("expired", 1793), ("locked", 1909), ("must_change", 1907)],
    )
    def test_what_is_wrong_with_the_joining_account(
        self, laboratory: Laboratory, host: str, user: str, code: int
    ) -> None:
        """[MS-ERREF] 2.2: ERROR_ACCOUNT_DISABLED, _ACCOUNT_EXPIRED, _ACCOUNT_LOCKED_OUT and _PASSWORD_MUST_CHANGE."""
        variables = laboratory.variables
        result = laboratory.membership(
            host, username=variables[f"lab_{user}_user"], password=variables[f"lab_{user}_password"]
        )
        assert result["error"]["code"] == code
        assert result["after"] == result["before"]


@pytest.mark.alone
class TestDomainControllerDown:
    """The domain cannot be reached."""

    @pytest.fixture
    def controller_down(self, laboratory: Laboratory) -> t.Iterator[None]:
        lab("fault", "dc-down")
        yield
        lab("fault", "dc-up")

    def test_a_join_is_explained(self, laboratory: Laboratory, host: str, controller_down: None) -> None:
        """1355, with what to check, and the host is unchanged."""
        result = laboratory.membership(host)
        assert result["error"]["code"] == 1355
        assert result["after"] == result["before"]

    def test_it_goes_away_during_the_restart(self, laboratory: Laboratory, host: str) -> None:
        """The join is done and cannot be verified: a change and a failure, with the code of Netlogon explained."""
        result: Result = {}
        arguments = {"reboot": True, "reboot_timeout": 30}
        join = threading.Thread(target=lambda: result.update(laboratory.membership(host, **arguments)))
        join.start()
        try:
            deadline = time.monotonic() + 30
            while laboratory.computer(host) is None and time.monotonic() < deadline:
                time.sleep(0.2)
            time.sleep(2)  # the host writes its own half of the join after the account
            lab("fault", "dc-down")
            join.join(120)
        finally:
            lab("fault", "dc-up")
        assert (result["failed"], result["changed"]) == (True, True), result
        assert [step["return_code"] for step in result["steps"]] == [0]
        assert result["error"]["function"] == "I_NetLogonControl2"
        assert "has joined" in result["msg"]
        assert laboratory.membership(host, reboot=True).get("failed") is None

    def test_a_member_is_unchanged(self, laboratory: Laboratory, host: str) -> None:
        """A host that is as asked does not need the domain controller."""
        assert laboratory.membership(host, reboot=True)["changed"] is True
        lab("fault", "dc-down")
        try:
            again = laboratory.membership(host, reboot=True)
            (info,) = laboratory.tasks(host, {"netjoin.windows.membership_info": {}})
        finally:
            lab("fault", "dc-up")
        assert again["changed"] is False
        assert "failed" not in again
        assert info["domain"].lower() == laboratory.variables["lab_domain"]
        assert info["secure_channel"]["status"] != "ok"
