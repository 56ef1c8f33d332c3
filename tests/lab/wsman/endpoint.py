# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the listeners of one emulated host share: its shells, its users, and whether it is up."""

from __future__ import annotations

import contextlib
import logging
import pathlib
import socket
import time
from collections.abc import Mapping

from ..emulated_host import EmulatedHost
from ..windows_host import injected_fault, state
from ..windows_host.injected_fault import HostFault
from .kerberos import HostKerberos
from .shell_service import ShellService
from .users import Accounts, DomainUsers

log = logging.getLogger("wsman")


class HostEndpoint:
    """WinRM on one host."""

    def __init__(self, host: EmulatedHost, lab: pathlib.Path, programs: Mapping[str, str], accounts: Accounts) -> None:
        self.host = host
        self.accounts = accounts
        self.domain_users = DomainUsers(host.directory(lab), lab)
        self.kerberos = HostKerberos(host.directory(lab), lab)
        self.service = ShellService(host, lab, programs)
        self.connections: set[socket.socket] = set()
        self._home = host.directory(lab)
        self._was_down = False

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
        for connection in list(self.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
