# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways to reach a host beside the one that all other tests take: HTTPS, PowerShell remoting, Kerberos."""

from __future__ import annotations

import pathlib
import typing as t

import pytest
import yaml

from .directory_users import LACK_OF_KERBEROS, WITHOUT_KERBEROS
from .laboratory import Laboratory, Result, lab, run

pytestmark = pytest.mark.wire

CANNOT_RUN_HERE = 3
"""What ./lab ends with when the machine lacks something."""


def connection(transport: str) -> Result:
    """Return the connection variables of a transport; skip where the lab or this Python cannot have it."""
    if transport.endswith("kerberos") and WITHOUT_KERBEROS:
        pytest.skip(LACK_OF_KERBEROS)
    printed = run("./lab", "inventory", "--transport", transport)
    if printed.code == CANNOT_RUN_HERE:
        pytest.skip(printed.errors.strip())
    assert printed.code == 0, printed.errors
    return t.cast(Result, yaml.safe_load(printed.output)["all"]["children"]["windows"]["vars"])


def member(laboratory: Laboratory, **arguments: t.Any) -> Result:
    """Return the task that makes a host a member, as the delegated user."""
    variables = laboratory.variables
    right = {
        "domain": variables["lab_domain"],
        "ou": variables["lab_ou"],
        "username": variables["lab_join_user"],
        "password": variables["lab_join_password"],
    }
    return {"netjoin.windows.membership": {**right, **arguments}}


def over(variables: Result, *tasks: Result) -> list[Result]:
    """Return the tasks, each with a connection of its own, which may be refused."""
    return [{**task, "vars": variables, "ignore_unreachable": True} for task in tasks]


INFO: Result = {"netjoin.windows.membership_info": {}}


class TestAsLocalAdministrator:
    """A host from a workgroup to a member, over one transport from the beginning to the end."""

    @pytest.mark.parametrize("transport", ["winrm-https", "psrp-ntlm", "psrp-https"])
    def test_a_join(self, laboratory: Laboratory, host: str, transport: str) -> None:
        """Check mode, join with restart, unchanged: the same results as over the inventory's own transport."""
        join = member(laboratory, reboot=True)
        before, foreseen, joined, again, after = laboratory.tasks(
            host, *over(connection(transport), INFO, {**join, "check_mode": True}, join, join, INFO)
        )
        assert before["workgroup"] == "WORKGROUP"
        assert (foreseen["changed"], joined["changed"], again["changed"]) == (True, True, False), joined
        assert after["domain"] == laboratory.variables["lab_domain"]
        assert after["secure_channel"]["status"] == "ok"
        assert laboratory.secrets_prove_membership(host)

    @pytest.mark.parametrize("transport", ["winrm-https", "psrp-https"])
    def test_a_certificate_of_another_authority(self, laboratory: Laboratory, host: str, transport: str) -> None:
        """The connection is refused: here only the domain controller's own certificate is trusted."""
        variables = connection(transport)
        stranger = pathlib.Path(laboratory.ldaps["ca_cert"])
        trusted = {"winrm-https": "ansible_winrm_ca_trust_path", "psrp-https": "ansible_psrp_ca_cert"}[transport]
        assert pathlib.Path(variables[trusted]).exists()
        assert stranger.exists()
        (result,) = laboratory.tasks(host, *over({**variables, trusted: str(stranger)}, INFO))
        assert "certificate verify failed" in result["msg"].lower(), result


class TestAsDomainUser:
    """A play that starts as a local account and goes on as an account of the domain."""

    @pytest.mark.parametrize("transport", ["winrm-kerberos", "psrp-kerberos"])
    def test_local_before_the_join_and_kerberos_after_it(
        self, laboratory: Laboratory, host: str, transport: str
    ) -> None:
        """The domain's administrator is one of the host, and finds nothing to do."""
        variables = connection(transport)
        joined, *by_ticket = laboratory.tasks(
            host,
            member(laboratory, reboot=True),
            *over(variables, {"ansible.builtin.raw": "whoami"}, INFO, member(laboratory, reboot=True)),
        )
        assert joined["changed"] is True, joined
        who, after, again = by_ticket
        assert who["stdout"].strip() == rf"{laboratory.variables['lab_netbios']}\administrator".lower()
        assert after["secure_channel"]["status"] == "ok"
        assert again["changed"] is False, again

    def test_no_ticket_opens_a_host_that_has_left(self, laboratory: Laboratory, host: str) -> None:
        """The play comes back as a local account, as reboot_username says, and not as the one that it ran as."""
        variables = connection("psrp-kerberos")
        local = {"reboot_username": laboratory.host_user, "reboot_password": laboratory.host_password}
        leave = member(laboratory, state="workgroup", workgroup="AFTER", reboot=True, **local)
        for option in ("domain", "ou"):
            del leave["netjoin.windows.membership"][option]
        joined, left, info, refused = laboratory.tasks(
            host, member(laboratory, reboot=True), *over(variables, leave), INFO, *over(variables, INFO)
        )
        assert (joined["changed"], left["changed"]) == (True, True), left
        assert info["workgroup"] == "AFTER"
        assert refused.get("unreachable") is True, refused

    def test_a_clock_that_is_wrong(self, laboratory: Laboratory, host: str) -> None:
        """Kerberos refuses, NTLM does not mind."""
        variables = connection("winrm-kerberos")
        (joined,) = laboratory.tasks(host, member(laboratory, reboot=True))
        lab("fault", "clock-skew", host)
        by_ticket, by_password = laboratory.tasks(host, *over(variables, INFO), INFO)
        assert joined["changed"] is True, joined
        assert by_ticket.get("unreachable") is True
        assert by_password["domain"] == laboratory.variables["lab_domain"]
