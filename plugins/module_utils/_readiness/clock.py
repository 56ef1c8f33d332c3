# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far two clocks are apart, and what Kerberos makes of it."""

from __future__ import annotations

import datetime as dt
import re

from .finding import Check, ReadinessFinding, Scope, Severity

KERBEROS_SECONDS = 300.0
"""The clock skew that Windows' policy "Maximum tolerance for computer clock synchronization" allows by default."""
WARNING_SECONDS = 120.0
_GENERALIZED_TIME = re.compile(r"([0-9]{14})\.[0-9]+Z")


class InvalidTime(ValueError):
    """Text that is no GeneralizedTime as Active Directory writes it."""


def parse_generalized_time(text: str) -> dt.datetime:
    """The rootDSE's currentTime, such as ``20261121110455.0Z`` ([MS-ADTS] 3.1.1.3.2.2); raises InvalidTime."""
    match = _GENERALIZED_TIME.fullmatch(text)
    if match is None:
        raise InvalidTime(f"{text!r} is no GeneralizedTime")
    try:
        return dt.datetime.strptime(match[1], "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
    except ValueError as error:
        raise InvalidTime(f"{text!r} is no point in time") from error


def judge_clock(scope: Scope, whose: str, ahead: float) -> ReadinessFinding:
    """Judge a clock that is ``ahead`` seconds before the domain controller's, after it when negative.

    A domain controller tells whole seconds, so that a second or two means nothing.
    """
    apart = abs(ahead)
    if apart <= 1.0:
        seen = f"{whose} agrees with the domain controller's."
    else:
        seen = f"{whose} is {apart:.0f} s {'ahead of' if ahead > 0 else 'behind'} the domain controller's."
    if apart < WARNING_SECONDS:
        return ReadinessFinding(Check.CLOCK, Severity.OK, scope, seen)
    severity = Severity.ERROR if apart > KERBEROS_SECONDS else Severity.WARNING
    return ReadinessFinding(
        Check.CLOCK,
        severity,
        scope,
        f"{seen} Kerberos allows {KERBEROS_SECONDS:.0f} s.",
        "synchronise it, on Windows with `w32tm /resync`, on Linux with chrony, from the time source of the domain",
    )
