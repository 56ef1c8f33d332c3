# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian's python3-samba, for an interpreter that started without the site directories."""

from __future__ import annotations

import sys
from typing import Any

from ..host import Host

DEBIAN_PACKAGES = "/usr/lib/python3/dist-packages"
SILENT = -1
"""A refused logon is an answer here; Samba would write it to standard error, which belongs to the module."""


def make_samba_importable() -> None:
    if DEBIAN_PACKAGES not in sys.path:
        sys.path.append(DEBIAN_PACKAGES)


def load_parameters(host: Host) -> Any:
    """The host's ``smb.conf`` as Samba's LoadParm; LDAP is sealed, since passwords are set over it."""
    make_samba_importable()
    import samba
    from samba.param import LoadParm

    parameters = LoadParm()
    parameters.load(str(host.directory / "smb.conf"))
    samba.set_debug_level(SILENT)
    parameters.set("client ldap sasl wrapping", "seal")
    return parameters
