# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Windows of a few answers, for C# that runs in Mono on the lab's native libraries."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible_collections.netjoin.windows.tests.lab.windows_host.build import Runtime
from ansible_collections.netjoin.windows.tests.lab.windows_host.wire import (
    Field,
    as_text,
    frame,
    number,
    read_frame,
    text,
)

NAMESPACE = "ansible_collections.netjoin.windows.plugins.module_utils."
TCPIP = r"SYSTEM\CurrentControlSet\Services\Tcpip\Parameters"
NAMES = r"SYSTEM\CurrentControlSet\Control\ComputerName"
DN = "CN=WEB01,OU=Söhne\\, Web,DC=lab,DC=example"

REGISTRY = {
    (TCPIP, "Hostname"): "web01",
    (TCPIP, "NV Hostname"): "web01",
    (NAMES + r"\ActiveComputerName", "ComputerName"): "WEB01",
    (NAMES + r"\ComputerName", "ComputerName"): "WEB01",
    (TCPIP, "Domain"): "lab.example",
    (TCPIP, "NV Domain"): "lab.example",
}
MEMBER: Mapping[str, list[Field]] = {
    "NetGetJoinInformation": [number(0), text("LAB"), number(3)],
    "I_NetLogonControl2": [number(0), number(0x80), number(0), text(r"\\dc1.lab.example"), number(0)],
    "DsGetSiteNameW": [number(0), text("Berlin")],
    "GetComputerObjectNameW": [number(0), text(DN)],
    "NetGetAadJoinInformation": [number(0)],
    "WMI.Instance": [number(0), number(0x80041003), text("Access denied ")],
}
WORKGROUP: Mapping[str, list[Field]] = {
    "NetGetJoinInformation": [number(0), text("WORKGROUP"), number(2)],
    "WMI.Instance": [number(0), number(0), text("")],
}


class Windows:
    """Answers calls from a table, 2 (not found) for what is not in it, and keeps what was called."""

    def __init__(
        self, answers: Mapping[str, list[Field]], registry: Mapping[tuple[str, str], str], key: str = ""
    ) -> None:
        self.answers = answers
        self.registry = registry
        self.key = key
        self.calls: dict[str, list[Field]] = {}

    def answer(self, request: list[Field]) -> list[Field]:
        function = (request[0] or b"").decode("ascii")
        self.calls[function] = request[1:]
        if function == "RegGetValueW":
            value = self.registry.get((as_text(request[2]) or "", as_text(request[3]) or ""))
            return [number(2)] if value is None else [number(0), number(1), text(value + "\0")]
        if function == "RegOpenKeyExW":
            return [number(0), request[2]] if as_text(request[2]) == self.key else [number(2)]
        return self.answers.get(function, [number(2)])


def run(
    windows: Windows, runtime: Runtime, utilities: Path, entry: tuple[str, str], options: Mapping[str, Any]
) -> dict[str, Any]:
    """The result of the method, called as a module calls it."""
    from_module, module_writes = os.pipe()
    module_reads, to_module = os.pipe()
    class_name, method = entry
    process = subprocess.Popen(
        ["mono", runtime.entry_program, utilities, f"{NAMESPACE}_{class_name}.{class_name}", method, "0"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pass_fds=(module_reads, module_writes),
        env={
            **os.environ,
            "MONO_PATH": str(runtime.directory),
            "LD_LIBRARY_PATH": str(runtime.directory),
            "LAB_PROVIDER_IN": str(module_reads),
            "LAB_PROVIDER_OUT": str(module_writes),
        },
    )
    os.close(module_reads)
    os.close(module_writes)
    output: list[bytes] = []
    reader = threading.Thread(target=lambda: output.append(process.communicate(json.dumps(options).encode())[0]))
    reader.start()
    with open(from_module, "rb") as requests, open(to_module, "wb", buffering=0) as replies:
        while (request := read_frame(requests)) is not None:
            replies.write(frame(windows.answer(request)))
    reader.join(timeout=60)
    result: dict[str, Any] = json.loads(output[0])
    assert "exception" not in result
    return result
