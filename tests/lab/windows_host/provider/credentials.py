# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who logs on to a domain controller, and what Windows makes of the controller's answer.

One logon is one try: NTLM only, so that a wrong password counts once towards a lockout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .. import injected_fault
from ..host import Host
from ..injected_fault import HostFault
from .codes import ERROR_LOGON_FAILURE
from .controller import Controller
from .samba_library import load_parameters, make_samba_importable

ERROR_BAD_NETPATH = 53
ERROR_UNEXP_NET_ERR = 59

WIN32_OF_NTSTATUS: Mapping[int, int] = {
    0xC0000022: 5,  # STATUS_ACCESS_DENIED
    0xC000006D: 1326,  # STATUS_LOGON_FAILURE
    0xC0000064: 1326,  # STATUS_NO_SUCH_USER, which a server answers as a logon failure
    0xC000006A: 1326,  # STATUS_WRONG_PASSWORD
    0xC000006E: 1327,  # STATUS_ACCOUNT_RESTRICTION
    0xC000006F: 1328,  # STATUS_INVALID_LOGON_HOURS
    0xC0000070: 1329,  # STATUS_INVALID_WORKSTATION
    0xC0000071: 1330,  # STATUS_PASSWORD_EXPIRED
    0xC0000072: 1331,  # STATUS_ACCOUNT_DISABLED
    0xC0000133: 1398,  # STATUS_TIME_DIFFERENCE_AT_DC
    0xC000015B: 1385,  # STATUS_LOGON_TYPE_NOT_GRANTED
    0xC000018B: 1787,  # STATUS_NO_TRUST_SAM_ACCOUNT
    0xC0000193: 1793,  # STATUS_ACCOUNT_EXPIRED
    0xC0000224: 1907,  # STATUS_PASSWORD_MUST_CHANGE
    0xC0000225: 1326,  # STATUS_NOT_FOUND: what Samba answers to a wrong password when the name is a UPN
    0xC0000234: 1909,  # STATUS_ACCOUNT_LOCKED_OUT
    0xC00000B5: ERROR_BAD_NETPATH,  # STATUS_IO_TIMEOUT
    0xC00000BE: ERROR_BAD_NETPATH,  # STATUS_BAD_NETWORK_PATH
    0xC0000236: ERROR_BAD_NETPATH,  # STATUS_CONNECTION_REFUSED
    0xC000023D: ERROR_BAD_NETPATH,  # STATUS_HOST_UNREACHABLE
}
"""[MS-ERREF] 2.3 and 2.2: the Win32 code that RtlNtStatusToDosError gives for a logon's status."""


@dataclass(frozen=True)
class Identity:
    """A name in one of the forms that NetJoinDomain takes, resolved against a domain."""

    user: str
    domain: str
    is_upn: bool
    password: str = field(repr=False)


class UnknownAuthority(Exception):
    """The name's domain is not the domain to join: ``OTHER\\user``."""


def user_identity(name: str, password: str, controller: Controller) -> Identity:
    """Reads ``NETBIOS\\user``, ``dns.domain\\user``, ``user@suffix`` or a bare name (the domain's own).

    Raises UnknownAuthority.  Source of the forms: [MS-WKST] 3.2.4.13.
    """
    authority, separator, user = name.partition("\\")
    if separator:
        if authority.lower() not in (controller.netbios_domain.lower(), controller.dns_domain.lower()):
            raise UnknownAuthority(authority)
        return Identity(user, controller.netbios_domain, False, password)
    return Identity(name, controller.netbios_domain, "@" in name, password)


def machine_identity(account: str, password: str, controller: Controller) -> Identity:
    return Identity(f"{account}$", controller.netbios_domain, False, password)


def samba_credentials(identity: Identity, parameters: Any) -> Any:
    make_samba_importable()
    from samba.credentials import DONT_USE_KERBEROS, Credentials

    credentials = Credentials()
    credentials.guess(parameters)
    credentials.set_kerberos_state(DONT_USE_KERBEROS)
    if identity.is_upn:
        credentials.set_principal(identity.user)
    else:
        credentials.set_username(identity.user)
        credentials.set_domain(identity.domain)
    credentials.set_password(identity.password)
    return credentials


def logon(host: Host, controller: Controller, identity: Identity) -> int:
    """Connects to IPC$ of the controller, as a join does first; the Win32 code, 0 when the logon succeeds."""
    if injected_fault.value(host.directory, HostFault.CLOCK_SKEW) is not None:
        return injected_fault.ERROR_TIME_SKEW
    parameters = load_parameters(host)
    from samba import NTSTATUSError
    from samba.samba3 import libsmb_samba_internal as libsmb
    from samba.samba3 import param as samba3_param

    samba3_parameters = samba3_param.get_context()
    samba3_parameters.load(str(host.directory / "smb.conf"))
    if not identity.user:
        return ERROR_LOGON_FAILURE
    try:
        libsmb.Conn(controller.name, "IPC$", samba3_parameters, creds=samba_credentials(identity, parameters))
    except NTSTATUSError as error:
        return win32_code(error.args[0])
    return 0


def win32_code(ntstatus: int) -> int:
    return WIN32_OF_NTSTATUS.get(ntstatus & 0xFFFFFFFF, ERROR_UNEXP_NET_ERR)
