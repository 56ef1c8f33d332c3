# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a join leaves in the directory and on the host, read with tools that are not ours."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.tests.lab.emulated_host import HostList

from .laboratory import Laboratory, lab_directory


class TestJoinedAccount:
    """The account after an ordinary join with restart."""

    def test_it_is_what_windows_would_have_written(self, laboratory: Laboratory, host: str) -> None:
        """A workstation in the asked OU, with dNSHostName and the names of HOST and RestrictedKrbHost."""
        result = laboratory.membership(host, reboot=True)
        assert result["changed"] is True, result
        account = laboratory.computer(host)
        assert account is not None
        assert account.dn.lower() == f"cn={host},{laboratory.variables['lab_ou']}".lower()
        assert int(account.one("userAccountControl")) == 0x1000
        domain = laboratory.variables["lab_domain"]
        assert account.one("dNSHostName").lower() == f"{host}.{domain}"
        names = {name.lower() for name in account.attributes["serviceprincipalname"]}
        assert account.one("operatingSystem") == "Windows Server 2025 Standard"
        assert account.one("operatingSystemVersion") == "10.0 (26100)"
        expected = {
            f"{service}/{name}" for service in ("host", "restrictedkrbhost") for name in (host, f"{host}.{domain}")
        }
        assert expected <= names

    def test_the_host_holds_the_machine_password(self, laboratory: Laboratory, host: str) -> None:
        """Samba's net ads testjoin logs on with the host's own secrets, and the system's resolver finds its address."""
        assert laboratory.membership(host, reboot=True)["changed"] is True
        assert laboratory.secrets_prove_membership(host)
        found = laboratory.execute("getent", "hosts", f"{host}.{laboratory.variables['lab_domain']}")
        (listed,) = [each.address for each in HostList.load(lab_directory() / "hosts.json").hosts if each.name == host]
        assert found.output.split()[0] == listed

    def test_the_default_container_is_the_domains(self, laboratory: Laboratory, host: str) -> None:
        """Without ou a new account goes to CN=Computers."""
        variables = laboratory.variables
        result = laboratory.membership(
            host, ou=None, username=variables["lab_admin_user"], password=variables["lab_admin_password"]
        )
        assert result["changed"] is True, result
        account = laboratory.computer(host)
        assert account is not None
        assert account.dn.lower().startswith(f"cn={host},cn=computers,")


class TestNames:
    """Names and places with characters that have to be escaped somewhere on the way."""

    def test_an_ou_with_quotes_ampersand_umlaut_comma_and_equals(self, laboratory: Laboratory, host: str) -> None:
        """The account is created exactly there."""
        result = laboratory.membership(host, ou=laboratory.variables["lab_odd_ou"], reboot=True)
        assert result["changed"] is True, result
        (ou,) = laboratory.search(r'(&(objectClass=organizationalUnit)(ou=O\27Neil & "Söhne"\2c x=y))', "ou")
        assert ou.one("ou") == 'O\'Neil & "Söhne", x=y'
        account = laboratory.computer(host)
        assert account is not None
        assert account.dn.lower() == f"cn={host},{ou.dn}".lower()

    def test_rename_and_join_take_one_restart(self, laboratory: Laboratory, host: str) -> None:
        """The account has the new name, and so has the host after the restart."""
        new_name = f"{host}-new"
        joined, info = laboratory.tasks(
            host,
            {"netjoin.windows.membership": {**_right(laboratory), "hostname": new_name, "reboot": True}},
            {"netjoin.windows.membership_info": {}},
        )
        assert [step["call"] for step in joined["steps"]] == ["SetComputerNameExW", "JoinDomainOrWorkgroup"]
        assert joined["join_options"]["value"] == 0x403
        assert info["hostname"].lower() == new_name
        assert laboratory.computer(new_name) is not None
        assert laboratory.computer(host) is None
        assert laboratory.secrets_prove_membership(host)

    def test_a_failed_join_gives_the_old_name_back(self, laboratory: Laboratory, host: str) -> None:
        """A wrong password after the rename leaves no rename pending."""
        variables = laboratory.variables
        result = laboratory.membership(host, hostname="renamed-2", password=variables["lab_join_password"] + "-x")
        assert result["error"]["code"] == 1326
        assert result["after"] == result["before"]

    @pytest.mark.parametrize(
        "form", ["{user}@{domain}", "{netbios}\\{user}", "{domain}\\{user}"], ids=["upn", "netbios", "fqdn"]
    )
    def test_the_user_may_be_written_in_every_form(self, laboratory: Laboratory, host: str, form: str) -> None:
        """[MS-WKST] 3.2.4.13 knows NETBIOS\\user, fqdn\\user and user@fqdn."""
        variables = laboratory.variables
        user = form.format(
            user=variables["lab_join_user"].partition("@")[0],
            domain=variables["lab_domain"],
            netbios=variables["lab_netbios"],
        )
        result = laboratory.membership(host, username=user)
        assert result["changed"] is True, result


class TestAccountPolicy:
    """What may happen to an account that is there already."""

    def test_create_leaves_an_existing_account_alone(self, laboratory: Laboratory, host: str) -> None:
        """The join fails with 2224, and the password of the account was not touched."""
        assert laboratory.membership(host)["changed"] is True
        before = laboratory.computer(host)
        laboratory.reset(host)
        result = laboratory.membership(host, account="create")
        after = laboratory.computer(host)
        assert result["error"]["code"] == 2224
        assert result["after"]["workgroup"] == "WORKGROUP"
        assert before is not None
        assert after is not None
        assert before.one("pwdLastSet") == after.one("pwdLastSet")

    def test_reuse_takes_the_users_own_account_over(self, laboratory: Laboratory, host: str) -> None:
        """The creator of an account may join with it again."""
        assert laboratory.membership(host)["changed"] is True
        laboratory.reset(host)
        result = laboratory.membership(host, account="reuse", reboot=True)
        assert result["changed"] is True, result
        assert result["join_options"]["value"] == 1
        assert laboratory.secrets_prove_membership(host)


def _right(laboratory: Laboratory) -> dict[str, str]:
    variables = laboratory.variables
    return {
        "domain": variables["lab_domain"],
        "ou": variables["lab_ou"],
        "username": variables["lab_join_user"],
        "password": variables["lab_join_password"],
    }
