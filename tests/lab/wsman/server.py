# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The WinRM service of every emulated host: HTTP on a loopback address each, in one process.

`python3 -m lab.wsman.server LAB_DIR` serves the hosts that LAB_DIR/hosts.json lists, and those added to it later.
The log has a line for each request: host, user, operation, status, sizes and time; never a body or a command line.
"""

from __future__ import annotations

import contextlib
import logging
import pathlib
import socket
import sys
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ..emulated_host import LOCAL_ACCOUNTS, WINRM_PORT, EmulatedHost, HostList
from ..windows_host import injected_fault, state
from ..windows_host.injected_fault import HostFault
from . import sealing
from .authentication import ConnectionAuthentication
from .shell_service import ShellService
from .users import Accounts, DomainUsers, User

log = logging.getLogger("wsman")
WATCH_SECONDS = 0.1
"""How often the server looks for hosts that go down and hosts that were added."""

SOAP_TYPE = "application/soap+xml;charset=UTF-8"


class HostServer(ThreadingHTTPServer):
    """One host's listener. While the host is down, connections are closed as soon as they are made."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: EmulatedHost, lab: pathlib.Path, programs: dict[str, str], accounts: Accounts) -> None:
        self.host = host
        self.accounts = accounts
        self.domain_users = DomainUsers(host.directory(lab), lab)
        self.service = ShellService(host, lab, programs)
        self._home = host.directory(lab)
        self._was_down = False
        self._connections: set[socket.socket] = set()
        super().__init__((host.address, WINRM_PORT), ConnectionHandler)

    @property
    def down(self) -> bool:
        """Whether the host is rebooting: until the epoch time that `shutdown` wrote, or for ever (fault no-return)."""
        try:
            until = float((self._home / state.DOWN_UNTIL_FILE).read_text())
        except (OSError, ValueError):
            return False
        never_back = injected_fault.since(self._home, HostFault.NO_RETURN)
        return time.time() < until or (never_back is not None and never_back < until)

    def watch(self) -> None:
        """Drop connections and shells once when the host goes down, and connections when a fault asks for it."""
        drop = self._home / injected_fault.DROP_REQUEST
        if drop.exists():
            log.info("%s drops its connections", self.host.name)
            self.drop_connections()
            drop.unlink(missing_ok=True)
        down = self.down
        if down and not self._was_down:
            log.info("%s goes down", self.host.name)
            # In this order: a client must not be told that the restart has ended its command.
            self.drop_connections()
            self.service.close()
        self._was_down = down

    def drop_connections(self) -> None:
        """Close every open connection under whoever uses it."""
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        if self.down:
            return False
        self._connections.add(request)
        return True

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exception()
        level = logging.INFO if isinstance(error, ConnectionError) else logging.ERROR
        log.log(level, "%s connection ended: %s", self.host.name, type(error).__name__, exc_info=level > logging.INFO)


class ConnectionHandler(BaseHTTPRequestHandler):
    """One TCP connection."""

    server: HostServer
    protocol_version = "HTTP/1.1"
    server_version = "Microsoft-HTTPAPI/2.0"
    sys_version = ""
    # Headers and body in two small writes would wait 40 ms for each other (Nagle and delayed acknowledgement).
    disable_nagle_algorithm = True
    wbufsize = -1

    def setup(self) -> None:
        super().setup()
        self.authentication = ConnectionAuthentication(self.server.accounts, self.server.domain_users.log_on)

    def log_message(self, format: str, *args: Any) -> None:
        """The base class would log request lines; `do_POST` logs what is worth it."""

    def do_POST(self) -> None:
        """The only method of WS-Management."""
        start = time.monotonic()
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.server.down:
            self.close_connection = True
            return
        challenges = self.authentication.step(self.headers.get("Authorization", ""))
        user = self.authentication.user
        if self.path.partition("?")[0] != "/wsman":
            self._reply(HTTPStatus.NOT_FOUND)
        elif user is None:
            self._reply(HTTPStatus.UNAUTHORIZED, challenges=challenges)
        elif not body:
            self._reply(HTTPStatus.OK, challenges=challenges)
        else:
            asked = self._answer(body, user, challenges)
            seconds = time.monotonic() - start
            log.info("%s %s %s in=%d %.3fs", self.server.host.name, user.name, asked, len(body), seconds)

    def _answer(self, body: bytes, user: User, challenges: list[str]) -> str:
        """Answer a message of an authenticated client; what to log about it.

        Who has negotiated keys must use them, as on a host with its default AllowUnencrypted=false.
        """
        context = self.authentication.context
        if context is not None:
            if not sealing.is_sealed(self.headers.get("Content-Type", "")):
                self._reply(HTTPStatus.INTERNAL_SERVER_ERROR, challenges=challenges)
                return "refused: not encrypted"
            try:
                body = sealing.unseal(context, body)
            except sealing.NotSealed as reason:
                self._reply(HTTPStatus.BAD_REQUEST)
                return f"refused: {reason}"
        asked, fault, answer = self.server.service.answer(body, user)
        status = HTTPStatus.INTERNAL_SERVER_ERROR if fault else HTTPStatus.OK
        content_type = SOAP_TYPE
        if context is not None:
            answer, content_type = sealing.seal(context, answer), sealing.CONTENT_TYPE
        self._reply(status, answer, content_type, challenges)
        return f"{asked} {f'fault {fault.code}' if fault else 'done'} out={len(answer)}"

    def _reply(
        self, status: HTTPStatus, body: bytes = b"", content_type: str = SOAP_TYPE, challenges: list[str] | None = None
    ) -> None:
        self.send_response(status)
        for challenge in challenges or []:
            self.send_header("WWW-Authenticate", challenge)
        if body:
            self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve(lab: pathlib.Path) -> None:
    """Serve until the process is ended; which ends the namespace with every command in it."""
    accounts = Accounts(LOCAL_ACCOUNTS)
    servers: dict[str, HostServer] = {}
    seen = 0
    path = lab / "hosts.json"
    while True:
        changed = path.stat().st_mtime_ns
        if changed != seen:
            seen = changed
            listed = HostList.load(path)
            accounts.offer_to_ntlm(lab / "run" / "ntlm_users", (host.computer_name for host in listed.hosts))
            for host in listed.hosts:
                if host.name not in servers:
                    servers[host.name] = server = HostServer(host, lab, listed.programs, accounts)
                    threading.Thread(target=server.serve_forever, args=(60,), daemon=True).start()
                    log.info("%s %s listens on %s:%d", host.name, host.computer_name, host.address, WINRM_PORT)
        for server in servers.values():
            server.watch()
        time.sleep(WATCH_SECONDS)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s.%(msecs)03d %(message)s", datefmt="%H:%M:%S")
    serve(pathlib.Path(sys.argv[1]))
