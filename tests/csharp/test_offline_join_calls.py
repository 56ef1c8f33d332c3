# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""host_offline_join: blobs that are not recorded in a file, what reaches Windows, and what is documented."""

from __future__ import annotations

import base64
import dataclasses
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.blob import OfflineJoinBlob
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.serialized import write_object
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.structures import (
    WIN7_FORMAT,
    WIN8_FORMAT,
)
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.writing import write_blob
from ansible_collections.netjoin.windows.tests.csharp.windows import MEMBER, REGISTRY, WORKGROUP, Windows, run
from ansible_collections.netjoin.windows.tests.lab.windows_host.build import Runtime
from ansible_collections.netjoin.windows.tests.lab.windows_host.wire import Field, number, text
from ansible_collections.netjoin.windows.tests.unit.plugins.module_utils._offline_join_blob.fresh import (
    CERTIFICATES,
    FRESH,
    PASSWORD,
    POLICIES,
    SITE,
    WITH_GUID,
)
from ansible_collections.netjoin.windows.tests.unit.plugins.module_utils._offline_join_blob.recorded import windows_blob

MODULES = Path(__file__).parents[2] / "plugins" / "modules"
FULL = dataclasses.replace(FRESH, account=WITH_GUID, site=SITE, other_parts=(CERTIFICATES, POLICIES))
FULL_TARGET = {"domain": "lab.example", "domain_netbios": "LAB", "machine_name": "WS0001"}
SERIALIZED = bytes.fromhex("01100800cccccccc")
"""The first bytes of every object, [MS-RPCE] 2.2.6.1."""
ENCRYPTION_TYPE = 20
"""Where it is in its object: after two headers and the pointer to the structure."""
KEY = r"SOFTWARE\netjoin.windows\PendingOfflineJoin"
MARKED = {
    **REGISTRY,
    (KEY, "OfflineJoinDomain"): "lab.example",
    (KEY, "OfflineJoinDomainNetbios"): "LAB",
    (KEY, "OfflineJoinMachineName"): "WS0001",
}
ACCEPTING: dict[str, list[Field]] = {**WORKGROUP, "NetRequestOfflineDomainJoin": [number(0)]}
NOTING: dict[str, list[Field]] = {
    **ACCEPTING,
    "RegCreateKeyExW": [number(0), text(KEY), number(1)],
    "RegSetValueExW": [number(0)],
}


def binary(blob: OfflineJoinBlob, **fields: Any) -> bytes:
    """A blob, whether it makes sense or not."""
    return write_object(write_blob(dataclasses.replace(blob, **fields)))


def apply(windows: Windows, runtime: Runtime, utilities: Path, blob: bytes, **options: Any) -> dict[str, Any]:
    options = {"allow_rename": True, "remove_path": False, "blob": base64.b64encode(blob).decode(), **options}
    return run(windows, runtime, utilities, ("OfflineJoin", "Ensure"), options)


