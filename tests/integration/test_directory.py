# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a join leaves in the directory and on the host, read with tools that are not ours."""

from __future__ import annotations

import pytest

from .laboratory import Laboratory

NASTY_OU = r"OU=O'Neil & \"Söhne\"\, x\=y"


class TestJoinedAccount:
    """The account after an ordinary join with restart."""

    def test_it_is_what_windows_would_have_written(self, laboratory: Laboratory, host: str) -> None:
        """A workstation in the asked OU, with dNSHostName and the names of HOST and RestrictedKrbHost."""
        result = laboratory.membership(host, reboot=True)
        assert result["changed"] is True, result
        account = laboratory.computer("WIN01")
        assert account is not None
        assert account.dn.lower() == f"cn=win01,{laboratory.variables['lab_ou']}".lower()
        assert int(account.one("userAccountControl")) == 0x1000
        domain = laboratory.variables["lab_domain"]
        assert account.one("dNSHostName").lower() == f"win01.{domain}"
        names = {name.lower() for name in account.attributes["serviceprincipalname"]}
        expected = {
            f"{service}/{name}" for service in ("host", "restrictedkrbhost") for name in ("win01", f"win01.{domain}")
        }
        assert expected <= names

    def test_the_host_holds_the_machine_password(self, laboratory: Laboratory, host: str) -> None:
        """Samba's net ads testjoin logs on with the host's own secrets."""
        assert laboratory.membership(host, reboot=True)["changed"] is True
        assert laboratory.secrets_prove_membership(host)

    def test_the_default_container_is_the_domains(self, laboratory: Laboratory, host: str) -> None:
        """Without ou a new account goes to CN=Computers."""
        name = laboratory.add_host("default1")
        variables = laboratory.variables
        result = laboratory.membership(
            name, ou=None, username=variables["lab_admin_user"], password=variables["lab_admin_password"]
        )
        assert result["changed"] is True, result
        account = laboratory.computer("DEFAULT1")
        assert account is not None
        assert account.dn.lower().startswith("cn=default1,cn=computers,")


class TestNames:
    """Names and places with characters that have to be escaped somewhere on the way."""

    def test_an_ou_with_quotes_ampersand_umlaut_comma_and_equals(self, laboratory: Laboratory, host: str) -> None:
        """The account is created exactly there."""
        base = ",".join(f"DC={label}" for label in laboratory.variables["lab_domain"].split("."))
        name = laboratory.add_host("nasty1")
        result = laboratory.membership(name, ou=f"{NASTY_OU},{base}", reboot=True)
        assert result["changed"] is True, result
        (ou,) = laboratory.search(r'(&(objectClass=organizationalUnit)(ou=O\27Neil & "Söhne"\2c x=y))', "ou")
        assert ou.one("ou") == 'O\'Neil & "Söhne", x=y'
        account = laboratory.computer("NASTY1")
        assert account is not None
        assert account.dn.lower() == f"cn=nasty1,{ou.dn}".lower()

    def test_rename_and_join_take_one_restart(self, laboratory: Laboratory, host: str) -> None:
        """The account has the new name, and so has the host after the restart."""
        name = laboratory.add_host("rename1")
        joined, info = laboratory.tasks(
            name,
            {"netjoin.windows.membership": {**_right(laboratory), "hostname": "renamed-1", "reboot": True}},
            {"netjoin.windows.membership_info": {}},
        )
        assert [step["call"] for step in joined["steps"]] == ["SetComputerNameExW", "JoinDomainOrWorkgroup"]
        assert joined["join_options"]["value"] == 0x403
        assert info["hostname"].lower() == "renamed-1"
        assert laboratory.computer("RENAMED-1") is not None
        assert laboratory.computer("RENAME1") is None
        assert laboratory.secrets_prove_membership(name)

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
        first = laboratory.add_host("taken1")
        assert laboratory.membership(first)["changed"] is True
        before = laboratory.computer("TAKEN1")
        laboratory.reset(first)
        result = laboratory.membership(first, account="create")
        after = laboratory.computer("TAKEN1")
        assert result["error"]["code"] == 2224
        assert result["after"]["workgroup"] == "WORKGROUP"
        assert before is not None
        assert after is not None
        assert before.one("pwdLastSet") == after.one("pwdLastSet")

    def test_reuse_takes_the_users_own_account_over(self, laboratory: Laboratory, host: str) -> None:
        """The creator of an account may join with it again."""
        first = laboratory.add_host("reuse1")
        assert laboratory.membership(first)["changed"] is True
        laboratory.reset(first)
        result = laboratory.membership(first, account="reuse", reboot=True)
        assert result["changed"] is True, result
        assert result["join_options"]["value"] == 1
        assert laboratory.secrets_prove_membership(first)


def _right(laboratory: Laboratory) -> dict[str, str]:
    variables = laboratory.variables
    return {
        "domain": variables["lab_domain"],
        "ou": variables["lab_ou"],
        "username": variables["lab_join_user"],
        "password": variables["lab_join_password"],
    }
