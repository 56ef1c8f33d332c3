# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulated Windows hosts as the lab knows them: names, addresses, accounts. What a host is, windows_host knows."""

from __future__ import annotations

import dataclasses
import json
import pathlib
import re

from .problem import LabError
from .windows_host.whole_file import replace_text

WINRM_PORT = 5985
WINRM_TLS_PORT = 5986
FIRST_ADDRESS = (127, 0, 1, 1)
HOST_PROGRAMS = pathlib.Path(__file__).with_name("windows_host")


@dataclasses.dataclass(frozen=True)
class LocalAccount:
    """An account that every emulated host has. As on Windows, WinRM also lets in who is no administrator."""

    name: str
    password: str = dataclasses.field(repr=False)
    administrator: bool


HOST_ADMIN = LocalAccount("hostadmin", "Vy2!Cobalt-Gudgeon-Trellick", administrator=True)
HOST_USER = LocalAccount("hostuser", "Np7!Saffron-Pintle-Oxbow", administrator=False)
LOCAL_ACCOUNTS = (HOST_ADMIN, HOST_USER)


@dataclasses.dataclass(frozen=True)
class EmulatedHost:
    """`name` is the inventory's, `computer_name` what the host was made with; `domain` is what `lab_domain` says."""

    name: str
    computer_name: str
    address: str
    domain: str

    def directory(self, lab: pathlib.Path) -> pathlib.Path:
        """Where everything that the host is, is kept."""
        return lab / "hosts" / self.name


@dataclasses.dataclass(frozen=True)
class HostList:
    """The hosts of a running lab and the programs that they have, as a file that the WSMan server watches."""

    hosts: tuple[EmulatedHost, ...]
    programs: dict[str, str]

    @classmethod
    def load(cls, path: pathlib.Path) -> HostList:
        """What `save` wrote; empty without a file."""
        try:
            raw = json.loads(path.read_text())
        except FileNotFoundError:
            return cls((), {})
        return cls(tuple(EmulatedHost(**host) for host in raw["hosts"]), raw["programs"])

    def save(self, path: pathlib.Path) -> None:
        """Replace the file; the server may be reading it."""
        replace_text(path, json.dumps(dataclasses.asdict(self), indent=1))

    def find(self, name: str) -> EmulatedHost:
        """The host with this inventory name; LabError when there is none."""
        for host in self.hosts:
            if host.name == name:
                return host
        names = ", ".join(host.name for host in self.hosts) or "none"
        raise LabError(f"There is no host {name}; the lab has: {names}.")

    def with_host(self, name: str, computer_name: str, domain: str) -> HostList:
        """This list and one more host, on the next free address; LabError when a name is taken or unusable."""
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,62}", name):
            raise LabError(f"{name!r} cannot be an inventory name here: lower-case letters, digits, - and _ only.")
        if any(name == host.name or computer_name.upper() == host.computer_name.upper() for host in self.hosts):
            raise LabError(f"The lab already has a host {name} or a computer {computer_name}.")
        number = max((_number(host.address) for host in self.hosts), default=0) + 1
        host = EmulatedHost(name, computer_name, _address(number), domain)
        return dataclasses.replace(self, hosts=(*self.hosts, host))


def _address(number: int) -> str:
    """Loopback addresses from 127.0.1.1 on; 127.0.2.1 follows 127.0.1.254."""
    first, second, third, fourth = FIRST_ADDRESS
    extra, last = divmod(number - 1, 254)
    return f"{first}.{second}.{third + extra}.{fourth + last}"


def _number(address: str) -> int:
    third, fourth = (int(part) for part in address.split(".")[2:])
    return (third - FIRST_ADDRESS[2]) * 254 + fourth
