# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an `offline_join_blob` task asks for, parsed before anything is connected to."""

from __future__ import annotations

import datetime as dt
import enum
import typing as t
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .._computer_account.machine_password import LONGEST, SHORTEST, USUAL
from .._computer_account.request import negative_days, parse_container, parse_machines
from .._computer_account.usage import ACTIVE_DAYS
from .._finding import Finding
from .._join_options.request import AccountPolicy
from .._names.host_name import HostName
from .._offline_join_blob.unattend import Architecture
from .blob_store import DJOIN_FILE, BlobFiles, BlobStore, ReturnedBlobs, answer_file_form
from .decision import Wish
from .known_blob import GivenPassword, KnownBlob


class Output(enum.StrEnum):
    """Where blobs go."""

    FILES = "files"
    UNATTEND = "unattend"
    RETURNED = "returned"
    VAULT = "vault"


@dataclass(frozen=True)
class ProvisioningRequest:
    """What is asked for all of the machines."""

    hosts: tuple[HostName, ...]
    wish: Wish
    store: BlobStore
    site: str | None
    password_length: int
    trusted_owners: tuple[str, ...]
    passwords: Mapping[HostName, GivenPassword] = field(default_factory=dict)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is allowed but worth a second look."""
        return tuple(warning for host in self.hosts for warning in host.warnings)


REQUEST_SPEC: dict[str, dict[str, t.Any]] = {
    "machines": {"type": "list", "elements": "str", "required": True},
    "ou": {"type": "str"},
    "site": {"type": "str"},
    "account": {"type": "str", "choices": [*AccountPolicy], "default": AccountPolicy.CREATE.value},
    "reuse_trusted_owners": {"type": "list", "elements": "str", "default": [], "aliases": ["trusted_owners"]},
    "active_days": {"type": "int", "default": ACTIVE_DAYS},
    "force": {"type": "bool", "default": False},
    "password_length": {"type": "int", "default": USUAL, "no_log": False},
    "output": {"type": "str", "choices": [*Output], "default": Output.FILES.value},
    "output_dir": {"type": "path"},
    "architecture": {
        "type": "str",
        "choices": [each.value for each in Architecture],
        "default": Architecture.AMD64.value,
    },
    "known_blobs": {
        "type": "list",
        "elements": "dict",
        "default": [],
        "options": {
            "machine": {"type": "str", "required": True},
            "machine_name": {"type": "str", "required": True},
            "domain_guid": {"type": "str", "required": True},
            "account_sid": {"type": "str", "required": True},
            "password_set": {"type": "float", "required": True, "no_log": False},
        },
    },
    "machine_passwords": {
        "type": "list",
        "elements": "dict",
        "default": [],
        "no_log": False,
        "options": {
            "machine": {"type": "str", "required": True},
            "password": {"type": "str", "required": True, "no_log": True},
            "since": {"type": "float", "required": True},
        },
    },
    "progress_file": {"type": "path"},
}
"""Argument spec of the options, in Ansible's form."""


def parse_request(options: Mapping[str, t.Any]) -> ProvisioningRequest | list[Finding]:
    """Parse the options of REQUEST_SPEC, with those of the access; all that is wrong with them when anything is."""
    findings: list[Finding] = []
    machines = parse_machines(options["machines"], findings, must_be_new=True)
    container = parse_container(options["ou"], options["domain"], findings)
    policy, output = AccountPolicy(options["account"]), Output(options["output"])
    findings += _range_findings(options)
    findings += _output_findings(options, output)
    if policy is AccountPolicy.CREATE:
        findings += [
            Finding(option, "is about accounts that exist; account: create never takes one over")
            for option in ("reuse_trusted_owners", "force")
            if options[option]
        ]
    known = _known_blobs(options["known_blobs"], findings)
    passwords = _passwords(options["machine_passwords"], findings)
    if findings:
        return findings
    return ProvisioningRequest(
        hosts=tuple(machine.host for machine in machines if machine.host is not None),
        wish=Wish(policy, container, dt.timedelta(days=options["active_days"]), options["force"]),
        store=_store(options, output, known),
        site=options["site"],
        password_length=options["password_length"],
        trusted_owners=tuple(options["reuse_trusted_owners"]),
        passwords=passwords,
    )


def _range_findings(options: Mapping[str, t.Any]) -> list[Finding]:
    findings = []
    if not SHORTEST <= options["password_length"] <= LONGEST:
        findings.append(Finding("password_length", f"is from {SHORTEST} to {LONGEST}"))
    findings += negative_days(options)
    if options["site"] == "":
        findings.append(Finding("site", "is empty; leave the option out instead"))
    return findings


def _output_findings(options: Mapping[str, t.Any], output: Output) -> list[Finding]:
    findings = []
    if output is Output.RETURNED:
        if options["output_dir"]:
            findings.append(Finding("output_dir", "is not used with output: returned, which writes no file"))
    elif not options["output_dir"]:
        findings.append(Finding("output_dir", f"is missing; output: {output} writes a file for each machine"))
    if output in (Output.FILES, Output.UNATTEND):
        findings += [
            Finding(option, f"is for output: returned; output: {output} finds what it needs in output_dir")
            for option in ("known_blobs", "machine_passwords")
            if options[option]
        ]
    return findings


def _store(options: Mapping[str, t.Any], output: Output, known: Mapping[HostName, KnownBlob]) -> BlobStore:
    if output is Output.RETURNED:
        return ReturnedBlobs(known)
    directory = Path(options["output_dir"])
    if output is Output.UNATTEND:
        return BlobFiles(directory, answer_file_form(Architecture(options["architecture"])))
    return BlobFiles(directory, DJOIN_FILE)


def _known_blobs(rows: Sequence[Mapping[str, t.Any]], findings: list[Finding]) -> dict[HostName, KnownBlob]:
    known = {}
    for row in rows:
        try:
            made = dt.datetime.fromtimestamp(row["password_set"], dt.UTC)
            guid = uuid.UUID(row["domain_guid"])
            known[HostName.parse(row["machine"])] = KnownBlob(row["machine_name"], guid, row["account_sid"], made)
        except (ValueError, OverflowError, OSError) as error:
            findings.append(Finding("known_blobs", str(error)))
    return known


def _passwords(rows: Sequence[Mapping[str, t.Any]], findings: list[Finding]) -> dict[HostName, GivenPassword]:
    given = {}
    for row in rows:
        if not SHORTEST <= len(row["password"]) <= LONGEST:
            findings.append(Finding("machine_passwords", f"{row['machine']}: {SHORTEST} to {LONGEST} characters"))
            continue
        try:
            since = dt.datetime.fromtimestamp(row["since"], dt.UTC)
            given[HostName.parse(row["machine"])] = GivenPassword(row["password"], since)
        except (ValueError, OverflowError, OSError) as error:
            findings.append(Finding("machine_passwords", str(error)))
    return given
