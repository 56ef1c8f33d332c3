# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulated host that this process runs on, as the WSMan server describes it in the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from . import state


class NoHost(Exception):
    """The environment names no host of the lab."""


@dataclass(frozen=True)
class Host:
    """Where the host's state lies and who calls."""

    directory: Path
    lab_directory: Path
    user: str
    user_is_administrator: bool
    user_domain: str = ""
    """Flat name of a domain user's domain; empty for an account of the host."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Host:
        """Reads LAB_HOST_DIR, LAB_DIR, USERNAME, LAB_USER_DOMAIN and LAB_USER_IS_ADMIN; raises NoHost."""
        try:
            directory = Path(environment["LAB_HOST_DIR"])
            lab_directory = Path(environment["LAB_DIR"])
        except KeyError as missing:
            raise NoHost(f"{missing.args[0]} is not set: this runs behind the lab's WSMan server only") from None
        return cls(
            directory=directory,
            lab_directory=lab_directory,
            user=environment.get("USERNAME", "Administrator"),
            user_is_administrator=environment.get("LAB_USER_IS_ADMIN", "1") != "0",
            user_domain=environment.get("LAB_USER_DOMAIN", ""),
        )

    @property
    def system_root(self) -> Path:
        return self.directory / "Windows"

    def load(self) -> state.HostState:
        return state.load(self.directory)

    def save(self, changed: state.HostState) -> None:
        state.save(self.directory, changed)


def windows_environment(host: Host, environment: Mapping[str, str]) -> dict[str, str]:
    """`environment` with the places of the host's Windows, unless the server has set them."""
    return {
        "SystemRoot": str(host.system_root),
        "TEMP": str(host.directory / "temp"),
        **environment,
        "TMPDIR": os.fspath(host.directory / "temp"),
    }
