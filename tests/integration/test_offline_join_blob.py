# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blobs made from Linux, through real Ansible; Samba's own `net offlinejoin` and `ndrdump` judge them."""

from __future__ import annotations

import os
import pathlib
import re
import secrets
import tempfile
import time
import xml.etree.ElementTree as ET

import pytest

from .blobs import MODULE, UNATTEND, assert_joins, assert_refused, binary, computer, make, task
from .directory_users import NEEDS_KERBEROS, SEALED_BY_KERBEROS
from .laboratory import Laboratory, Result, run

DIFFERENT_FROM_A_JOIN = {
    "operatingsystem": "a running computer tells it, a blob cannot know it",
    "operatingsystemversion": "as operatingSystem",
    "msds-supportedencryptiontypes": "a running computer tells what it supports",
    "lastlogon": "nobody has logged on yet",
    "lastlogontimestamp": "nobody has logged on yet",
    "logoncount": "nobody has logged on yet",
}


class TestBlob:
    """Blobs, and the accounts that they are of."""

    @pytest.mark.parametrize(
        "way", [{}, pytest.param(SEALED_BY_KERBEROS, marks=NEEDS_KERBEROS)], ids=["LDAPS", "Kerberos"]
    )
    def test_samba_joins_with_it(self, laboratory: Laboratory, blobs: pathlib.Path, name: str, way: Result) -> None:
        """`net offlinejoin requestodj` takes the file, and then `net ads testjoin` says that the join is OK."""
        result = make(laboratory, blobs, name, **way)
        assert result["changed"] is True, result
        assert_joins(laboratory, blobs / f"{name}.djoin", name)

    def test_ndrdump_finds_nothing_wrong(self, laboratory: Laboratory, blobs: pathlib.Path, name: str) -> None:
        """Samba's NDR parser reads it, writes it again and gets the same."""
        assert make(laboratory, blobs, name)["changed"] is True
        with tempfile.NamedTemporaryFile() as file:
            file.write(binary(blobs / f"{name}.djoin"))
            file.flush()
            done = run("ndrdump", "--validate", "ODJ", "ODJ_PROVISION_DATA_serialized_ptr", "struct", file.name)
        assert done.code == 0, done.errors
        assert "dump OK" in done.output

    def test_a_long_name_is_cut_off_in_the_account_only(self, laboratory: Laboratory, blobs: pathlib.Path) -> None:
        """The DNS name has all of it."""
        name = f"workstation-{secrets.token_hex(4)}"
        result = make(laboratory, blobs, name)
        assert result["changed"] is True, result
        account = computer(laboratory, name[:15].upper())
        assert account.one("dNSHostName") == f"{name}.{laboratory.variables['lab_domain']}"

    def test_the_account_is_what_a_join_makes(
        self, laboratory: Laboratory, blobs: pathlib.Path, name: str, host: str
    ) -> None:
        """The same attributes with the same values, but for what only a running computer knows."""
        assert make(laboratory, blobs, name)["changed"] is True
        assert laboratory.membership(host)["changed"] is True
        ours, theirs = (self._comparable(laboratory, each) for each in (name, host))
        assert ours == theirs

    @staticmethod
    def _comparable(laboratory: Laboratory, name: str) -> dict[str, set[str]]:
        """Attributes of an account with its name taken out, without those that no two accounts share."""
        own = {
            "cn", "name", "objectguid", "objectsid", "whencreated", "whenchanged", "usncreated", "usnchanged",
            "pwdlastset", "dn", "distinguishedname", "badpasswordtime", "dscorepropagationdata",
        }  # fmt: skip
        attributes = computer(laboratory, name).attributes
        return {
            key: {value.lower().replace(name.lower(), "NAME") for value in values}
            for key, values in attributes.items()
            if key not in own and key not in DIFFERENT_FROM_A_JOIN
        }

    def test_an_answer_file_has_the_blob(self, laboratory: Laboratory, blobs: pathlib.Path, name: str) -> None:
        """In the element of the specialize pass; a second run leaves it as it is."""
        first = task(laboratory, blobs, name, output="unattend", architecture="arm64")
        made, again = laboratory.tasks("localhost", first, first)
        assert (made["changed"], again["changed"]) == (True, False), again
        component = ET.parse(blobs / f"{name}.xml").find(f"{UNATTEND}settings[@pass='specialize']/{UNATTEND}component")
        assert component is not None
        assert component.get("processorArchitecture") == "arm64"
        path = "/".join(f"{UNATTEND}{each}" for each in ("Identification", "Provisioning", "AccountData"))
        blob = blobs / "taken-out"
        blob.write_text(component.findtext(path) or "", encoding="ascii")
        assert_joins(laboratory, blob, name)

    def test_the_vault_keeps_it(self, laboratory: Laboratory, blobs: pathlib.Path, name: str) -> None:
        """`ansible-vault view` shows a blob that Samba joins with. Checked out anew, it is left as it is.

        So is the blob of an account that was there, whose time is not the one at which it was created.
        """
        with tempfile.NamedTemporaryFile("w") as password:
            password.write(secrets.token_hex())
            password.flush()
            first = task(laboratory, blobs, name, output="vault")
            environment = {"ANSIBLE_VAULT_PASSWORD_FILE": password.name}
            (made,) = laboratory.tasks("localhost", first, **environment)
            assert made["changed"] is True, made
            assert "blob" not in made["machines"][0]
            time.sleep(3)  # later than the time of the account's creation, and of the file system's
            (blobs / f"{name}.djoin.vault").unlink()
            reuse = task(laboratory, blobs, name, output="vault", account="reuse")
            (reused,) = laboratory.tasks("localhost", reuse, **environment)
            assert reused["counts"]["reused"] == 1, reused
            os.utime(blobs / f"{name}.djoin.vault", (time.time() + 3600,) * 2)
            for each in (reuse, first):
                (again,) = laboratory.tasks("localhost", each, **environment)
                assert (again["changed"], again["counts"]["unchanged"]) == (False, 1), again
            viewed = laboratory.execute("ansible-vault", "view", str(blobs / f"{name}.djoin.vault"), **environment)
        blob = blobs / "taken-out"
        blob.write_text(viewed.output.splitlines()[0], encoding="ascii")
        assert_joins(laboratory, blob, name)


