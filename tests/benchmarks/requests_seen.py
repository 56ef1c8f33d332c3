# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What went over the wire, as the lab's WinRM service logged it.

Counted are the bodies of WS-Management requests and replies, sealed as NTLM seals them. HTTP headers are not, nor the
empty requests with which a connection authenticates.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

_REQUEST = re.compile(
    r"^\S+ \S+ \S+ (?P<operation>\w+) .*out=(?P<reply>\d+) in=(?P<request>\d+) [\d.]+s$", re.MULTILINE
)


@dataclasses.dataclass(frozen=True)
class Traffic:
    """A number of requests, and the bytes in each direction."""

    requests: int
    to_hosts: int
    from_hosts: int

    @property
    def total(self) -> int:
        """Bytes in both directions."""
        return self.to_hosts + self.from_hosts


class RequestLog:
    """The log of the service, from `mark` on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._start = 0

    def mark(self) -> None:
        """Forget what has been logged so far."""
        self._start = self._path.stat().st_size

    def traffic(self) -> Traffic:
        """What was logged since the mark."""
        with self._path.open("rb") as log:
            log.seek(self._start)
            found = list(_REQUEST.finditer(log.read().decode()))
        return Traffic(
            len(found), sum(int(line["request"]) for line in found), sum(int(line["reply"]) for line in found)
        )
