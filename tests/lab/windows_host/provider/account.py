# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The computer account of a join, written over LDAP with the joining user's rights, as Windows does.

Attributes: the NetSetup.LOG of SupportArticles "Domain join log analysis"; ``operatingSystem*`` come after the restart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ansible_collections.netjoin.windows.plugins.module_utils._join_options.flags import JoinOption

from . import quota
from .attempt import Attempt
from .codes import ERROR_ACCESS_DENIED, ERROR_DS_MACHINE_ACCOUNT_QUOTA_EXCEEDED, ERROR_GEN_FAILURE
from .directory import LDAP_INSUFFICIENT_ACCESS, LDAP_UNWILLING_TO_PERFORM, Directory, DirectoryRefused, Values

WORKSTATION_TRUST_ACCOUNT = "4096"
ENCRYPTION_TYPES = "28"
"""RC4, AES128 and AES256 ([MS-KILE] 2.2.7)."""


class AccountRefused(Exception):
    """The domain controller refuses the account; `code` is what the join returns, `detail` a line for the log."""

    def __init__(self, code: int, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def write_account(attempt: Attempt) -> str:
    """Creates the account or takes over the existing one; returns its DN, raises AccountRefused."""
    if attempt.as_machine:
        return _update_own_account(attempt)
    attributes = _account_attributes(attempt)
    if attempt.account is not None:
        dn = attempt.account.dn
        _write("ldap_modify_s", attempt.directory.replace, dn, attributes)
    else:
        dn = _new_dn(attempt)
        attributes = {"objectClass": "computer", "sAMAccountName": f"{attempt.account_name}$", **attributes}
        try:
            _write("ldap_add_s", attempt.directory.add, dn, attributes)
        except AccountRefused as error:
            # By quota, accounts go to the default container only.
            if error.code != ERROR_ACCESS_DENIED or attempt.call.account_ou:
                raise
            if quota.is_used_up(attempt):
                raise _over_quota() from None
            quota.create_account(attempt, dn, attributes)
    _set_encryption_types(attempt.directory, dn)
    return dn


def name_attributes(account: str, host_name: str, dns_domain: str) -> dict[str, Values]:
    """The DNS name and the SPNs of a computer, spelled as NetSetup.LOG shows them."""
    dns_name = f"{host_name}.{dns_domain}"
    classes = ("HOST", "RestrictedKrbHost")
    return {
        "dNSHostName": dns_name,
        "servicePrincipalName": [f"{kind}/{name}" for name in (dns_name, account) for kind in classes],
    }


def _account_attributes(attempt: Attempt) -> dict[str, Values]:
    attributes: dict[str, Values] = {
        "userAccountControl": WORKSTATION_TRUST_ACCOUNT,
        "unicodePwd": f'"{attempt.machine_password}"'.encode("utf-16-le"),
    }
    if JoinOption.DEFER_SPN_SET not in attempt.options:
        attributes |= name_attributes(attempt.account_name, attempt.host_name, attempt.found_controller.dns_domain)
    return attributes


def _new_dn(attempt: Attempt) -> str:
    parent = attempt.call.account_ou or attempt.directory.computers_container
    return attempt.directory.child(attempt.account_name, parent)


def _over_quota() -> AccountRefused:
    code = ERROR_DS_MACHINE_ACCOUNT_QUOTA_EXCEEDED
    detail = f"NetpModifyComputerObjectInDs: ldap_add_s failed: 0x{LDAP_UNWILLING_TO_PERFORM:x} 0x{code:x}"
    return AccountRefused(code, detail)


def _update_own_account(attempt: Attempt) -> str:
    """The machine account may write its own names (validated writes), and keeps its password."""
    account = attempt.account
    if account is None:
        raise AccountRefused(ERROR_GEN_FAILURE, "NetpGetComputerObjectDn: the account is gone")
    if JoinOption.DEFER_SPN_SET not in attempt.options:
        names = name_attributes(attempt.account_name, attempt.host_name, attempt.found_controller.dns_domain)
        _write("ldap_modify_s", attempt.directory.replace, account.dn, names)
    if JoinOption.JOIN_READONLY not in attempt.options:
        _set_encryption_types(attempt.directory, account.dn)
    return account.dn


def _set_encryption_types(directory: Directory, dn: str) -> None:
    """Netlogon does this as the machine, so a user without the right does not fail a join."""
    try:
        directory.replace(dn, {"msDS-SupportedEncryptionTypes": ENCRYPTION_TYPES})
    except DirectoryRefused:
        return


def _write(
    function: str, write: Callable[[str, Mapping[str, Values]], None], dn: str, attributes: Mapping[str, Values]
) -> None:
    try:
        write(dn, attributes)
    except DirectoryRefused as error:
        code = _win32_code(error)
        detail = f"NetpModifyComputerObjectInDs: {function} failed: 0x{error.result:x} 0x{code:x}"
        raise AccountRefused(code, detail) from None


def _win32_code(error: DirectoryRefused) -> int:
    """LdapMapErrorToWin32, as far as a join meets it."""
    return ERROR_ACCESS_DENIED if error.result == LDAP_INSUFFICIENT_ACCESS else ERROR_GEN_FAILURE
