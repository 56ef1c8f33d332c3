# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``./lab up --powershell``: a copy of a PowerShell that takes the lab for Windows.

No PowerShell has been run with it.  A stub stands for one: it says what it was started with, or does with the payload
what PowerShell would do, in Mono and with nothing but the environment that it was given.
"""

from __future__ import annotations

import base64
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess

import pytest

from ansible_collections.netjoin.windows.tests.lab.windows_host import powershell_copy, state
from ansible_collections.netjoin.windows.tests.lab.windows_host.assembly import Kind, TypeName, read_assembly
from ansible_collections.netjoin.windows.tests.lab.windows_host.build import WINDOWS_LIBRARIES, WMI_LIBRARY

pytestmark = pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in ("mono", "mcs", "gcc")), reason="needs Mono and a C compiler"
)

ROOT = pathlib.Path(__file__).parents[4]
UTILITIES = ROOT / "plugins" / "module_utils"
POWERSHELL = ROOT / "tests" / "lab" / "windows_host" / "powershell"
RSA_PUBLIC_KEY = struct.pack("<IIIBBHI4sII", 0x2400, 0x8004, 0x94, 6, 2, 0, 0x2400, b"RSA1", 1024, 65537) + bytes(
    range(1, 129)
)
"""A public key as `sn -p` writes it (ECMA-335 II.6.2.1.3); nobody has the private one."""

REAL_LIBRARY = """
using System;
[assembly: System.Reflection.AssemblyVersion("3.0.0.7")]
namespace Microsoft.Management.Infrastructure {
    public class CimSession : IDisposable { public void Dispose() { } }
    public sealed class CimClass { private CimClass() { } }
    public enum CimType { Unknown }
}
namespace Microsoft.Management.Infrastructure.Generic {
    public class CimAsyncResult<T> { }
    public struct CimPair<A, B> { public A First; public B Second; }
}
namespace Microsoft.Management.Infrastructure.Options {
    public interface ICimOption { }
    public delegate int CimCallback(int number);
}
class Hidden { public class Nested { } }
"""
USES_REAL_LIBRARY = """
using System;
using Microsoft.Management.Infrastructure;
public static class Program {
    public static void Main() {
        foreach (Type type in new[] { typeof(CimSession), typeof(CimClass), typeof(CimType),
                typeof(Microsoft.Management.Infrastructure.Generic.CimAsyncResult<>),
                typeof(Microsoft.Management.Infrastructure.Generic.CimPair<int, string>),
                typeof(Microsoft.Management.Infrastructure.Options.ICimOption),
                typeof(Microsoft.Management.Infrastructure.Options.CimCallback) })
            Console.WriteLine(type.Name + " " + type.Assembly.Location);
        Console.WriteLine(typeof(CimSession).GetMethod("EnumerateInstances") != null);
    }
}
"""
TELLS = """#!/usr/bin/python3 -IS
import json, os, sys
print(json.dumps({"arguments": sys.argv[1:], "environment": dict(os.environ), "input": sys.stdin.read()}))
sys.exit(7)
"""
RUNS_CSHARP = """#!/bin/sh
set -e
cd "$TEMP"
cat > probe.cs
export MONO_PATH="$(dirname "$(readlink -f "$0")")"
mcs -nologo -target:library -r:"$MONO_PATH/Microsoft.Management.Infrastructure.dll" -out:p.dll *.cs
echo '{}' | mono "$LD_LIBRARY_PATH/entry.exe" p.dll \
    ansible_collections.netjoin.windows.plugins.module_utils._MembershipInfo.MembershipInfo Read 0
"""


def make_powershell(directory: pathlib.Path, program: str) -> pathlib.Path:
    """What an installed PowerShell looks like: a program, beside it its library, below it more files."""
    directory.mkdir()
    (directory / "Modules").mkdir()
    (directory / "Modules" / "Some.psd1").write_text("@{}")
    (directory / "key.snk").write_bytes(RSA_PUBLIC_KEY)
    (directory / "real.cs").write_text(REAL_LIBRARY)
    signing = ["-delaysign+", f"-keyfile:{directory / 'key.snk'}"]
    library = directory / WMI_LIBRARY
    subprocess.run(
        ["mcs", "-nologo", "-target:library", f"-out:{library}", *signing, str(directory / "real.cs")], check=True
    )
    pwsh = directory / "pwsh"
    pwsh.write_text(program)
    pwsh.chmod(0o755)
    return pwsh


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """An installed PowerShell that tells how it was started, found by a link as in /usr/bin."""
    directory = tmp_path_factory.mktemp("opt")
    (directory / "link").symlink_to(make_powershell(directory / "7", TELLS))
    return directory / "link"


@pytest.fixture(scope="module")
def lab(installed: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A lab with its copy and one host."""
    directory = tmp_path_factory.mktemp("lab")
    powershell_copy.make(installed, directory)
    state.create(directory / "hosts" / "win01", "WIN01")
    return directory


