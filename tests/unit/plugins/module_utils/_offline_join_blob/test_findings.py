# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is odd about a blob is said, and does not keep anybody from reading it."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.blob import (
    AccountIdentity,
    OfflineJoinBlob,
    OpaquePart,
)
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode, encode
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.problem import InvalidBlob
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.serialized import (
    Serialized,
    read_object,
    write_object,
)
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.structures import (
    CERT_PROVIDER,
    Blob,
    Package,
    PartCollection,
    ProvisionData,
)
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.text import read_text

from .fresh import CERTIFICATES, FRESH, PASSWORD, POLICIES, PRIVATE_KEY, SITE, WITH_GUID
from .recorded import RECORDED, content

UNKNOWN = uuid.UUID("11111111-2222-3333-4444-555555555555")


def rewritten(blob: OfflineJoinBlob, change: Callable[[ProvisionData], ProvisionData]) -> bytes:
    """A blob whose structures say something that encode would not write."""
    wire = read_object(ProvisionData, encode(blob), 0)
    return write_object(Serialized(change(wire.value)))


def with_other_join(data: ProvisionData, **changes: object) -> ProvisionData:
    """The same with another ODJ_WIN7BLOB in format 1."""
    first, second = data.blobs or ()
    assert isinstance(first.content, Serialized)
    join = dataclasses.replace(first.content.value, **changes)
    return dataclasses.replace(data, blobs=(dataclasses.replace(first, content=Serialized(join)), second))


@pytest.mark.parametrize("sample", RECORDED, ids=lambda sample: sample.file)
def test_nothing_is_odd_about_recorded_blobs(sample: object) -> None:
    """But that one of them has the default password."""
    assert isinstance(sample, tuple)
    warnings = decode(read_text(content(sample[0]))).warnings

    assert ["default password" in warning for warning in warnings] == [True] * (sample[1] == "ODJDEF4")


def test_nothing_is_odd_about_fresh_blobs() -> None:
    """With every part that takes the computer into its domain."""
    full = dataclasses.replace(FRESH, account=WITH_GUID, site=SITE)

    assert decode(encode(full)).warnings == ()


def test_formats_that_disagree_are_told_by_field() -> None:
    """Format 1 is what is read then, as in Samba; a differing password is named, not shown."""

    def change(data: ProvisionData) -> ProvisionData:
        first = (data.blobs or ())[0].content
        assert isinstance(first, Serialized)
        domain = dataclasses.replace(first.value.dns_domain_info, name="OTHER")
        return with_other_join(data, machine_password="the other password", dns_domain_info=domain)

    blob = decode(rewritten(FRESH, change))
    (warning,) = blob.warnings

    assert "disagree in lpMachinePassword, DnsDomainInfo.Name;" in warning
    assert PASSWORD not in warning
    assert "the other password" not in warning
    assert blob.netbios_domain == "OTHER"


def test_format_1_is_read_wherever_it_stands() -> None:
    """Also behind format 2."""

    def change(data: ProvisionData) -> ProvisionData:
        changed = with_other_join(data, machine_name="OTHER")
        return dataclasses.replace(changed, blobs=tuple(reversed(changed.blobs or ())))

    blob = decode(rewritten(FRESH, change))

    assert blob.machine_name == "OTHER"
    assert blob.formats == (2, 1)


def test_domain_guids_that_disagree_are_told() -> None:
    """The domain and its domain controller."""

    def change(data: ProvisionData) -> ProvisionData:
        (only,) = data.blobs or ()
        assert isinstance(only.content, Serialized)
        dc = dataclasses.replace(only.content.value.dc_info, domain_guid=UNKNOWN)
        join = dataclasses.replace(only.content.value, dc_info=dc)
        return dataclasses.replace(data, blobs=(Blob(1, Serialized(join)),))

    (warning,) = decode(rewritten(dataclasses.replace(FRESH, formats=(1,), account=None), change)).warnings

    assert "DomainGuid" in warning


def test_trailing_bytes_are_told_and_kept() -> None:
    """Behind the blob, where a file may have been glued to another."""
    data = encode(FRESH) + b"more"
    blob = decode(data)

    assert blob.warnings == ("ODJ_PROVISION_DATA is followed by 4 bytes that are no part of it.",)
    assert encode(blob) == data


@pytest.mark.parametrize(("inside", "behind"), [(bytes(8), b""), (b"", b"tail"), (b"not zero", b"tail")])
def test_trailing_bytes_inside_are_told_and_kept(inside: bytes, behind: bytes) -> None:
    """Behind the content of an object, although it is full, and behind the object."""
    fresh = dataclasses.replace(FRESH, machine_password="even", formats=(1,), account=None)
    wire = read_object(ProvisionData, encode(fresh), 0).value
    join = (wire.blobs or ())[0].content
    assert isinstance(join, Serialized)
    assert join.envelope is not None
    assert join.envelope.padding == b""
    longer = write_object(join) + inside
    longer = longer[:8] + (len(longer) - 16).to_bytes(4, "little") + longer[12:] + behind
    data = write_object(Serialized(dataclasses.replace(wire, blobs=(Blob(1, longer),))))
    blob = decode(data)

    count = len(inside + behind)
    assert blob.warnings == (f"pBlobs[0] ODJ_WIN7BLOB is followed by {count} bytes that are no part of it.",)
    assert encode(blob) == data


