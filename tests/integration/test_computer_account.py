# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Computer accounts made from Linux, through real Ansible; what the directory has is read with ldapsearch."""

from __future__ import annotations

import json
import tempfile
import typing as t

from .directory_users import (
    as_admin,
    given,
    got_ticket,
)
from .laboratory import Laboratory, Result

PRE_CREATED = 0x1000
DISABLED = 0x2


def task(laboratory: Laboratory, *machines: str, **arguments: t.Any) -> Result:
    """Return a task as the delegated user over LDAPS, unless the arguments say otherwise; None leaves one out."""
    options = {**laboratory.as_joiner, "machines": list(machines)}
    return {"netjoin.windows.computer_account": given(options, arguments)}


def run(laboratory: Laboratory, *machines: str, **arguments: t.Any) -> Result:
    """Run one such task on localhost."""
    (result,) = laboratory.tasks("localhost", task(laboratory, *machines, **arguments))
    return result


def run_secretly(laboratory: Laboratory, *machines: str, **arguments: t.Any) -> Result:
    """Run one that returns passwords."""
    (result,) = laboratory.secret_tasks(task(laboratory, *machines, **arguments))
    return result


class TestPresent:
    """Accounts that are to be there."""

    def test_check_mode_act_and_act_again(self, laboratory: Laboratory, name: str) -> None:
        """Foreseen and not made, then made with what Windows writes, then left as it is."""
        present = task(laboratory, name, description="made by a test")
        (foreseen,) = laboratory.tasks("localhost", {**present, "check_mode": True, "diff": True})
        assert foreseen["changed"] is True, foreseen
        assert laboratory.computer(name) is None
        made, again = laboratory.tasks("localhost", present, present)
        account = laboratory.computer(name)
        assert account is not None
        domain, ou = laboratory.variables["lab_domain"], laboratory.variables["lab_ou"]
        assert account.dn == f"CN={name},{ou}"
        assert int(account.one("userAccountControl")) == PRE_CREATED
        assert account.one("dNSHostName") == f"{name}.{domain}"
        assert account.one("description") == "made by a test"
        assert set(account.attributes["serviceprincipalname"]) == {
            f"{service}/{host}" for service in ("HOST", "RestrictedKrbHost") for host in (name, f"{name}.{domain}")
        }
        (machine,) = made["machines"]
        assert machine["steps"] == ["created"]
        assert machine["account"]["sid"].startswith("S-1-5-21-")
        assert machine["account"]["dn"] == foreseen["machines"][0]["account"]["dn"] == account.dn
        assert foreseen["diff"][0]["after"]["dn"] == account.dn
        assert again["changed"] is False

    def test_the_default_container_is_the_domains(self, laboratory: Laboratory, name: str) -> None:
        """Without ou an account is made in CN=Computers."""
        assert run(laboratory, name, ou=None, **as_admin(laboratory))["changed"] is True
        account = laboratory.computer(name)
        assert account is not None
        assert account.dn.lower().startswith(f"cn={name},cn=computers,".lower())

    def test_an_account_is_moved_described_and_enabled(self, laboratory: Laboratory, name: str) -> None:
        """Into an OU with every awkward character in its name."""
        odd = laboratory.variables["lab_odd_ou"]
        _made, _disabled, moved, again = laboratory.tasks(
            "localhost",
            task(laboratory, name),
            task(laboratory, name, ou=None, state="disabled"),
            task(laboratory, name, ou=odd, description='Söhne, "quoted"'),
            task(laboratory, name, ou=odd, description='Söhne, "quoted"'),
        )
        assert moved["machines"][0]["steps"] == ["described", "enabled", "moved"], moved
        account = laboratory.computer(name)
        assert account is not None
        (ou,) = laboratory.search(r"(&(objectClass=organizationalUnit)(ou=O\27Neil*))", "ou")
        assert account.dn == f"CN={name},{ou.dn}"
        assert account.one("description") == 'Söhne, "quoted"'
        assert int(account.one("userAccountControl")) == PRE_CREATED
        assert again["changed"] is False

    def test_a_host_joins_with_the_one_time_password(self, laboratory: Laboratory, host: str) -> None:
        """No password of a user reaches the host, and Samba proves the membership."""
        prepared = run_secretly(laboratory, host, one_time_password=True)
        password = prepared["machines"][0]["one_time_password"]
        assert len(password) == 40
        joined = laboratory.membership(
            host, machine_password=password, username=None, password=None, ou=None, reboot=True
        )
        assert joined["changed"] is True, joined
        assert laboratory.secrets_prove_membership(host)

    def test_a_password_does_not_come_back_into_the_open(self, laboratory: Laboratory, name: str) -> None:
        """Without no_log the task is refused, delegated or not, and so is a command at a prompt; nothing is made."""
        secret = task(laboratory, name, one_time_password=True)
        delegated = {**task(laboratory, name, state="joinable"), "delegate_to": "localhost"}
        (refused,) = laboratory.tasks("localhost", secret)
        (elsewhere,) = laboratory.tasks("win01", delegated)
        ((module, arguments),) = secret.items()
        typed = laboratory.execute("ansible", "localhost", "-m", module, "-a", json.dumps(arguments))
        said = (refused["msg"], elsewhere["msg"], typed.output)
        assert [text for text in said if "needs no_log: true" not in text] == []
        assert laboratory.computer(name) is None

    def test_nobody_asked_for_a_password(self, laboratory: Laboratory, name: str) -> None:
        """Then none is returned."""
        assert "one_time_password" not in run(laboratory, name)["machines"][0]


