# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may log on to an emulated host: its own accounts, and the users of the domain that it is a member of.

The service knows the passwords of every account of the lab, for it has to prove and seal NTLM itself. Whether a domain
user gets in decides the domain controller, which the host asks over its secure channel for every connection.
"""

from __future__ import annotations

import dataclasses
import functools
import hmac
import json
import logging
import os
import pathlib
import subprocess
from collections.abc import Iterable, Iterator, Sequence

from ..domain import DOMAINS, Account, Domain
from ..domain_controller import SYSTEM_PYTHON
from ..emulated_host import HOST_PROGRAMS, LocalAccount

log = logging.getLogger("wsman")
LOGON = (SYSTEM_PYTHON, "-B", "-S", "-m", f"{HOST_PROGRAMS.name}.network_logon")
"""On the only Python that has Samba's modules."""

LOGON_SECONDS = 20
NO_LM_HASH = "0" * 32


@dataclasses.dataclass(frozen=True)
class User:
    """Who is on a connection; `domain` is a flat name, empty for an account of the host."""

    name: str
    administrator: bool
    domain: str = ""


class Accounts:
    """The local accounts, which every emulated host has alike."""

    def __init__(self, accounts: Sequence[LocalAccount]) -> None:
        self._accounts = {account.name.lower(): account for account in accounts}

    def find(self, principal: str) -> User | None:
        """The account for `name`, `.\\name` or `COMPUTER\\name`."""
        account = self._accounts.get(principal.rpartition("\\")[2].lower())
        return User(account.name, account.administrator) if account else None

    def check(self, principal: str, password: str) -> User | None:
        """The account when the password is right."""
        account = self._accounts.get(principal.rpartition("\\")[2].lower())
        right = account is not None and hmac.compare_digest(account.password.encode(), password.encode())
        return self.find(principal) if right else None

    def offer_to_ntlm(self, path: pathlib.Path, computer_names: Iterable[str]) -> None:
        """Write every account, those of the domains included, where pyspnego looks for them (NTLM_USER_FILE)."""
        authorities = ["", ".", *sorted(set(computer_names))]
        lines = [
            _smbpasswd(f"{authority}\\{account.name}".lstrip("\\"), account.password)
            for authority in authorities
            for account in self._accounts.values()
        ]
        for domain in DOMAINS.values():
            for account in domain.accounts:
                lines += [_smbpasswd(name, account.password) for name in names(domain, account)]
        unfinished = path.with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_text("".join(lines))
        unfinished.replace(path)
        os.environ["NTLM_USER_FILE"] = str(path)


class DomainUsers:
    """The domain users of one host, whose state directory is `home`."""

    def __init__(self, home: pathlib.Path, lab: pathlib.Path) -> None:
        self._home = home
        self._environment = {
            "LAB_HOST_DIR": str(home),
            "LAB_DIR": str(lab),
            "PYTHONPATH": str(HOST_PROGRAMS.parent),
        }

    def log_on(self, principal: str) -> User | None:
        """The user, who has proved to know the password that the lab gave them, if the domain controller agrees."""
        domain, account = find_domain_account(principal) or (None, None)
        if domain is None or account is None:
            return None
        question = {"user": account.name, "domain": domain.netbios_name, "password": account.password}
        answer = self._ask(question)
        if answer["code"]:
            log.info("%s logon of %s refused: %d", self._home.name, principal, answer["code"])
            return None
        return User(account.name, bool(answer["administrator"]), domain.netbios_name)

    def _ask(self, question: dict[str, str]) -> dict[str, int]:
        asked = subprocess.run(
            LOGON,
            input=json.dumps(question),
            env=self._environment,
            timeout=LOGON_SECONDS,
            capture_output=True,
            text=True,
            check=True,
        )
        answer: dict[str, int] = json.loads(asked.stdout)
        return answer


def names(domain: Domain, account: Account) -> Iterator[str]:
    """The names under which a client may present a domain user."""
    yield f"{domain.netbios_name}\\{account.name}"
    yield f"{domain.dns_name}\\{account.name}"
    yield domain.upn(account)


def find_domain_account(principal: str) -> tuple[Domain, Account] | None:
    """The user of a lab domain who has this name; None for every other name."""
    for domain in DOMAINS.values():
        for account in domain.accounts:
            if principal.lower() in [name.lower() for name in names(domain, account)]:
                return domain, account
    return None


@functools.cache
def nt_hash(password: str) -> str:
    """NTOWFv1 in hexadecimal ([MS-NLMP] 3.3.1). Python's hashlib has no MD4 where OpenSSL 3 has the last word."""
    digest = ["openssl", "dgst", "-md4", "-binary", "-provider", "legacy", "-provider", "default"]
    return subprocess.run(digest, input=password.encode("utf-16-le"), capture_output=True, check=True).stdout.hex()


def _smbpasswd(name: str, password: str) -> str:
    """A line of Samba's smbpasswd(5): unlike pyspnego's other format it takes passwords with a colon."""
    return f"{name}:0:{NO_LM_HASH}:{nt_hash(password).upper()}:[U]:LCT-00000000\n"
