# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A join while something goes wrong that `./lab fault` can bring about."""

from __future__ import annotations

import subprocess
import time
import typing as t

import pytest

from ansible_collections.netjoin.windows.tests.lab.windows_host.state import CallInProgress, exclusive

from .laboratory import ROOT, Laboratory, lab, lab_directory


def has_joined(laboratory: Laboratory, host: str) -> bool:
    """Whether the host is a member soon: a call whose connection was cut goes on by itself."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        (info,) = laboratory.tasks(host, {"netjoin.windows.membership_info": {}})
        if info["domain"] == laboratory.variables["lab_domain"]:
            return True
        time.sleep(0.5)
    return False


def wait_for_call(host: str) -> None:
    """Wait until a call that changes the membership runs on a host; TimeoutError when none does within 30 s."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with exclusive(lab_directory() / "hosts" / host):
                time.sleep(0)
        except CallInProgress:
            return
        time.sleep(0.2)
    raise TimeoutError(f"nothing calls on {host}")


class TestConnection:
    """The connection between the controller and the host."""

    @pytest.mark.parametrize("fault", ["drop-during", "drop-after"])
    def test_a_rerun_finds_what_the_lost_answer_would_have_said(
        self, laboratory: Laboratory, host: str, fault: str
    ) -> None:
        """The task fails, the host is a member all the same, and the next run has nothing to do but to restart."""
        lab("fault", fault, host)
        lost = laboratory.membership(host)
        assert lost.get("failed") or lost.get("unreachable"), lost
        if fault == "drop-after":
            assert lost["changed"] is True
            assert lost["after"]["domain"] == laboratory.variables["lab_domain"]
            assert "Run the task again" in lost["msg"]
        assert has_joined(laboratory, host)
        again = laboratory.membership(host)
        assert (again["changed"], again["reboot_required"]) == (False, True), again

    def test_a_connection_that_ends_before_the_join(self, laboratory: Laboratory, host: str) -> None:
        """Nothing has happened, and a rerun joins."""
        lab("fault", "drop-before", host)
        lost = laboratory.membership(host)
        assert lost.get("failed") or lost.get("unreachable"), lost
        assert laboratory.computer(host) is None
        assert laboratory.membership(host)["changed"] is True

    def test_a_quota_of_winrm(self, laboratory: Laboratory, host: str) -> None:
        """Ansible takes a new shell, and nobody notices."""
        lab("fault", "quota", host)
        assert laboratory.membership(host)["changed"] is True


class TestHost:
    """The host itself."""

    @pytest.mark.parametrize(("fault", "code"), [("disk-full", 112), ("clock-skew", 1398)])
    def test_a_host_that_cannot_join(self, laboratory: Laboratory, host: str, fault: str, code: int) -> None:
        """ERROR_DISK_FULL and ERROR_TIME_SKEW ([MS-ERREF] 2.2); the host is unchanged, and joins once it is mended."""
        lab("fault", fault, host)
        result = laboratory.membership(host)
        assert result["error"]["code"] == code
        assert result["after"] == result["before"]
        lab("fault", "clear", host)
        assert laboratory.membership(host)["changed"] is True

    def test_a_host_that_does_not_come_back(self, laboratory: Laboratory, host: str) -> None:
        """The task fails after its timeout and says that the join is done; once the host is back, nothing is to do."""
        lab("fault", "no-return", host)
        result = laboratory.membership(host, reboot=True, reboot_timeout=10)
        assert (result["failed"], result["changed"]) == (True, True), result
        assert f"joined {laboratory.variables['lab_domain']}" in result["msg"]
        lab("fault", "clear", host)
        again = laboratory.membership(host)
        assert (again["changed"], again["reboot_required"]) == (False, False), again

    def test_two_joins_at_once(self, laboratory: Laboratory, host: str) -> None:
        """The second gets RPC_S_CALL_IN_PROGRESS ([MS-ERREF] 2.2) while the first takes its time, and succeeds."""
        lab("fault", "hang", host, "20")
        variables = laboratory.variables
        arguments = f"domain={variables['lab_domain']} username={variables['lab_join_user']} hostname={host}"
        command = ["./lab", "exec", "--", "ansible", host, "-m", "netjoin.windows.membership", "-a"]
        first = subprocess.Popen(
            [*command, f"{arguments} password='{{{{ lab_join_password }}}}' ou='{{{{ lab_ou }}}}'"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        wait_for_call(host)
        lab("fault", "clear", host)
        second = laboratory.membership(host)
        output = first.communicate(timeout=60)[0]
        assert second["error"]["code"] == 1791, second
        assert "CHANGED" in output


@pytest.mark.alone
class TestDomain:
    """What every host depends on."""

    @pytest.fixture
    def mended(self) -> t.Iterator[None]:
        """Whatever happens, the lab is whole afterwards."""
        yield
        lab("fault", "clear")

    def test_a_slow_domain_controller(self, laboratory: Laboratory, host: str, mended: None) -> None:
        """A join takes its time and succeeds."""
        lab("fault", "dc-slow")
        assert laboratory.membership(host)["changed"] is True

    def test_dns_without_service_records(self, laboratory: Laboratory, host: str, mended: None) -> None:
        """1355, for no domain controller is found; nothing changes, and the next run after the repair joins."""
        lab("fault", "dns-without-srv")
        result = laboratory.membership(host)
        assert result["error"]["code"] == 1355
        assert result["after"] == result["before"]
        lab("fault", "dns-up")
        assert laboratory.membership(host)["changed"] is True