class TestDisabled:
    """Accounts that nobody can log on with."""

    def test_an_account_is_disabled_once(self, laboratory: Laboratory, name: str) -> None:
        """Check mode leaves it enabled; the second run changes nothing."""
        disable = task(laboratory, name, ou=None, state="disabled")
        _made, foreseen, disabled, again = laboratory.tasks(
            "localhost", task(laboratory, name), {**disable, "check_mode": True}, disable, disable
        )
        assert foreseen["machines"][0]["account"]["enabled"] is False
        assert disabled["machines"][0]["steps"] == ["disabled"]
        account = laboratory.computer(name)
        assert account is not None
        assert int(account.one("userAccountControl")) == PRE_CREATED | DISABLED
        assert again["changed"] is False

    def test_an_account_that_is_not_there(self, laboratory: Laboratory, name: str) -> None:
        """Nothing has to be disabled, and nothing is created."""
        assert run(laboratory, name, ou=None, state="disabled")["changed"] is False
        assert laboratory.computer(name) is None


class TestReset:
    """New passwords for accounts that exist."""

    def test_the_new_password_is_the_only_one(self, laboratory: Laboratory, name: str) -> None:
        """The domain controller takes it, and the one before it no more."""
        made = run_secretly(laboratory, name, one_time_password=True)["machines"][0]["one_time_password"]
        reset = run_secretly(laboratory, name, ou=None, state="reset", one_time_password=True)
        assert reset["machines"][0]["steps"] == ["reset"], reset
        with tempfile.TemporaryDirectory() as directory:
            cache = f"FILE:{directory}/tickets"
            assert got_ticket(laboratory, f"{name}$", reset["machines"][0]["one_time_password"], cache)
            assert not got_ticket(laboratory, f"{name}$", made, cache)

    def test_an_account_of_somebody_else(self, laboratory: Laboratory, name: str) -> None:
        """KB5020276 refuses it although the user has every right on it, and a trusted owner is accepted."""
        variables = laboratory.variables
        other = {"username": variables["lab_odd_user"], "password": variables["lab_odd_password"]}
        assert run(laboratory, name)["changed"] is True
        before = laboratory.computer(name)
        refused = run(laboratory, name, ou=None, state="reset", **other)
        after = laboratory.computer(name)
        assert refused["failed"] is True
        assert "KB5020276" in refused["machines"][0]["msg"]
        assert before is not None
        assert after is not None
        assert before.one("pwdLastSet") == after.one("pwdLastSet")
        owner = variables["lab_join_user"].partition("@")[0]
        assert run(laboratory, name, ou=None, state="reset", trusted_owners=[owner], **other)["changed"] is True

    def test_an_account_that_is_not_there(self, laboratory: Laboratory, name: str) -> None:
        """There is nothing to reset, which is a failure."""
        assert run(laboratory, name, ou=None, state="reset")["failed"] is True
        assert laboratory.computer(name) is None


