# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blobs of this collection and of Samba, applied to hosts and images; Samba's `net ads testjoin` judges the trust."""

from __future__ import annotations

import base64
import dataclasses
import pathlib
import typing as t

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode, encode

from .accounts import INFO, account_of, assert_refused, prepare_account
from .blobs import binary, make
from .laboratory import Laboratory, Result, lab

MODULE = "netjoin.windows.offline_join"
ROLE = "netjoin.windows.offline_join"
BLOB_BEGINS = "ARAIAMzMzM"
"""Of every blob in base64: the headers of a serialized object, 01 10 08 00 cc cc cc cc ([MS-RPCE] 2.2.6.1)."""


def own_blob(laboratory: Laboratory, blobs: pathlib.Path, name: str) -> pathlib.Path:
    """Make the blob of a machine, and return its file."""
    made = make(laboratory, blobs, name)
    assert made["changed"] is True, made
    return blobs / f"{name}.djoin"


def offline_join(**arguments: t.Any) -> Result:
    """A task that applies a blob."""
    return {MODULE: arguments}


def altered(file: pathlib.Path, **fields: str) -> str:
    """The blob in a file with other names in it, in base64."""
    return base64.b64encode(encode(dataclasses.replace(decode(binary(file)), **fields))).decode()


class TestHost:
    """A Windows that runs."""

    def test_a_blob_of_samba_joins_by_membership(
        self, laboratory: Laboratory, host: str, blobs: pathlib.Path, name: str
    ) -> None:
        """The host takes the name in it, as it does with microsoft.ad.membership; from then on, others are refused."""
        blobs.mkdir()
        variables = laboratory.variables
        made = laboratory.execute(
            *("net", "offlinejoin", "provision", f"domain={variables['lab_domain']}", f"machine_name={name}"),
            *(f"machine_account_ou={variables['lab_ou']}", f"savefile={blobs / 'samba'}"),
            *("-U", f"{variables['lab_join_user']}%{variables['lab_join_password']}"),
        )
        assert made.code == 0, made.output + made.errors
        blob = f"{{{{ lookup('netjoin.windows.offline_join_blob', '{blobs / 'samba'}') }}}}"
        task = {"netjoin.windows.membership": {"offline_join_blob": blob, "reboot": True}}
        other_name = offline_join(blob=altered(blobs / "samba", machine_name="SOMEBODYELSE"), allow_rename=True)
        other_domain = offline_join(blob=altered(blobs / "samba", domain="other.example", netbios_domain="OTHER"))
        first, second, renamed, elsewhere = laboratory.tasks(host, task, task, other_name, other_domain)
        assert (first["changed"], first["verified"]["secure_channel"]) == (True, "ok"), first
        assert (first["after"]["hostname"].upper(), second["changed"]) == (name, False), second
        assert (renamed["error"]["reason"], "SOMEBODYELSE" in renamed["msg"]) == ("other_name", True)
        assert_refused(elsewhere, 2691)
        assert "other.example" in elsewhere["msg"]
        assert laboratory.secrets_prove_membership(host)

    def test_the_file_of_another_machine(
        self, laboratory: Laboratory, host: str, blobs: pathlib.Path, name: str
    ) -> None:
        """Refused with both names; allow_rename lets it in, and it is removed; then all else waits for a restart."""
        file = own_blob(laboratory, blobs, name)
        task = offline_join(src=str(file), remote_src=True, domain="{{ lab_domain }}")
        allowed = offline_join(src=str(file), remote_src=True, domain="{{ lab_domain }}", allow_rename=True)
        leave = {"netjoin.windows.membership": {"state": "workgroup", "workgroup": "WORKGROUP"}}
        refused, checked, done, again, left = laboratory.tasks(
            host, task, {**allowed, "check_mode": True}, allowed, task, leave
        )
        assert (refused["error"]["reason"], refused["after"]) == ("other_name", refused["before"])
        assert name in refused["msg"]
        assert host.upper() in refused["msg"].upper()
        assert (checked["changed"], done["changed"], done["src_removed"]) == (True, True, True), (checked, done)
        assert (done["after"]["hostname"].upper(), file.exists()) == (name, False)
        assert (again["changed"], again["src_removed"]) == (False, False), again
        assert (left["changed"], left["error"]["code"], left["after"]["domain"]) == (False, 2713, "lab.example"), left
        assert "restart the host first" in left["msg"]

    def test_a_file_that_was_not_applied_stays(
        self, laboratory: Laboratory, host: str, blobs: pathlib.Path, tmp_path: pathlib.Path
    ) -> None:
        """The host waits for its join, and this blob may be newer: a warning, in check mode too, and no deletion."""
        first, second = own_blob(laboratory, blobs, host), tmp_path / "newer"
        second.write_bytes(first.read_bytes())
        later = offline_join(src=str(second), remote_src=True)
        joined, checked, kept = laboratory.tasks(
            host, offline_join(src=str(first), remote_src=True), {**later, "check_mode": True}, later
        )
        assert (joined["src_removed"], first.exists(), "warnings" in joined) == (True, False, False), joined
        for result in (checked, kept):
            assert (result["changed"], result["src_removed"]) == (False, False), result
            assert any(f"{second} was not applied" in str(warning) for warning in result["warnings"]), result
        assert second.exists()

    def test_a_stale_blob_is_explained(self, laboratory: Laboratory, host: str, blobs: pathlib.Path) -> None:
        """Windows takes it without a word; the secure channel shows it after the restart."""
        file = own_blob(laboratory, blobs, host)
        laboratory.set_password(f"{host}$", "reset-since-then-4711")
        (result,) = laboratory.tasks(host, offline_join(src=str(file), reboot=True, reboot_timeout=10))
        assert (result["failed"], result["changed"]) == (True, True), result
        assert result["error"]["function"] == "I_NetLogonControl2"
        assert "blob is probably no longer valid" in result["msg"]
        assert "offline_join_blob" in result["msg"]


