# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one emulated Windows host is: names, membership, what waits for a reboot.  One directory a host.

``state.json`` is the truth; ``smb.conf`` is derived from it, so that Samba's own tools can look at the host
(``net ads testjoin -s HOST/smb.conf``).  Reads and writes files below the host's directory, nothing else.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .whole_file import replace_text

PRISTINE_WORKGROUP = "WORKGROUP"
NETBIOS_NAME_LENGTH = 15
STATE_FILE = "state.json"
DOWN_UNTIL_FILE = "down_until"
SHUTDOWN_FILE = "shutdown.pid"
LOCK_FILE = "join.lock"


class CallInProgress(Exception):
    """Another join, unjoin or rename runs on this host (RPC_S_CALL_IN_PROGRESS 1791 on Windows)."""


@dataclass(frozen=True)
class DomainMembership:
    """The domain of a member, as LSA and Netlogon know it."""

    netbios: str
    dns: str
    forest: str
    controller: str
    site: str
    sid: str
    account: str
    """sAMAccountName of the computer without ``$``: the name under which it joined or was renamed."""


@dataclass(frozen=True)
class OfflineJoin:
    """What a blob makes of the computer at its next start; the machine's password is with Samba's secrets already."""

    domain: DomainMembership
    machine_name: str


@dataclass(frozen=True)
class Fault:
    """What a native call returns instead of running; ``hresult`` makes a WMI call throw."""

    code: int = 0
    hresult: int | None = None
    message: str = ""


@dataclass(frozen=True)
class HostState:
    """Names that differ between now and after the reboot are kept twice, as Windows does."""

    host_name: str
    pending_host_name: str
    workgroup: str | None
    domain: DomainMembership | None
    dns_suffix: str
    pending_dns_suffix: str
    join_pending: bool
    boot_time: float
    is_domain_controller: bool = False
    faults: Mapping[str, Fault] = field(default_factory=dict)
    netlogon_knows_join: bool = True
    """Whether a join that waits for the reboot has left its mark in Netlogon's key."""
    offline_join: OfflineJoin | None = None
    volatile_keys: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Keys below HKEY_LOCAL_MACHINE that were made as REG_OPTION_VOLATILE, with their string values."""

    @property
    def netbios_name(self) -> str:
        return netbios_name(self.host_name)

    @property
    def pending_netbios_name(self) -> str:
        return netbios_name(self.pending_host_name)

    @property
    def reboot_pending(self) -> bool:
        """Whether the next start changes the membership, the DNS suffix or the name."""
        waiting = (self.pending_host_name, self.pending_dns_suffix)
        offline = self.offline_join is not None
        return offline or self.join_pending or waiting != (self.host_name, self.dns_suffix)

    @property
    def machine_account(self) -> str:
        """The account that Netlogon uses, without ``$``: until the reboot the joined one, then the computer's name."""
        if self.domain is not None and self.reboot_pending:
            return self.domain.account
        return self.netbios_name


def netbios_name(host_name: str) -> str:
    """The computer name that DnsHostnameToComputerName derives: upper case, cut after 15 characters."""
    return host_name.upper()[:NETBIOS_NAME_LENGTH]


def create(directory: str | os.PathLike[str], name: str) -> HostState:
    """Makes a pristine host in `directory`: in WORKGROUP, just booted."""
    home = Path(directory)
    for part in ("Windows/debug", "temp", "private", "samba"):
        (home / part).mkdir(parents=True, exist_ok=True)
    for path in (home, home / "private", home / "samba"):
        path.chmod(0o700)
    state = HostState(
        host_name=name,
        pending_host_name=name,
        workgroup=PRISTINE_WORKGROUP,
        domain=None,
        dns_suffix="",
        pending_dns_suffix="",
        join_pending=False,
        boot_time=time.time(),
    )
    save(home, state)
    return state


