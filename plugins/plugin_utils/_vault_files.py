# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blobs in files of the controller, encrypted with the vault secret that Ansible was started with."""

from __future__ import annotations

import datetime as dt
import typing as t
from pathlib import Path

from ansible.errors import AnsibleError
from ansible.parsing.vault import VaultLib

from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName
from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import InvalidName
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.problem import InvalidBlob
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.text import read_text
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.private_file import (
    prepare_directory,
    read_small,
    write_private,
)
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.problem import OutputProblem

SUFFIX = ".djoin.vault"


class VaultUnavailable(Exception):
    """Blobs cannot be encrypted or kept; the text says what to do. Raised before an account is made."""


class VaultFiles:
    """One encrypted file a machine in a directory of the controller; raises VaultUnavailable."""

    def __init__(self, vault: VaultLib | None, directory: str | None, *, check_mode: bool) -> None:
        if vault is None or not vault.secrets:
            raise VaultUnavailable(
                "vault needs a vault secret to encrypt with; start Ansible with --vault-id or --vault-password-file"
            )
        if not directory:
            raise VaultUnavailable("vault writes a file for each machine; output_dir is missing")
        self._vault = vault
        self._directory = Path(directory).expanduser()
        try:
            prepare_directory(self._directory, check_mode=check_mode)
        except OSError as error:
            raise VaultUnavailable(f"vault: {OutputProblem(error, f'Using {self._directory}')}") from error

    def path(self, name: str) -> Path:
        """The file of a machine."""
        return self._directory / f"{name}{SUFFIX}"

    def known_blobs(self, names: object) -> list[dict[str, t.Any]]:
        """What the files say of their machines, for the module's option of this name; no secret is in it."""
        listed = names if isinstance(names, list) else [names]
        found = (self._known(name) for name in listed if isinstance(name, str) and _is_name(name))
        return [each for each in found if each is not None]

    def keep(self, machine: dict[str, t.Any]) -> None:
        """Take the blob out of a machine's result and into its file; what fails is told in the result."""
        blob = machine.pop("blob", None)
        moment = machine.pop("password_set", None)
        path = self.path(machine["name"])
        machine["path"] = str(path)
        if blob is None:
            return
        written = None if moment is None else dt.datetime.fromtimestamp(moment, dt.UTC)
        try:
            write_private(path, self._vault.encrypt(blob), written)
        except OSError as error:
            problem = OutputProblem(error, f"Writing {path}")
            machine |= {"failed": True, "lost": True, "msg": str(problem), "error": problem.as_result()}

    def _known(self, name: str) -> dict[str, t.Any] | None:
        path = self.path(name)
        try:
            found = read_small(path)
            if found is None:
                return None
            blob = decode(read_text(self._vault.decrypt(found[0])))
        except (OSError, AnsibleError, InvalidBlob) as problem:
            raise VaultUnavailable(
                f"vault: {path} is there and cannot be read, so it is not overwritten: {problem}"
            ) from problem
        return {
            "machine": name,
            "machine_name": blob.machine_name,
            "domain_guid": str(blob.domain_guid),
            "account_sid": blob.account.sid if blob.account else "",
            "password_set": found[1],
        }


def _is_name(text: str) -> bool:
    """Whether it is a host name, and so no path; the module tells what is wrong with others."""
    try:
        HostName.parse(text)
    except InvalidName:
        return False
    return True
