# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks that join and leave, and computer accounts that are prepared for them with OpenLDAP's tools."""

from __future__ import annotations

import base64

from .laboratory import Entry, Laboratory, Result

MODULE = "netjoin.windows.membership"
INFO: Result = {"netjoin.windows.membership_info": {}}
MACHINE_PASSWORD = "Pz8!gTurnstile-Oboe"
WORKSTATION_TRUST_ACCOUNT = 0x1000
SERVER_TRUST_ACCOUNT = 0x2000
"""Of userAccountControl, [MS-ADTS] 2.2.16."""


def join(**different: str | list[str] | bool | None) -> Result:
    """A task that joins as the delegated user; None takes an argument away."""
    right = {
        "domain": "{{ lab_domain }}",
        "ou": "{{ lab_ou }}",
        "username": "{{ lab_join_user }}",
        "password": "{{ lab_join_password }}",
    }
    return {MODULE: {name: value for name, value in {**right, **different}.items() if value is not None}}


def leave(**arguments: str | None) -> Result:
    """A task that takes the host into a workgroup, without credentials unless the arguments have some."""
    return {MODULE: {"state": "workgroup", "workgroup": "WORKGROUP", **arguments}}


def info_of(laboratory: Laboratory, host: str) -> Result:
    """Ask a host what it is."""
    (result,) = laboratory.tasks(host, INFO)
    return result


def as_machine(password: str, **different: str | list[str]) -> Result:
    """A task that joins as the computer account itself."""
    return join(username=None, password=None, machine_password=password, **different)


def unicode_password(password: str) -> str:
    """A password as LDAP takes it ([MS-ADTS] 3.1.1.3.1.5), in base64."""
    return base64.b64encode(f'"{password}"'.encode("utf-16-le")).decode()


def write(laboratory: Laboratory, *lines: str) -> None:
    """Send one LDIF record to the directory, as the domain's administrator."""
    laboratory.change_directory("\n".join(lines) + "\n")


def prepare_account(
    laboratory: Laboratory, name: str, password: str = MACHINE_PASSWORD, control: int = WORKSTATION_TRUST_ACCOUNT
) -> None:
    """Make a computer account in the delegated OU, as the domain's administrator does."""
    write(
        laboratory,
        f"dn: CN={name},{laboratory.variables['lab_ou']}",
        "changetype: add",
        "objectClass: computer",
        f"sAMAccountName: {name}$",
        f"userAccountControl: {control}",
        f"unicodePwd:: {unicode_password(password)}",
    )


def account_of(laboratory: Laboratory, name: str) -> Entry:
    """The computer's account, which must exist."""
    account = laboratory.computer(name)
    assert account is not None
    return account


def assert_refused(result: Result, code: int) -> None:
    """The task failed with this code and its explanation, and the host is what it was."""
    assert result["failed"] is True, result
    assert result["error"]["code"] == code, result["msg"]
    assert result["error"]["next_steps"], result["error"]
    assert result["changed"] is False
    assert result["after"] == result["before"]
