# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The policy "Domain controller: Allow computer account re-use during domain join", which Samba does not have.

On Windows it is a security descriptor in every controller's registry ([MS-SAMR] 3.1.1.12); here a file of the domain
with the names of users and groups.  It lists owners of accounts, not those who join.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def read(lab: Path, domain: str) -> list[str]:
    """Names (sAMAccountName) in the list of the domain with this DNS name."""
    try:
        return _file(lab, domain).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []


def write(lab: Path, domain: str, names: Sequence[str]) -> None:
    """Replaces the list; a pristine domain has an empty one."""
    _file(lab, domain).write_text("".join(f"{name}\n" for name in names), encoding="utf-8")


def _file(lab: Path, domain: str) -> Path:
    return lab / "dc" / domain / "reuse_allow_list"
