# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""PowerShell remoting to a whole WinRM service, with the client that Ansible uses."""

from __future__ import annotations

import pathlib
import threading
import typing as t

import pytest
from pypsrp.exceptions import WSManFaultError
from pypsrp.host import PSHost
from pypsrp.powershell import PowerShell, RunspacePool
from pypsrp.wsman import WSMan

from ansible_collections.netjoin.windows.tests.lab.emulated_host import HOST_ADMIN, LOCAL_ACCOUNTS, EmulatedHost
from ansible_collections.netjoin.windows.tests.lab.windows_host import state
from ansible_collections.netjoin.windows.tests.lab.wsman.endpoint import HostEndpoint
from ansible_collections.netjoin.windows.tests.lab.wsman.server import Listener
from ansible_collections.netjoin.windows.tests.lab.wsman.users import Accounts

HOST = EmulatedHost("win78", "WIN78", "127.0.78.1", "lab.example")
# Says how it was called, repeats its input, complains, and fails.
POWERSHELL = """#!/bin/sh
echo "$1 $2 $3"
cat
echo "a complaint" >&2
exit 3
"""


@pytest.fixture
def server(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> t.Iterator[HostEndpoint]:
    """The service of one host with a PowerShell of its own."""
    monkeypatch.setenv("NTLM_USER_FILE", "")
    accounts = Accounts(LOCAL_ACCOUNTS)
    accounts.offer_to_ntlm(tmp_path / "users", [HOST.computer_name])
    state.create(HOST.directory(tmp_path), HOST.computer_name)
    program = tmp_path / "powershell"
    program.write_text(POWERSHELL)
    program.chmod(0o755)
    endpoint = HostEndpoint(HOST, tmp_path, {"powershell": str(program)}, accounts)
    with Listener(endpoint) as listener:
        thread = threading.Thread(target=listener.serve_forever, args=(0.01,))
        thread.start()
        yield endpoint
        endpoint.service.close()
        endpoint.drop_connections()
        listener.shutdown()
        thread.join()


class Host(PSHost):
    """A client's host that remembers the exit code."""

    def __init__(self) -> None:
        super().__init__(None, None, False, None, None, None, "1.0")
        self.exit_code = 0

    def SetShouldExit(self, pool: t.Any, pipeline: t.Any, exit_code: int) -> None:  # noqa: N802 (MS-PSRP's name)
        """Called when a script exits with a code."""
        self.exit_code = exit_code


@pytest.fixture
def pool(server: HostEndpoint) -> t.Iterator[RunspacePool]:
    """An open runspace pool, over NTLM and sealed."""
    user: t.Any = {"username": HOST_ADMIN.name, "password": HOST_ADMIN.password}
    options: t.Any = {"ssl": False, "auth": "ntlm", "encryption": "always", "operation_timeout": 2, "read_timeout": 5}
    with WSMan(HOST.address, **user, **options) as wsman, RunspacePool(wsman, host=Host()) as pool:
        yield pool


def run(pool: RunspacePool, *given: str) -> PowerShell:
    """Run a script with these objects as its input."""
    pipeline = PowerShell(pool)
    pipeline.add_script("a script")
    pipeline.invoke(t.cast("t.Iterator[str]", list(given)))
    return pipeline


def test_a_script_is_the_hosts_powershell(pool: RunspacePool) -> None:
    """Objects in and out are lines, errors are records, the exit code is a call of the client's host."""
    pipeline = run(pool, "first", "zwei ü")
    assert pipeline.output == ["-NoProfile -NonInteractive -EncodedCommand", "first", "zwei ü"]
    (error,) = pipeline.streams.error
    assert (str(error), error.fq_error) == ("a complaint", "NativeCommandError")
    assert t.cast("Host", pool.host).exit_code == 3


def test_input_larger_than_a_message_arrives_whole(pool: RunspacePool) -> None:
    """A module with its manifest is such an input: 1 MB in one object, fragmented both ways."""
    text = "0123456789abcdef" * 65536
    assert run(pool, text).output[1:] == [text]


def test_one_pool_runs_one_script_after_the_other(pool: RunspacePool) -> None:
    """As Ansible does, which ends the last pipeline before the next."""
    assert [run(pool, str(number)).output[1] for number in range(3)] == ["0", "1", "2"]


def test_a_pipeline_that_was_ended_is_gone(pool: RunspacePool) -> None:
    """Its process with it."""
    pipeline = PowerShell(pool)
    pipeline.add_script("a script")
    pipeline.begin_invoke()
    pipeline.stop()
    with pytest.raises(WSManFaultError, match="has no command"):
        pool.shell.receive("stdout", command_id=pipeline.id)


def test_a_silent_pool_times_out_and_lives_on(pool: RunspacePool) -> None:
    """The client asks again after two seconds."""
    with pytest.raises(WSManFaultError) as caught:
        pool.shell.receive("stdout")
    assert caught.value.code == 2150858793
    assert run(pool, "x").output[1:] == ["x"]
