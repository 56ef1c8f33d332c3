# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two pipes through which a process reaches the provider, and what tells it of them (native/provider_call.c)."""

from __future__ import annotations

import os
from collections.abc import Mapping

from ..host import Host
from .calls import serve


class ProviderPipes:
    """Start the process with `child_ends` open and `environment` set, then call `serve`, once."""

    def __init__(self) -> None:
        self._requests, self._child_writes = os.pipe()
        self._child_reads, self._replies = os.pipe()

    @property
    def child_ends(self) -> tuple[int, int]:
        return self._child_reads, self._child_writes

    @property
    def environment(self) -> Mapping[str, str]:
        return {"LAB_PROVIDER_IN": str(self._child_reads), "LAB_PROVIDER_OUT": str(self._child_writes)}

    def close_child_ends(self) -> None:
        """For the process has them now."""
        for end in self.child_ends:
            os.close(end)

    def serve(self, host: Host) -> None:
        """Answers until the last process that has the pipes has ended."""
        with open(self._requests, "rb") as requests, open(self._replies, "wb", buffering=0) as replies:
            serve(host, requests, replies)
