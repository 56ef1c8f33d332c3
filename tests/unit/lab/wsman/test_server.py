# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole WinRM service on a loopback address, used by pywinrm over HTTP."""

from __future__ import annotations

import contextlib
import logging
import pathlib
import threading
import time
import typing as t
import uuid

import pytest
import requests
from winrm.exceptions import InvalidCredentialsError, WinRMOperationTimeoutError, WinRMTransportError, WSManFaultError
from winrm.protocol import Protocol

from ansible_collections.netjoin.windows.tests.lab.certificates import CertificateAuthority
from ansible_collections.netjoin.windows.tests.lab.emulated_host import (
    HOST_ADMIN,
    HOST_USER,
    LOCAL_ACCOUNTS,
    EmulatedHost,
)
from ansible_collections.netjoin.windows.tests.lab.windows_host import injected_fault, state
from ansible_collections.netjoin.windows.tests.lab.windows_host.injected_fault import HostFault
from ansible_collections.netjoin.windows.tests.lab.wsman.endpoint import HostEndpoint
from ansible_collections.netjoin.windows.tests.lab.wsman.server import Listener
from ansible_collections.netjoin.windows.tests.lab.wsman.users import Accounts

HOST = EmulatedHost("win77", "WIN77", "127.0.77.1", "lab.example")
PROGRAMS = {"cat": "/bin/cat", "sleep": "/bin/sleep", "env": "/usr/bin/env"}
NO_SHELL = str(uuid.UUID(int=0)).upper()


@contextlib.contextmanager
def serving(listener: Listener) -> t.Iterator[None]:
    """Serve as long as the context lasts."""
    with listener:
        thread = threading.Thread(target=listener.serve_forever, args=(0.01,))
        thread.start()
        yield
        listener.shutdown()
        thread.join()


