# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shape of one row of the error catalogue, and the calls whose answers it tells apart."""

from __future__ import annotations

import enum
import typing as t
from dataclasses import dataclass


class Call(enum.Enum):
    """What was being done. The same code can mean another thing to another call."""

    JOIN = "join"
    UNJOIN = "unjoin"
    RENAME = "rename"
    PROVISION = "making an offline join blob"
    OFFLINE_JOIN = "applying an offline join blob"
    NETLOGON = "secure channel"
    ACCOUNT = "setting the machine password in the domain"
    LSA = "storing the machine password on the host"
    LDAP = "LDAP"


_CALLS: t.Mapping[str, Call] = {
    "joindomainorworkgroup": Call.JOIN,
    "netjoindomain": Call.JOIN,
    "netrjoindomain2": Call.JOIN,
    "netpdodomainjoin": Call.JOIN,
    "netpjoindomain": Call.JOIN,
    "unjoindomainorworkgroup": Call.UNJOIN,
    "netunjoindomain": Call.UNJOIN,
    "netrunjoindomain2": Call.UNJOIN,
    "netpunjoindomain": Call.UNJOIN,
    "rename": Call.RENAME,
    "netrenamemachineindomain": Call.RENAME,
    "netrrenamemachineindomain2": Call.RENAME,
    "setcomputernameex": Call.RENAME,
    "netprovisioncomputeraccount": Call.PROVISION,
    "netcreateprovisioningpackage": Call.PROVISION,
    "netrequestofflinedomainjoin": Call.OFFLINE_JOIN,
    "netrequestprovisioningpackageinstall": Call.OFFLINE_JOIN,
    "i_netlogoncontrol2": Call.NETLOGON,
    "netrlogoncontrol2ex": Call.NETLOGON,
    "logonuser": Call.ACCOUNT,
    "netusersetinfo": Call.ACCOUNT,
    "lsaopenpolicy": Call.LSA,
    "lsastoreprivatedata": Call.LSA,
}


def call_of(function: str | None) -> Call | None:
    """The call that a native function or WMI method makes; None when it is none of the known ones.

    Case does not matter, a class before a dot and the W of wide functions are ignored, and every name that starts with
    ``ldap`` is LDAP.
    """
    if function is None:
        return None
    plain = function.rpartition(".")[2].strip().lower()
    if plain.startswith("ldap"):
        return Call.LDAP
    return _CALLS.get(plain) or _CALLS.get(plain.removesuffix("w"))


@dataclass(frozen=True)
class Variant:
    """Another meaning of a code: for some calls, with all flags of ``present`` and none of ``absent``.

    ``calls`` empty means any. A variant with flags never applies when the options of the call are not known.
    """

    meaning: str
    causes: tuple[str, ...]
    next_steps: tuple[str, ...]
    source: str
    calls: tuple[Call, ...] = ()
    present: int = 0
    absent: int = 0

    def applies(self, call: Call | None, options: int | None) -> bool:
        if self.calls and call not in self.calls:
            return False
        if not (self.present or self.absent):
            return True
        return options is not None and options & self.present == self.present and not options & self.absent


@dataclass(frozen=True)
class ErrorRow:
    """What a code means to someone who joins a Windows machine to a domain.

    ``meaning`` fits after a colon and has no full stop; ``next_steps`` fit after "Try:". Backticks mark literals. The
    first of ``variants`` that applies is used instead of the row's own words, which are about an ordinary domain join.
    """

    code: int
    symbol: str
    meaning: str
    causes: tuple[str, ...]
    next_steps: tuple[str, ...]
    source: str
    variants: tuple[Variant, ...] = ()
