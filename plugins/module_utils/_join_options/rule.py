# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A join that is asked for, and the shape of a rule that it can break."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from .flags import JoinOption

_NONE = JoinOption(0)


@dataclass(frozen=True)
class JoinRequest:
    """One asked-for join and what is known about the computer. None means unknown here: no rule fires on it."""

    options: JoinOption
    username_given: bool
    password_given: bool
    password_empty: bool = False
    name_given: bool = True
    name_is_valid: bool | None = None
    """The name to join is a valid domain name, or with no JOIN_DOMAIN a valid workgroup name."""
    domain: str | None = None
    """The domain's name without the domain controller that may follow it."""
    computer_name: str | None = None
    """NetBIOS name under which the computer will join."""
    domain_controller_given: bool | None = None
    wants_domain: bool | None = None
    """What the task asked for, whatever ``options`` says."""
    is_administrator: bool | None = None
    is_domain_controller: bool | None = None
    edition_can_join: bool | None = None
    is_member: bool | None = None

    @property
    def password_is_usable(self) -> bool:
        """A password was given and has at least one character."""
        return self.password_given and not self.password_empty

    @property
    def computer_is_named_like_domain(self) -> bool | None:
        """The computer's NetBIOS name and the domain's name are the same but for case."""
        if self.computer_name is None or self.domain is None:
            return None
        return self.computer_name.casefold() == self.domain.casefold()


@dataclass(frozen=True)
class JoinRule:
    """A request breaks the rule when all of ``present`` and none of ``absent`` is set and every fact is as given."""

    name: str
    number: int | None
    """Place in Windows' order; None for a rule of this collection."""
    code: int | None
    """What Windows returns; None for a rule of this collection."""
    message: str
    source: str
    branch: t.Literal["any", "domain", "workgroup"] = "domain"
    """Which joins the rule is about; JOIN_DOMAIN decides which of them a request is."""
    present: JoinOption = _NONE
    absent: JoinOption = _NONE
    facts: t.Mapping[str, bool] = field(default_factory=dict)
    """Attributes of :class:`JoinRequest` and the value that breaks the rule."""

    @property
    def flags(self) -> JoinOption:
        """The flags that the rule is about."""
        return self.present | self.absent

    def is_broken_by(self, request: JoinRequest) -> bool:
        branch = "domain" if JoinOption.JOIN_DOMAIN in request.options else "workgroup"
        return (
            self.branch in ("any", branch)
            and self.present in request.options
            and not self.absent & request.options
            and all(getattr(request, fact) is breaking for fact, breaking in self.facts.items())
        )

    def __str__(self) -> str:
        if self.number is None:
            return f"{self.message} ({self.source})"
        return f"{self.message} (rule {self.number} of a join, {self.source}; Windows answers {self.code})"
