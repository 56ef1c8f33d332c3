# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kerberos on an emulated host: a keytab from its machine password, for as long as it is a member of a domain.

Needs the packages of requirements/kerberos.txt, which are compiled; without them hosts do not offer Kerberos.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import json
import os
import pathlib
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

from ..domain_controller import SYSTEM_PYTHON
from ..emulated_host import HOST_PROGRAMS
from ..windows_host import injected_fault
from ..windows_host.injected_fault import HostFault

AVAILABLE = all(importlib.util.find_spec(module) for module in ("gssapi", "krb5"))
SERVICES = ("host", "HTTP")
AES256, RC4 = 18, 23
"""RFC 3962 and RFC 4757."""

ANY_VERSION = 0
"""A keytab entry of this version is taken for every version of the key (MIT krb5, kt_file.c)."""

MACHINE_ACCOUNT = (SYSTEM_PYTHON, "-B", "-S", "-m", f"{HOST_PROGRAMS.name}.machine_account")
SECONDS = 20
_keytab_in_use = threading.Lock()


class HostKerberos:
    """The Kerberos service of the host whose state directory is `home`."""

    def __init__(self, home: pathlib.Path, lab: pathlib.Path) -> None:
        self._home = home
        self._keytab = home / "private" / "krb5.keytab"
        self._lab = lab

    @contextlib.contextmanager
    def accepting(self) -> Iterator[bool]:
        """Whether the host can take tickets; in the context GSSAPI does it with this host's keys.

        GSSAPI finds its keytab through the environment, so one host at a time.
        """
        skewed = injected_fault.value(self._home, HostFault.CLOCK_SKEW) is not None
        account = None if skewed or not AVAILABLE else self._account()
        if account is None:
            yield False
            return
        with _keytab_in_use:
            self._keytab.unlink(missing_ok=True)
            write_keytab(self._keytab, account)
            os.environ["KRB5_KTNAME"] = f"FILE:{self._keytab}"
            os.environ["KRB5_CONFIG"] = str(self._lab / "krb5.conf")
            yield True

    def _account(self) -> Mapping[str, str | list[str]] | None:
        environment = {
            "LAB_HOST_DIR": str(self._home),
            "LAB_DIR": str(self._lab),
            "PYTHONPATH": str(HOST_PROGRAMS.parent),
        }
        done = subprocess.run(MACHINE_ACCOUNT, env=environment, timeout=SECONDS, capture_output=True, check=True)
        account: Mapping[str, str | list[str]] | None = json.loads(done.stdout)
        return account


def write_keytab(path: pathlib.Path, account: Mapping[str, str | list[str]]) -> None:
    """Add every key under every name of a machine account to a keytab."""
    krb5: Any = importlib.import_module("krb5")
    context = krb5.init_context()
    keytab = krb5.kt_resolve(context, f"FILE:{path}".encode())
    password, salt = str(account["password"]).encode(), str(account["salt"]).encode()
    for service in SERVICES:
        for name in account["names"]:
            principal = krb5.parse_name_flags(context, f"{service}/{name}@{account['realm']}".encode())
            for encryption in (AES256, RC4):
                key = krb5.c_string_to_key(context, encryption, password, salt)
                krb5.kt_add_entry(context, keytab, principal, ANY_VERSION, int(time.time()), key)