def start(lab: pathlib.Path, script: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Start the host's `powershell` as the WinRM service does."""
    encoded = base64.b64encode(script.encode("utf-16-le")).decode()
    home = lab / "hosts" / "win01"
    environment = {"PATH": os.environ["PATH"], "LAB_DIR": str(lab), "LAB_HOST_DIR": str(home), "COMPUTERNAME": "WIN01"}
    command = [str(POWERSHELL), "-NoProfile", "-EncodedCommand", encoded]
    return subprocess.run(command, input=stdin, env=environment, capture_output=True, text=True, check=False)


def test_the_metadata_of_an_assembly_is_read(installed: pathlib.Path) -> None:
    """Version, public key and public types; what is not public or lies in another type is left out."""
    real = read_assembly(installed.resolve().parent / WMI_LIBRARY)
    assert (real.version, real.public_key) == ("3.0.0.7", RSA_PUBLIC_KEY)
    name = "Microsoft.Management.Infrastructure"
    assert real.types == {
        TypeName(name, "CimSession", Kind.CLASS),
        TypeName(name, "CimClass", Kind.CLASS),
        TypeName(name, "CimType", Kind.ENUM),
        TypeName(f"{name}.Generic", "CimAsyncResult`1", Kind.CLASS),
        TypeName(f"{name}.Generic", "CimPair`2", Kind.STRUCT),
        TypeName(f"{name}.Options", "ICimOption", Kind.INTERFACE),
        TypeName(f"{name}.Options", "CimCallback", Kind.DELEGATE),
    }


def test_what_was_compiled_against_the_real_library_runs_with_the_labs(
    lab: pathlib.Path, installed: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    """The copy has its identity and all its types; those that the lab stands in for are the lab's."""
    home = powershell_copy.executable(lab).parent  # type: ignore[union-attr]
    copied = read_assembly(home / WMI_LIBRARY)
    assert (copied.version, copied.public_key) == ("3.0.0.7", RSA_PUBLIC_KEY)
    program = tmp_path / "program.exe"
    (tmp_path / "program.cs").write_text(USES_REAL_LIBRARY)
    real = installed.resolve().parent / WMI_LIBRARY
    subprocess.run(["mcs", "-nologo", f"-r:{real}", f"-out:{program}", str(tmp_path / "program.cs")], check=True)
    environment = {**os.environ, "MONO_PATH": str(home)}
    run = subprocess.run(["mono", str(program)], env=environment, capture_output=True, text=True, check=False)
    *types, has_method = run.stdout.splitlines()
    assert [line.split()[1] for line in types] == [str(home / WMI_LIBRARY)] * 7, run.stderr
    assert has_method == "True"


def test_the_copy_is_a_directory_of_real_files(lab: pathlib.Path, installed: pathlib.Path) -> None:
    """.NET follows a link to the original; the original is left as it was."""
    home = powershell_copy.executable(lab).parent  # type: ignore[union-attr]
    assert not any(path.is_symlink() for path in home.rglob("*"))
    assert (home / "Modules" / "Some.psd1").read_text() == "@{}"
    assert read_assembly(installed.resolve().parent / WMI_LIBRARY).version == "3.0.0.7"
    assert (powershell_copy.programs(lab) / "powershell").resolve() == home / "pwsh"


def test_a_script_gets_the_hosts_environment(lab: pathlib.Path) -> None:
    """Arguments, input and exit code are those of the real program; its commands and libraries are the lab's."""
    done = start(lab, "Get-Something", stdin="some input")
    told = json.loads(done.stdout)
    home = lab / "hosts" / "win01"
    assert done.returncode == 7
    assert told["input"] == "some input"
    assert base64.b64decode(told["arguments"][2]).decode("utf-16-le") == "Get-Something"
    environment = told["environment"]
    assert (environment["COMPUTERNAME"], environment["SystemRoot"]) == ("WIN01", str(home / "Windows"))
    assert {environment[name] for name in ("TEMP", "TMP", "TMPDIR")} == {str(home / "temp")}
    libraries = pathlib.Path(environment["LD_LIBRARY_PATH"])
    assert all((libraries / f"{name}.dll.so").exists() for name in WINDOWS_LIBRARIES)
    assert all((libraries / f"lib{name}.so").exists() for name in WINDOWS_LIBRARIES)
    assert shutil.which("shutdown.exe", path=environment["PATH"]) is not None


def test_every_library_that_the_collection_imports_has_a_stand_in() -> None:
    """By the name in DllImport, which .NET looks for with .so behind it."""
    sources = "".join(path.read_text(encoding="utf-8") for path in UTILITIES.glob("*.cs"))
    assert set(re.findall(r'DllImport\("(\w+)\.dll"', sources)) <= set(WINDOWS_LIBRARIES)


def test_scripts_that_need_windows_itself_are_answered_by_the_stand_in(lab: pathlib.Path) -> None:
    """Those of win_reboot; a Linux has neither WMI's cmdlets nor a registry."""
    query = "(Get-CimInstance -ClassName Win32_OperatingSystem -Property LastBootUpTime).LastBootUpTime.ToFileTime()"
    done = start(lab, query)
    assert done.stdout.strip().isdigit(), done.stderr


def test_csharp_that_a_powershell_loads_reaches_the_host(tmp_path: pathlib.Path) -> None:
    """The collection's own C#, with WMI and native calls, and no help but the environment."""
    powershell_copy.make(make_powershell(tmp_path / "7", RUNS_CSHARP), tmp_path)
    home = tmp_path / "hosts" / "win01"
    state.create(home, "WIN01")
    for source in UTILITIES.glob("*.cs"):
        shutil.copy(source, home / "temp")
    done = start(tmp_path, "Start-Something")
    assert json.loads(done.stdout)["workgroup"] == "WORKGROUP", done.stderr


@pytest.mark.parametrize("missing", ["program", "library"])
def test_what_is_no_powershell_is_refused(tmp_path: pathlib.Path, missing: str) -> None:
    """Before anything is started, with what it lacks."""
    program = tmp_path / "pwsh"
    if missing == "library":
        program.write_text(TELLS)
        program.chmod(0o755)
    with pytest.raises(powershell_copy.NoPowerShell, match="pwsh"):
        powershell_copy.make(program, tmp_path / "lab")
