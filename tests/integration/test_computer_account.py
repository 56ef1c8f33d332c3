# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Computer accounts made from Linux, through real Ansible; what the directory has is read with ldapsearch."""

from __future__ import annotations

import importlib.util
import secrets
import tempfile
import typing as t

import pytest

from .laboratory import Laboratory, Result, lab_directory

PRE_CREATED = 0x1000
DISABLED = 0x2
WITHOUT_KERBEROS = importlib.util.find_spec("krb5") is None or importlib.util.find_spec("gssapi") is None
NEEDS_KERBEROS = pytest.mark.skipif(
    WITHOUT_KERBEROS, reason="this Python has no gssapi and krb5: ./lab install --kerberos compiles them"
)

SEALED_BY_KERBEROS: Result = {"auth_protocol": "kerberos", "tls_mode": None, "ca_cert": None}


@pytest.fixture
def name() -> str:
    """The name of a computer that nobody has used."""
    return f"A{secrets.token_hex(5).upper()}"


def task(laboratory: Laboratory, *machines: str, **arguments: t.Any) -> Result:
    """Return a task as the delegated user over LDAPS, unless the arguments say otherwise; None leaves one out."""
    variables = laboratory.variables
    right = {
        "domain": variables["lab_domain"],
        "ou": variables["lab_ou"],
        "username": variables["lab_join_user"],
        "password": variables["lab_join_password"],
        "auth_protocol": "simple",
        "tls_mode": "ldaps",
        "ca_cert": str(lab_directory() / "dc" / variables["lab_domain"] / "private" / "tls" / "ca.pem"),
        "machines": list(machines),
    }
    given = {option: value for option, value in {**right, **arguments}.items() if value is not None}
    return {"netjoin.windows.computer_account": given}


def run(laboratory: Laboratory, *machines: str, **arguments: t.Any) -> Result:
    """Run one such task on localhost."""
    (result,) = laboratory.tasks("localhost", task(laboratory, *machines, **arguments))
    return result


def as_admin(laboratory: Laboratory) -> dict[str, str]:
    """Return the credentials of the domain's administrator."""
    variables = laboratory.variables
    return {"username": variables["lab_admin_user"], "password": variables["lab_admin_password"]}


def got_ticket(laboratory: Laboratory, user: str, password: str, cache: str) -> bool:
    """Whether kinit gets a ticket of the domain for a user or a machine, into a credential cache."""
    realm = laboratory.variables["lab_domain"].upper()
    script = 'printf "%s" "$LAB_SECRET" | kinit -c "$KRB5CCNAME" "$LAB_PRINCIPAL"'
    environment = {"KRB5CCNAME": cache, "LAB_SECRET": password, "LAB_PRINCIPAL": f"{user}@{realm}"}
    return laboratory.execute("bash", "-c", script, **environment).code == 0


def bad_password_count(laboratory: Laboratory, user: str) -> int:
    """How often somebody gave a wrong password for a user, as the domain controller counts."""
    (entry,) = laboratory.search(f"(sAMAccountName={user})", "badPwdCount")
    return int(entry.one("badPwdCount"))


@pytest.fixture
def counted(laboratory: Laboratory) -> t.Iterator[None]:
    """A domain that counts wrong passwords, which Samba does only when there is a limit; it is not reached here."""
    domain = laboratory.search("(objectClass=domain)", "lockoutThreshold")[0].dn
    for limit in (1000, 0):
        with tempfile.NamedTemporaryFile("w") as ldif:
            ldif.write(f"dn: {domain}\nchangetype: modify\nreplace: lockoutThreshold\nlockoutThreshold: {limit}\n")
            ldif.flush()
            laboratory._ldap("ldapmodify", "-f", ldif.name)
        if limit:
            yield


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
        prepared = run(laboratory, host, one_time_password=True)
        password = prepared["machines"][0]["one_time_password"]
        assert len(password) == 40
        joined = laboratory.membership(
            host, machine_password=password, username=None, password=None, ou=None, reboot=True
        )
        assert joined["changed"] is True, joined
        assert laboratory.secrets_prove_membership(host)

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
        made = run(laboratory, name, one_time_password=True)["machines"][0]["one_time_password"]
        reset = run(laboratory, name, ou=None, state="reset", one_time_password=True)
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
        plain = user.partition("@")[0]
        before = bad_password_count(laboratory, plain)
        result = run(laboratory, *(f"{name}{i}" for i in range(3)), username=user, password="not-the-password", **way)
        assert result["error"]["code"] == 1326, result
        assert "machines" not in result
        assert bad_password_count(laboratory, plain) == before + 1

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

    @NEEDS_KERBEROS
    def test_a_ticket(self, laboratory: Laboratory, name: str) -> None:
        """Without username the credential cache is used; without a ticket the message says so."""
        variables = laboratory.variables
        nobody: Result = {**SEALED_BY_KERBEROS, "username": None, "password": None}
        user = variables["lab_join_user"].partition("@")[0]
        with tempfile.TemporaryDirectory() as directory:
            cache = f"FILE:{directory}/tickets"
            (without,) = laboratory.tasks("localhost", task(laboratory, name, **nobody), KRB5CCNAME=cache)
            assert "no Kerberos ticket" in without["msg"]
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
