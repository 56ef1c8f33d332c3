# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a block of the log is about, and which of its lines says how it ended."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntFlag, StrEnum

from .._join_options.flags import JoinOption, ProvisionOption, RenameOption, UnjoinOption
from .line import Report


class Operation(StrEnum):
    """What Windows was asked to do; OTHER when the block does not tell."""

    JOIN = "join"
    UNJOIN = "unjoin"
    RENAME = "rename"
    OFFLINE_JOIN = "offline_join"
    PROVISION = "provision"
    VALIDATE_NAME = "validate_name"
    OTHER = "other"


# From the most to the least telling: a join validates names and provisions an account on its way.
_TELLING: tuple[tuple[Operation, tuple[str, ...]], ...] = (
    (Operation.JOIN, ("NetpDoDomainJoin", "NetpJoinDomain", "NetpJoinDomainOnDs", "NetpJoinWorkgroup")),
    (Operation.UNJOIN, ("NetpUnJoinDomain",)),
    (Operation.RENAME, ("NetpChangeMachineName",)),
    (
        Operation.OFFLINE_JOIN,
        (
            "NetpDoInitiateOfflineDomainJoin",
            "NetpRequestOfflineDomainJoin",
            "NetpRequestProvisioningPackageInstall",
            "NetpProvContinueProvisioningPackageInstall",
            "NetpCompleteOfflineDomainJoin",
        ),
    ),
    (
        Operation.PROVISION,
        ("NetpProvisionComputerAccount", "NetProvisionComputerAccount", "NetpCreateProvisioningPackage"),
    ),
    (Operation.VALIDATE_NAME, ("NetpValidateName",)),
)

_RANKS = {function: rank for rank, (_operation, functions) in enumerate(_TELLING) for function in functions}

# What changes nothing by itself: the dialog of Windows checks names while somebody types.
CHECKS = frozenset({Operation.VALIDATE_NAME, Operation.OTHER})

CONTINUATION = "NetpProvContinueProvisioningPackageInstall"

# The function that a caller of Windows knows, under which the catalogue of errors explains a code.
CALLED: Mapping[Operation, str] = {
    Operation.JOIN: "NetJoinDomain",
    Operation.UNJOIN: "NetUnjoinDomain",
    Operation.RENAME: "NetRenameMachineInDomain",
    Operation.OFFLINE_JOIN: "NetRequestOfflineDomainJoin",
    Operation.PROVISION: "NetProvisionComputerAccount",
    Operation.VALIDATE_NAME: "NetValidateName",
}

FLAGS: Mapping[Operation, type[IntFlag]] = {
    Operation.JOIN: JoinOption,
    Operation.UNJOIN: UnjoinOption,
    Operation.RENAME: RenameOption,
    Operation.OFFLINE_JOIN: ProvisionOption,
    Operation.PROVISION: ProvisionOption,
}

# "NetpDoDomainJoin: status: 0x0" ends a join; "…: status of connecting to dc" is a step.
_END = re.compile(r"(?P<function>Netp?\w+): ?status:\s*0x[0-9A-Fa-f]+[.\s]*\Z")
_NAME_IS_VALID = re.compile(r"NetpValidateName: name '.*' is valid for type")
# What a join that was cut off just before its end has already said
_GIVES_UP = "NetpJoinDomainOnDs: Function exits with status"
_NAME_IS_SET = "NetpChangeMachineName: SetComputerNameEx() returned 0x1"


def rank_of(message: str) -> int:
    """How telling a message is about its block: the less, the more."""
    end = message.find(":")
    return _RANKS.get(message[:end] if end > 0 else message.rstrip(), len(_TELLING))


def operation_of(rank: int) -> Operation:
    """The operation of a block whose most telling message has this rank."""
    return _TELLING[rank][0] if rank < len(_TELLING) else Operation.OTHER


def end_code(operation: Operation, messages: tuple[str, ...], reports: tuple[Report, ...]) -> int | None:
    """The code with which a block ends; None when the log stops before that, as a truncated one does."""
    if operation is Operation.VALIDATE_NAME:
        return _validation_code(messages, reports)
    if operation is Operation.RENAME and any(message.startswith(_NAME_IS_SET) for message in messages):
        return 0
    functions = _TELLING[_rank(operation)][1] if operation is not Operation.OTHER else None
    for report in reversed(reports):
        match = _END.fullmatch(report.message)
        if match is not None and (functions is None or match["function"] in functions):
            return report.code
    return next((report.code for report in reversed(reports) if report.code and _GIVES_UP in report.message), None)


def _rank(operation: Operation) -> int:
    return next(rank for rank, (each, _functions) in enumerate(_TELLING) if each is operation)


def _validation_code(messages: tuple[str, ...], reports: tuple[Report, ...]) -> int | None:
    if any(_NAME_IS_VALID.match(message) for message in messages):
        return 0
    return next((report.code for report in reversed(reports) if report.code), None)
