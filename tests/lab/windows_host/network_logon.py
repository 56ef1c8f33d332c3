# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A domain user logs on to an emulated host over the network: the host asks its domain controller, as its account.

Sources: [MS-APDS] 3.1 (NTLM pass-through), [MS-NRPC] 3.5.4.5.1 (NetrLogonSamLogonEx), [MS-PAC] 2.5 (groups by RID).
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from dataclasses import dataclass
from typing import Any

from .collection import make_collection_importable
from .host import Host

ERROR_NO_LOGON_SERVERS = 1311
ERROR_LOGON_FAILURE = 1326
ERROR_NO_TRUST_LSA_SECRET = 1786
DOMAIN_ADMINS = 512
"""A join puts this group into the local Administrators (learn.microsoft.com "Active Directory security groups")."""

NO_TARGET_INFORMATION = bytes(4)
"""An AV_PAIR list with nothing but MsvAvEOL ([MS-NLMP] 2.2.2.1)."""


@dataclass(frozen=True)
class Logon:
    """The Win32 code of the attempt, and what the user's groups make of them on this host."""

    code: int
    administrator: bool = False


def main() -> int:
    """Reads {"user", "domain", "password"} from standard input, answers {"code", "administrator"}."""
    make_collection_importable()
    asked = json.load(sys.stdin)
    done = log_on(Host.from_environment(os.environ), asked["user"], asked["domain"], asked["password"])
    print(json.dumps({"code": done.code, "administrator": done.administrator}))
    return 0


def log_on(host: Host, user: str, domain: str, password: str) -> Logon:
    """`domain` is a flat name.  Until the restart after a join, and from the moment of an unjoin, nobody gets in."""
    from .provider import secrets as machine_secrets
    from .provider.controller import find_controller

    state = host.load()
    if state.domain is None or state.join_pending:
        return Logon(ERROR_LOGON_FAILURE)
    controller = find_controller(host, state.domain.dns)
    if controller is None:
        return Logon(ERROR_NO_LOGON_SERVERS)
    machine_password = machine_secrets.fetch(host, state.domain.netbios)
    if machine_password is None:
        return Logon(ERROR_NO_TRUST_LSA_SECRET)
    return _ask(host, controller, state.machine_account, machine_password, (user, domain, password))


def _ask(host: Host, controller: Any, account: str, machine_password: str, who: tuple[str, str, str]) -> Logon:
    from .provider.credentials import Identity, machine_identity, samba_credentials, win32_code
    from .provider.samba_library import load_parameters

    parameters = load_parameters(host)
    from samba import NTSTATUSError
    from samba.dcerpc import misc, netlogon

    machine = samba_credentials(machine_identity(account, machine_password, controller), parameters)
    machine.set_secure_channel_type(misc.SEC_CHAN_WKSTA)
    machine.set_workstation(account)
    user, domain, password = who
    credentials = samba_credentials(Identity(user, domain, is_upn=False, password=password), parameters)
    credentials.set_workstation(account)
    try:
        channel = netlogon.netlogon(f"ncacn_ip_tcp:{controller.name}[schannel,seal]", parameters, machine)
        validation, _authoritative, _flags = channel.netr_LogonSamLogonEx(
            f"\\\\{controller.name}",
            account,
            netlogon.NetlogonNetworkInformation,
            _network_information(credentials),
            netlogon.NetlogonValidationSamInfo4,
            0,
        )
    except NTSTATUSError as error:
        return Logon(win32_code(error.args[0]))
    groups = {group.rid for group in validation.base.groups.rids} | {validation.base.primary_gid}
    return Logon(0, administrator=DOMAIN_ADMINS in groups)


def _network_information(credentials: Any) -> Any:
    """The user's response to a challenge, which is what NTLM gives a server ([MS-NRPC] 2.2.1.4.5)."""
    from samba.credentials import CLI_CRED_NTLMv2_AUTH
    from samba.dcerpc import netlogon

    challenge = secrets.token_bytes(8)
    response = credentials.get_ntlm_response(
        flags=CLI_CRED_NTLMv2_AUTH, challenge=challenge, target_info=NO_TARGET_INFORMATION
    )
    user, domain = credentials.get_ntlm_username_domain()
    information = netlogon.netr_NetworkInfo()
    information.challenge = list(challenge)
    information.nt = netlogon.netr_ChallengeResponse()
    information.nt.length = len(response["nt_response"])
    information.nt.data = list(response["nt_response"])
    information.identity_info = netlogon.netr_IdentityInfo()
    information.identity_info.domain_name.string = domain
    information.identity_info.account_name.string = user
    information.identity_info.workstation.string = credentials.get_workstation()
    return information


if __name__ == "__main__":
    sys.exit(main())
