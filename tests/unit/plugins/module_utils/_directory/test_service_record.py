# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order in which the servers of a service are tried."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._directory.service_record import (
    ServiceRecord,
    in_order,
    service_name,
)

# RFC 2782, "The Weighting": a running sum of the weights is compared with a number from 0 to their total.
NEAR_BIG = ServiceRecord(0, 60, "big.lab.example")
NEAR_SMALL = ServiceRecord(0, 20, "small.lab.example")
FAR = ServiceRecord(10, 100, "far.lab.example")


@pytest.mark.parametrize(
    ("lots", "order"),
    [
        ((0, 0, 0), ("small", "big", "far")),
        ((20, 0, 0), ("small", "big", "far")),
        ((21, 0, 0), ("big", "small", "far")),
        ((80, 0, 0), ("big", "small", "far")),
    ],
)
def test_priority_goes_before_weight(lots: Sequence[int], order: tuple[str, ...]) -> None:
    """Of those with the same priority the lot chooses, the heavier ones more often."""
    drawn = iter(lots)
    ordered = in_order((FAR, NEAR_BIG, NEAR_SMALL), lambda most: min(next(drawn), most))
    assert tuple(record.target.partition(".")[0] for record in ordered) == order


def test_the_lot_is_drawn_from_the_sum_of_the_weights() -> None:
    """Both ends included."""
    asked: list[int] = []

    def draw(most: int) -> int:
        asked.append(most)
        return most

    in_order((FAR, NEAR_BIG, NEAR_SMALL), draw)
    assert asked == [80, 20, 100]


def test_no_records_have_no_order() -> None:
    """A site without domain controllers."""
    assert in_order((), lambda most: most) == []


def test_a_site_is_part_of_the_name() -> None:
    """[MS-ADTS] 6.3.2.3."""
    assert service_name("lab.example", None) == "_ldap._tcp.dc._msdcs.lab.example"
    assert service_name("lab.example", "Berlin") == "_ldap._tcp.Berlin._sites.dc._msdcs.lab.example"
