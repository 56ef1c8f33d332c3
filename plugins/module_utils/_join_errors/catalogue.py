# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The error catalogue: what every code means to someone who joins a Windows machine to a domain.

The rows are in one file per family. LDAP's result codes are small numbers that mean other things to Windows, so they
have a number space of their own. Active Directory's ``data`` sub-codes have no family: they are Windows codes in hex.
"""

from __future__ import annotations

import types
import typing as t

from .catalogue_hresult import HRESULT_ROWS
from .catalogue_ldap import LDAP_ROWS
from .catalogue_nerr import NERR_ROWS
from .catalogue_nerr_join import NERR_JOIN_ROWS
from .catalogue_nerr_offline import NERR_OFFLINE_ROWS
from .catalogue_win32_call import WIN32_CALL_ROWS
from .catalogue_win32_directory import WIN32_DIRECTORY_ROWS
from .catalogue_win32_logon import WIN32_LOGON_ROWS
from .catalogue_win32_network import WIN32_NETWORK_ROWS
from .catalogue_win32_trust import WIN32_TRUST_ROWS
from .row import Call, ErrorRow

FAMILIES: t.Mapping[str, tuple[ErrorRow, ...]] = types.MappingProxyType(
    {
        "Rights, parameters and names": WIN32_CALL_ROWS,
        "Users, passwords and accounts": WIN32_LOGON_ROWS,
        "The way to a domain controller": WIN32_NETWORK_ROWS,
        "The directory service": WIN32_DIRECTORY_ROWS,
        "The secure channel": WIN32_TRUST_ROWS,
        "Network management": (*NERR_ROWS, *NERR_JOIN_ROWS),
        "Offline joins and newer rules": NERR_OFFLINE_ROWS,
        "WMI, RPC and security packages": HRESULT_ROWS,
        "LDAP results": LDAP_ROWS,
    }
)
"""Every row, by the title of its family."""

DIRECTORY_LOGON_CODES = (0x525, 0x52E, 0x530, 0x531, 0x532, 0x533, 0x701, 0x773, 0x775)
"""Windows codes that Active Directory writes as ``data`` into the diagnostic text of a refused LDAP logon."""

_LDAP: t.Mapping[int, ErrorRow] = {row.code: row for row in LDAP_ROWS}
_WINDOWS: t.Mapping[int, ErrorRow] = {
    row.code: row for rows in FAMILIES.values() if rows is not LDAP_ROWS for row in rows
}
_HRESULT_FROM_WIN32 = 0x80070000


def find_row(code: int, call: Call | None) -> ErrorRow | None:
    """The row of an unsigned code, or None.

    An HRESULT that only wraps a Win32 code has the row of that code, unless it has one of its own. To LDAP small codes
    are result codes; what is none of them is looked up as a Windows code.
    """
    if call is Call.LDAP and code in _LDAP:
        return _LDAP[code]
    if code in _WINDOWS:
        return _WINDOWS[code]
    if code & 0xFFFF0000 == _HRESULT_FROM_WIN32:
        return _WINDOWS.get(code & 0xFFFF)
    return None
