# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lab needs of the machine, and how to install what is missing."""

from __future__ import annotations

import concurrent.futures
import contextlib
import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from . import namespace
from .problem import CannotRunHere, LabError

PACKAGES = (
    # the domain controller; provisioning fails late and obscurely without any of them
    "samba",
    "samba-ad-provision",
    "samba-dsdb-modules",
    "samba-vfs-modules",
    "winbind",
    "openssl",
    # the emulated hosts: Windows-side C# on Mono, native shims, Samba's Python for joins
    "gcc",
    "libc6-dev",
    "mono-mcs",
    "mono-runtime",
    "python3-samba",
    # a network for a second lab
    "iproute2",
    # what tests ask the directory with
    "krb5-user",
    "ldap-utils",
    "ldb-tools",
    "smbclient",
)
PROVED_SAMBA = "4.17."
"""The Samba of Debian 12, whose behaviour the emulated hosts make up for."""

SERVICE_MODULES = {"spnego": "pyspnego", "psrpcore": "psrpcore"}
"""What the WinRM service is made of, by import and by package."""

KERBEROS_PACKAGE = "libkrb5-dev"
KERBEROS_MODULES = ("gssapi", "krb5", "kerberos")
"""What hosts take tickets with, and Ansible's connections get them with; no wheels of them are published for Linux."""

REQUIREMENTS = pathlib.Path(__file__).parents[2] / "requirements"
POLICY = pathlib.Path("/usr/sbin/policy-rc.d")
OS_RELEASE = pathlib.Path("/etc/os-release")


def check_root() -> None:
    """CannotRunHere for everybody else."""
    if os.geteuid() != 0:
        raise CannotRunHere("The lab needs root: a domain controller binds ports below 1024. Try: sudo ./lab …")


def check_machine() -> None:
    """CannotRunHere, saying why, where no lab can be."""
    release = _os_release()
    if (release.get("ID"), release.get("VERSION_ID")) != ("debian", "12"):
        found = release.get("PRETTY_NAME", "an unknown system")
        raise CannotRunHere(f"The lab is proved on Debian 12 with its Samba 4.17 only; this is {found}.")
    if not namespace.possible():
        raise CannotRunHere(
            "The lab needs to make mount and PID namespaces (CAP_SYS_ADMIN); this container forbids it."
        )


def check_python() -> None:
    """CannotRunHere unless this Python can serve the emulated hosts."""
    for module, package in SERVICE_MODULES.items():
        if importlib.util.find_spec(module) is None:
            raise CannotRunHere(
                f"This Python has no {package}. Make the project's environment first (make setup), or set LAB_VENV."
            )


def missing_for_kerberos() -> list[str]:
    """Which of `KERBEROS_MODULES` this Python does not have."""
    return [module for module in KERBEROS_MODULES if importlib.util.find_spec(module) is None]


def check_kerberos() -> None:
    """CannotRunHere unless this Python can do Kerberos."""
    if absent := missing_for_kerberos():
        raise CannotRunHere(
            f"This Python has no {', '.join(absent)}. Compile what Kerberos needs with ./lab install --kerberos, "
            "a minute; then start the lab anew."
        )


def samba_version() -> str:
    """The version of the installed Samba; CannotRunHere when it is not the proved one."""
    version = subprocess.run(["samba", "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    if not version.startswith(PROVED_SAMBA):
        raise CannotRunHere(f"The lab is proved on Samba {PROVED_SAMBA}x only; this is {version}.")
    return version


def missing() -> list[str]:
    """Which of `PACKAGES` are not installed."""
    query = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\\n", *PACKAGES]
    lines = subprocess.run(query, capture_output=True, text=True, check=False).stdout.splitlines()
    installed = {line.split()[0] for line in lines if line.endswith(" installed")}
    return [package for package in PACKAGES if package not in installed]


def install(packages: list[str]) -> None:
    """Install with apt, without starting the services that the packages bring; LabError with apt's words."""
    apt = ["apt-get", "--quiet", "--quiet", "--yes", "--no-install-recommends"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with _no_services_started():
        for command in ([*apt, "update"], [*apt, "install", *packages]):
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            if done.returncode:
                raise LabError(f"{' '.join(command)} failed ({done.returncode}).\n{done.stderr.strip()[-2000:]}")


def install_kerberos() -> None:
    """Install the library with apt, and compile the packages, side by side; LabError with pip's words."""
    install([KERBEROS_PACKAGE])
    lines = (REQUIREMENTS / "kerberos.txt").read_text().splitlines()
    packages = [line for line in lines if line and not line.startswith("#")]
    with tempfile.TemporaryDirectory() as wheels, concurrent.futures.ThreadPoolExecutor() as executor:
        list(executor.map(lambda package: _pip("wheel", "--no-deps", "--wheel-dir", wheels, package), packages))
        _pip("install", "--find-links", wheels, *packages)


def _pip(command: str, *arguments: str) -> None:
    pip = [sys.executable, "-m", "pip", command, "--quiet", "--disable-pip-version-check"]
    pinned = ["--constraint", str(REQUIREMENTS / "constraints.txt")]
    # Half of the time would go into optimizing what only the lab runs
    environment = {"CFLAGS": "-O0", **os.environ}
    done = subprocess.run([*pip, *pinned, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LabError(f"pip {command} failed ({done.returncode}).\n{done.stderr.strip()[-2000:]}")


@contextlib.contextmanager
def _no_services_started() -> Iterator[None]:
    """A running smbd of the machine would take the domain controller's port (invoke-rc.d(8), policy-rc.d)."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


def _os_release() -> dict[str, str]:
    try:
        lines = OS_RELEASE.read_text().splitlines()
    except OSError:
        return {}
    pairs = (line.split("=", 1) for line in lines if "=" in line)
    return {key: value.strip("\"'") for key, value in pairs}