class TestAgain:
    """Tasks that find something there."""

    def test_a_second_run_is_unchanged(self, laboratory: Laboratory, blobs: pathlib.Path, names: list[str]) -> None:
        """Neither files nor passwords are touched."""
        assert make(laboratory, blobs, *names)["counts"]["created"] == len(names)
        before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(blobs.iterdir())]
        set_before = computer(laboratory, names[0]).one("pwdLastSet")
        result = make(laboratory, blobs, *names)
        assert result["changed"] is False
        assert result["counts"]["unchanged"] == len(names)
        assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(blobs.iterdir())] == before
        assert computer(laboratory, names[0]).one("pwdLastSet") == set_before

    def test_check_mode_tells_and_does_nothing(self, laboratory: Laboratory, blobs: pathlib.Path, name: str) -> None:
        """The account and the file that there would be."""
        (result,) = laboratory.tasks("localhost", {**task(laboratory, blobs, name), "check_mode": True})
        (machine,) = result["machines"]
        assert (machine["account"], machine["dn"]) == ("created", f"CN={name},{laboratory.variables['lab_ou']}")
        assert laboratory.computer(name) is None
        assert not blobs.exists()

    def test_an_account_without_its_file_is_not_taken_over(
        self, laboratory: Laboratory, blobs: pathlib.Path, name: str
    ) -> None:
        """By create, that is; its password stays."""
        assert make(laboratory, blobs, name)["changed"] is True
        before = computer(laboratory, name).one("pwdLastSet")
        (blobs / f"{name}.djoin").unlink()
        result = make(laboratory, blobs, name)
        assert result["machines"][0]["error"]["code"] == 2224
        assert computer(laboratory, name).one("pwdLastSet") == before

    def test_an_account_is_reused_when_its_owner_is_trusted(
        self, laboratory: Laboratory, blobs: pathlib.Path, name: str
    ) -> None:
        """The delegated user owns it; somebody else with the same rights needs the user to be trusted."""
        assert make(laboratory, blobs, name)["changed"] is True
        before = computer(laboratory, name).one("pwdLastSet")
        variables = laboratory.variables
        other = {"username": variables["lab_odd_user"], "password": variables["lab_odd_password"], "account": "reuse"}
        (blobs / f"{name}.djoin").unlink()
        refused = make(laboratory, blobs, name, **other)
        assert refused["machines"][0]["error"]["code"] == 2732, refused
        assert computer(laboratory, name).one("pwdLastSet") == before
        owner = variables["lab_join_user"].partition("@")[0]
        reused = make(laboratory, blobs, name, **other, reuse_trusted_owners=[owner])
        assert reused["machines"][0]["account"] == "reused", reused
        assert_joins(laboratory, blobs / f"{name}.djoin", name)

    def test_an_account_in_use_is_not_reused(self, laboratory: Laboratory, blobs: pathlib.Path, name: str) -> None:
        """It has logged on; force takes it over."""
        assert make(laboratory, blobs, name)["changed"] is True
        assert_joins(laboratory, blobs / f"{name}.djoin", name)
        assert "lastlogontimestamp" in computer(laboratory, name).attributes
        (blobs / f"{name}.djoin").unlink()
        refused = make(laboratory, blobs, name, account="create_or_reuse")
        assert refused["machines"][0]["error"]["reason"] == "active", refused
        reused = make(laboratory, blobs, name, account="create_or_reuse", force=True)
        assert reused["counts"]["reused"] == 1, reused

    def test_a_copy_of_a_file_is_good_until_the_password_is_set(
        self, laboratory: Laboratory, blobs: pathlib.Path, name: str
    ) -> None:
        """Then nobody knows, so nothing is done, until somebody gives the file the time that the message tells."""
        assert make(laboratory, blobs, name)["changed"] is True
        file = blobs / f"{name}.djoin"
        os.utime(file, (time.time() + 3600,) * 2)
        assert make(laboratory, blobs, name)["counts"]["unchanged"] == 1
        time.sleep(3)
        reset = {**task(laboratory, None, name, ou=None, state="reset")[MODULE]}
        laboratory.tasks("localhost", {"netjoin.windows.computer_account": reset})
        for policy in ("create", "create_or_reuse"):
            refused = make(laboratory, blobs, name, account=policy)
            assert refused["machines"][0]["error"]["reason"] == "uncertain_blob", refused
            assert refused["changed"] is False
        advice = re.search(r"touch -d '(\S+)' FILE", refused["msg"])
        assert advice
        laboratory.execute("touch", "-d", advice[1], str(file))
        assert make(laboratory, blobs, name)["counts"]["unchanged"] == 1

    def test_the_file_of_another_machine_is_not_overwritten(
        self, laboratory: Laboratory, blobs: pathlib.Path, names: list[str]
    ) -> None:
        """And the machine gets no account."""
        first, second, *_rest = names
        assert make(laboratory, blobs, first)["changed"] is True
        content = (blobs / f"{first}.djoin").read_bytes()
        (blobs / f"{second}.djoin").write_bytes(content)
        result = make(laboratory, blobs, second)
        assert_refused(laboratory, result, second)
        assert result["machines"][0]["error"]["reason"] == "foreign_blob"
        assert (blobs / f"{second}.djoin").read_bytes() == content
