# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the offline_join action says when a host refuses a blob, or the domain refuses the host."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.plugins.plugin_utils import _membership_action

from .blob_cases import APPLIED, BEFORE, BLOB, MEMBER, TRUSTED, offline_join_run, refused


class TestFailure:
    """What the host refuses, and what the codes mean."""

    def test_another_name_names_both(self) -> None:
        """And says how to allow it."""
        other = {**BEFORE, "hostname": "WIN01"}
        result = offline_join_run({"blob": BLOB}, refused(None, "other_name", before=other, after=other)).result
        assert "for ODJNET1 in lab.example, but this host is WIN01" in result["msg"]
        assert "allow_rename: true" in result["msg"]
        assert (result["error"]["code"], result["error"]["reason"]) == (None, "other_name")

    def test_another_domain_names_both(self) -> None:
        """2691 is NERR_SetupAlreadyJoined."""
        other = {**MEMBER, "domain": "other.example"}
        result = offline_join_run({"blob": BLOB}, refused(2691, "other_domain", before=other, after=other)).result
        assert "ODJNET1 in lab.example, but ODJNET1 is a member of other.example" in result["msg"]
        assert result["error"]["symbol"] == "NERR_SetupAlreadyJoined"

    def test_a_file_of_the_host_for_another_domain(self) -> None:
        """The host finds it, for the controller cannot."""
        arguments = {"src": "C:\\odj\\blob.txt", "remote_src": True, "domain": "other.example"}
        message = offline_join_run(arguments, refused(None, "not_this_domain")).result["msg"]
        assert "for ODJNET1 in lab.example, but the domain to join is other.example" in message

    def test_a_file_that_the_host_cannot_read(self) -> None:
        """The path is in the message."""
        arguments = {"src": "C:\\odj\\blob.txt", "remote_src": True}
        message = offline_join_run(arguments, refused(None, "no_file", blob=None)).result["msg"]
        assert "cannot read C:\\odj\\blob.txt" in message

    def test_a_file_of_the_host_that_is_damaged(self) -> None:
        """2710 is NERR_BadOfflineJoinInfo; where it is damaged is said too."""
        answer = refused(2710, "damaged", blob=None)
        answer["error"]["detail"] = "it ends at byte 612"
        result = offline_join_run({"src": "C:\\odj\\blob.txt", "remote_src": True}, answer).result
        assert "byte 612" in result["msg"]
        assert result["error"]["symbol"] == "NERR_BadOfflineJoinInfo"

    @pytest.mark.parametrize("code", [5, 50, 87, 740, 2138, 2716, 2717, 2719])
    def test_a_code_is_explained(self, code: int) -> None:
        """The codes that Microsoft documents for the call all have a meaning and a next step."""
        result = offline_join_run({"blob": BLOB}, refused(code, None)).result
        assert result["msg"].startswith(f"NetRequestOfflineDomainJoin failed ({code} 0x{code:X} ")
        assert " Try: " in result["msg"]

    def test_a_stale_blob_is_explained_after_the_restart(self, clock: list[float]) -> None:
        """A wrong machine password is answered with 5; the message says how to get a new blob."""
        broken = {**TRUSTED, "secure_channel": {"status": "broken", "code": 5}}
        times = 20 // _membership_action.READY_PAUSE + 1
        arguments = {"blob": BLOB, "reboot": True, "reboot_timeout": 20}
        result = offline_join_run(arguments, APPLIED, *[broken] * times).result
        assert (result["failed"], result["changed"], result["error"]["code"]) == (True, True, 5)
        assert "blob is probably no longer valid" in result["msg"]
        assert "make a new blob with netjoin.windows.offline_join_blob" in result["msg"]

    def test_a_domain_controller_that_cannot_be_reached_does_not_blame_the_blob(self, clock: list[float]) -> None:
        """1311 is ERROR_NO_LOGON_SERVERS; the host has joined, and nobody has answered yet."""
        broken = {**TRUSTED, "secure_channel": {"status": "broken", "code": 1311}}
        times = _membership_action.READY_SECONDS // _membership_action.READY_PAUSE + 1
        result = offline_join_run({"blob": BLOB, "reboot": True}, APPLIED, *[broken] * times).result
        assert result["error"]["symbol"] == "ERROR_NO_LOGON_SERVERS"
        assert "no longer valid" not in result["msg"]

    def test_a_module_that_could_not_run_speaks_for_itself(self) -> None:
        """A crash on the host is passed on as ansible-core reports it."""
        crash = {"failed": True, "msg": "Unhandled exception while executing module"}
        assert offline_join_run({"blob": BLOB}, crash).result == crash
