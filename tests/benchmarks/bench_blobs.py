# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many offline join blobs one core reads and writes in a second. The goal is 3 000 of each.

Run with ``make bench-blobs``. The blobs are those of Samba in tests/data/offline_join_blobs.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode, encode
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.text import djoin_text, read_text

COUNT = 3_000
DATA = Path(__file__).parents[1] / "data" / "offline_join_blobs"


def rate(act: Callable[..., object], values: Sequence[object]) -> float:
    """Values per second, the best of three runs."""
    return max(len(values) / _seconds(act, values) for _index in range(3))


def _seconds(act: Callable[..., object], values: Sequence[object]) -> float:
    start = time.perf_counter()
    for value in values:
        act(value)
    return time.perf_counter() - start


def repeated(values: Sequence[object]) -> list[object]:
    """As many as are measured."""
    return [values[index % len(values)] for index in range(COUNT)]


def main() -> None:
    """Print one line a job."""
    files = [path.read_bytes() for path in sorted(DATA.iterdir()) if path.suffix != ".md" and path.is_file()]
    blobs = [read_text(file) for file in files]
    decoded = [decode(blob) for blob in blobs]
    fresh = [dataclasses.replace(blob) for blob in decoded]
    rows: list[tuple[str, Callable[..., object], Sequence[object]]] = [
        ("blobs read", decode, blobs),
        ("files read", lambda file: decode(read_text(file)), files),
        ("files read and summed up", lambda file: decode(read_text(file)).summary(), files),
        ("fresh blobs written", encode, fresh),
        ("files of fresh blobs written", lambda blob: djoin_text(encode(blob)), fresh),
        ("blobs written as they were read", encode, decoded),
    ]
    for title, act, values in rows:
        print(f"{title:36}{rate(act, repeated(values)):12,.0f} a second")


if __name__ == "__main__":
    main()
