# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was sent to a host, for tests that look for what must not be in it.

A file `record` in the host's directory switches it on; whatever arrives from then on is appended to it, decrypted and
decompressed. It has the passwords of tasks in it, and is deleted with the host.
"""

from __future__ import annotations

from .host import Host


def record(host: Host, text: str) -> None:
    """Note what was sent, when somebody has asked for that."""
    path = host.directory / "record"
    if path.exists():
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{text}\n")