def reset(directory: str | os.PathLike[str], name: str | None = None) -> HostState:
    """Makes the host pristine again, under `name` or the name that its directory has."""
    home = Path(directory)
    original = name or home.name.upper()
    if home.exists():
        shutil.rmtree(home)
    return create(home, original)


def load(directory: str | os.PathLike[str]) -> HostState:
    """Raises FileNotFoundError when the directory is no host."""
    raw: dict[str, Any] = json.loads((Path(directory) / STATE_FILE).read_text(encoding="utf-8"))
    if raw["domain"] is not None:
        raw["domain"] = DomainMembership(**raw["domain"])
    if raw["offline_join"] is not None:
        raw["offline_join"]["domain"] = DomainMembership(**raw["offline_join"]["domain"])
        raw["offline_join"] = OfflineJoin(**raw["offline_join"])
    raw["faults"] = {call: Fault(**fault) for call, fault in raw["faults"].items()}
    return HostState(**raw)


def save(directory: str | os.PathLike[str], state: HostState) -> None:
    home = Path(directory)
    replace_text(home / "smb.conf", _smb_conf(home, state))
    replace_text(home / STATE_FILE, json.dumps(dataclasses.asdict(state), indent=1, sort_keys=True))


def reboot(directory: str | os.PathLike[str], boot_time: float | None = None) -> HostState:
    """What waits for a reboot becomes active; `boot_time` (epoch seconds) defaults to now."""
    state = replace(next_start(load(directory)), boot_time=time.time() if boot_time is None else boot_time)
    save(directory, state)
    return state


def next_start(state: HostState) -> HostState:
    """What the next start makes of a host."""
    state = _joined_offline(state)
    return replace(
        state,
        volatile_keys={},
        host_name=state.pending_host_name,
        dns_suffix=state.pending_dns_suffix,
        join_pending=False,
    )


def _joined_offline(state: HostState) -> HostState:
    """Ready for a start that completes an offline join, when one waits; a membership is not replaced."""
    offline = state.offline_join
    if offline is None or state.domain is not None:
        return replace(state, offline_join=None)
    same_name = netbios_name(offline.machine_name) == state.pending_netbios_name
    return replace(
        state,
        offline_join=None,
        domain=offline.domain,
        workgroup=None,
        pending_host_name=state.pending_host_name if same_name else offline.machine_name,
        pending_dns_suffix=offline.domain.dns,
    )


def set_fault(directory: str | os.PathLike[str], call: str, fault: Fault | None) -> None:
    """The next calls of `call` (a native function or WMI method) fail with `fault`; None lifts it."""
    state = load(directory)
    faults = {name: value for name, value in state.faults.items() if name != call}
    if fault is not None:
        faults[call] = fault
    save(directory, replace(state, faults=faults))


@contextlib.contextmanager
def exclusive(directory: str | os.PathLike[str], wait: bool = False) -> Iterator[None]:
    """Holds the host's join lock; raises CallInProgress when another call has it and `wait` is false."""
    descriptor = os.open(Path(directory) / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CallInProgress from None
        yield
    finally:
        os.close(descriptor)


def _smb_conf(home: Path, state: HostState) -> str:
    domain = state.domain
    options = {
        "netbios name": state.machine_account,
        "workgroup": domain.netbios if domain else state.workgroup,
        "realm": domain.dns.upper() if domain else None,
        "security": "ads" if domain else "user",
        "private dir": home / "private",
        "lock directory": home / "samba",
        "state directory": home / "samba",
        "cache directory": home / "samba",
        "pid directory": home / "samba",
        "ncalrpc dir": home / "samba" / "ncalrpc",
        "log file": home / "samba" / "log.%m",
        "client min protocol": "SMB2",
        "disable netbios": "yes",
        "load printers": "no",
        "kerberos method": "secrets only",
    }
    lines = [f"\t{name} = {value}\n" for name, value in options.items() if value is not None]
    return "[global]\n" + "".join(lines)
