# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One attempt: what Windows was asked to do, on whose behalf, what its calls reported, and how it ended."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from .._join_errors.explanation import explain
from .._join_options.flags import option_names
from .block import Block
from .line import Report, field_of, report_of
from .operation import CALLED, FLAGS, Operation, end_code
from .redaction import redact


class Verdict(StrEnum):
    """How an attempt ended; UNFINISHED when the log does not tell."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNFINISHED = "unfinished"


# NERR_JoinPerformedMustRestart is how the installation of a package says that all went well.
_SUCCESS = frozenset({0, 2713})

_DC = re.compile(r"(?:found DC|connecting to dc|disconnecting from|to DS on) '?\\\\([^'\s:]+)")
_WORKGROUP = re.compile(r"NetpJoinWorkgroup: joining computer '(?P<host>[^']*)' to workgroup '(?P<workgroup>[^']*)'")
_HEADS = (
    _WORKGROUP,
    re.compile(
        r"NetpUnJoinDomain: unjoin from '(?P<domain>[^']*)' using '(?P<account>[^']*)' creds, options: (?P<options>\w+)"
    ),
    re.compile(
        r"NetpChangeMachineName: from '(?P<host>[^']*)' to '(?P<new_host>[^']*)'"
        r" using '(?P<account>[^']*)' \[(?P<options>\w+)\]"
    ),
    re.compile(r"NetpValidateName: checking to see if '(?P<name>[^']*)' is valid"),
    re.compile(r"NetpMachineValidToJoin: '(?P<host>[^']*)'"),
)

_JOIN_OPTIONS = ("Options", "dwJoinOptions")
_PROVISION_OPTIONS = ("dwOptions", "dwProvisionOptions")

# The keys under which the versions of Windows log one fact, the one that counts first.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "host": ("HostName", "lpHostName", "lpMachineName", "Machine", "NetbiosName"),
    "domain": ("Domain", "lpDomain"),
    "account_ou": ("MachineAccountOU", "lpMachineAccountOU"),
    "account": ("Account", "lpAccount"),
    "domain_controller": ("lpDcName",),
    "build": ("Build number",),
}

_SHOWN = (
    "host",
    "new_host",
    "name",
    "domain",
    "workgroup",
    "account",
    "account_ou",
    "domain_controller",
    "build",
)


@dataclass(frozen=True)
class Attempt:
    """A block of the log, understood. Times are as Windows wrote them: local, without zone.

    ``facts``, ``reports`` and ``lines`` are raw and so no part of the repr; ``text`` and ``as_result`` are free of
    secrets.
    """

    operation: Operation
    verdict: Verdict
    code: int | None
    started: str | None
    ended: str | None
    options: int | None
    facts: Mapping[str, str] = field(repr=False)
    reports: tuple[Report, ...] = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)

    @property
    def text(self) -> str:
        """The lines of the attempt as they are in the log, with anything that looks like a secret removed."""
        return "\n".join(map(redact, self.lines))

    def as_result(self) -> dict[str, Any]:
        """The attempt as plain data for a task, its codes explained, without a secret."""
        shown = {key: redact(value) for key, value in self.facts.items()}
        return {
            "operation": self.operation.value,
            "verdict": self.verdict.value,
            "error": self._error(),
            "started": self.started,
            "ended": self.ended,
            **{fact: shown.get(fact) for fact in _SHOWN},
            "options": self._options(),
            "calls": [_call(report) for report in self.reports],
        }

    def _error(self) -> dict[str, Any] | None:
        if self.verdict is not Verdict.FAILED or self.code is None:
            return None
        return explain(self.code, CALLED.get(self.operation), options=self.options).as_result()

    def _options(self) -> dict[str, Any] | None:
        flags = FLAGS.get(self.operation)
        if self.options is None or flags is None:
            return None
        return {"value": self.options, "names": option_names(self.options, flags)}


def attempt_of(block: Block) -> Attempt:
    """Understand a block; any block is an attempt."""
    messages = tuple(line.message for line in block.lines)
    reports = tuple(report for report in map(report_of, messages) if report is not None)
    times = [line.time for line in block.lines if line.time is not None]
    facts = _facts(block.operation, messages)
    code = end_code(block.operation, messages, reports)
    return Attempt(
        operation=block.operation,
        verdict=_verdict(code),
        code=code,
        started=times[0] if times else None,
        ended=times[-1] if times else None,
        facts=facts,
        options=_number(facts.get("options")),
        reports=reports,
        lines=tuple(block.texts),
    )


def _verdict(code: int | None) -> Verdict:
    if code is None:
        return Verdict.UNFINISHED
    return Verdict.SUCCEEDED if code in _SUCCESS else Verdict.FAILED


def _facts(operation: Operation, messages: tuple[str, ...]) -> dict[str, str]:
    fields: dict[str, str] = {}
    facts: dict[str, str] = {}
    for message in messages:
        pair = field_of(message)
        if pair is not None:
            if pair[1] is not None:
                fields[pair[0]] = pair[1]
            continue
        facts.update(_head(message))
        if "\\\\" in message:
            controller = _DC.search(message)
            if controller is not None:
                facts["domain_controller"] = controller[1]
    if operation is not Operation.VALIDATE_NAME:
        facts.pop("name", None)
    options = _JOIN_OPTIONS if operation is Operation.JOIN else _PROVISION_OPTIONS
    for fact, keys in (*_KEYS.items(), ("options", options)):
        value = next((fields[key] for key in keys if key in fields), None)
        if value is not None:
            facts.setdefault(fact, value)
    return facts


def _head(message: str) -> dict[str, str]:
    if "'" not in message:
        return {}
    for pattern in _HEADS:
        match = pattern.match(message)
        if match is not None:
            return {key: value for key, value in match.groupdict().items() if value.lower() not in ("", "(null)")}
    return {}


def _number(text: str | None) -> int | None:
    """The value of "0x27"; None for anything else."""
    if text is None or re.fullmatch(r"0x[0-9A-Fa-f]{1,8}", text) is None:
        return None
    return int(text, 16)


def _call(report: Report) -> dict[str, Any]:
    return {
        "function": report.function,
        "code": report.code,
        "hex": f"0x{report.code:X}",
        "symbol": _symbol(report.code),
        "message": redact(report.message),
    }


@cache
def _symbol(code: int) -> str | None:
    return explain(code).symbol
