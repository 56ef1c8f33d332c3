# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cutting a log into blocks, one for each time that something was tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .line import Line, line_of
from .operation import CONTINUATION, Operation, operation_of, rank_of

# A second one of these in a block means that the row of hyphens between two attempts is missing.
_START = re.compile(r"NetpDoDomainJoin\s*\Z|NetpUnJoinDomain: unjoin from|NetpChangeMachineName: from")


@dataclass
class Block:
    """The lines of one attempt, as they were written."""

    lines: list[Line] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    rank: int = rank_of("")
    has_start: bool = False

    @property
    def operation(self) -> Operation:
        """What the block is about."""
        return operation_of(self.rank)

    def add(self, text: str, line: Line) -> None:
        """Append one line."""
        self.texts.append(text)
        self.lines.append(line)
        self.rank = min(self.rank, rank_of(line.message))

    def continues(self, before: Block) -> bool:
        """Whether this is the second half of a join: since Windows 10 it installs a package, in a block of its own."""
        return (
            before.operation in (Operation.JOIN, Operation.OFFLINE_JOIN)
            and self.operation is Operation.OFFLINE_JOIN
            and any(line.message.startswith(CONTINUATION) for line in self.lines)
        )

    def extend(self, other: Block) -> None:
        """Append the lines of the block that continues this one."""
        self.texts += other.texts
        self.lines += other.lines


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a log, in its order; rows of hyphens and empty lines belong to none."""
    before: Block | None = None
    for block in _separate(text):
        if before is not None and block.continues(before):
            before.extend(block)
            continue
        if before is not None:
            yield before
        before = block
    if before is not None:
        yield before


def _separate(text: str) -> Iterator[Block]:
    block = Block()
    for raw in text.split("\n"):
        line = line_of(raw)
        if not line.message or line.message.isspace():
            continue
        is_start = line.message[0] == "N" and _START.match(line.message) is not None
        if line.is_rule or (is_start and block.has_start):
            if block.lines:
                yield block
            block = Block()
        if line.is_rule:
            continue
        block.has_start = block.has_start or is_start
        block.add(raw.rstrip("\r"), line)
    if block.lines:
        yield block
