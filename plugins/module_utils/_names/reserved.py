# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that Windows keeps for itself.

Source: MicrosoftDocs SupportArticles-docs "naming-conventions-for-computer-domain-site-ou", table of reserved words,
column "Windows Server 2008 and later"; RFC 952 for the names that it forbids to hosts.
"""

from __future__ import annotations

RESERVED_WORDS = frozenset(
    {
        "ANONYMOUS",
        "AUTHENTICATED USER",
        "BATCH",
        "BUILTIN",
        "CREATOR GROUP",
        "CREATOR GROUP SERVER",
        "CREATOR OWNER",
        "CREATOR OWNER SERVER",
        "DIALUP",
        "DIGEST AUTH",
        "DOMAIN",
        "ENTERPRISE",
        "INTERACTIVE",
        "INTERNET",
        "LOCAL",
        "LOCAL SYSTEM",
        "NETWORK",
        "NETWORK SERVICE",
        "NT AUTHORITY",
        "NT DOMAIN",
        "NTLM AUTH",
        "NULL",
        "PROXY",
        "REMOTE INTERACTIVE",
        "RESTRICTED",
        "SCHANNEL AUTH",
        "SELF",
        "SERVER",
        "SERVICE",
        "SYSTEM",
        "TERMINAL SERVER",
        "THIS ORGANIZATION",
        "USERS",
        "WORLD",
    }
)

RFC_952_RESERVED = frozenset({"GATEWAY", "GW", "TAC"})

# MicrosoftDocs win32 "sid-strings": what stands for well-known SIDs in the text form of security descriptors. The page
# on names forbids them to hosts; they only earn a warning, for no page says that Windows refuses them.
SDDL_SIDS = frozenset(
    {
        *("AA", "AC", "AN", "AO", "AP", "AU", "BA", "BG", "BO", "BU", "CA", "CD", "CG", "CN", "CO", "CY", "DA", "DC"),
        *("DD", "DG", "DU", "EA", "ED", "EK", "ER", "ES", "HA", "HI", "IS", "IU", "KA", "LA", "LG", "LS", "LU", "LW"),
        *("ME", "MP", "MU", "NO", "NS", "NU", "OW", "PA", "PO", "PS", "PU", "RA", "RC", "RD", "RE", "RM", "RO", "RS"),
        *("RU", "SA", "SI", "SO", "SS", "SU", "SY", "UD", "WD", "WR"),
    }
)


def is_reserved(text: str) -> bool:
    """Whether Windows keeps this word, in any case, for itself."""
    return text.upper() in RESERVED_WORDS
