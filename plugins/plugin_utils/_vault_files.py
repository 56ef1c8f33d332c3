# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blobs in files of the controller, encrypted with the vault secret that Ansible was started with."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import time
import typing as t
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from ansible.errors import AnsibleError
from ansible.parsing.vault import VaultLib

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.machine_password import (
    new_machine_password,
)
from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName
from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import InvalidName
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.text import read_text
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.decision import CLOCKS_DIFFER
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.private_file import (
    prepare_directory,
    read_small,
    write_private,
)
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.problem import OutputProblem

SUFFIX = ".djoin.vault"
PENDING = ".pending.vault"
_TIME_LINE = "# password set "
"""Begins the line that is behind the blob in its file: Git and copies do not keep the time of a file."""

Result = dict[str, t.Any]


class VaultUnavailable(Exception):
    """Blobs cannot be encrypted or kept; the text says what to do. Raised before an account is made."""


class VaultFiles:
    """One encrypted file a machine in a directory of the controller; raises VaultUnavailable.

    The passwords of a task are written down before the module runs, in one encrypted file that is hidden. It stays when
    the task is killed or its answer is lost, and the next task gives the accounts the same passwords again.
    """

    def __init__(self, vault: VaultLib | None, directory: str | None, *, check_mode: bool) -> None:
        if vault is None or not vault.secrets:
            raise VaultUnavailable(
                "vault needs a vault secret to encrypt with; start Ansible with --vault-id or --vault-password-file"
            )
        if not directory:
            raise VaultUnavailable("vault writes a file for each machine; output_dir is missing")
        self._vault = vault
        self._directory = Path(directory).expanduser()
        self._check_mode = check_mode
        self._pending: dict[Path, dict[str, Result]] = {}
        try:
            prepare_directory(self._directory, check_mode=check_mode)
        except OSError as error:
            raise VaultUnavailable(f"vault: {OutputProblem(error, f'Using {self._directory}')}") from error

    def path(self, name: str) -> Path:
        """The file of a machine."""
        return self._directory / f"{name}{SUFFIX}"

    def known_blobs(self, names: Sequence[str]) -> list[Result]:
        """What the files say of their machines, for the module's option of this name; no secret is in it."""
        found = (self._known(name) for name in names)
        return [each for each in found if each is not None]

    def machine_passwords(self, names: Sequence[str], length: int) -> list[Result]:
        """A password for each machine, for the module's option of this name; those of an interrupted task are kept."""
        for path in sorted(self._directory.glob(f".*{PENDING}"), key=lambda each: each.stat().st_mtime):
            self._pending[path] = {each["machine"]: each for each in self._decrypted(path, json.loads)}
        left = {name: each for listed in self._pending.values() for name, each in listed.items()}
        if self._check_mode:
            return [left[name] for name in names if name in left]
        now = time.time()
        rows = {
            name: left.get(name) or {"machine": name, "password": new_machine_password(length), "since": now}
            for name in names
        }
        path = self._directory / f".{secrets.token_hex(4)}{PENDING}"
        try:
            write_private(path, self._vault.encrypt(json.dumps([*rows.values()])))
        except OSError as error:
            raise VaultUnavailable(f"vault: {OutputProblem(error, f'Writing {path}')}") from error
        self._pending[path] = rows
        return [*rows.values()]

    def forget_passwords(self, names: Collection[str]) -> None:
        """Remove the passwords of machines that have their blobs, or whose accounts were not touched."""
        for path, listed in self._pending.items():
            if not self._check_mode and all(name in names or self._has_blob(each) for name, each in listed.items()):
                path.unlink(missing_ok=True)

    def _has_blob(self, given: Result) -> bool:
        """Whether a machine's blob is of the password that it was given, or of a later one."""
        try:
            known = self._known(given["machine"])
        except VaultUnavailable:
            return False
        return known is not None and known["password_set"] >= float(given["since"]) - CLOCKS_DIFFER.total_seconds()

    def keep(self, machine: Result) -> None:
        """Take the blob out of a machine's result and into its file; what fails is told in the result."""
        blob = machine.pop("blob", None)
        moment = machine.pop("password_set", None)
        path = self.path(machine["name"])
        machine["path"] = str(path)
        if blob is None:
            return
        written = None if moment is None else dt.datetime.fromtimestamp(moment, dt.UTC)
        try:
            write_private(path, self._vault.encrypt(_with_time(blob, written)), written)
        except OSError as error:
            problem = OutputProblem(error, f"Writing {path}")
            machine |= {"failed": True, "lost": True, "msg": str(problem), "error": problem.as_result()}

    def _known(self, name: str) -> Result | None:
        path = self.path(name)
        if not path.exists():
            return None
        blob, password_set = self._decrypted(path, lambda text: (decode(read_text(text)), _kept_time(text)))
        return {
            "machine": name,
            "machine_name": blob.machine_name,
            "domain_guid": str(blob.domain_guid),
            "account_sid": blob.account.sid if blob.account else "",
            "password_set": password_set or path.stat().st_mtime,
        }

    def _decrypted(self, path: Path, read: Callable[[bytes], t.Any]) -> t.Any:
        try:
            found = read_small(path)
            return read(self._vault.decrypt(found[0] if found else b""))
        except (OSError, AnsibleError, ValueError) as problem:
            raise VaultUnavailable(
                f"vault: {path} is there and cannot be read, so it is not overwritten: {problem}"
            ) from problem


def _with_time(blob: str, password_set: dt.datetime | None) -> str:
    if password_set is None:
        return blob
    return f"{blob}\n{_TIME_LINE}{password_set.isoformat(timespec='microseconds')}\n"


def _kept_time(content: bytes) -> float | None:
    """When the password was set, in seconds since 1970; None in a file that we have not written. Raises ValueError."""
    lines = content.decode(errors="replace").splitlines()
    kept = next((line for line in lines if line.startswith(_TIME_LINE)), None)
    return dt.datetime.fromisoformat(kept.removeprefix(_TIME_LINE)).timestamp() if kept else None


def host_names(machines: object) -> list[str]:
    """The names of a task that are host names, and so no paths; the module tells what is wrong with the others."""
    listed = machines if isinstance(machines, list) else str(machines).split(",")
    return [name for name in map(str, listed) if _is_name(name)]


def _is_name(text: str) -> bool:
    try:
        HostName.parse(text)
    except InvalidName:
        return False
    return True
