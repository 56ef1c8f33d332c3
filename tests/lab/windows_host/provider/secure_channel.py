# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Netlogon secure channel of a machine account, set up live against a domain controller."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from ..host import Host
from .controller import Controller
from .credentials import machine_identity, samba_credentials, win32_code
from .samba_library import load_parameters

OPERATING_SYSTEM = "Windows Server 2025 Standard"
VERSION = (10, 0, 26100)
PASSWORD_BUFFER = 512
"""Bytes of NL_TRUST_PASSWORD.Buffer ([MS-NRPC] 2.2.1.3.7); the password is at its end."""


def channel_status(host: Host, controller: Controller, account: str, password: str) -> int:
    """Win32 code of NetrServerAuthenticate3: 0, 5 for a wrong password, 1787 when there is no such account."""
    return _over_channel(host, controller, account, password, lambda _channel, _credentials: None)


def change_password(host: Host, controller: Controller, account: str, password: str, new_password: str) -> int:
    """Win32 code of NetrServerPasswordSet2, by which a machine gives its own account another password."""

    def change(channel: Any, credentials: Any) -> None:
        from samba.dcerpc import misc, netlogon

        encoded = new_password.encode("utf-16-le")
        sealed = netlogon.netr_CryptPassword()
        sealed.length = len(encoded)
        sealed.data = list(os.urandom(PASSWORD_BUFFER - len(encoded)) + encoded)
        credentials.encrypt_netr_crypt_password(sealed)
        channel.netr_ServerPasswordSet2(
            controller.name, f"{account}$", misc.SEC_CHAN_WKSTA, account, _authenticator(credentials), sealed
        )

    return _over_channel(host, controller, account, password, change)


def tell_operating_system(host: Host, controller: Controller, account: str, password: str) -> int:
    """Win32 code of NetrLogonGetDomainInfo, by which a booted member has its controller write ``operatingSystem*``.

    [MS-NRPC] 3.5.4.4.10, 2.2.1.3.15; how they are written is Samba's, and the same as Windows': "10.0 (26100)".
    """

    def tell(channel: Any, credentials: Any) -> None:
        from samba.dcerpc import lsa, netlogon

        query = netlogon.netr_WorkstationInformation()
        query.os_name = lsa.String(OPERATING_SYSTEM)
        version = netlogon.netr_OsVersionInfoEx()
        version.MajorVersion, version.MinorVersion, version.BuildNumber = VERSION
        version.CSDVersion = ""  # no service pack
        query.os_version.os = netlogon.netr_OsVersion()
        query.os_version.os.os = version
        returned = netlogon.netr_Authenticator()
        channel.netr_LogonGetDomainInfo(controller.name, account, _authenticator(credentials), returned, 1, query)

    return _over_channel(host, controller, account, password, tell)


def _authenticator(credentials: Any) -> Any:
    from samba.dcerpc import netlogon

    made = credentials.new_client_authenticator()
    authenticator = netlogon.netr_Authenticator()
    authenticator.cred.data = list(made["credential"])
    authenticator.timestamp = made["timestamp"]
    return authenticator


def _over_channel(
    host: Host, controller: Controller, account: str, password: str, use: Callable[[Any, Any], None]
) -> int:
    parameters = load_parameters(host)
    from samba import NTSTATUSError
    from samba.dcerpc import misc, netlogon

    credentials = samba_credentials(machine_identity(account, password, controller), parameters)
    credentials.set_secure_channel_type(misc.SEC_CHAN_WKSTA)
    credentials.set_workstation(account)
    try:
        channel = netlogon.netlogon(f"ncacn_ip_tcp:{controller.name}[schannel,seal]", parameters, credentials)
        use(channel, credentials)
    except NTSTATUSError as error:
        return win32_code(error.args[0])
    return 0