class TestImage:
    """A Windows that does not run."""

    def test_it_boots_joined(self, laboratory: Laboratory, host: str, blobs: pathlib.Path, name: str) -> None:
        """The host that it was mounted on stays what it was; nobody restarts anything."""
        file = own_blob(laboratory, blobs, name)
        image = name.lower()
        windows = lab("image", "add", image).strip()
        task = offline_join(src=str(file), windows_path=windows)
        no_windows = offline_join(src=str(file), windows_path=str(blobs))
        on_share = offline_join(src=str(file), windows_path="\\\\files\\images\\Windows")
        checked, done, refused, hopped, mounted_on = laboratory.tasks(
            host, {**task, "check_mode": True}, task, no_windows, on_share, INFO
        )
        assert (checked["changed"], done["changed"]) == (True, True), (checked, done)
        assert (done["before"], done["image"], done["reboot_required"]) == (None, windows, False)
        assert_refused(refused, 87)
        assert (hopped["error"]["code"], "double hop" in hopped["msg"]) == (5, True), hopped
        assert (mounted_on["workgroup"], mounted_on["pending"]["reboot"]) == ("WORKGROUP", False)
        lab("image", "boot", image)
        (booted,) = laboratory.tasks(image, INFO)
        assert (booted["domain"], booted["hostname"].upper()) == (laboratory.variables["lab_domain"], name), booted
        assert booted["secure_channel"]["status"] == "ok"
        assert laboratory.secrets_prove_membership(image)


def role(laboratory: Laboratory, hosts: t.Sequence[str], **variables: t.Any) -> Result:
    """A play that runs the role as the delegated user over LDAPS."""
    given = {f"offline_join_{option}": value for option, value in {**laboratory.as_joiner, **variables}.items()}
    play = {"hosts": ",".join(hosts), "gather_facts": False, "vars": given}
    return {**play, "roles": [{"role": ROLE}]}


class TestRole:
    """The blobs of an inventory in one run."""

    def test_one_host_fails_and_the_other_joins(self, laboratory: Laboratory, host: str) -> None:
        """One has an account already, one a bad name, and both are rescued; a rerun leaves the other as it is."""
        taken, misnamed = laboratory.add_host(), laboratory.add_host()
        prepare_account(laboratory, taken)
        name = f"{{{{ 'WEB_01' if inventory_hostname == '{misnamed}' else inventory_hostname }}}}"
        play = role(laboratory, [misnamed, host, taken], hostname=name)
        (included,) = ({"ansible.builtin.include_role": {"name": each["role"]}} for each in play.pop("roles"))
        play["tasks"] = [{"block": [included], "rescue": [{"ansible.builtin.debug": {"msg": "rescued"}}]}]
        first = laboratory.playbook([play], "-vvvv", "--diff")
        assert laboratory.secrets_prove_membership(host), first.output[-3000:]
        assert f"{host}: member of" in first.output.replace(host.upper(), host)
        for refused in (taken, misnamed):
            assert f"fatal: [{refused}]" in first.output
        assert f"fatal: [{host}]" not in first.output
        assert "create_or_reuse" in first.output
        assert BLOB_BEGINS not in first.output + first.errors
        set_first = account_of(laboratory, host).one("pwdLastSet")
        again = laboratory.playbook([{**play, "hosts": host}])
        assert (again.code, "changed=0" in again.output) == (0, True), again.output[-3000:]
        assert account_of(laboratory, host).one("pwdLastSet") == set_first

    def test_files_for_machines_that_are_not_there_yet(
        self, laboratory: Laboratory, names: list[str], tmp_path: pathlib.Path
    ) -> None:
        """No host is contacted, and the second run changes nothing."""
        play = role(laboratory, names[:2], output="unattend", output_dir=str(tmp_path / "answers"))
        inventory = ("-i", ",".join(names[:2]) + ",")
        first, second = (laboratory.playbook([play], *inventory) for _time in range(2))
        assert (first.code, second.code) == (0, 0), first.output[-3000:]
        assert sorted(path.name for path in (tmp_path / "answers").iterdir()) == [f"{name}.xml" for name in names[:2]]
        assert "changed=1" in first.output
        assert "changed=1" not in second.output

    def test_a_wrong_password_is_tried_once(self, laboratory: Laboratory, host: str) -> None:
        """And said in spite of no_log; no host has changed."""
        play = role(laboratory, [host], password="not-the-password")
        done = laboratory.playbook([play])
        assert done.code != 0
        assert "ERROR_LOGON_FAILURE" in done.output
        assert "not-the-password" not in done.output
        assert laboratory.computer(host) is None