@pytest.fixture
def server(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> t.Iterator[HostEndpoint]:
    """The service of one host, whose programs are harmless."""
    monkeypatch.setenv("NTLM_USER_FILE", "")
    accounts = Accounts(LOCAL_ACCOUNTS)
    accounts.offer_to_ntlm(tmp_path / "users", [HOST.computer_name])
    state.create(HOST.directory(tmp_path), HOST.computer_name)
    endpoint = HostEndpoint(HOST, tmp_path, PROGRAMS, accounts)
    authority = CertificateAuthority(tmp_path / "tls")
    authority.create()
    with serving(Listener(endpoint)), serving(Listener(endpoint, lambda: authority.server_context(HOST))):
        yield endpoint
        endpoint.service.close()
        endpoint.drop_connections()


class Client:
    """pywinrm with a shell that is open."""

    def __init__(
        self, account: t.Any = HOST_ADMIN, transport: str = "ntlm", *, tls: bool = False, **options: t.Any
    ) -> None:
        url = f"https://{HOST.address}:5986/wsman" if tls else f"http://{HOST.address}:5985/wsman"
        options = {"transport": transport, "ca_trust_path": None, **options}
        self.protocol = Protocol(url, username=account.name, password=account.password, **options)
        self.shell = self.protocol.open_shell(codepage=65001)

    def run(self, command: str, given: bytes | None = None) -> tuple[bytes, bytes, int]:
        """Run a command with this input; stdout, stderr and exit code."""
        command_id = self.protocol.run_command(self.shell, command)
        if given is not None:
            self.protocol.send_command_input(self.shell, command_id, given, end=True)
        output = self.protocol.get_command_output(self.shell, command_id)
        self.protocol.cleanup_command(self.shell, command_id)
        return output

    def close(self) -> None:
        """End shell and connection."""
        self.protocol.close_shell(self.shell)


@pytest.fixture
def client(server: HostEndpoint) -> t.Iterator[Client]:
    """An administrator's shell, with the lab's own transport."""
    client = Client(message_encryption="always")
    yield client
    client.protocol.transport.close_session()


def test_a_command_reads_its_input_and_is_answered(client: Client) -> None:
    """300 KB both ways, sealed."""
    given = bytes(range(256)) * 1200
    assert (given, b"", 0) == client.run("cat", given)
    client.close()


def test_a_command_knows_its_host_and_its_user(client: Client) -> None:
    """What the stand-in for PowerShell is told."""
    lines = client.run("env")[0].decode().splitlines()
    assert {"COMPUTERNAME=WIN77", "LAB_USERNAME=hostadmin", "LAB_USER_IS_ADMIN=1"} <= set(lines)
    assert [line for line in lines if line.startswith("LAB_HOST_DIR=") and line.endswith("/hosts/win77")]


def test_a_user_without_rights_is_known_as_such(server: HostEndpoint) -> None:
    """`lab_host_user` may connect, and is no administrator."""
    client = Client(HOST_USER)
    assert b"LAB_USER_IS_ADMIN=0\n" in client.run("env")[0]
    client.close()


def test_basic_without_encryption_is_for_debugging(server: HostEndpoint) -> None:
    """No keys, so nothing to seal with."""
    client = Client(transport="basic", message_encryption="never")
    assert client.run("cat", b"x") == (b"x", b"", 0)
    client.close()


def test_unsealed_messages_over_ntlm_are_refused(server: HostEndpoint) -> None:
    """As by a host whose AllowUnencrypted is false."""
    with pytest.raises(Exception, match="500"):
        Client(message_encryption="never")


@pytest.mark.parametrize("transport", ["ntlm", "basic"])
def test_a_wrong_password_is_refused(server: HostEndpoint, transport: str) -> None:
    """As 401, which pywinrm calls invalid credentials."""

    class Wrong:
        name = HOST_ADMIN.name
        password = "Wrong-Passw0rd"

    with pytest.raises(InvalidCredentialsError):
        Client(Wrong, transport)


def test_a_shell_that_is_not_there_is_a_fault(client: Client) -> None:
    """2150858843, as Windows answers after a reboot."""
    client.shell = NO_SHELL
    with pytest.raises(WSManFaultError) as caught:
        client.run("cat")
    assert caught.value.wsman_fault_code == 2150858843


def test_a_silent_command_times_out_and_lives_on(server: HostEndpoint) -> None:
    """The client asks again, as pywinrm does for minutes."""
    client = Client(operation_timeout_sec=1, read_timeout_sec=5)
    command_id = client.protocol.run_command(client.shell, "sleep 60")
    with pytest.raises(WinRMOperationTimeoutError):
        client.protocol.get_command_output_raw(client.shell, command_id)
    client.close()


def test_a_closed_shell_is_gone(client: Client) -> None:
    """Delete means delete."""
    client.close()
    with pytest.raises(WSManFaultError):
        client.run("cat", b"")


def test_only_the_path_of_winrm_is_served(server: HostEndpoint) -> None:
    """Everything else is 404."""
    assert requests.post(f"http://{HOST.address}:5985/", timeout=5).status_code == 404


def go_down(server: HostEndpoint, tmp_path: pathlib.Path, seconds: float) -> None:
    """What the host's `shutdown` does."""
    (HOST.directory(tmp_path) / "down_until").write_text(str(time.time() + seconds))
    server.watch()


def test_a_host_that_goes_down_drops_who_waits(client: Client, server: HostEndpoint, tmp_path: pathlib.Path) -> None:
    """A pending Receive ends with a broken connection, at once."""
    command_id = client.protocol.run_command(client.shell, "sleep 60")
    threading.Timer(0.2, go_down, (server, tmp_path, 60)).start()
    start = time.monotonic()
    with pytest.raises(requests.exceptions.ConnectionError):
        client.protocol.get_command_output(client.shell, command_id)
    assert time.monotonic() - start < 5


def test_a_host_that_is_down_takes_no_connection(server: HostEndpoint, tmp_path: pathlib.Path) -> None:
    """Until the time is over."""
    go_down(server, tmp_path, 60)
    with pytest.raises(requests.exceptions.ConnectionError):
        Client()
    go_down(server, tmp_path, -1)
    Client().close()


def test_a_host_that_comes_back_has_forgotten_its_shells(
    client: Client, server: HostEndpoint, tmp_path: pathlib.Path
) -> None:
    """A new connection, the old shell: not found."""
    go_down(server, tmp_path, 60)
    go_down(server, tmp_path, -1)
    reconnected = Client()
    reconnected.shell, new_shell = client.shell, reconnected.shell
    with pytest.raises(WSManFaultError) as caught:
        reconnected.run("cat", b"")
    assert caught.value.wsman_fault_code == 2150858843
    reconnected.shell = new_shell
    reconnected.close()


def test_the_log_has_operations_and_no_secrets(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """Neither input nor command lines nor passwords."""
    with caplog.at_level(logging.DEBUG):
        client.run("cat /canary-in-argv")
        client.run("cat", b"canary-in-stdin")
        client.close()
    assert "win77 hostadmin Command done" in caplog.text
    assert "canary" not in "".join(record.getMessage() for record in caplog.records if record.name == "wsman")
    assert HOST_ADMIN.password not in caplog.text


def test_the_quota_fault_is_one_of_wmi_and_comes_once(client: Client, tmp_path: pathlib.Path) -> None:
    """Ansible looks for this code in this place, and takes a new shell."""
    injected_fault.inject(HOST.directory(tmp_path), HostFault.QUOTA)
    with pytest.raises(WSManFaultError) as caught:
        client.run("cat", b"")
    assert caught.value.wmierror_code == 0x803381A6
    assert client.run("cat", b"x")[0] == b"x"


def test_a_host_that_does_not_return_is_down_from_its_restart_on(server: HostEndpoint, tmp_path: pathlib.Path) -> None:
    """Until the fault is cleared."""
    home = HOST.directory(tmp_path)
    injected_fault.inject(home, HostFault.NO_RETURN)
    seen = [server.down]
    (home / state.DOWN_UNTIL_FILE).write_text(f"{time.time() + 0.05:.3f}")
    time.sleep(0.1)
    seen.append(server.down)
    injected_fault.lift(home, HostFault.NO_RETURN)
    assert [*seen, server.down] == [False, True, False]


def test_connections_are_dropped_on_request(server: HostEndpoint, client: Client, tmp_path: pathlib.Path) -> None:
    """A host's program asks, and sees when it is done; the client's new connection has other keys."""
    request = HOST.directory(tmp_path) / injected_fault.DROP_REQUEST
    request.touch()
    server.watch()
    assert not request.exists()
    with pytest.raises(WinRMTransportError, match="400"):
        client.run("cat", b"")


@pytest.mark.parametrize("transport", ["ntlm", "basic"])
def test_https_with_a_certificate_of_the_lab(server: HostEndpoint, tmp_path: pathlib.Path, transport: str) -> None:
    """TLS seals, so nothing else has to; 300 KB both ways."""
    client = Client(transport=transport, tls=True, ca_trust_path=str(tmp_path / "tls" / "ca.pem"))
    given = bytes(range(256)) * 1200
    assert client.run("cat", given) == (given, b"", 0)
    client.close()


def test_a_client_that_trusts_another_authority_refuses(server: HostEndpoint, tmp_path: pathlib.Path) -> None:
    """One of the same name."""
    another = CertificateAuthority(tmp_path / "another")
    another.create()
    with pytest.raises(requests.exceptions.SSLError):
        Client(tls=True, ca_trust_path=str(another.certificate))


def test_a_host_that_goes_down_drops_https_too(server: HostEndpoint, tmp_path: pathlib.Path) -> None:
    """Who waits for output sees the connection end."""
    client = Client(tls=True, ca_trust_path=str(tmp_path / "tls" / "ca.pem"))
    command_id = client.protocol.run_command(client.shell, "sleep 60")
    threading.Timer(0.3, go_down, (server, tmp_path, 1.0)).start()
    with pytest.raises(requests.ConnectionError):
        client.protocol.get_command_output_raw(client.shell, command_id)
    client.protocol.transport.close_session()
