# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file that says how far a task is, for who watches it from outside. IO."""

from __future__ import annotations

import contextlib
import os
import typing as t


class ProgressFile:
    """A file that has the number of machines that were handled; it has to exist.

    Whatever is wrong with it, the task goes on without.
    """

    def __init__(self, path: str | None) -> None:
        self._descriptor: int | None = None
        if path is not None:
            with contextlib.suppress(OSError):
                self._descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)

    def __enter__(self) -> t.Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)

    def tell(self, number: int) -> None:
        """Write the number in place of the one before, which has not more digits."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                os.pwrite(self._descriptor, str(number).encode(), 0)
