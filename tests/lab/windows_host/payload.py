# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ansible's command line and standard input for ``powershell.exe``, read as data.

Source: ansible-core ``executor/powershell/`` (bootstrap_wrapper.ps1, exec_wrapper.ps1, module_manifest.py), from 2.19,
which sends the arguments as a variable, to 2.22, which compresses the manifest and sends them as JSON text.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BOOTSTRAP_START = ("param([string]$InputFile)", "if ($PSVersionTable.PSVersion -lt")
END_OF_BOOTSTRAP = b"\n\0\0\0\0\n"
MODULE_WRAPPER = "module_wrapper.ps1"
CORE_UTILS = frozenset({"Ansible.ModuleUtils.AddType.psm1"})
"""What ansible-core sends along with every C# utility, to compile it."""


class UnsupportedPayload(ValueError):
    """The lab cannot run what Ansible sent; the text says what it was."""


@dataclass(frozen=True)
class ModuleCall:
    """One module as Ansible sent it."""

    name: str
    """File name of the script: ``ansible_collections.netjoin.windows.plugins.modules.x.ps1``, or ``x.ps1``."""
    script: str
    csharp: Mapping[str, str]
    """Sources of the C# utilities by file name."""
    powershell_utils: Sequence[str]
    """PowerShell utilities that the module itself asks for."""
    arguments: Mapping[str, Any]
    environment: Mapping[str, str]


def decode_command(argv: Sequence[str]) -> str:
    """The script that a command line of ``powershell.exe`` asks for.

    Raises UnsupportedPayload when ``-EncodedCommand`` is not base64 of UTF-16.
    """
    for position, argument in enumerate(argv):
        if argument.lower() in ("-encodedcommand", "-enc", "-e", "-ec"):
            try:
                return base64.b64decode(argv[position + 1], validate=True).decode("utf-16-le")
            except (IndexError, binascii.Error, UnicodeDecodeError) as error:
                raise UnsupportedPayload(f"-EncodedCommand is not base64 of UTF-16 text: {error}") from None
    rest = list(argv)
    while rest and rest[0].startswith("-"):
        takes_value = rest[0].lower() in ("-executionpolicy", "-ep", "-inputformat", "-outputformat", "-version")
        is_command = rest[0].lower() in ("-command", "-c")
        del rest[: 2 if takes_value else 1]
        if is_command:
            break
    return " ".join(rest)


def is_bootstrap(script: str) -> bool:
    """Whether `script` is Ansible's bootstrap wrapper, which reads a module from standard input."""
    return script.lstrip().startswith(BOOTSTRAP_START)


def read_module_call(stream: bytes) -> ModuleCall:
    """Reads what follows the bootstrap on standard input.

    Raises UnsupportedPayload for anything but a chain of one ``module_wrapper.ps1`` action.
    """
    manifest = _read_manifest(stream)
    action = _only_action(manifest)
    params = action["params"]
    name = params["Script"]
    csharp = params.get("CSharpModules") or ()
    return ModuleCall(
        name=name,
        script=_script(manifest, name),
        csharp={util: _script(manifest, util) for util in sorted(csharp) if util.startswith("ansible_collections.")},
        powershell_utils=tuple(util for util in params.get("PowerShellModules") or () if util not in CORE_UTILS),
        arguments=_arguments(params),
        environment=dict(params.get("Environment") or {}),
    )


def manifest_text(stream: bytes) -> str:
    """The manifest of a module as Ansible wrote it, decompressed: scripts in base64, arguments as they are.

    Raises UnsupportedPayload.
    """
    head, separator, rest = stream.partition(END_OF_BOOTSTRAP)
    if not separator:
        raise UnsupportedPayload("standard input does not start with Ansible's bootstrap data")
    try:
        bootstrap = json.loads(head)
        line = rest.partition(b"\n")[0]
        if bootstrap["params"].get("DecompressInput"):
            line = gzip.decompress(base64.b64decode(line))
        return line.decode()
    except (ValueError, KeyError, OSError) as error:
        raise UnsupportedPayload(f"standard input is not the manifest of a module: {error}") from None


def _read_manifest(stream: bytes) -> dict[str, Any]:
    text = manifest_text(stream)
    try:
        manifest = json.loads(text)
    except ValueError as error:
        raise UnsupportedPayload(f"standard input is not the manifest of a module: {error}") from None
    if not isinstance(manifest, dict):
        raise UnsupportedPayload("the manifest on standard input is not a JSON object")
    return manifest


def _only_action(manifest: Mapping[str, Any]) -> dict[str, Any]:
    actions: list[dict[str, Any]] = manifest["actions"]
    names = [action["name"] for action in actions]
    for wrapper, feature in (
        ("become_wrapper.ps1", "become"),
        ("async_wrapper.ps1", "async"),
        ("async_watchdog.ps1", "async"),
        ("coverage_wrapper.ps1", "PowerShell coverage"),
    ):
        if wrapper in names:
            raise UnsupportedPayload(f"the lab's hosts cannot run a task with {feature} ({wrapper} was sent)")
    if names != [MODULE_WRAPPER] or not actions[0]["params"].get("ForModule", True):
        raise UnsupportedPayload(f"the lab's hosts run modules only, Ansible sent {', '.join(names)}")
    return actions[0]


def _script(manifest: Mapping[str, Any], name: str) -> str:
    try:
        return base64.b64decode(manifest["scripts"][name]["script"]).decode("utf-8-sig").replace("\r\n", "\n")
    except KeyError:
        raise UnsupportedPayload(f"the manifest names {name} but does not hold it") from None


def _arguments(params: Mapping[str, Any]) -> dict[str, Any]:
    if params.get("ArgumentJSON"):
        arguments = json.loads(params["ArgumentJSON"])
    else:
        found = [variable for variable in params.get("Variables") or () if variable["Name"] == "complex_args"]
        if not found:
            raise UnsupportedPayload("the manifest holds no module arguments")
        arguments = found[0]["Value"]
    if not isinstance(arguments, dict):
        raise UnsupportedPayload("the module arguments are not a JSON object")
    return arguments
