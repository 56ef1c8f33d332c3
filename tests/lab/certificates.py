# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's certificate authority, made anew with every lab, and a certificate for each host's WinRM listener.

The name of a certificate is the host's in the inventory and its address: unlike the computer name they do not change.
"""

from __future__ import annotations

import dataclasses
import pathlib
import ssl
import subprocess

from .emulated_host import EmulatedHost
from .problem import LabError

KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
DAYS = "30"


@dataclasses.dataclass(frozen=True)
class CertificateAuthority:
    """The authority in `directory`."""

    directory: pathlib.Path

    @property
    def certificate(self) -> pathlib.Path:
        """What clients are to trust."""
        return self.directory / "ca.pem"

    def create(self) -> None:
        """Make key and certificate; LabError when openssl fails."""
        self.directory.mkdir(mode=0o711, parents=True, exist_ok=True)
        files = ["-keyout", str(self._key), "-out", str(self.certificate)]
        _request(*files, "-subj", "/CN=netjoin.windows lab", "-addext", "keyUsage=critical,keyCertSign")

    def server_context(self, host: EmulatedHost) -> ssl.SSLContext:
        """TLS as the listener of a host; its certificate is issued when it is needed for the first time."""
        certificate = self.directory / f"{host.name}.pem"
        if not certificate.exists():
            self._issue(host, certificate)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, self._key_of(host))
        return context

    def _issue(self, host: EmulatedHost, certificate: pathlib.Path) -> None:
        unfinished = certificate.with_suffix(".new")
        files = ["-keyout", str(self._key_of(host)), "-out", str(unfinished)]
        names = f"subjectAltName=DNS:{host.name},IP:{host.address}"
        issuer = ["-CA", str(self.certificate), "-CAkey", str(self._key)]
        usage = ["-addext", "basicConstraints=critical,CA:FALSE", "-addext", "extendedKeyUsage=serverAuth"]
        _request(*files, *issuer, "-subj", f"/CN={host.name}", "-addext", names, *usage)
        unfinished.replace(certificate)

    @property
    def _key(self) -> pathlib.Path:
        return self.directory / "ca.key"

    def _key_of(self, host: EmulatedHost) -> pathlib.Path:
        return self.directory / f"{host.name}.key"


def _request(*arguments: str) -> None:
    """Openssl writes keys that only their owner may read."""
    done = subprocess.run(
        ["openssl", "req", "-x509", *KEY, "-days", DAYS, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise LabError(f"openssl req failed ({done.returncode}): {done.stderr.strip()[-1000:]}")
