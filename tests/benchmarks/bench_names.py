# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many names and DNs one core checks in a second. The goal is 10 000 of each.

Run with ``PYTHONPATH=.cache/collections python tests/benchmarks/bench_names.py``.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable

from ansible_collections.netjoin.windows.plugins.module_utils._names.account_name import AccountName
from ansible_collections.netjoin.windows.plugins.module_utils._names.distinguished_name import DistinguishedName
from ansible_collections.netjoin.windows.plugins.module_utils._names.domain_name import DomainName
from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName
from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import InvalidName

COUNT = 10_000

HOSTS = [f"web-frontend-{number:05}" for number in range(COUNT)]
DOMAINS = [f"site{number}.corp.example.com" for number in range(COUNT)]
ACCOUNTS = [f"join{number}@corp.example.com" for number in range(COUNT)]
PLAIN_DNS = [f"CN=PC{number:05},OU=Workstations,OU=Berlin,DC=corp,DC=example,DC=com" for number in range(COUNT)]
ESCAPED_DNS = [rf"CN=PC{number},OU=O'Neil & \"Söhne\"\, x\=y,DC=lab,DC=example" for number in range(COUNT)]
BROKEN_DNS = [f'CN=PC{number},OU=Workstations,DC=corp,DC="example' for number in range(COUNT)]


def rate(check: Callable[[str], object], texts: list[str]) -> float:
    """Texts per second, the best of three runs."""
    return max(len(texts) / _seconds(check, texts) for _index in range(3))


def _seconds(check: Callable[[str], object], texts: list[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        check(text)
    return time.perf_counter() - start


def refused(text: str) -> None:
    """Check a text that is no DN."""
    try:
        DistinguishedName.parse(text)
    except InvalidName:
        return
    raise AssertionError(text)


def written_and_compared(text: str) -> None:
    """Everything that is done with a DN."""
    name = DistinguishedName.parse(text)
    if DistinguishedName.parse(str(name)) != name or hash(name) == 0:
        raise AssertionError(text)


def main() -> None:
    """Print one line a kind of name."""
    rows: list[tuple[str, Callable[[str], object], list[str]]] = [
        ("host names", HostName.parse, HOSTS),
        ("domain names", DomainName.parse, DOMAINS),
        ("account names", AccountName.parse, ACCOUNTS),
        ("plain DNs", DistinguishedName.parse_container, PLAIN_DNS),
        ("escaped DNs", DistinguishedName.parse_container, ESCAPED_DNS),
        ("DNs read, written, read, compared", written_and_compared, ESCAPED_DNS),
        ("broken DNs refused", refused, BROKEN_DNS),
    ]
    for title, check, texts in rows:
        print(f"{title:36}{rate(check, texts):12,.0f} a second")
    mixed = list(itertools.chain.from_iterable(zip(HOSTS, ESCAPED_DNS, strict=True)))
    both = rate(lambda text: (DistinguishedName.parse if "=" in text else HostName.parse)(text), mixed)
    print(f"{'host names and DNs in turn':36}{both:12,.0f} a second")


if __name__ == "__main__":
    main()
