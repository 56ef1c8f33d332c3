# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole NetSetup.log."""

from __future__ import annotations

from .attempt import Attempt, attempt_of
from .block import blocks
from .decoding import decode
from .excerpt import excerpt
from .operation import CHECKS, Operation
from .redaction import redact


def parse_log(log: str | bytes) -> list[Attempt]:
    """The attempts of a log in its order, from text or bytes in any encoding; never raises.

    A truncated log gives attempts without a head or an end, a text that is no NetSetup.log none that has an operation.
    """
    return [attempt_of(block) for block in blocks(decode(log))]


def last_attempt(log: str | bytes, operation: Operation | None = None) -> Attempt | None:
    """The attempt that counts: the last of that operation, or else the last that is more than the check of a name.

    Windows and its GUI try again after a failure (options 0x25, then 0x27), so that only the last attempt tells how it
    ended: SupportArticles-docs "domain-join-log-analysis".
    """
    for block in reversed(list(blocks(decode(log)))):
        if block.operation is operation or (operation is None and block.operation not in CHECKS):
            return attempt_of(block)
    return None


def error_log(log: str | bytes, operation: Operation | None = None) -> str | None:
    """What the result of a failed task shows of a log: the attempt that counts, or all of it when there is none.

    Without secrets, cut to 16 KiB of whole lines, which line feeds separate; None for an empty log.
    """
    attempt = last_attempt(log, operation)
    if attempt is not None:
        return excerpt(attempt.text)
    lines = decode(log).replace("\r\n", "\n").split("\n")
    return excerpt("\n".join(map(redact, lines)).strip()) or None
