# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a machine gets no blob."""

from __future__ import annotations

import typing as t

from .._directory.problem import DirectoryProblem
from .._join_errors.explanation import explain

_FUNCTION = "NetProvisionComputerAccount"
"""What Windows provisions with; the codes are the ones that it gives for the same reason."""


class Refusal(DirectoryProblem):
    """A machine that is left alone.

    ``reason`` is a word for programs, ``code`` what Windows would return in this case, None where it has none.
    """

    def __init__(self, reason: str, message: str, code: int | None = None) -> None:
        self.reason = reason
        self.code = code
        super().__init__(message)

    def as_result(self) -> dict[str, t.Any]:
        explained = super().as_result() if self.code is None else explain(self.code, _FUNCTION).as_result()
        return {**explained, "meaning": str(self), "reason": self.reason}


class OutputProblem(Refusal):
    """A file or directory that cannot be used."""

    def __init__(self, error: OSError, doing: str) -> None:
        super().__init__(
            "output",
            f"{doing} fails: {error.strerror or error}. Try: see that output_dir is a directory which the user of the "
            "task may write to, and that its file system has room.",
        )
