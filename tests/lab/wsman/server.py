# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The WinRM service of every emulated host: HTTP on a loopback address each, in one process.

`python3 -m lab.wsman.server LAB_DIR` serves the hosts that LAB_DIR/hosts.json lists, and those added to it later.
The log has a line for each request: host, user, operation, status, sizes and time; never a body or a command line.
"""

from __future__ import annotations

import functools
import logging
import pathlib
import ssl
import sys
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ..certificates import CertificateAuthority
from ..emulated_host import LOCAL_ACCOUNTS, WINRM_PORT, WINRM_TLS_PORT, HostList
from . import sealing
from .authentication import ConnectionAuthentication
from .endpoint import HostEndpoint
from .users import Accounts, User

log = logging.getLogger("wsman")
WATCH_SECONDS = 0.1
"""How often the server looks for hosts that go down and hosts that were added."""

SOAP_TYPE = "application/soap+xml;charset=UTF-8"


class Listener(ThreadingHTTPServer):
    """One listener of a host. While the host is down, connections are closed as soon as they are made.

    With `tls` it is the one for HTTPS; the function is called with the first connection.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, endpoint: HostEndpoint, tls: Callable[[], ssl.SSLContext] | None = None) -> None:
        self.endpoint = endpoint
        self.tls = functools.cache(tls) if tls else None
        port = WINRM_TLS_PORT if tls else WINRM_PORT
        super().__init__((endpoint.host.address, port), ConnectionHandler)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        if self.endpoint.down:
            return False
        self.endpoint.connections.add(request)
        return True

    def shutdown_request(self, request: Any) -> None:
        self.endpoint.connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exception()
        level = logging.INFO if isinstance(error, OSError) else logging.ERROR
        name = type(error).__name__
        log.log(level, "%s connection ended: %s", self.endpoint.host.name, name, exc_info=level > logging.INFO)


class ConnectionHandler(BaseHTTPRequestHandler):
    """One TCP connection."""

    server: Listener
    protocol_version = "HTTP/1.1"
    server_version = "Microsoft-HTTPAPI/2.0"
    sys_version = ""
    # Headers and body in two small writes would wait 40 ms for each other (Nagle and delayed acknowledgement).
    disable_nagle_algorithm = True
    wbufsize = -1

    def setup(self) -> None:
        self.endpoint = self.server.endpoint
        if self.server.tls:
            # Here and not where connections are accepted: a slow client keeps only itself waiting.
            self.request = self.server.tls().wrap_socket(self.request, server_side=True)
            self.endpoint.connections.add(self.request)
        super().setup()
        self.authentication = ConnectionAuthentication(
            self.endpoint.accounts, self.endpoint.domain_users.log_on, self.endpoint.kerberos
        )

    def finish(self) -> None:
        try:
            super().finish()
        finally:
            # The server closes the socket that it has accepted, and not the one that was made of it.
            if self.server.tls:
                self.endpoint.connections.discard(self.request)
                self.request.close()

    def log_message(self, format: str, *args: Any) -> None:
        """The base class would log request lines; `do_POST` logs what is worth it."""

    def do_POST(self) -> None:
        """The only method of WS-Management."""
        start = time.monotonic()
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.endpoint.down:
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
            log.info("%s %s %s in=%d %.3fs", self.endpoint.host.name, user.name, asked, len(body), seconds)

    def _answer(self, body: bytes, user: User, challenges: list[str]) -> str:
        """Answer a message of an authenticated client; what to log about it.

        Who has negotiated keys must use them, as on a host with its default AllowUnencrypted=false; TLS is as good.
        """
        context = self.authentication.context
        sealed_as = sealing.protocol(self.headers.get("Content-Type", ""))
        if self.server.tls and not sealed_as:
            context = None
        if context is not None:
            if not sealed_as:
                self._reply(HTTPStatus.INTERNAL_SERVER_ERROR, challenges=challenges)
                return "refused: not encrypted"
            try:
                body = sealing.unseal(context, body)
            except sealing.NotSealed as reason:
                self._reply(HTTPStatus.BAD_REQUEST)
                return f"refused: {reason}"
        asked, fault, answer = self.endpoint.service.answer(body, user)
        status = HTTPStatus.INTERNAL_SERVER_ERROR if fault else HTTPStatus.OK
        content_type = SOAP_TYPE
        if context is not None:
            answer, content_type = sealing.seal(context, answer, sealed_as), sealing.content_type(sealed_as)
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
    authority = CertificateAuthority(lab / "tls")
    endpoints: dict[str, HostEndpoint] = {}
    seen = 0
    path = lab / "hosts.json"
    while True:
        changed = path.stat().st_mtime_ns
        if changed != seen:
            seen = changed
            listed = HostList.load(path)
            accounts.offer_to_ntlm(lab / "run" / "ntlm_users", (host.computer_name for host in listed.hosts))
            for host in listed.hosts:
                if host.name not in endpoints:
                    endpoints[host.name] = endpoint = HostEndpoint(host, lab, listed.programs, accounts)
                    _listen(endpoint, authority)
        for endpoint in endpoints.values():
            endpoint.watch()
        time.sleep(WATCH_SECONDS)


def _listen(endpoint: HostEndpoint, authority: CertificateAuthority) -> None:
    host = endpoint.host
    for listener in (Listener(endpoint, functools.partial(authority.server_context, host)), Listener(endpoint)):
        threading.Thread(target=listener.serve_forever, args=(60,), daemon=True).start()
        log.info("%s %s listens on %s:%d", host.name, host.computer_name, *listener.server_address)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s.%(msecs)03d %(message)s", datefmt="%H:%M:%S")
    serve(pathlib.Path(sys.argv[1]))
