# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clocks of hosts against those of domain controllers."""

from __future__ import annotations

import datetime as dt

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._readiness.clock import (
    InvalidTime,
    judge_clock,
    parse_generalized_time,
)
from ansible_collections.netjoin.windows.plugins.module_utils._readiness.finding import Scope, Severity

# RFC 4120 section 1.6 and Windows' policy "Maximum tolerance for computer clock synchronization": five minutes.
JUDGED = (
    (0.0, Severity.OK),
    (1.9, Severity.OK),
    (-119.0, Severity.OK),
    (120.0, Severity.WARNING),
    (-300.0, Severity.WARNING),
    (301.0, Severity.ERROR),
    (-86400.0, Severity.ERROR),
)


@pytest.mark.parametrize(("ahead", "severity"), JUDGED)
def test_five_minutes_are_what_kerberos_allows(ahead: float, severity: Severity) -> None:
    """From two on there is a warning, for clocks drift."""
    assert judge_clock(Scope.HOST, "the host's clock", ahead).severity is severity


@pytest.mark.parametrize(("ahead", "words"), [(400.0, "400 s ahead of"), (-400.0, "400 s behind")])
def test_the_direction_is_told(ahead: float, words: str) -> None:
    """Who has to set a clock wants to know which way."""
    assert words in judge_clock(Scope.HOST, "the host's clock", ahead).evidence


# currentTime as a Samba domain controller answers it to ldapsearch, and with a fraction.
TIMES = (
    ("20261121110455.0Z", dt.datetime(2026, 11, 21, 11, 4, 55, tzinfo=dt.UTC)),
    ("20240229235959.123Z", dt.datetime(2024, 2, 29, 23, 59, 59, tzinfo=dt.UTC)),
)


@pytest.mark.parametrize(("text", "time"), TIMES)
def test_the_time_of_a_domain_controller_is_read(text: str, time: dt.datetime) -> None:
    """GeneralizedTime in UTC."""
    assert parse_generalized_time(text) == time


@pytest.mark.parametrize("text", ["", "20261121110455Z", "20261321110455.0Z", "20261121110455.0+0100", "now"])
def test_another_text_is_no_time(text: str) -> None:
    """Neither another form nor a month 13."""
    with pytest.raises(InvalidTime):
        parse_generalized_time(text)
