# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a join refuses before it talks to a domain controller: one table for the controller and for the lab's hosts."""

from __future__ import annotations

import typing as t

from .flags import JoinOption
from .own_rules import OWN_RULES
from .rule import JoinRequest, JoinRule
from .windows_rules import WINDOWS_RULES

__all__ = (
    "JOIN_RULES",
    "BrokenRule",
    "JoinRequest",
    "JoinRule",
    "broken_rules",
    "effective_options",
    "windows_refusal",
)

BrokenRule: t.TypeAlias = JoinRule
"""A rule that a request breaks is the rule itself: number, code, message, flags and source are all that is to say."""

JOIN_RULES: tuple[JoinRule, ...] = WINDOWS_RULES + OWN_RULES
"""Windows' rules in Windows' order, then this collection's own."""


def broken_rules(request: JoinRequest) -> list[BrokenRule]:
    """Every rule that ``request`` breaks, in the order of JOIN_RULES. A refusal by the controller lists them all."""
    return [rule for rule in JOIN_RULES if rule.is_broken_by(request)]


def windows_refusal(request: JoinRequest) -> BrokenRule | None:
    """The first rule on which Windows itself would stop, or None. Its ``code`` is what the call returns."""
    return next((rule for rule in WINDOWS_RULES if rule.is_broken_by(request)), None)


def effective_options(options: JoinOption) -> JoinOption:
    """The options that Windows goes on with: JOIN_READONLY implies DEFER_SPN_SET and JOIN_UNSECURE.

    Rule 9, [MS-WKST] 3.2.4.13.3: it comes after the rules that look for JOIN_UNSECURE, so a caller has to set it all
    the same.
    """
    if JoinOption.JOIN_READONLY in options:
        return options | JoinOption.DEFER_SPN_SET | JoinOption.JOIN_UNSECURE
    return options
