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
        authenticator = netlogon.netr_Authenticator()
        made = credentials.new_client_authenticator()
        authenticator.cred.data = list(made["credential"])
        authenticator.timestamp = made["timestamp"]
        channel.netr_ServerPasswordSet2(
            controller.name, f"{account}$", misc.SEC_CHAN_WKSTA, account, authenticator, sealed
        )

    return _over_channel(host, controller, account, password, change)


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
