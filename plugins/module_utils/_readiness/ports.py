# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which ports of a domain controller a join needs, and what it means when one is closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .finding import Check, ReadinessFinding, Scope, Severity

# SupportArticles-docs active-directory-domain-join-troubleshooting-guidance, "Port requirements"
PURPOSES: Mapping[int, str] = {
    53: "DNS",
    88: "Kerberos",
    135: "RPC endpoint mapper",
    389: "LDAP",
    445: "SMB",
    636: "LDAP over TLS",
}
JOIN_PORTS = (53, 88, 135, 389, 445)
"""TCP ports of a domain controller that a Windows host uses to join."""


def judge_ports(
    scope: Scope,
    target: str,
    reached: Mapping[int, bool],
    needed: Iterable[int],
    *,
    otherwise: Severity = Severity.WARNING,
    udp: bool | None = None,
) -> ReadinessFinding:
    """Judge which TCP ports of ``target`` could be ``reached``; without one that is ``needed`` nothing works.

    ``otherwise`` is for the rest: a domain controller need not be a DNS server, and whoever looks from Linux needs
    neither RPC nor SMB. ``udp`` tells whether an LDAP ping over UDP was answered, None when nobody tried.
    """
    closed = [port for port, is_open in reached.items() if not is_open]
    names = [f"TCP {port} ({PURPOSES[port]})" for port in closed] + (["UDP 389 (LDAP ping)"] if udp is False else [])
    if not names:
        ports = ", ".join(map(str, reached))
        return ReadinessFinding(Check.PORTS, Severity.OK, scope, f"{target} answers on TCP {ports}.")
    return ReadinessFinding(
        Check.PORTS,
        Severity.ERROR if set(closed) & set(needed) else otherwise,
        scope,
        f"{target} does not answer on {', '.join(names)}.",
        "open them in the firewalls on the way; a join needs TCP 53, 88, 135, 389, 445, 49152-65535 and UDP 53, 389",
    )
