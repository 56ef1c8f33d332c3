# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action behind netjoin.windows.offline_join, against scripted host modules."""

from __future__ import annotations

import base64
import dataclasses
import pathlib
import typing as t

import pytest
from ansible.parsing.vault import VaultLib, VaultSecret

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.serialized import write_object
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.writing import write_blob
from ansible_collections.netjoin.windows.tests.unit.plugins.module_utils._offline_join_blob.fresh import FRESH

from .action_helper import Result
from .blob_cases import (
    APPLIED,
    BLOB,
    DATA,
    DEFAULT_PASSWORD,
    FILE,
    MEMBER,
    OF_BLOB,
    TRUSTED,
    UNCHANGED,
    WAITING,
    offline_join_run,
    refused,
)

FORMS: dict[str, bytes] = {
    "as djoin writes it": FILE.read_bytes(),
    "base64": BLOB.encode(),
    "base64 in lines": "\r\n".join(BLOB[at : at + 64] for at in range(0, len(BLOB), 64)).encode(),
    "UTF-16 without a mark": BLOB.encode("utf-16-le"),
    "binary": base64.b64decode(BLOB),
}
PASSWORDLESS = base64.b64encode(write_object(write_blob(dataclasses.replace(FRESH, machine_password="")))).decode()


class TestRefusedOnTheController:
    """A blob that cannot serve never reaches a host."""

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ({}, "give either blob, or src"),
            ({"blob": BLOB, "src": str(FILE)}, "give either blob, or src"),
            ({"blob": ""}, "give either blob, or src"),
            ({"blob": "not a blob!"}, "neither base64 nor"),
            ({"blob": BLOB[: len(BLOB) // 2 // 4 * 4]}, "not a valid offline join blob"),
            ({"blob": PASSWORDLESS}, "lpMachinePassword: it is missing"),
            ({"blob": BLOB, "domain": "other.example"}, "for ODJNET1 in lab.example"),
            ({"blob": BLOB, "domain": "not..valid"}, "domain name"),
            ({"blob": BLOB, "remote_src": True}, "remote_src"),
            ({"src": "nowhere.djoin"}, "nowhere.djoin"),
            ({"src": str(DATA / "bad" / "flip200.djoin")}, "not a valid offline join blob"),
            ({"blob": BLOB, "windows_path": "D:\\Windows", "reboot": True}, "reboot: is for the running Windows"),
            ({"blob": BLOB, "windows_path": ""}, "windows_path: is empty"),
            ({"blob": BLOB, "reboot_username": "local", "reboot_password": "x"}, "of no use without reboot"),
            ({"blob": BLOB, "blop": 1}, "did you mean blob?"),
        ],
    )
    def test_one_mistake_is_one_clear_finding(self, arguments: Result, said: str) -> None:
        """It is said before a connection is opened, and repeats nothing of the blob."""
        run = offline_join_run(arguments)
        assert run.calls == []
        assert run.result["failed"] is True
        assert said in run.result["msg"]
        assert BLOB[100:140] not in repr(run.result)

    def test_every_damaged_sample_is_refused(self) -> None:
        """Samba's own consumer refuses the same files with 2709 or 2710."""
        for path in sorted((DATA / "bad").iterdir()):
            run = offline_join_run({"src": str(path)})
            assert run.calls == [], path.name
            assert run.result["error"]["findings"][0]["option"] == "src"

    def test_a_missing_reboot_action_is_found_before_the_join(self) -> None:
        """reboot: true without ansible.windows is refused while nothing has happened yet."""
        run = offline_join_run({"blob": BLOB, "reboot": True}, reboot_installed=False)
        assert run.calls == []
        assert "ansible-galaxy collection install ansible.windows" in run.result["msg"]


class TestBlob:
    """Where the blob comes from, and how it gets to the host."""

    def test_the_host_gets_base64_and_nothing_else_of_it(self) -> None:
        """The running Windows, no file, no other name."""
        run = offline_join_run({"blob": BLOB, "domain": "LAB"}, APPLIED)
        assert run.calls == [
            (
                "netjoin.windows.host_offline_join",
                {
                    "blob": BLOB,
                    "remove_path": False,
                    "windows_path": None,
                    "domain": "LAB",
                    "allow_rename": False,
                },
            )
        ]

    @pytest.mark.parametrize("form", FORMS)
    def test_a_file_may_have_any_form(self, form: str, tmp_path: pathlib.Path) -> None:
        """Its bytes arrive unchanged."""
        (tmp_path / "blob").write_bytes(FORMS[form])
        run = offline_join_run({"src": str(tmp_path / "blob")}, APPLIED)
        assert run.calls[0][1]["blob"] == BLOB

    def test_a_vault_file_is_decrypted(self, tmp_path: pathlib.Path) -> None:
        """The file that offline_join_blob writes with output: vault."""
        secret = b"vault password"
        vault = VaultLib([("default", VaultSecret(secret))])
        (tmp_path / "ODJNET1.djoin.vault").write_bytes(vault.encrypt(BLOB))
        arguments = {"src": str(tmp_path / "ODJNET1.djoin.vault")}
        assert offline_join_run(arguments, APPLIED, vault_secret=secret).calls[0][1]["blob"] == BLOB
        assert offline_join_run(arguments).result["error"]["findings"][0]["option"] == "src"

    def test_a_file_of_the_host_is_left_to_the_host(self) -> None:
        """The controller opens nothing; the file is deleted afterwards unless the task wants to keep it."""
        arguments = {"src": "C:\\odj\\blob.txt", "remote_src": True, "domain": "lab.example"}
        call = offline_join_run(arguments, {**APPLIED, "src_removed": True}).calls[0][1]
        assert ("blob" in call, call["path"], call["remove_path"]) == (False, "C:\\odj\\blob.txt", True)
        kept = offline_join_run({**arguments, "remove_src": False}, APPLIED).calls[0][1]
        assert kept["remove_path"] is False

    def test_a_file_that_could_not_be_deleted_is_a_warning(self) -> None:
        """It holds a secret, so somebody must know."""
        answer = {**APPLIED, "removal_failure": "The process cannot access the file"}
        result = offline_join_run({"src": "C:\\odj\\blob.txt", "remote_src": True}, answer).result
        assert any("C:\\odj\\blob.txt" in warning and "secret" in warning for warning in result["warnings"])
        assert "removal_failure" not in result

    def test_the_default_password_is_a_warning(self) -> None:
        """Everybody who knows the name knows the password."""
        result = offline_join_run({"blob": DEFAULT_PASSWORD}, APPLIED).result
        assert any("ODJDEF4" in warning and "default password" in warning for warning in result["warnings"])
        assert offline_join_run({"blob": BLOB}, APPLIED).result["warnings"] == []

    def test_no_secret_is_in_the_result(self) -> None:
        """Neither the blob in base64 nor its bytes, also when the host module returns its arguments."""
        result = offline_join_run({"blob": BLOB, "reboot": True}, APPLIED, TRUSTED).result
        assert "invocation" not in result
        assert BLOB[100:140] not in repr(result)


class TestJoin:
    """What the user is told."""

    def test_the_result_says_whom_the_blob_is_for(self) -> None:
        """The facts of the host module are passed on."""
        result = offline_join_run({"blob": BLOB}, APPLIED).result
        assert (result["changed"], result["reboot_required"], result["blob"]) == (True, True, OF_BLOB)
        assert result["steps"] == [{"call": "NetRequestOfflineDomainJoin", "return_code": 0}]

    def test_a_member_is_unchanged(self) -> None:
        """One call, and no restart."""
        run = offline_join_run({"blob": BLOB, "reboot": True}, UNCHANGED)
        assert (run.result["changed"], run.reboots) == (False, [])

    def test_a_join_that_waits_is_restarted_only_when_asked(self) -> None:
        """A rerun before the restart applies nothing."""
        waiting = {**UNCHANGED, "reboot_required": True, "after": {**MEMBER, "pending": WAITING}}
        assert offline_join_run({"blob": BLOB}, waiting).result["changed"] is False
        finished = offline_join_run({"blob": BLOB, "reboot": True}, waiting, TRUSTED)
        assert (finished.result["changed"], finished.result["reboot_required"]) == (True, False)
        assert len(finished.reboots) == 1

    def test_a_restart_proves_the_secure_channel(self) -> None:
        """As after a join with credentials."""
        run = offline_join_run({"blob": BLOB, "reboot": True, "reboot_timeout": 77}, APPLIED, TRUSTED)
        assert run.reboots[0].args["reboot_timeout"] == 77
        assert "joined lab.example by a blob" in run.reboots[0].args["msg"]
        assert run.result["verified"] == {"secure_channel": "ok", "domain_controller": "dc1.lab.example"}

    def test_the_domain_of_a_file_of_the_host_is_verified_too(self) -> None:
        """The host has read the blob, and says what it is for."""
        arguments = {"src": "C:\\odj\\blob.txt", "remote_src": True, "reboot": True}
        elsewhere = {**TRUSTED, "domain": "other.example", "domain_netbios": "OTHER"}
        assert offline_join_run(arguments, APPLIED, TRUSTED).result["verified"]["secure_channel"] == "ok"
        assert "not ODJNET1 in lab.example" in offline_join_run(arguments, APPLIED, elsewhere).result["msg"]

    def test_check_mode_never_restarts(self) -> None:
        """It answers what a real run would leave."""
        run = offline_join_run({"blob": BLOB, "reboot": True}, APPLIED, check_mode=True)
        assert run.reboots == []
        assert (run.result["changed"], run.result["reboot_required"]) == (True, False)

    def test_diff_shows_both_sides(self) -> None:
        """A host moves to a domain."""
        diff = offline_join_run({"blob": BLOB}, APPLIED, diff=True).result["diff"]
        assert (diff["before"]["workgroup"], diff["after"]["domain"]) == ("WORKGROUP", "lab.example")

    def test_a_lost_connection_asks_the_host(self) -> None:
        """A blob that went through is told as a change that waits for its restart."""
        waiting = {**TRUSTED, "pending": WAITING}
        for arguments in ({"blob": BLOB}, {"src": "C:\\odj\\blob.txt", "remote_src": True}):
            result = offline_join_run(arguments, ConnectionResetError("reset by peer"), waiting).result
            assert (result["failed"], result["changed"], result["reboot_required"]) == (True, True, True)


class TestImage:
    """A Windows that is not running."""

    ANSWER: t.ClassVar[Result] = {
        **APPLIED,
        "before": None,
        "after": None,
        "reboot_required": False,
        "image": "D:\\Windows",
    }

    def test_nothing_is_restarted_or_verified(self) -> None:
        """It joins when it starts."""
        run = offline_join_run({"blob": BLOB, "windows_path": "D:\\Windows"}, self.ANSWER, diff=True)
        assert run.calls[0][1]["windows_path"] == "D:\\Windows"
        assert (run.result["changed"], run.reboots) == (True, [])
        assert run.result["diff"]["after"]["join"] == "ODJNET1 in lab.example, when it starts"

    @pytest.mark.parametrize("path", ["\\\\files\\images\\web\\Windows", "//files/images/web/Windows"])
    def test_access_denied_on_a_network_path_tells_of_the_double_hop(self, path: str) -> None:
        """The connection's user is nobody on the third computer."""
        answer = refused(5, None, before=None, after=None, image=path)
        message = offline_join_run({"blob": BLOB, "windows_path": path}, answer).result["msg"]
        assert "double hop" in message
        assert "logon_type=new_credentials" in message

    def test_access_denied_on_a_disk_does_not(self) -> None:
        """There the user is not an administrator."""
        answer = refused(5, None, before=None, after=None, image="D:\\Windows")
        message = offline_join_run({"blob": BLOB, "windows_path": "D:\\Windows"}, answer).result["msg"]
        assert "double hop" not in message
        assert "ERROR_ACCESS_DENIED" in message