def test_windows_gets_the_blob_in_binary_and_its_own_directory(
    runtime: Runtime, utilities: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With NETSETUP_PROVISION_ONLINE_CALLER, as the running Windows requires."""
    monkeypatch.setenv("SystemRoot", r"C:\Windows")
    windows = Windows(ACCEPTING, REGISTRY)
    result = apply(windows, runtime, utilities, binary(FULL))
    assert windows.calls["NetRequestOfflineDomainJoin"] == [binary(FULL), number(0x40000000), text(r"C:\Windows")]
    assert (result["changed"], result["after"]["hostname"]) == (True, "WS0001")
    assert PASSWORD not in str(result)


def test_the_request_is_noted_until_the_next_start(runtime: Runtime, utilities: Path) -> None:
    """In a volatile key (REG_OPTION_VOLATILE 1) opened to set values (2), with strings (REG_SZ 1) that end in a NUL."""
    windows = Windows(NOTING, REGISTRY)
    apply(windows, runtime, utilities, binary(FULL, netbios_domain="LAB"))
    assert windows.calls["RegCreateKeyExW"] == [None, text(KEY), number(1), number(2)]
    name, value = text("OfflineJoinDomainNetbios"), text("LAB\0")
    assert windows.calls["RegSetValueExW"] == [text(KEY), name, number(1), value]


class WithKey(Windows):
    """Its registry has the key already, and RegCreateKeyExW opens that until it is deleted; it keeps the calls."""

    deletion = 0

    def __init__(self) -> None:
        super().__init__(NOTING, REGISTRY)
        self.there = True
        self.made: list[str] = []

    def answer(self, request: list[Field]) -> list[Field]:
        function = (request[0] or b"").decode("ascii")
        if function.startswith(("RegCreate", "RegDelete", "RegSet")):
            self.made.append(function)
        if function == "RegDeleteKeyW":
            self.there = self.there and self.deletion != 0
            super().answer(request)
            return [number(self.deletion)]
        answer = super().answer(request)
        return [*answer[:2], number(2)] if function == "RegCreateKeyExW" and self.there else answer


def test_a_key_that_is_there_is_made_anew(runtime: Runtime, utilities: Path) -> None:
    """REG_OPENED_EXISTING_KEY (2): Windows ignores REG_OPTION_VOLATILE then, and the note might outlive the start."""
    windows = WithKey()
    apply(windows, runtime, utilities, binary(FULL))
    assert windows.made == ["RegCreateKeyExW", "RegDeleteKeyW", "RegCreateKeyExW", *["RegSetValueExW"] * 3]
    assert windows.calls["RegDeleteKeyW"] == [None, text(KEY)]


def test_nothing_is_noted_in_a_key_that_stays(runtime: Runtime, utilities: Path) -> None:
    """A note that no start forgets would keep the host a member in name for ever; the join itself has not failed."""
    windows = WithKey()
    windows.deletion = 5
    assert apply(windows, runtime, utilities, binary(FULL))["changed"] is True
    assert windows.made == ["RegCreateKeyExW", "RegDeleteKeyW"]


def test_what_was_noted_waits(runtime: Runtime, utilities: Path) -> None:
    """A second run sees the join that Windows itself does not tell of, and calls nothing."""
    windows = Windows(ACCEPTING, MARKED)
    result = apply(windows, runtime, utilities, binary(FULL))
    assert (result["changed"], result["reboot_required"]) == (False, True)
    assert result["before"]["pending"] == {"join": True, "rename": True, "reboot": True}
    assert "NetRequestOfflineDomainJoin" not in windows.calls


def test_a_note_that_is_not_complete_is_none(runtime: Runtime, utilities: Path) -> None:
    """Its writer was stopped after the first value."""
    windows = Windows(ACCEPTING, {name: value for name, value in MARKED.items() if name[1] != "OfflineJoinMachineName"})
    assert apply(windows, runtime, utilities, binary(FULL))["before"]["domain"] is None


def test_a_member_is_what_windows_says_whatever_was_noted(runtime: Runtime, utilities: Path) -> None:
    """It has joined another domain since."""
    answers = {**WORKGROUP, "NetGetJoinInformation": MEMBER["NetGetJoinInformation"]}
    windows = Windows(answers, {**MARKED, (KEY, "OfflineJoinDomain"): "old.example"})
    result = apply(windows, runtime, utilities, binary(FULL))
    assert (result["before"]["domain"], result["before"]["pending"]["join"]) == ("LAB", False)


def test_an_image_gets_no_option_and_no_note(runtime: Runtime, utilities: Path) -> None:
    """Its path goes to Windows as it was given."""
    windows = Windows(ACCEPTING, REGISTRY)
    result = apply(windows, runtime, utilities, binary(FULL), windows_path=r"\\files\größe\Windows")
    expected = [binary(FULL), number(0), text(r"\\files\größe\Windows")]
    assert windows.calls.keys() == {"NetRequestOfflineDomainJoin"}
    assert windows.calls["NetRequestOfflineDomainJoin"] == expected
    assert result["image"] == r"\\files\größe\Windows"


@pytest.mark.parametrize("formats", [(WIN7_FORMAT,), (WIN8_FORMAT,), (WIN8_FORMAT, WIN7_FORMAT)], ids=str)
def test_every_format_tells_its_target(runtime: Runtime, utilities: Path, formats: tuple[int, ...]) -> None:
    """Windows 7 knows format 1 only; format 2 has it among certificates, policies and a site."""
    result = apply(Windows(ACCEPTING, REGISTRY), runtime, utilities, binary(FULL, formats=formats))
    assert result["blob"] == FULL_TARGET


def test_names_come_without_what_they_need_not_have(runtime: Runtime, utilities: Path) -> None:
    """An account's dollar sign is no part of the machine's name, and an empty NetBIOS name is none."""
    blob = binary(FULL, machine_name="WS0001$", netbios_domain="")
    windows = Windows(NOTING, REGISTRY)
    assert apply(windows, runtime, utilities, blob)["blob"] == {**FULL_TARGET, "domain_netbios": None}
    last_value = text("OfflineJoinMachineName")
    assert windows.calls["RegSetValueExW"] == [text(KEY), last_value, number(1), text("WS0001\0")]


def test_a_package_that_is_encrypted_is_told_as_such(runtime: Runtime, utilities: Path) -> None:
    """Its EncryptionType is not the GUID of zeros (MicrosoftDocs win32 "OP_PACKAGE")."""
    blob = bytearray(binary(FULL, formats=(WIN8_FORMAT,)))
    package = blob.index(SERIALIZED, len(SERIALIZED))
    blob[package + ENCRYPTION_TYPE] = 1
    windows = Windows(ACCEPTING, REGISTRY)
    result = apply(windows, runtime, utilities, bytes(blob))
    assert result["error"]["detail"] == "OP_PACKAGE: it is encrypted"
    assert "NetRequestOfflineDomainJoin" not in windows.calls


def test_a_blob_that_windows_made_tells_its_target(runtime: Runtime, utilities: Path) -> None:
    """Windows Server 2019's, whose pointers are remains of addresses; the names are those that ndrdump shows."""
    blob = windows_blob()
    if blob is None:
        pytest.skip("smbtorture is missing, so no blob made by Windows is read: apt install samba-testsuite")
    result = apply(Windows(ACCEPTING, REGISTRY), runtime, utilities, blob)
    target = {"domain": "w2k19dom.ber.redhat.com", "domain_netbios": "W2K19DOM", "machine_name": "wurst2"}
    assert result["blob"] == target


@pytest.mark.parametrize("field", ["domain", "machine_name", "machine_password"])
def test_a_blob_that_lacks_what_a_join_needs_is_damaged(runtime: Runtime, utilities: Path, field: str) -> None:
    """Windows has 87 for it (MicrosoftDocs sdk-api NetRequestOfflineDomainJoin); it is not asked."""
    windows = Windows(ACCEPTING, REGISTRY)
    result = apply(windows, runtime, utilities, binary(FULL, **{field: ""}))
    assert (result["error"]["code"], result["error"]["reason"]) == (2710, "damaged")
    assert "it lacks the domain, the machine name or the machine password" in result["error"]["detail"]
    assert "NetRequestOfflineDomainJoin" not in windows.calls


def test_the_documentation_of_host_offline_join_has_every_value(runtime: Runtime, utilities: Path) -> None:
    """What the module returns is what RETURN describes, down to the members of its dictionaries."""
    documented = yaml.safe_load((MODULES / "host_offline_join.yml").read_text(encoding="utf-8"))["RETURN"]
    result = apply(
        Windows({**WORKGROUP, "NetRequestOfflineDomainJoin": [number(5)]}, REGISTRY), runtime, utilities, binary(FULL)
    )
    assert result.keys() - {"changed", "failed", "msg"} == documented.keys()
    for name in ("before", "after", "blob", "error"):
        assert result[name].keys() == documented[name]["contains"].keys()
    assert result["steps"][0].keys() == documented["steps"]["contains"].keys()