def test_an_unknown_format_is_told_and_kept() -> None:
    """A later Windows may add one."""
    data = rewritten(FRESH, lambda wire: dataclasses.replace(wire, blobs=(*(wire.blobs or ()), Blob(3, b"new"))))
    blob = decode(data)

    assert blob.warnings == ("Format 3 is not known; it was not read.",)
    assert blob.formats == (1, 2, 3)
    assert encode(blob) == data


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        ((CERTIFICATES,), "certificates"),
        ((POLICIES,), "policies"),
        ((POLICIES, CERTIFICATES), "certificates and policies"),
        ((CERTIFICATES, dataclasses.replace(CERTIFICATES, flags=1)), "certificates"),
    ],
)
def test_parts_that_a_join_may_leave_out_are_named(parts: tuple[OpaquePart, ...], named: str) -> None:
    """Only the page of NetRequestProvisioningPackageInstall says that its packages can have them."""
    warning = decode(encode(dataclasses.replace(FRESH, other_parts=parts))).warnings[-1]

    assert warning.startswith(f"The blob holds {named}, which netjoin.windows may not install:")
    assert "NetRequestProvisioningPackageInstall" in warning
    assert "djoin /requestodj" in warning
    assert PRIVATE_KEY.decode() not in warning


def test_an_unknown_part_is_told_and_kept() -> None:
    """Its content stays as it is."""
    data = encode(dataclasses.replace(FRESH, other_parts=(OpaquePart(UNKNOWN, 1, b"new"),)))
    blob = decode(data)

    assert blob.warnings == (f"The part {UNKNOWN} is not known; it was not read.",)
    assert encode(blob) == data


def test_a_part_that_is_repeated_is_told() -> None:
    """One of them is not what Windows applies."""
    data = encode(dataclasses.replace(FRESH, other_parts=(CERTIFICATES, CERTIFICATES)))

    assert decode(data).warnings[0] == f"The part {CERT_PROVIDER} is there more than once; the first one was read."


def encrypted(data: ProvisionData) -> ProvisionData:
    """The same with a package of an encryption type that is not zero."""
    *others, last = data.blobs or ()
    assert isinstance(last.content, Serialized)
    assert isinstance(last.content.value, Package)
    package = dataclasses.replace(last.content.value, encryption_type=UNKNOWN, collection=b"cipher text")
    return dataclasses.replace(data, blobs=(*others, Blob(2, Serialized(package))))


def test_an_encrypted_package_is_told_and_kept() -> None:
    """Format 1 is read."""
    data = rewritten(FRESH, encrypted)
    blob = decode(data)

    assert blob.warnings == ("The package of format 2 is encrypted; it was not read.",)
    assert blob.account is None
    assert encode(blob) == data


def test_a_blob_that_is_nothing_but_an_encrypted_package_is_refused() -> None:
    """Nobody can tell who joins what."""
    with pytest.raises(InvalidBlob, match="the package is encrypted"):
        decode(rewritten(dataclasses.replace(FRESH, formats=(2,)), encrypted))


def no_blobs(data: ProvisionData) -> ProvisionData:
    """The same without any format."""
    return dataclasses.replace(data, blobs=None)


def no_parts(data: ProvisionData) -> ProvisionData:
    """The same with an empty package."""
    (only,) = data.blobs or ()
    assert isinstance(only.content, Serialized)
    package = dataclasses.replace(only.content.value, collection=Serialized(PartCollection((), None)))
    return dataclasses.replace(data, blobs=(Blob(2, Serialized(package)),))


@pytest.mark.parametrize("change", [no_blobs, no_parts])
def test_a_blob_that_says_nothing_is_refused(change: Callable[[ProvisionData], ProvisionData]) -> None:
    """Well-formed as it is."""
    with pytest.raises(InvalidBlob, match="nothing says who joins what"):
        decode(rewritten(dataclasses.replace(FRESH, formats=(2,)), change))


def account_of(rid: int, sid: str) -> bytes:
    """A blob with an account that encode would refuse, bytes of the good one replaced."""
    good = FRESH.account
    assert good is not None
    old, new = good.sid.encode("utf-16-le"), sid.encode("utf-16-le")
    data = encode(FRESH).replace(old, new)
    at = data.rindex(good.rid.to_bytes(4, "little") + bytes.fromhex("0400 0200"))
    return data[:at] + rid.to_bytes(4, "little") + data[at + 4 :]


@pytest.mark.parametrize(
    ("rid", "sid"),
    [
        (1235, "S-1-5-21-788050085-2882235773-1393029605-1234"),
        (1234, "S-1-5-21-788050085-2882235773-1393029606-1234"),
    ],
)
def test_an_account_of_another_domain_is_told(rid: int, sid: str) -> None:
    """Its SID is the domain's and its RID, nothing else."""
    blob = decode(account_of(rid, sid))

    assert blob.account == AccountIdentity(rid, sid)
    assert blob.warnings == (f"The SID of the account, {sid}, is not made of the domain's and RID {rid}.",)


def test_parts_that_name_different_accounts_are_told() -> None:
    """JOIN_PROVIDER3 and JOIN_PROVIDER4 are about the same account."""
    data = encode(dataclasses.replace(FRESH, account=WITH_GUID))
    at = data.index((1234).to_bytes(4, "little") + bytes.fromhex("0400 0200"))

    warnings = decode(data[:at] + (99).to_bytes(4, "little") + data[at + 4 :]).warnings

    assert warnings == ("OP_JOINPROV3_PART and OP_JOINPROV4_PART name different accounts.",)


def test_a_version_that_nobody_knows_is_refused() -> None:
    """Samba answers it with 2719, NERR_ProvisioningBlobUnsupported."""
    with pytest.raises(InvalidBlob, match="version 2 is not known"):
        decode(rewritten(FRESH, lambda data: dataclasses.replace(data, version=2)))
