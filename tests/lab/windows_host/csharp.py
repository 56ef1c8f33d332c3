# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles the C# that Ansible sent as Windows PowerShell 5.1 would: C# 5, all files in one call, no warnings."""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

COMPILER = ("mcs", "-langversion:5", "-warnaserror", "-optimize+", "-nologo", "-d:WINDOWS", "-d:AMD64")
MMI_REFERENCE = "//AssemblyReference -Type Microsoft.Management.Infrastructure."


class CompilationFailed(Exception):
    """The compiler's messages."""


def compile_utilities(sources: Mapping[str, str], mmi: Path, cache: Path) -> Path:
    """Returns the assembly of `sources` (file name to text), compiled unless `cache` has it.

    `mmi` is the stand-in for Microsoft.Management.Infrastructure, referenced when a source asks for it.
    Raises CompilationFailed.  Safe when several hosts compile the same sources at the same time.
    """
    references = [f"-r:{mmi}"] if any(MMI_REFERENCE in text for text in sources.values()) else []
    digest = hashlib.sha256(repr((COMPILER, sorted(sources.items()), references)).encode())
    digest.update(mmi.read_bytes())
    assembly = cache / f"{digest.hexdigest()[:32]}.dll"
    if assembly.exists():
        return assembly
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        compile_files(sources, references, Path(scratch) / "utilities.dll")
        (Path(scratch) / "utilities.dll").replace(assembly)
    return assembly


def compile_files(sources: Mapping[str, str], options: list[str], output: Path) -> None:
    """Writes `sources` next to `output` and compiles them to a library; raises CompilationFailed."""
    files = []
    for name, text in sorted(sources.items()):
        file = output.with_name(name.rsplit(".module_utils.", 1)[-1])
        file.write_text(text, encoding="utf-8")
        files.append(str(file))
    command = [*COMPILER, "-target:library", f"-out:{output}", *options, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CompilationFailed((done.stdout + done.stderr).replace(f"{output.parent}/", "").strip())
