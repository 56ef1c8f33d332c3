# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that other processes read while they are written anew: they see the old text or the new one, never a part."""

from __future__ import annotations

import os
import pathlib


def replace_text(path: pathlib.Path, text: str) -> None:
    """Replace the text of a file in one step, or make the file; only its owner may read it."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    unfinished.replace(path)
