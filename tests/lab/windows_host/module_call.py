# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a module of this collection: arguments through its spec, C# in Mono, calls of Windows to the provider."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .argument_spec import Arguments, ArgumentsRefused, CheckModeUnsupported, parse_arguments
from .build import BuildFailed, Runtime, build
from .csharp import CompilationFailed, compile_utilities
from .host import Host, windows_environment
from .module_file import NotAThinModule, ThinModule, read_module_file
from .payload import ModuleCall
from .provider.pipes import ProviderPipes

NATIVE_LOG = "native.log"


@dataclass(frozen=True)
class ModuleResult:
    """What module_wrapper.ps1 hands back: the module's JSON and the exit code."""

    values: Mapping[str, Any]
    return_code: int


def run_module(host: Host, call: ModuleCall) -> ModuleResult:
    """Never raises for what a module, its arguments or its sources do wrong: that is a result, as on Windows."""
    if call.powershell_utils:
        return _failed(
            f"the lab cannot run PowerShell utilities, and {call.name} needs {', '.join(call.powershell_utils)}"
        )
    try:
        module = read_module_file(call.script)
    except NotAThinModule as error:
        return _failed(f"the lab cannot run {call.name}: {error}")
    try:
        arguments = parse_arguments(module.spec, call.arguments)
    except ArgumentsRefused as error:
        return ModuleResult({"changed": False, "failed": True, "msg": str(error)}, 1)
    except CheckModeUnsupported as error:
        return ModuleResult({"changed": False, "skipped": True, "msg": str(error)}, 0)
    try:
        runtime = build(host.lab_directory)
        assembly = compile_utilities(call.csharp, runtime.wmi_library, host.lab_directory / "cache")
    except CompilationFailed as error:
        return _failed(f"failure during exec_wrapper: Failed to compile C# code: \n{error}")
    except BuildFailed as error:
        return _failed(f"the lab cannot build its stand-ins for Windows: {error}")
    values = _run_in_mono(host, runtime, assembly, module, arguments, call.environment)
    if arguments.inject_invocation:
        values.setdefault("invocation", {"module_args": arguments.censored})
    return ModuleResult(values, 1 if "exception" in values else 0)


def _run_in_mono(
    host: Host,
    runtime: Runtime,
    assembly: Path,
    module: ThinModule,
    arguments: Arguments,
    environment: Mapping[str, str],
) -> dict[str, Any]:
    pipes = ProviderPipes()
    command = ["mono", str(runtime.entry_program), str(assembly), module.class_name, module.method]
    with open(host.directory / NATIVE_LOG, "ab", opener=_private) as log:
        process = subprocess.Popen(
            [*command, "1" if arguments.check_mode else "0"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            pass_fds=pipes.child_ends,
            env={
                **windows_environment(host, os.environ),
                **environment,
                "MONO_PATH": str(runtime.directory),
                "LD_LIBRARY_PATH": str(runtime.directory),
                **pipes.environment,
            },
        )
    pipes.close_child_ends()
    output: list[bytes] = []
    stdin = json.dumps(arguments.params).encode()
    reader = threading.Thread(target=lambda: output.append(process.communicate(stdin)[0]))
    reader.start()
    pipes.serve(host)
    reader.join()
    return _module_result(process.returncode, b"".join(output), host)


def _module_result(return_code: int, output: bytes, host: Host) -> dict[str, Any]:
    try:
        values = json.loads(output)
    except ValueError:
        values = None
    if return_code != 0 or not isinstance(values, dict):
        log = host.directory / NATIVE_LOG
        message = f"the module's process ended with {return_code} and no result; see {log.name} of the host"
        return {"failed": True, "msg": message, "exception": message}
    return {"changed": False, **values}


def _failed(message: str) -> ModuleResult:
    return ModuleResult({"changed": False, "failed": True, "msg": message}, 1)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
