# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways in which Ansible reaches an emulated host: connection plugin, authentication, with or without TLS."""

from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Callable, Mapping

from .certificates import CertificateAuthority
from .domain import FIRST
from .emulated_host import HOST_ADMIN, WINRM_PORT, WINRM_TLS_PORT

Variables = Mapping[str, str | int | list[str]]

LOCAL_USER: Variables = {"ansible_user": HOST_ADMIN.name, "ansible_password": HOST_ADMIN.password}
DOMAIN_USER: Variables = {
    "ansible_user": f"{FIRST.account('admin').name}@{FIRST.realm}",
    "ansible_password": FIRST.account("admin").password,
}
"""As Kerberos knows the user: the realm in upper case."""

COMPUTER = "{{ inventory_hostname }}." + FIRST.dns_name
"""Whom a ticket is for: hosts have the name of the inventory unless they were renamed or added under another one."""

WINRM: Variables = {
    "ansible_connection": "winrm",
    "ansible_winrm_operation_timeout_sec": 10,
    "ansible_winrm_read_timeout_sec": 20,
}
PSRP: Variables = {
    "ansible_connection": "psrp",
    "ansible_psrp_operation_timeout": 10,
    "ansible_psrp_read_timeout": 20,
}
WINRM_SEALED: Variables = {
    **WINRM,
    "ansible_port": WINRM_PORT,
    "ansible_winrm_scheme": "http",
    "ansible_winrm_message_encryption": "always",
}
PSRP_SEALED: Variables = {
    **PSRP,
    "ansible_port": WINRM_PORT,
    "ansible_psrp_protocol": "http",
    "ansible_psrp_message_encryption": "always",
}


@dataclasses.dataclass(frozen=True)
class Transport:
    """One of them. `variables` gets the lab's directory. With Kerberos it is for domain users, on members."""

    name: str
    effect: str
    variables: Callable[[pathlib.Path], Variables]
    kerberos: bool = False


def _winrm_ntlm(lab: pathlib.Path) -> Variables:
    return {**WINRM_SEALED, **LOCAL_USER, "ansible_winrm_transport": "ntlm"}


def _winrm_https(lab: pathlib.Path) -> Variables:
    return {
        **WINRM,
        **LOCAL_USER,
        "ansible_port": WINRM_TLS_PORT,
        "ansible_winrm_scheme": "https",
        "ansible_winrm_transport": "ntlm",
        "ansible_winrm_server_cert_validation": "validate",
        "ansible_winrm_ca_trust_path": str(CertificateAuthority(lab / "tls").certificate),
    }


def _winrm_kerberos(lab: pathlib.Path) -> Variables:
    return {
        **WINRM_SEALED,
        **DOMAIN_USER,
        "ansible_winrm_transport": "kerberos",
        "ansible_winrm_kerberos_hostname_override": COMPUTER,
        # Else kinit starts with an empty environment and asks the realms of /etc/krb5.conf.
        "ansible_winrm_kinit_env_vars": ["KRB5_CONFIG"],
    }


def _psrp_ntlm(lab: pathlib.Path) -> Variables:
    return {**PSRP_SEALED, **LOCAL_USER, "ansible_psrp_auth": "ntlm"}


def _psrp_https(lab: pathlib.Path) -> Variables:
    return {
        **PSRP,
        **LOCAL_USER,
        "ansible_port": WINRM_TLS_PORT,
        "ansible_psrp_protocol": "https",
        "ansible_psrp_auth": "ntlm",
        "ansible_psrp_cert_validation": "validate",
        "ansible_psrp_ca_cert": str(CertificateAuthority(lab / "tls").certificate),
    }


def _psrp_kerberos(lab: pathlib.Path) -> Variables:
    return {
        **PSRP_SEALED,
        **DOMAIN_USER,
        "ansible_psrp_auth": "kerberos",
        "ansible_psrp_negotiate_hostname_override": COMPUTER,
        # Before ansible-core 2.21 the default is WSMAN, under which WinRM registers itself and the lab's hosts do not.
        "ansible_psrp_negotiate_service": "host",
    }


DEFAULT = Transport("winrm-ntlm", "winrm, NTLM, sealed, as a local administrator", _winrm_ntlm)
TRANSPORTS = {
    transport.name: transport
    for transport in (
        DEFAULT,
        Transport("winrm-https", "winrm, TLS with a certificate of the lab's authority", _winrm_https),
        Transport(
            "winrm-kerberos", "winrm, Kerberos, sealed, as the domain's administrator", _winrm_kerberos, kerberos=True
        ),
        Transport("psrp-ntlm", "psrp, NTLM, sealed, as a local administrator", _psrp_ntlm),
        Transport("psrp-https", "psrp, TLS with a certificate of the lab's authority", _psrp_https),
        Transport(
            "psrp-kerberos", "psrp, Kerberos, sealed, as the domain's administrator", _psrp_kerberos, kerberos=True
        ),
    )
}
