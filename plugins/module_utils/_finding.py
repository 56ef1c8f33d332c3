# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One thing that is wrong with what the user asked for, found before any connection is opened."""

from __future__ import annotations

import dataclasses
import typing as t


@dataclasses.dataclass(frozen=True)
class Finding:
    """A refusal of the controller: which option, and what is wrong with it.

    Args:
        option: Public name of the option, None when no single option is to blame.
        message: What is wrong and what to do; never a secret.
    """

    option: str | None
    message: str

    def __str__(self) -> str:
        return f"{self.option}: {self.message}" if self.option else self.message

    def as_result(self) -> dict[str, str | None]:
        """Return the finding as it stands in a task's result."""
        return {"option": self.option, "message": self.message}


def describe(findings: t.Sequence[Finding]) -> str:
    """Return one line that lists every finding, for the `msg` of a refused task."""
    if len(findings) == 1:
        return f"Refused before connecting to the host: {findings[0]}"
    listed = "; ".join(f"({number}) {finding}" for number, finding in enumerate(findings, start=1))
    return f"Refused before connecting to the host, {len(findings)} problems: {listed}"