class TestJoinable:
    """Accounts that hosts are to join with."""

    def test_a_live_machine_keeps_its_account(self, laboratory: Laboratory, host: str) -> None:
        """Prepared twice and joined with, it is refused, although the user owns it; force takes it over."""
        joinable = task(laboratory, host, state="joinable")
        _prepared, again = laboratory.secret_tasks(joinable, joinable)
        (machine,) = again["machines"]
        assert machine["steps"] == ["reset"], again
        password = machine["one_time_password"]
        right = {"username": None, "password": None, "ou": None, "machine_password": password}
        assert laboratory.membership(host, reboot=True, **right)["changed"] is True
        (refused,) = laboratory.secret_tasks(joinable)
        assert refused["changed"] is False
        assert "has logged on about" in refused["machines"][0]["msg"]
        assert laboratory.secrets_prove_membership(host)
        assert run_secretly(laboratory, host, state="joinable", force=True)["machines"][0]["steps"] == ["reset"]

    def test_a_host_that_has_left_joins_again(self, laboratory: Laboratory, host: str) -> None:
        """Leaving has disabled the account, which has logged on a moment ago."""
        assert laboratory.membership(host, reboot=True)["changed"] is True
        assert laboratory.secrets_prove_membership(host)
        variables = laboratory.variables
        who = {"username": variables["lab_join_user"], "password": variables["lab_join_password"]}
        left = laboratory.membership(host, state="workgroup", workgroup="LEFT", domain=None, ou=None, **who)
        assert left["changed"] is True, left
        account = laboratory.computer(host)
        assert account is not None
        assert "lastlogontimestamp" in account.attributes
        assert int(account.one("userAccountControl")) & DISABLED
        assert run_secretly(laboratory, host, state="joinable")["machines"][0]["steps"] == ["reset", "enabled"]


class TestAbsent:
    """Accounts that are to go."""

    def test_check_mode_act_and_act_again(self, laboratory: Laboratory, name: str) -> None:
        """Foreseen and still there, then gone, then nothing to do."""
        absent = task(laboratory, name, ou=None, state="absent")
        _made, foreseen = laboratory.tasks("localhost", task(laboratory, name), {**absent, "check_mode": True})
        assert foreseen["machines"][0]["steps"] == ["deleted"]
        assert laboratory.computer(name) is not None
        gone, again = laboratory.tasks("localhost", absent, absent)
        assert gone["machines"][0]["account"] is None
        assert laboratory.computer(name) is None
        assert again["changed"] is False

    def test_an_account_with_children(self, laboratory: Laboratory, name: str) -> None:
        """It is refused with the names of the children, and deleted with them when that is asked for."""
        run(laboratory, name)
        account = laboratory.computer(name)
        assert account is not None
        child = f"dn: CN=Inventory Agent,{account.dn}\nobjectClass: serviceConnectionPoint\n"
        with tempfile.NamedTemporaryFile("w") as ldif:
            ldif.write(child)
            ldif.flush()
            laboratory._ldap("ldapadd", "-f", ldif.name)
        refused = run(laboratory, name, ou=None, state="absent")
        assert refused["failed"] is True
        assert f"CN=Inventory Agent,{account.dn}" in refused["machines"][0]["msg"]
        assert laboratory.computer(name) is not None
        gone = run(laboratory, name, ou=None, state="absent", delete_children=True, **as_admin(laboratory))
        assert gone["changed"] is True, gone
        assert laboratory.computer(name) is None

    def test_the_dns_record_goes_with_the_account(self, laboratory: Laboratory, name: str) -> None:
        """Samba's own DNS tool finds the record before, and no more after; a second run has nothing to do."""
        variables = laboratory.variables
        zone = ("dns", "{}", variables["lab_dc"], variables["lab_domain"], name)
        who = ("-U", f"{variables['lab_admin_user']}%{variables['lab_admin_password']}")

        def dns(verb: str, *more: str) -> int:
            return laboratory.execute("samba-tool", *(part.format(verb) for part in zone), *more, *who).code

        assert dns("add", "A", "192.0.2.7") == 0
        run(laboratory, name)
        absent = task(laboratory, name, ou=None, state="absent", delete_dns_record=True, **as_admin(laboratory))
        gone, again = laboratory.tasks("localhost", absent, absent)
        assert gone["machines"][0]["steps"] == ["dns_record_deleted", "deleted"], gone
        assert dns("query", "A") != 0
        assert again["changed"] is False
