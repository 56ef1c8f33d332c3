# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A return code explained: what failed, what it means here, what to do next."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .catalogue import find_row
from .code import parse_code
from .row import call_of


@dataclass(frozen=True)
class Explanation:
    """One return code in the words of the error catalogue.

    ``code`` is the unsigned number that was given, also when it wraps a Win32 code. ``function`` is None when it is not
    known; ``symbol`` is None and ``causes`` is empty when the catalogue does not have the code.
    """

    function: str | None
    code: int
    symbol: str | None
    meaning: str
    causes: tuple[str, ...]
    next_steps: tuple[str, ...]
    source: str | None

    @property
    def hex(self) -> str:
        """The code as Windows writes it, such as ``0x52E``."""
        return f"0x{self.code:X}"

    @property
    def failure(self) -> str:
        """What failed, with the code and what it means here, without the full stop."""
        name = f"{self.code} {self.hex} {self.symbol}" if self.symbol else f"{self.code} {self.hex}"
        return f"{self.function or 'The call'} failed ({name}): {self.meaning}"

    @property
    def message(self) -> str:
        """The whole explanation as one line, for the ``msg`` of a failed task."""
        return f"{self.failure}. Try: {self.next_steps[0]}."

    def as_result(self) -> dict[str, t.Any]:
        """The part of a task's ``error`` that the code gives."""
        return {
            "function": self.function,
            "code": self.code,
            "hex": self.hex,
            "symbol": self.symbol,
            "meaning": self.meaning,
            "causes": list(self.causes),
            "next_steps": list(self.next_steps),
        }


def explain(code: int | str, function: str | None = None, *, options: int | None = None) -> Explanation:
    """Explain what ``function`` returned.

    ``code`` in any form that :func:`~.code.parse_code` reads, which raises InvalidCode for the rest; a code that the
    catalogue does not have is explained as unknown. ``function``: the native function or WMI method, for LDAP any name
    that starts with ``ldap``. ``options``: the option bits of the call, for codes whose meaning depends on them.
    """
    number = parse_code(code)
    call = call_of(function)
    row = find_row(number, call)
    if row is None:
        return _unknown(number, function)
    words = next((variant for variant in row.variants if variant.applies(call, options)), row)
    return Explanation(function, number, row.symbol, words.meaning, words.causes, words.next_steps, words.source)


def _unknown(code: int, function: str | None) -> Explanation:
    return Explanation(
        function=function,
        code=code,
        symbol=None,
        meaning="this code is not in the catalogue of join errors",
        causes=(),
        next_steps=(
            f"look it up on a Windows computer with `certutil -error 0x{code:X}`",
            "read the end of `%windir%\\debug\\NetSetup.LOG` on the host",
        ),
        source=None,
    )
