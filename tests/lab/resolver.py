# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that make a program see the lab's domains: resolv.conf and krb5.conf."""

from __future__ import annotations

from collections.abc import Sequence

from .domain import Domain


def resolv_conf(addresses: Sequence[str]) -> str:
    """Name servers in this order. The first controller forwards to the second, which is asked when it is down."""
    servers = "".join(f"nameserver {address}\n" for address in addresses)
    return f"{servers}options timeout:1 attempts:1\n"


def krb5_conf(domains: Sequence[Domain]) -> str:
    """Addresses without DNS, and no reverse lookups: 127.0.99.1 has no name that a service principal is made of."""
    realms = "".join(f" {domain.realm} = {{\n  kdc = {domain.address}\n }}\n" for domain in domains)
    names = "".join(
        f" .{domain.dns_name} = {domain.realm}\n {domain.dns_name} = {domain.realm}\n" for domain in domains
    )
    return (
        f"[libdefaults]\n default_realm = {domains[0].realm}\n dns_lookup_kdc = false\n dns_lookup_realm = false\n"
        " dns_canonicalize_hostname = false\n rdns = false\n udp_preference_limit = 0\n"
        f"[realms]\n{realms}[domain_realm]\n{names}"
    )
