# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What only the controller can do for offline_join_blob: demand no_log for secrets, encrypt with the vault, report."""

from __future__ import annotations

import contextlib
import tempfile
import threading
import time
import typing as t
from collections.abc import Iterator
from pathlib import Path

from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.machine_password import (
    LONGEST,
    SHORTEST,
    USUAL,
)
from ansible_collections.netjoin.windows.plugins.module_utils._directory.access import refusal
from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding
from ansible_collections.netjoin.windows.plugins.plugin_utils._returned_secrets import no_log_findings
from ansible_collections.netjoin.windows.plugins.plugin_utils._vault_files import (
    VaultFiles,
    VaultUnavailable,
    host_names,
)

Result = dict[str, t.Any]

MANY = 20
"""Machines for which a task takes long enough that people ask themselves what it does."""

PROGRESS_SECONDS = 5.0
"""Between two lines that tell how far the task is."""

display = Display()


class ActionModule(ActionBase):
    """The action behind `netjoin.windows.offline_join_blob`."""

    _requires_connection = True
    _supports_check_mode = True
    _supports_async = False

    def run(self, tmp: str | None = None, task_vars: Result | None = None) -> Result:
        """Run the module where the task runs, and keep what it returns when the vault is asked for."""
        super().run(tmp, task_vars)
        output = self._task.args.get("output", "files")
        findings = self._secrecy_findings(output)
        if findings:
            return {"changed": False, "failed": True, **refusal(findings)}
        if output == "vault":
            return self._into_vault(task_vars or {})
        return self._run_module(dict(self._task.args), task_vars or {})

    def _secrecy_findings(self, output: object) -> list[Finding]:
        if output == "returned":
            return no_log_findings(self, "output", "returned")
        if output == "vault" and self._connection.transport != "local":
            return no_log_findings(self, "output", "vault on another host")  # from there they come to be encrypted
        return []

    def _into_vault(self, task_vars: Result) -> Result:
        arguments = {**self._task.args, "output": "returned"}
        directory = arguments.pop("output_dir", None)
        try:
            files = VaultFiles(self._loader._vault, directory, check_mode=self._task.check_mode)
            names = host_names(arguments.get("machines"))
            length = _password_length(arguments)
            arguments["known_blobs"] = files.known_blobs(names)
            arguments["machine_passwords"] = files.machine_passwords(names, length)
        except VaultUnavailable as problem:
            return {"changed": False, "failed": True, **refusal([Finding("output", str(problem))])}
        result = self._run_module(arguments, task_vars)
        # Of a machine that failed and has changed, nobody knows whether its account has the password
        certain = [each["name"] for each in result.get("machines", ()) if not (each["failed"] and each["changed"])]
        for machine in result.get("machines", ()):
            files.keep(machine)
        lost = [machine for machine in result.get("machines", ()) if machine.pop("lost", False)]
        files.forget_passwords({*certain} - {machine["name"] for machine in lost})
        if lost:
            named = f"{lost[0]['name']}: {lost[0]['msg']}"
            result |= {
                "failed": True,
                "msg": f"{len(lost)} blobs could not be written. {named}",
                "error": lost[0]["error"],
            }
        return result

    def _run_module(self, arguments: Result, task_vars: Result) -> Result:
        machines = arguments.get("machines")
        number = len(machines) if isinstance(machines, list) else 1
        start = time.monotonic()
        if number >= MANY:
            self._tell(f"{number} machines, one after the other; about 30 a second")
        with self._progress(number) as told:
            result: Result = self._execute_module(
                "netjoin.windows.offline_join_blob", module_args={**told, **arguments}, task_vars=task_vars
            )
        result.pop("invocation", None)
        if number >= MANY and "counts" in result:
            ends = ", ".join(f"{count} {word}" for word, count in result["counts"].items() if count)
            self._tell(f"{ends} in {time.monotonic() - start:.1f} s")
        return result

    @contextlib.contextmanager
    def _progress(self, number: int) -> Iterator[Result]:
        """Tell how far a long list is, while it is handled; the options that the module needs for it.

        Only a module of this machine can be watched, for from others nothing comes before the end.
        """
        if number < MANY or self._task.no_log or self._connection.transport != "local":
            yield {}
            return
        with tempfile.NamedTemporaryFile(prefix="netjoin-") as file:
            done = threading.Event()
            watcher = threading.Thread(target=self._watch, args=(Path(file.name), number, done), daemon=True)
            watcher.start()
            try:
                yield {"progress_file": file.name}
            finally:
                done.set()
                watcher.join()

    def _watch(self, file: Path, number: int, done: threading.Event) -> None:
        before = ""
        while not done.wait(PROGRESS_SECONDS):
            handled = file.read_text(encoding="ascii")
            if handled != before:
                self._tell(f"{handled} of {number} machines")
            before = handled

    def _tell(self, message: str) -> None:
        """Show a line where it is in nobody's way who reads the results from stdout."""
        if not self._task.no_log:
            display.display(message, stderr=True)


def _password_length(arguments: Result) -> int:
    """The length that was asked for; the usual one where that makes no sense, which the module tells."""
    try:
        length = int(arguments["password_length"])
    except (KeyError, TypeError, ValueError):
        return USUAL
    return length if SHORTEST <= length <= LONGEST else USUAL
