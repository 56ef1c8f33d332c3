# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with a blob, and where."""

from __future__ import annotations


class InvalidBlob(ValueError):
    """Bytes, text or values that are no offline join blob.

    ``field`` is the path to the field by its names in Microsoft's IDL ("ODJ_PROVISION_DATA.pBlobs[0].cbBlob"),
    ``offset`` the byte of the decoded blob at which reading failed (None when no place is at fault) and ``rule`` the
    sentence that is broken. None of them repeats content, for content may be the machine's password.
    """

    def __init__(self, field: str, offset: int | None, rule: str) -> None:
        self.field = field
        self.offset = offset
        self.rule = rule
        place = "" if offset is None else f" at byte {offset}"
        super().__init__(f"not a valid offline join blob: {field}{place}: {rule}")

    def within(self, parent: str) -> InvalidBlob:
        """The same problem, seen from the structure that holds the field."""
        return InvalidBlob(f"{parent}.{self.field}", self.offset, self.rule)
