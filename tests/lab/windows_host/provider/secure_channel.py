# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Netlogon secure channel of a machine account, set up live against a domain controller."""

from __future__ import annotations

from ..host import Host
from .controller import Controller
from .credentials import machine_identity, samba_credentials, win32_code
from .samba_library import load_parameters


def channel_status(host: Host, controller: Controller, account: str, password: str) -> int:
    """Win32 code of NetrServerAuthenticate3: 0, 5 for a wrong password, 1787 when there is no such account."""
    parameters = load_parameters(host)
    from samba import NTSTATUSError
    from samba.dcerpc import misc, netlogon

    credentials = samba_credentials(machine_identity(account, password, controller), parameters)
    credentials.set_secure_channel_type(misc.SEC_CHAN_WKSTA)
    credentials.set_workstation(account)
    try:
        netlogon.netlogon(f"ncacn_ip_tcp:{controller.name}[schannel,seal]", parameters, credentials)
    except NTSTATUSError as error:
        return win32_code(error.args[0])
    return 0
