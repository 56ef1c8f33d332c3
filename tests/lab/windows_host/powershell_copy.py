# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real PowerShell for the hosts: a copy of its directory in which Microsoft.Management.Infrastructure is the lab's.

A PowerShell of Linux brings the real library without the native half that it needs, libmi.  .NET takes an
application's assemblies from the directory in which the executable really is (learn.microsoft.com, "Default probing"),
so symbolic links would lead back to the original: files are hard links, or copies where those cannot be.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from .assembly import Assembly, Kind, NoAssembly, TypeName, read_assembly
from .build import WMI_LIBRARY, build_wmi_library

PROGRAMS = Path(__file__).parent
NAMES = ("powershell", "pwsh")
"""What Ansible calls it; its exec wrapper wants the name that it was started with to lead to $PSHOME."""


class NoPowerShell(Exception):
    """What was given is none that the lab can copy; the text says why."""


def executable(lab: Path) -> Path | None:
    """The copy's executable; None when the lab has no real PowerShell."""
    link = programs(lab) / NAMES[0]
    return link.resolve() if link.exists() else None


def programs(lab: Path) -> Path:
    """The directory of the commands that a script finds on its path."""
    return lab / "powershell" / "bin"


def make(original: Path, lab: Path) -> Path:
    """Makes the copy of the PowerShell with the executable `original` and returns its executable.

    Raises NoPowerShell, and BuildFailed when the stand-in does not compile.
    """
    started = original.resolve()
    if not os.access(started, os.X_OK) or started.is_dir():
        raise NoPowerShell(f"{original} is no program that can be run.")
    try:
        real = read_assembly(started.parent / WMI_LIBRARY)
    except (OSError, NoAssembly) as error:
        raise NoPowerShell(f"There is no usable {WMI_LIBRARY} beside {started}: {error}.") from None
    home = lab / "powershell" / "home"
    shutil.rmtree(home.parent, ignore_errors=True)
    shutil.copytree(started.parent, home, copy_function=_link)
    (home / WMI_LIBRARY).unlink()
    build_wmi_library(home, real.version, _declarations(real, home), real.public_key)
    programs(lab).mkdir()
    for name in NAMES:
        (programs(lab) / name).symlink_to(home / started.name)
    for name in ("shutdown", "shutdown.exe"):
        (programs(lab) / name).symlink_to(PROGRAMS / "shutdown")
    return home / started.name


def _declarations(real: Assembly, scratch: Path) -> str:
    """An empty type for each that the real library has and the stand-in has not.

    PowerShell's own assemblies name many of them at their start, and call the members of none in a module's run.
    """
    own = read_assembly(build_wmi_library(scratch, real.version)).types
    known = {(each.namespace, each.name) for each in own}
    missing = [each for each in real.types if (each.namespace, each.name) not in known]
    return "".join(f"{_declaration(each)}\n" for each in sorted(missing, key=lambda each: (each.namespace, each.name)))


def _declaration(declared: TypeName) -> str:
    name, _tick, arity = declared.name.partition("`")
    if arity:
        name += f"<{', '.join(f'T{number}' for number in range(int(arity)))}>"
    kind = declared.kind
    text = f"public delegate void {name}();" if kind is Kind.DELEGATE else f"public {kind.value} {name} {{ }}"
    return f"namespace {declared.namespace} {{ {text} }}" if declared.namespace else text


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
