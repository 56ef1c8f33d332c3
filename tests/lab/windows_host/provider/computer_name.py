# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""SetComputerNameExW: the computer's new name, which waits for the reboot.

Source: MicrosoftDocs sdk-api SetComputerNameExW: administrators only; a name that is not valid is parameter 87.
"""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName
from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import InvalidName

from ..host import Host
from ..state import CallInProgress, exclusive
from .codes import ERROR_ACCESS_DENIED, ERROR_INVALID_PARAMETER, RPC_S_CALL_IN_PROGRESS

PHYSICAL_DNS_HOSTNAME = 5


def set_computer_name(host: Host, name_type: int, name: str | None) -> int:
    """The last error that the call leaves; 0 when it succeeds."""
    if not host.user_is_administrator:
        return ERROR_ACCESS_DENIED
    if name_type != PHYSICAL_DNS_HOSTNAME or name is None:
        return ERROR_INVALID_PARAMETER
    try:
        valid = HostName.parse(name)
    except InvalidName:
        return ERROR_INVALID_PARAMETER
    try:
        with exclusive(host.directory):
            host.save(replace(host.load(), pending_host_name=valid.text))
    except CallInProgress:
        return RPC_S_CALL_IN_PROGRESS
    return 0
