# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is odd about a blob that can be read nevertheless."""

from __future__ import annotations

from collections.abc import Iterator

from .blob import OfflineJoinBlob
from .contents import Contents
from .structure import Structure, columns
from .structures import (
    CERT_PROVIDER,
    PART_STRUCTURES,
    POLICY_PROVIDER,
    WIN7_FORMAT,
    WIN8_FORMAT,
    JoinProvider3,
    JoinProvider4,
)

_BESIDE_THE_JOIN = (CERT_PROVIDER, POLICY_PROVIDER)
_KNOWN_PARTS = {*PART_STRUCTURES, *_BESIDE_THE_JOIN}


def findings(blob: OfflineJoinBlob, found: Contents) -> tuple[str, ...]:
    """One sentence for everything odd; none repeats a secret."""
    return (
        *_excess(found),
        *_disagreements(found),
        *_unknown(found),
        *_not_installed(blob),
        *_account(blob, found),
        *_password(blob),
    )


def _excess(found: Contents) -> Iterator[str]:
    for place, item in found.objects:
        if item.envelope and item.envelope.excess:
            yield f"{place} is followed by {item.envelope.excess} bytes that are no part of it."


def _disagreements(found: Contents) -> Iterator[str]:
    (first_place, first), *others = found.joins
    for place, other in others:
        if other != first:
            fields = ", ".join(different(first, other))
            yield f"{first_place} and {place} disagree in {fields}; the version of Windows decides which counts."
    if first.dns_domain_info.domain_guid != first.dc_info.domain_guid:
        yield "DnsDomainInfo.DomainGuid and DcInfo.DomainGuid differ."


def different(one: Structure, other: Structure) -> Iterator[str]:
    """Names of the fields in which two structures of one type differ."""
    for attribute, name, _kind in columns(type(one)):
        value, counterpart = getattr(one, attribute), getattr(other, attribute)
        if isinstance(value, Structure):
            yield from (f"{name}.{inner}" for inner in different(value, counterpart))
        elif value != counterpart:
            yield name


def _unknown(found: Contents) -> Iterator[str]:
    for number in found.formats:
        if number not in (WIN7_FORMAT, WIN8_FORMAT):
            yield f"Format {number} is not known; it was not read."
    if found.encrypted:
        yield "The package of format 2 is encrypted; it was not read."
    for part in found.parts:
        if part.type not in _KNOWN_PARTS:
            yield f"The part {part.type} is not known; it was not read."
    for guid in found.repeated_parts():
        yield f"The part {guid} is there more than once; the first one was read."


def _not_installed(blob: OfflineJoinBlob) -> Iterator[str]:
    """What applies a blob here is NetRequestOfflineDomainJoin, whose page says nothing of parts beside the join."""
    named = sorted({part.name for part in blob.other_parts if part.type in _BESIDE_THE_JOIN})
    if named:
        yield (
            f"The blob holds {' and '.join(named)}, which netjoin.windows may not install: it calls"
            " NetRequestOfflineDomainJoin, and only NetRequestProvisioningPackageInstall is documented for packages"
            " with them. Where the computer needs them, apply the blob with djoin /requestodj instead."
        )


def _account(blob: OfflineJoinBlob, found: Contents) -> Iterator[str]:
    accounts = {(part.rid, part.sid) for part in found.of(JoinProvider3)}
    accounts |= {(part.rid, part.sid) for part in found.of(JoinProvider4)}
    if len(accounts) > 1:
        yield f"{JoinProvider3.IDL_NAME} and {JoinProvider4.IDL_NAME} name different accounts."
    if blob.account and blob.account.sid != f"{blob.domain_sid}-{blob.account.rid}":
        yield f"The SID of the account, {blob.account.sid}, is not made of the domain's and RID {blob.account.rid}."


def _password(blob: OfflineJoinBlob) -> Iterator[str]:
    if blob.default_password:
        yield "The machine has the default password, which is its name: whoever knows the name can be this machine."
