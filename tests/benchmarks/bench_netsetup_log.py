# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a NetSetup.log of 5 MB takes to read on one core. The goal is a second.

Run with ``PYTHONPATH=.cache/collections python tests/benchmarks/bench_netsetup_log.py``.
"""

from __future__ import annotations

import pathlib
import time
from collections.abc import Callable

from ansible_collections.netjoin.windows.plugins.module_utils._netsetup_log.excerpt import excerpt
from ansible_collections.netjoin.windows.plugins.module_utils._netsetup_log.log import last_attempt, parse_log

SIZE = 5_000_000
SAMPLE = pathlib.Path(__file__).parent.parent / "data" / "netsetup_log" / "join_in_gui_26100.log"


def seconds(work: Callable[[], object]) -> float:
    """The best of three runs."""
    return min(_once(work) for _index in range(3))


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print one line a use of the log."""
    sample = SAMPLE.read_bytes()
    log = sample * (SIZE // len(sample) + 1)
    wide = log.decode().encode("utf-16")
    one_attempt = "\n".join(["03/06/2025 11:29:05:537 NetpDoDomainJoin", *["x" * 90] * (SIZE // 91)])

    def error_log() -> str:
        attempt = last_attempt(log)
        return "" if attempt is None else excerpt(attempt.text)

    print(f"{len(log) / 1e6:.1f} MB, {len(parse_log(log))} attempts")
    print(f"attempts                 {seconds(lambda: parse_log(log)):6.2f} s")
    print(f"attempts, from UTF-16    {seconds(lambda: parse_log(wide)):6.2f} s")
    print(f"attempts as results      {seconds(lambda: [each.as_result() for each in parse_log(log)]):6.2f} s")
    print(f"last attempt, cut        {seconds(error_log):6.2f} s")
    print(f"a single endless attempt {seconds(lambda: parse_log(one_attempt)):6.2f} s")


if __name__ == "__main__":
    main()
