# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A join by an offline join blob, parsed from the words of a task into what the host is to do.

A blob that the controller has is read there, so that one that is damaged or for another domain never reaches a host.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.destination import Destination
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.reader import OptionReader
from ansible_collections.netjoin.windows.plugins.module_utils._names.domain_name import DomainName
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.blob import OfflineJoinBlob
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.problem import InvalidBlob
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.text import base64_text, read_text

ELSEWHERE = (
    "username",
    "password",
    "machine_password",
    "ou",
    "hostname",
    "workgroup",
    "join_options",
    "unjoin_username",
    "unjoin_password",
    "account_after_unjoin",
)
"""Options of `membership` that say how to join otherwise; a blob says all of it, and Windows would not hear of them."""


@dataclasses.dataclass(frozen=True)
class GivenBlob:
    """A blob that the controller has: its bytes as they came, and what they say."""

    data: bytes = dataclasses.field(repr=False)
    said: OfflineJoinBlob


@dataclasses.dataclass(frozen=True)
class BlobPlan:
    """A blob, and what it may be applied to.

    Args:
        given: The blob, None when it is in a file of the host.
        path: The file of the host.
        remove_path: Whether that file is deleted once it has served.
        windows_path: Windows directory of an image, None for the running Windows.
        domain: The only domain to join, None for whichever the blob is for.
        allow_rename: Whether the host may get another name, the one in the blob.
        warnings: What is allowed but worth a second look.
    """

    given: GivenBlob | None
    path: str | None
    remove_path: bool = False
    windows_path: str | None = None
    domain: DomainName | None = None
    allow_rename: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def destination(self) -> Destination | None:
        """The domain that the host is to be in, None when only the host can read the blob."""
        if self.given is not None:
            return Destination.domain(self.given.said.domain, self.given.said.netbios_domain)
        return None if self.domain is None else Destination.domain(self.domain.text)

    @property
    def is_on_network_path(self) -> bool:
        """Whether the image is on another computer, which Windows asks for it as the connection's user."""
        return (self.windows_path or "").replace("/", "\\").startswith("\\\\")

    def as_arguments(self) -> dict[str, t.Any]:
        """Return the arguments of the `host_offline_join` module; `blob` is a secret."""
        content = {"blob": base64_text(self.given.data)} if self.given else {"path": self.path}
        return {
            **content,  # the module takes one of them, and a null is one too many
            "remove_path": self.remove_path,
            "windows_path": self.windows_path,
            "domain": self.domain.text if self.domain else None,
            "allow_rename": self.allow_rename,
        }


def parse_offline_join(
    options: t.Mapping[str, t.Any], content: bytes | str | None
) -> tuple[BlobPlan | None, list[Finding]]:
    """Parse the options of the `offline_join` action.

    Args:
        options: Its options by their public names, types already checked.
        content: The blob in any form, None when the controller does not have it.

    Returns:
        The plan (None when it cannot be carried out) and every finding.
    """
    reader = OptionReader(options)
    windows_path, path = reader.text("windows_path"), reader.text("src") if options["remote_src"] else None
    if windows_path is not None:
        for option in ("reboot", "reboot_username"):
            if options[option]:
                reader.refuse(option, "is for the running Windows; an image is joined when it starts, see windows_path")
    domain = reader.name("domain", DomainName.parse)
    given = None
    if content is not None:
        given = _read_blob(reader, "src" if reader.given("src") else "blob", content, domain)
    if reader.findings or (given is None and path is None):
        return None, reader.findings
    plan = BlobPlan(
        given,
        path,
        remove_path=bool(path and options["remove_src"]),
        windows_path=windows_path,
        domain=domain,
        allow_rename=options["allow_rename"],
        warnings=tuple(reader.warnings),
    )
    return plan, []


def parse_membership_blob(options: t.Mapping[str, t.Any]) -> tuple[BlobPlan | None, list[Finding]]:
    """Parse the options of a `membership` task with `offline_join_blob`.

    Args:
        options: Options of the `membership` action by their public names, types already checked.

    Returns:
        The plan (None when it cannot be carried out) and every finding.
    """
    reader = OptionReader(options)
    if options["state"] != "domain":
        reader.refuse("offline_join_blob", f"joins a domain, but state is {options['state']}")
    for option in ELSEWHERE:
        if reader.given(option):
            reader.refuse(option, "cannot go with offline_join_blob, which holds everything that the join needs")
    for option, default in (("account", "create_or_reuse"), ("force", False)):
        if options[option] != default:
            reader.refuse(option, "cannot go with offline_join_blob; the account exists, and no domain is left")
    if reader.given("domain_controller"):
        reader.warnings.append("domain_controller: is not used, for the blob names its own")
    domain = reader.name("domain", DomainName.parse)
    given = _read_blob(reader, "offline_join_blob", options["offline_join_blob"], domain)
    if given is None or reader.findings:
        return None, reader.findings
    return BlobPlan(given, None, domain=domain, allow_rename=True, warnings=tuple(reader.warnings)), []


def _read_blob(reader: OptionReader, option: str, content: bytes | str, domain: DomainName | None) -> GivenBlob | None:
    """Decode a blob and see that it is for the domain; what is wrong is a finding, which repeats nothing of it."""
    try:
        data = read_text(content)
        blob = decode(data)
    except InvalidBlob as problem:
        reader.refuse(option, f"is {problem}; make a new one, or copy it again")
        return None
    if domain is not None and domain.text.lower() not in {blob.domain.lower(), blob.netbios_domain.lower()}:
        reader.refuse(
            option, f"is a blob for {blob.machine_name} in {blob.domain}, but the domain to join is {domain.text}"
        )
    reader.warnings.extend(f"The blob of {blob.machine_name}: {warning}" for warning in blob.warnings)
    return GivenBlob(data, blob)
