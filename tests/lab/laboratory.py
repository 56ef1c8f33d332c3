# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab as a whole: one directory, its domain controllers, its emulated hosts and their WinRM service."""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import fcntl
import os
import pathlib
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from typing import NoReturn

from . import background, emulated_host, inventory, namespace, probe, requirements, resolver
from .certificates import CertificateAuthority
from .domain import DOMAINS, FIRST, SECOND, Domain
from .domain_controller import DomainController
from .emulated_host import WINRM_PORT, EmulatedHost, HostList
from .problem import LabError
from .tracked_process import TrackedProcess
from .transport import DEFAULT, Transport
from .windows_host import powershell_copy, state
from .windows_host.build import BuildFailed
from .windows_host.whole_file import replace_text

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
COLLECTIONS = REPOSITORY / ".cache" / "collections"
ANSIBLE_COLLECTIONS = ("~/.ansible/collections", "/usr/share/ansible/collections")
"""Ansible's own default, which a set ANSIBLE_COLLECTIONS_PATH replaces."""

PROGRAMS = ("powershell", "shutdown")
"""The commands that an emulated host has."""

BACKGROUND = ("slow_controller", "srv_less_name_server")
"""What faults have running."""

SERVICE_SECONDS = 15.0
LOCK_SECONDS = 60.0


