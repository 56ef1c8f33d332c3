# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One Samba domain controller: provisioned once into a golden tree, started from a copy of it.

Through bind mounts the controller sees a /run/samba of its own (the path of winbindd's socket is compiled into Samba's
libraries), and likewise /var/log/samba and /etc/resolv.conf.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import pathlib
import shutil
import subprocess

from . import namespace, probe
from .domain import Domain
from .problem import LabError
from .tracked_process import TrackedProcess

SYSTEM_PYTHON = "/usr/bin/python3"
"""The only Python that has Debian's Samba modules."""

TREE = ("etc", "private", "lock", "state", "cache", "run", "log", "bind-dns")
PORTS = (53, 88, 135, 389, 445, 464, 636, 3268)
START_SECONDS = 30.0

# No NetBIOS name service: two controllers would fight for its broadcast address, and clients here use DNS.
SMB_CONF = """\
[global]
    netbios name = DC1
    workgroup = {netbios}
    realm = {realm}
    server role = active directory domain controller
    server services = s3fs, rpc, ldap, cldap, kdc, winbindd, dns
    interfaces = {address}/8
    bind interfaces only = yes
    dns forwarder = {forwarder}
    dns update command = /bin/true
    spn update command = /bin/true
    gpo update command = /bin/true
    allow dns updates = nonsecure
    private dir = {tree}/private
    binddns dir = {tree}/bind-dns
    lock directory = {tree}/lock
    state directory = {tree}/state
    cache directory = {tree}/cache
    pid directory = {tree}/run
    ncalrpc dir = {tree}/run/ncalrpc
    ntp signd socket directory = {tree}/run/ntp_signd
    winbindd socket directory = /run/samba/winbindd
    usershare path =
    logging = file
    log file = {tree}/log/log.%m
    max log size = 0
    load printers = no
    printcap name = /dev/null
    disable spoolss = yes
[sysvol]
    path = {tree}/state/sysvol
    read only = no
[netlogon]
    path = {tree}/state/sysvol/{dns}/scripts
    read only = no
"""


