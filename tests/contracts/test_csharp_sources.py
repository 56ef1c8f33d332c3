# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The C# compiles as Windows PowerShell 5.1 compiles it, finds its parts, and calls Windows in one manner."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ansible_collections.netjoin.windows.tests.contracts.host_module import (
    ROOT,
    UTIL_NAMESPACE,
    UTILS,
    host_modules,
    required_utils,
    util_with_dependencies,
)

WMI = ROOT / "tests" / "csharp" / "Cim.cs"
WMI_NAMESPACE = "Microsoft.Management.Infrastructure"
WMI_REFERENCE = f"//AssemblyReference -Type {WMI_NAMESPACE}.CimSession"
LAB = ROOT / "tests" / "lab" / "windows_host" / "native"
LAB_FUNCTIONS = {
    function
    for path in LAB.glob("*_api.c")
    for function in re.findall(r"^[\w ]+ \**(\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
}
IMPORT = re.compile(r"\[DllImport\(([^)]*)\)\]")
NATIVE_FUNCTION = re.compile(r"\[DllImport\(.*?static extern \w+ (\w+)\(", re.DOTALL)
FILES = sorted(UTILS.glob("*.cs"))
EVERY_FILE = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@EVERY_FILE
def test_a_file_and_what_it_uses_compile_as_csharp_5_without_warnings(path: Path, tmp_path: Path) -> None:
    """The compiler of the .NET Framework knows C# 5, and Ansible takes its warnings for errors."""
    if shutil.which("mcs") is None:
        pytest.skip("Mono's compiler (mcs) is not installed")
    sources = [*util_with_dependencies(path.stem), WMI]
    command = ["mcs", "-langversion:5", "-warnaserror", "-warn:4", "-target:library", f"-out:{tmp_path / 'utils.dll'}"]
    done = subprocess.run([*command, *map(str, sources)], capture_output=True, text=True, check=False)
    assert (done.stdout + done.stderr, done.returncode) == ("", 0)


@EVERY_FILE
def test_the_namespace_is_the_name_by_which_ansible_finds_the_file(path: Path) -> None:
    """``using`` of a utility's full name has to mean a namespace too."""
    namespaces = re.findall(r"^namespace (\S+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert namespaces == [UTIL_NAMESPACE + path.stem]


@EVERY_FILE
def test_every_import_of_a_native_function_is_exact(path: Path) -> None:
    """Unicode strings and the very name that is written, on Windows as in Mono."""
    for arguments in IMPORT.findall(path.read_text(encoding="utf-8")):
        assert "CharSet = CharSet.Unicode" in arguments
        assert "ExactSpelling = true" in arguments


@EVERY_FILE
def test_the_lab_stands_in_for_every_native_function(path: Path) -> None:
    """A call that the lab does not know is a call that no test can make."""
    assert set(NATIVE_FUNCTION.findall(path.read_text(encoding="utf-8"))) - LAB_FUNCTIONS == set()


@EVERY_FILE
def test_only_what_uses_wmi_asks_for_its_assembly(path: Path) -> None:
    """Ansible has to be told of the one assembly that PowerShell does not reference by itself."""
    source = path.read_text(encoding="utf-8")
    assert (WMI_REFERENCE in source) == (f"using {WMI_NAMESPACE};" in source)


@EVERY_FILE
def test_no_file_is_compiled_differently_on_windows(path: Path) -> None:
    """What is tested in Mono is what runs on Windows, so there are no conditional parts."""
    assert not re.search(r"^\s*#\s*(if|define)\b", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_file_belongs_to_a_module() -> None:
    """A file that no module sends to Windows is dead."""
    entries = {
        name.rpartition(".")[2] for module in host_modules() for name in required_utils(module) if name.startswith("..")
    }
    assert {path for entry in entries for path in util_with_dependencies(entry)} == set(FILES)
