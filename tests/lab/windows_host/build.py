# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds what stands for Windows in a module's process: native libraries, the WMI library, the entry program.

The result lies in a directory named by the content of its sources, so that a change is seen and nothing is built twice.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .csharp import COMPILER

SOURCES = Path(__file__).parent / "native"
NATIVE_SOURCES = ("windows_api.c", "security_api.c", "provider_call.c")
WMI_SOURCES = ("Microsoft.Management.Infrastructure.cs", "Provider.cs")
WMI_LIBRARY = "Microsoft.Management.Infrastructure.dll"
WINDOWS_LIBRARIES = ("netapi32", "kernel32", "advapi32", "secur32")
C_COMPILER = ("gcc", "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC")


class BuildFailed(Exception):
    """The compiler's messages."""


@dataclass(frozen=True)
class Runtime:
    """The directory of a finished build."""

    directory: Path

    @property
    def wmi_library(self) -> Path:
        return self.directory / WMI_LIBRARY

    @property
    def entry_program(self) -> Path:
        return self.directory / "entry.exe"


def build(lab_directory: Path) -> Runtime:
    """Builds below ``<lab_directory>/build`` unless it is there; raises BuildFailed.

    Safe when called by several processes at once: a build appears whole or not at all.
    """
    target = lab_directory / "build" / _digest()
    if target.exists():
        return Runtime(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=target.parent))
    try:
        _build_native(scratch)
        _build_managed(scratch)
        scratch.chmod(0o755)
        scratch.rename(target)
    except OSError:
        if not target.exists():
            raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return Runtime(target)


def _digest() -> str:
    digest = hashlib.sha256(repr((C_COMPILER, COMPILER, WINDOWS_LIBRARIES)).encode())
    for source in sorted(SOURCES.iterdir()):
        digest.update(source.name.encode() + source.read_bytes())
    return digest.hexdigest()[:32]


def _build_native(directory: Path) -> None:
    library = directory / "windows_api.so"
    _run([*C_COMPILER, "-o", str(library), *(str(SOURCES / name) for name in NATIVE_SOURCES), "-lpthread"])
    for name in WINDOWS_LIBRARIES:
        for spelling in (f"lib{name}.so", f"{name}.dll.so"):
            (directory / spelling).symlink_to(library.name)


def build_wmi_library(directory: Path, version: str, declarations: str = "", public_key: bytes = b"") -> Path:
    """Builds the stand-in for Microsoft.Management.Infrastructure in `directory`, with further declarations in C#.

    With the public key of another assembly it takes that one's identity; it is not signed, which .NET does not check.
    Raises BuildFailed.
    """
    library = directory / WMI_LIBRARY
    with tempfile.TemporaryDirectory() as scratch:
        identity, key = Path(scratch) / "Identity.cs", Path(scratch) / "public.snk"
        identity.write_text(f'[assembly: System.Reflection.AssemblyVersion("{version}")]\n{declarations}')
        key.write_bytes(public_key)
        signing = ["-delaysign+", f"-keyfile:{key}"] if public_key else []
        sources = [str(SOURCES / name) for name in WMI_SOURCES]
        _run([*COMPILER, "-target:library", f"-out:{library}", *signing, *sources, str(identity)])
    return library


def _build_managed(directory: Path) -> None:
    build_wmi_library(directory, version="1.0.0.0")
    _run([*COMPILER, "-target:exe", f"-out:{directory / 'entry.exe'}", str(SOURCES / "entry.cs")])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BuildFailed(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
