# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose names and passwords the WinRM service knows."""

from __future__ import annotations

import json
import pathlib
import shutil

import pytest

from ansible_collections.netjoin.windows.tests.lab.domain import FIRST, SECOND, Domain
from ansible_collections.netjoin.windows.tests.lab.wsman import users
from ansible_collections.netjoin.windows.tests.lab.wsman.users import DomainUsers, User, find_domain_account, nt_hash

NAMES = [
    (r"LAB\plain", FIRST),
    (r"lab.example\plain", FIRST),
    ("plain@lab.example", FIRST),
    ("plain@LAB.EXAMPLE", FIRST),
    (r"lab2\PLAIN", SECOND),
]
NO_NAMES = ["plain", r".\plain", r"WIN01\plain", r"LAB\hostadmin", "plain@elsewhere.example", ""]


@pytest.mark.parametrize(("name", "domain"), NAMES)
def test_a_domain_user_has_three_names(name: str, domain: Domain) -> None:
    """Flat, with the DNS name, and the user principal name; none has case."""
    assert find_domain_account(name) == (domain, domain.account("plain"))


@pytest.mark.parametrize("name", NO_NAMES)
def test_other_names_are_none_of_a_domain(name: str) -> None:
    """Those are looked for among the host's own accounts."""
    assert find_domain_account(name) is None


@pytest.mark.skipif(not shutil.which("openssl"), reason="the lab hashes passwords with openssl, which is missing here")
def test_the_hash_is_that_of_the_specification() -> None:
    """[MS-NLMP] 4.2.2.1.2 gives NTOWFv1() of "Password"."""
    assert nt_hash("Password") == "a4f49c406510bdcab6824ee7c30fd852"


@pytest.mark.parametrize(
    ("answer", "user"),
    [
        ({"code": 0, "administrator": True}, User("Administrator", administrator=True, domain="LAB")),
        ({"code": 0, "administrator": False}, User("Administrator", administrator=False, domain="LAB")),
        ({"code": 1331, "administrator": False}, None),
    ],
)
def test_the_domain_controller_decides(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, answer: dict[str, int], user: User | None
) -> None:
    """A password that the service knows to be right does not open a host; the answer of its domain does."""
    program = tmp_path / "logon"
    program.write_text(f"#!/bin/sh\ncat > {tmp_path}/asked\necho '{json.dumps(answer)}'\n")
    program.chmod(0o755)
    monkeypatch.setattr(users, "LOGON", (str(program),))
    assert DomainUsers(tmp_path, tmp_path).log_on("Administrator@LAB.EXAMPLE") == user
    asked = json.loads((tmp_path / "asked").read_text())
    assert (asked["user"], asked["domain"]) == ("Administrator", "LAB")
