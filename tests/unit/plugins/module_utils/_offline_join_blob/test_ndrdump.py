# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Samba's own reader of the format, ndrdump, agrees with ours."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
import uuid
from pathlib import Path

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.blob import (
    JoinSite,
    OfflineJoinBlob,
    OpaquePart,
)
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode, encode
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.text import read_text

from .fresh import FRESH, SITE, WITH_GUID
from .recorded import RECORDED, content, windows_blob

NDRDUMP = shutil.which("ndrdump")
_VALUE = re.compile(r"^\s+(\w+)\s+: '?(.*?)'?(?: \(\d+\))?$", re.MULTILINE)
_DIFFERENCES = (r"(?m)^-\[[0-9A-F]{4}\] ((?:[0-9A-F]{2} +)+)", r"(?m)^\+\[[0-9A-F]{4}\] ((?:[0-9A-F]{2} +)+)")

pytestmark = pytest.mark.skipif(
    NDRDUMP is None, reason="NO BLOB WAS CHECKED BY SAMBA: ndrdump is missing, apt install samba-testsuite"
)

OURS = {
    "as for a new machine": FRESH,
    "with a site": dataclasses.replace(FRESH, site=SITE),
    "with an empty site": dataclasses.replace(FRESH, site=JoinSite()),
    "with format 1 only": dataclasses.replace(FRESH, formats=(1,), account=None),
    "with format 2 only": dataclasses.replace(FRESH, formats=(2,)),
    "without sites": dataclasses.replace(FRESH, dc_site=None, client_site=None),
    "with a password of 120 units": dataclasses.replace(FRESH, machine_password="Ä€😀x" * 24),
    "with names of odd and even lengths": dataclasses.replace(
        FRESH, machine_name="W", domain="a.b", netbios_domain="A"
    ),
}
WINDOWS = windows_blob()
RECORDINGS = {sample.file: read_text(content(sample.file)) for sample in RECORDED} | (
    {"Windows Server 2019": WINDOWS} if WINDOWS else {}
)


def dump(data: bytes, folder: Path, *options: str) -> str:
    """What ndrdump prints of a blob; it masks the password."""
    file = folder / "blob.bin"
    file.write_bytes(data)
    result = subprocess.run(
        [str(NDRDUMP), "ODJ", "ODJ_PROVISION_DATA_serialized_ptr", "struct", str(file), *options],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.mark.parametrize("blob", OURS.values(), ids=OURS.keys())
def test_our_blobs_are_valid(blob: OfflineJoinBlob, tmp_path: Path) -> None:
    """They are read to the last byte, and Samba would write the same bytes but for the values of pointers.

    Those carry no meaning. Samba gives the password's pointer the value 0xffffffff, so that it counts the others
    differently from there on.
    """
    printed = dump(encode(blob), tmp_path, "--validate")
    ours, sambas = (b"".join(bytes.fromhex(row) for row in re.findall(pattern, printed)) for pattern in _DIFFERENCES)
    words = zip(memoryview(ours).cast("I"), memoryview(sambas).cast("I"), strict=True)

    assert printed.startswith("pull returned Success")
    assert printed.rstrip().endswith("dump OK")
    assert "orig bytes" not in printed  # as many
    assert len(ours) >= 16  # the differences were found
    assert [hex(word) for word, other in words if word != other and not 0x20000 <= word < 0x20100] == []


PARTS_THAT_SAMBA_DOES_NOT_KNOW = {
    "JOIN_PROVIDER4": dataclasses.replace(FRESH, account=WITH_GUID),
    "any other": dataclasses.replace(FRESH, other_parts=(OpaquePart(uuid.UUID(int=1), 0, b"content"),)),
}


@pytest.mark.parametrize("blob", PARTS_THAT_SAMBA_DOES_NOT_KNOW.values(), ids=PARTS_THAT_SAMBA_DOES_NOT_KNOW.keys())
def test_a_part_that_samba_does_not_know_does_not_disturb_it(blob: OfflineJoinBlob, tmp_path: Path) -> None:
    """The rest is read."""
    printed = dump(encode(blob), tmp_path)

    assert printed.startswith("pull returned Success")
    assert "'S-1-5-21-788050085-2882235773-1393029605-1234'" in printed


@pytest.mark.parametrize(
    "data",
    [*RECORDINGS.values(), *(encode(blob) for blob in OURS.values())],
    ids=[*RECORDINGS.keys(), *OURS.keys()],
)
def test_ndrdump_reads_the_same(data: bytes, tmp_path: Path) -> None:
    """Field by field; where the two formats give a field twice, both."""
    values: dict[str, set[str]] = {}
    for name, value in _VALUE.findall(dump(data, tmp_path)):
        values.setdefault(name, set()).update({value} - {"*", "NULL"})
    blob = decode(data)

    assert values["lpDomain"] == values["domain_name"] == {blob.domain}
    assert values["lpMachineName"] == {blob.machine_name}
    assert values["DomainGuid"] == values["domain_guid"] == {str(blob.domain_guid)}
    assert values["Sid"] == {blob.domain_sid}
    assert values["dc_unc"] == {f"\\\\{blob.dc_name}"}
    assert values["dc_address"] == {f"\\\\{blob.dc_address}"}
    assert values["dc_flags"] == {f"0x{blob.dc_flags:08x}"}
    assert values["dc_site_name"] == {blob.dc_site} - {None}
    assert values["Options"] == {f"0x{blob.options:08x}"}
    if blob.account:
        assert values["lpSid"] == {blob.account.sid}
        assert values["Rid"] == {f"0x{blob.account.rid:08x}"}
