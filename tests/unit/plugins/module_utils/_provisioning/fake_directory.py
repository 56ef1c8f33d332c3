# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A directory that is a fake, and tasks on it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing as t
from collections.abc import Mapping
from pathlib import Path

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.account import ComputerAccount
from ansible_collections.netjoin.windows.plugins.module_utils._computer_account.reuse import Verdict
from ansible_collections.netjoin.windows.plugins.module_utils._directory.problem import (
    DirectoryError,
)
from ansible_collections.netjoin.windows.plugins.module_utils._join_options.request import AccountPolicy
from ansible_collections.netjoin.windows.plugins.module_utils._names.distinguished_name import DistinguishedName
from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.text import read_text
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning import task as task_module
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.blob_store import (
    BlobStore,
)
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.decision import Wish
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.known_blob import GivenPassword
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.request import ProvisioningRequest
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.result import MachineResult
from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.task import ProvisioningTask

from .samples import ACCOUNT, DOMAIN_GUID, DOMAIN_SID, FACTS, HOST, OU, account


class Killed(BaseException):
    """The end of the process, as far as the code under test can see."""


class FakeDirectory:
    """Accounts by their names, with the password of each and how often it was set."""

    facts = FACTS
    domain = types.SimpleNamespace(
        guid=DOMAIN_GUID, sid=DOMAIN_SID, naming_context=OU.parent, computers_container=OU, caller_sids=(ACCOUNT.owner,)
    )

    def __init__(self) -> None:
        self.accounts: dict[str, ComputerAccount] = {}
        self.passwords: dict[str, str] = {}
        self.times_set: dict[str, int] = {}
        self.failures: dict[str, DirectoryError] = {}
        self.verdict = Verdict(True, "the user owns the account")
        self.installed = types.SimpleNamespace()
        self.container_exists = True
        self.controllers: tuple[str, ...] = ()

    def search(self, *_query: object) -> list[t.Any]:
        return [types.SimpleNamespace(text=lambda _name, name=name: f"{name}$") for name in self.controllers]

    def read(self, *_query: object) -> t.Any:
        return types.SimpleNamespace(texts=lambda _name: ("computer",)) if self.container_exists else None

    def modify(self, dn: DistinguishedName, *changes: t.Any, right: str) -> None:
        only = dn.rdns[0].only
        assert only is not None
        values = {change.attribute: change.values[0] for change in changes}
        password = values["unicodePwd"].decode("utf-16-le")[1:-1]
        self.set_password(only.value, password, enabled="userAccountControl" in values or None)

    def set_password(self, name: str, password: str, *, enabled: bool | None = True) -> None:
        """Create an account or change its password; `enabled` None leaves that as it is."""
        self.passwords[name] = password
        self.times_set[name] = self.times_set.get(name, 0) + 1
        now = dt.datetime.now(dt.UTC)
        there = self.accounts.get(name)
        if enabled is None:
            enabled = there is None or there.is_enabled
        self.accounts[name] = account(
            name=name,
            dn=OU.child("CN", name),
            sid=f"{DOMAIN_SID}-{1104 + [*self.passwords].index(name)}",
            control=0x1000 if enabled else 0x1002,
            password_set=now,
            created=there.created if there else now,
            changed=now,
        )

    def enable(self, _directory: object, of: ComputerAccount, *, enabled: bool) -> None:
        assert enabled
        if of.name in self.failures:
            raise self.failures[of.name]
        self.accounts[of.name] = dataclasses.replace(self.accounts[of.name], control=0x1000)

    @property
    def functions(self) -> types.SimpleNamespace:
        """Stands for the module _computer_account.accounts."""
        return types.SimpleNamespace(
            find=lambda _directory, name: self.accounts.get(name),
            create=self._create,
            account_dn=lambda container, host: container.child("CN", host.netbios.text),
            reuse_verdict=lambda *_given: self.verdict,
            sid_of=lambda *_given: None,
            set_enabled=self.enable,
        )

    def _create(
        self, _directory: object, host: HostName, _container: object, password: str, *, enabled: bool
    ) -> ComputerAccount:
        name = host.netbios.text
        if name in self.failures and self.failures[name].function == "ldap_add":
            raise self.failures[name]
        self.set_password(name, password, enabled=enabled)
        if name in self.failures and self.failures[name].function != "ldap_modify":
            raise self.failures[name]
        return self.accounts[name]


def install(monkeypatch: pytest.MonkeyPatch) -> FakeDirectory:
    """An empty directory that tasks use from here on."""
    fake = FakeDirectory()
    fake.installed = fake.functions
    monkeypatch.setattr(task_module, "accounts", fake.installed)
    return fake


def run(
    directory: FakeDirectory,
    store: BlobStore,
    hosts: tuple[HostName, ...] = (HOST,),
    policy: AccountPolicy = AccountPolicy.CREATE,
    *,
    check_mode: bool = False,
    trusted: tuple[str, ...] = (),
    passwords: Mapping[HostName, GivenPassword] | None = None,
    warnings: list[str] | None = None,
) -> list[MachineResult]:
    """Run a task; what it warns of goes to `warnings`."""
    wish = Wish(policy, OU, dt.timedelta(days=90), force=False)
    request = ProvisioningRequest(
        hosts, wish, store, site=None, password_length=40, trusted_owners=trusted, passwords=passwords or {}
    )
    task = ProvisioningTask(t.cast(t.Any, directory), request, check_mode=check_mode)
    results = task.run()
    if warnings is not None:
        warnings += task.warnings
    return results


def blob_password(path: Path) -> str:
    return decode(read_text(path.read_bytes())).machine_password
