# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The account with which an emulated host takes Kerberos tickets; for the WinRM service, which has no tdb.

`python3 -m windows_host.machine_account` prints {"realm", "names", "salt", "password"} as JSON, null for a host that
is no member, or has not restarted since it has become one.
"""

from __future__ import annotations

import json
import os
import sys

from .collection import make_collection_importable
from .host import Host


def main() -> int:
    """Reads the host from the environment."""
    make_collection_importable()
    print(json.dumps(machine_account(Host.from_environment(os.environ))))
    return 0


def machine_account(host: Host) -> dict[str, str | list[str]] | None:
    """The salt is that of a computer's keys in Active Directory ([MS-KILE] 3.1.1.2)."""
    from .provider import secrets

    state = host.load()
    if state.domain is None or state.join_pending:
        return None
    password = secrets.fetch(host, state.domain.netbios)
    if password is None:
        return None
    realm, name = state.domain.dns.upper(), state.machine_account.lower()
    return {
        "realm": realm,
        "names": [name, f"{state.host_name}.{state.dns_suffix or state.domain.dns}".lower()],
        "salt": f"{realm}host{name}.{realm.lower()}",
        "password": password,
    }


if __name__ == "__main__":
    sys.exit(main())