@dataclasses.dataclass(frozen=True)
class Laboratory:
    """The lab in `directory`."""

    directory: pathlib.Path

    @classmethod
    def default(cls) -> Laboratory:
        """The lab of this checkout, or the one that LAB_DIR names."""
        return cls(pathlib.Path(os.environ.get("LAB_DIR") or REPOSITORY / ".lab").resolve())

    @property
    def inventory_file(self) -> pathlib.Path:
        """The inventory of the running lab."""
        return self.directory / "inventory.yml"

    @property
    def service_log(self) -> pathlib.Path:
        """What the WinRM service was asked."""
        return self.directory / "log" / "wsman.log"

    @property
    def authority(self) -> CertificateAuthority:
        """Who issues the certificates of the running lab's hosts."""
        return CertificateAuthority(self.directory / "tls")

    @property
    def hosts(self) -> HostList:
        """The hosts of the running lab."""
        return HostList.load(self._host_file)

    @property
    def domains(self) -> tuple[Domain, ...]:
        """The domains that the lab was started with, running or stopped by a fault."""
        return tuple(domain for domain in DOMAINS.values() if (self.directory / "dc" / domain.dns_name).exists())

    @property
    def service(self) -> TrackedProcess | None:
        """The running WinRM service, else None; the lab is up when it runs."""
        process = TrackedProcess.load(self._service_pid_file)
        return process if process and process.running else None

    @property
    def _host_file(self) -> pathlib.Path:
        return self.directory / "hosts.json"

    @property
    def _service_pid_file(self) -> pathlib.Path:
        return self.directory / "run" / "wsman.pid"

    @contextlib.contextmanager
    def locked(self, seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """One command at a time changes the lab; LabError when another one still does after that many seconds."""
        self.directory.mkdir(mode=0o711, parents=True, exist_ok=True)
        deadline = time.monotonic() + seconds
        with (self.directory / "lock").open("w") as lock:
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise LabError("Another ./lab command is changing this lab; wait for it to end.") from None
                    time.sleep(0.05)
            yield

    def require_running(self) -> None:
        """LabError unless the lab is up."""
        if self.service is None:
            raise LabError("The lab is not running. Start it with: ./lab up")

    def controller(self, domain: Domain) -> DomainController:
        """The domain controller of one of the lab's domains."""
        return DomainController(domain, self.directory)

    def start(self, domains: Sequence[Domain], host_count: int, powershell: pathlib.Path | None = None) -> None:
        """Start a pristine lab; what a lab that was not ended has left behind is removed first.

        With the executable of a real PowerShell the hosts run a copy of that one.
        """
        self.stop()
        if powershell:
            self._copy_powershell(powershell)
        for name in ("dc", "golden", "hosts", "log", "run"):
            (self.directory / name).mkdir(parents=True, exist_ok=True)
        for log in (self.directory / "log").iterdir():
            log.unlink()
        try:
            self._start_controllers(domains)
            hosts = HostList((), {name: str(emulated_host.HOST_PROGRAMS / name) for name in PROGRAMS})
            for number in range(1, host_count + 1):
                hosts = hosts.with_host(f"win{number:02}", f"WIN{number:02}", FIRST.dns_name)
            self._start_service(hosts)
            for domain in domains:
                self.controller(domain).wait()
            self._wait_for_hosts(hosts)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End everything and remove what was started; logs and golden trees stay."""
        if service := self.service:
            namespace.kill(service)
        for module in BACKGROUND:
            background.stop(self.directory, module)
        with concurrent.futures.ThreadPoolExecutor() as pool:
            list(pool.map(lambda domain: self.controller(domain).stop(), DOMAINS.values()))
        for name in ("dc", "hosts", "images", "powershell", "run", "tls"):
            shutil.rmtree(self.directory / name, ignore_errors=True)
        for name in ("hosts.json", "inventory.yml", "resolv.conf", "krb5.conf"):
            (self.directory / name).unlink(missing_ok=True)

    def add_host(self, name: str, computer_name: str, domain: str) -> EmulatedHost:
        """Add a pristine host to the running lab and its inventory."""
        hosts = self.hosts.with_host(name, computer_name, domain)
        host = hosts.find(name)
        state.create(host.directory(self.directory), host.computer_name)
        self._serve(hosts)
        return host

    def add_image(self, name: str) -> pathlib.Path:
        """Make an image, which is a Windows that does not run; its Windows directory."""
        self.hosts.with_host(name, name.upper(), FIRST.dns_name)  # the name has to be free, and good for a host
        image = self._image(name)
        if image.exists():
            raise LabError(f"The lab already has an image {name}.")
        state.create(image, name.upper())
        return image / "Windows"

    def boot_image(self, name: str) -> EmulatedHost:
        """Start an image for the first time: from now on it is a host, and what waited for its start has happened."""
        image = self._image(name)
        if not image.exists():
            raise LabError(f"There is no image {name}; make one with: ./lab image add {name}")
        started = state.next_start(state.load(image))
        hosts = self.hosts.with_host(name, started.netbios_name, FIRST.dns_name)
        host = hosts.find(name)
        image.rename(host.directory(self.directory))
        state.reboot(host.directory(self.directory))
        self._serve(hosts)
        return host

    def _image(self, name: str) -> pathlib.Path:
        return self.directory / "images" / name

    def _serve(self, hosts: HostList) -> None:
        """Have the running service know of a further host, and wait until it answers."""
        hosts.save(self._host_file)
        self._write_inventory()
        self._wait_for_hosts(hosts)

    def reset_host(self, name: str) -> EmulatedHost:
        """Make a host what it was when it was added; its computer accounts stay in the directory."""
        host = self.hosts.find(name)
        state.reset(host.directory(self.directory), host.computer_name)
        return host

    def run(self, command: Sequence[str]) -> NoReturn:
        """Become `command`, with the lab's resolver, inventory, collections and environment."""
        link = COLLECTIONS / "ansible_collections" / "netjoin" / "windows"
        if not link.exists():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to("../../../..")
        collections = [os.environ.get("ANSIBLE_COLLECTIONS_PATH", ""), str(COLLECTIONS), *ANSIBLE_COLLECTIONS]
        programs = os.environ["PATH"].split(os.pathsep)
        own_programs = str(pathlib.Path(sys.executable).parent)
        environment = os.environ | {
            "ANSIBLE_COLLECTIONS_PATH": os.pathsep.join(path for path in collections if path),
            "ANSIBLE_INVENTORY": str(self.inventory_file),
            "KRB5_CONFIG": str(self.directory / "krb5.conf"),
            "LAB_DIR": str(self.directory),
            "LAB_DOMAIN": FIRST.dns_name,
            "LAB_DC": FIRST.controller,
            # Who has put an environment's programs on the path has chosen their order, too.
            "PATH": os.pathsep.join(programs if own_programs in programs else [own_programs, *programs]),
        }
        namespace.run(command, {self.directory / "resolv.conf": pathlib.Path("/etc/resolv.conf")}, environment)

    def _copy_powershell(self, original: pathlib.Path) -> None:
        try:
            powershell_copy.make(original, self.directory)
        except (powershell_copy.NoPowerShell, BuildFailed) as problem:
            raise LabError(str(problem)) from None

    def _start_controllers(self, domains: Sequence[Domain]) -> None:
        """Provision where needed, then start; the caller waits."""
        version = requirements.samba_version()
        for domain in domains:
            controller = self.controller(domain)
            golden = controller.golden(version)
            if not golden.exists():
                print(f"Provisioning {domain.dns_name}, once, about five seconds …", flush=True)
                controller.provision(golden)
            # The other way round as well would send every unknown name in circles.
            forwarder = SECOND.address if domain is FIRST and SECOND in domains else ""
            controller.start(golden, forwarder)

    def _start_service(self, hosts: HostList) -> None:
        for host in hosts.hosts:
            state.create(host.directory(self.directory), host.computer_name)
        (self.directory / "resolv.conf").write_text(resolver.resolv_conf([domain.address for domain in self.domains]))
        (self.directory / "krb5.conf").write_text(resolver.krb5_conf(self.domains))
        self.authority.create()
        hosts.save(self._host_file)
        self._write_inventory()
        command = [sys.executable, "-B", "-m", "lab.wsman.server", str(self.directory)]
        binds = {self.directory / "resolv.conf": pathlib.Path("/etc/resolv.conf")}
        environment = {**namespace.SERVICE_ENVIRONMENT, "PYTHONPATH": str(REPOSITORY / "tests")}
        namespace.serve(command, binds, environment, self.service_log).save(self._service_pid_file)

    def inventory_text(self, transport: Transport = DEFAULT) -> str:
        """The inventory for one way to reach the hosts."""
        hosts = self.hosts.hosts
        return inventory.HEADER + inventory.to_yaml(inventory.inventory(hosts, self.domains, self.directory, transport))

    def _write_inventory(self) -> None:
        replace_text(self.inventory_file, self.inventory_text())

    def _wait_for_hosts(self, hosts: HostList) -> None:
        deadline = time.monotonic() + SERVICE_SECONDS
        for host in hosts.hosts:
            while not probe.listening(host.address, (WINRM_PORT,)):
                if self.service is None or time.monotonic() > deadline:
                    raise LabError(
                        f"{host.name} does not answer on {host.address}:{WINRM_PORT}. See {self.service_log}."
                    )
                time.sleep(0.02)