@dataclasses.dataclass(frozen=True)
class DomainController:
    """The controller of `domain` in the lab directory `lab`."""

    domain: Domain
    lab: pathlib.Path

    @property
    def tree(self) -> pathlib.Path:
        """The running copy."""
        return self.lab / "dc" / self.domain.dns_name

    @property
    def log(self) -> pathlib.Path:
        """Output of provisioning and of the running controller."""
        return self.lab / "log" / f"{self.domain.dns_name}.log"

    @property
    def _pid_file(self) -> pathlib.Path:
        return self.lab / "run" / f"{self.domain.dns_name}.pid"

    @property
    def process(self) -> TrackedProcess | None:
        """The running controller, else None."""
        process = TrackedProcess.load(self._pid_file)
        return process if process and process.running else None

    def golden(self, samba_version: str) -> pathlib.Path:
        """Where the pristine tree is; a change of the recipe or of Samba gives another path."""
        recipe = hashlib.sha256(samba_version.encode())
        for name in ("domain.py", "domain_controller.py", "populate.py"):
            recipe.update(pathlib.Path(__file__).with_name(name).read_bytes())
        return self.lab / "golden" / f"{self.domain.dns_name}-{recipe.hexdigest()[:16]}"

    def provision(self, golden: pathlib.Path) -> None:
        """Make the golden tree; LabError with the log's end when a step fails."""
        for stale in golden.parent.glob(f"{self.domain.dns_name}-*"):
            shutil.rmtree(stale)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        unfinished = golden.with_name(f"{golden.name}.unfinished")
        self._make_tree(unfinished, forwarder="")
        smb_conf = str(unfinished / "etc" / "smb.conf")
        tests = pathlib.Path(__file__).parents[1]
        self._step(_provision_command(self.domain, smb_conf))
        self._step([SYSTEM_PYTHON, "-m", "lab.populate", smb_conf, self.domain.dns_name], PYTHONPATH=str(tests))
        self._step(["samba_spnupdate", "-s", smb_conf])
        self._step(_certificate_command(self.domain, unfinished / "private" / "tls"))
        shutil.copy(unfinished / "private/tls/cert.pem", unfinished / "private/tls/ca.pem")
        unfinished.rename(golden)

    def start(self, golden: pathlib.Path, forwarder: str) -> None:
        """Start a fresh copy of the golden tree and return at once; see `wait`.

        `forwarder` is the address of the name server that knows other domains; empty when nobody does.
        """
        self.tree.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", "--reflink=auto", str(golden), str(self.tree)], check=True)
        self._make_tree(self.tree, forwarder)
        self.resume()

    def resume(self) -> None:
        """Start the controller on the tree that it had when it was stopped; LabError when its address is taken."""
        if taken := probe.listening(self.domain.address, PORTS):
            ports = ", ".join(str(port) for port in taken)
            raise LabError(
                f"Something already answers on {self.domain.address}, port {ports}: "
                "another lab (then `./lab down` there), or a server that listens on every address."
            )
        binds = {
            self.tree / "run": pathlib.Path("/run/samba"),
            self.tree / "log": pathlib.Path("/var/log/samba"),
            self.tree / "etc" / "resolv.conf": pathlib.Path("/etc/resolv.conf"),
        }
        for place in binds.values():
            if place.name == "samba":
                place.mkdir(exist_ok=True)
        command = ["samba", "-s", str(self.tree / "etc" / "smb.conf"), "--foreground", "--no-process-group"]
        namespace.serve(command, binds, namespace.SERVICE_ENVIRONMENT, self.log).save(self._pid_file)

    def wait(self) -> None:
        """Wait until every service answers; LabError naming those that do not."""
        missing = probe.wait_for(self.domain, START_SECONDS, alive=lambda: self.process is not None)
        if missing:
            errors = "; ".join(f"{service}: {error}" for service, error in missing.items())
            raise LabError(
                f"The domain controller of {self.domain.dns_name} does not answer ({errors}). See {self.log}."
            )

    def stop(self) -> None:
        """End the controller cleanly; nothing happens when it does not run."""
        if process := self.process:
            namespace.terminate(process)
        self._pid_file.unlink(missing_ok=True)

    def _make_tree(self, tree: pathlib.Path, forwarder: str) -> None:
        """Write what depends on the tree's path; only smb.conf does."""
        for name in TREE:
            (tree / name).mkdir(parents=True, exist_ok=True)
        (tree / "etc" / "resolv.conf").write_text(f"nameserver {self.domain.address}\n")
        smb_conf = SMB_CONF.format(
            tree=tree,
            dns=self.domain.dns_name,
            netbios=self.domain.netbios_name,
            realm=self.domain.realm,
            address=self.domain.address,
            forwarder=forwarder,
        )
        (tree / "etc" / "smb.conf").write_text(smb_conf)

    def _step(self, command: list[str], **environment: str) -> None:
        with self.log.open("a+b") as log:
            start = log.tell()
            done = subprocess.run(command, stdout=log, stderr=log, env={**os.environ, **environment}, check=False)
            log.seek(start)
            output = log.read().decode(errors="replace").strip()
        if done.returncode:
            raise LabError(
                f"Provisioning {self.domain.dns_name}: {command[0]} failed ({done.returncode}).\n{output[-2000:]}"
            )


def _provision_command(domain: Domain, smb_conf: str) -> list[str]:
    """Without --adminpass: `populate` replaces the random password, so that none is in an argv."""
    return [
        *("samba-tool", "domain", "provision", "--quiet", f"--configfile={smb_conf}", "--server-role=dc"),
        *(
            f"--realm={domain.realm}",
            f"--domain={domain.netbios_name}",
            "--host-name=dc1",
            f"--host-ip={domain.address}",
        ),
        *("--dns-backend=SAMBA_INTERNAL", f"--domain-sid={domain.sid}", f"--domain-guid={domain.guid}"),
    ]


def _certificate_command(domain: Domain, directory: pathlib.Path) -> list[str]:
    """Samba would make a 4096 bit key on its first start, which takes up to two seconds, and a name without SAN."""
    names = f"subjectAltName=DNS:{domain.controller},DNS:dc1,IP:{domain.address}"
    files = ["-keyout", str(directory / "key.pem"), "-out", str(directory / "cert.pem")]
    subject = ["-subj", f"/CN={domain.controller}", "-addext", names]
    return ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", *subject, *files]
