# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blobs are read and written as Windows and Samba read and write them."""

from __future__ import annotations

import dataclasses
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.blob import (
    AccountIdentity,
    JoinSite,
    OfflineJoinBlob,
    OpaquePart,
)
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode, encode
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.problem import InvalidBlob
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.structures import CERT_PROVIDER
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.text import read_text

from .fresh import CERTIFICATES, FRESH, POLICIES, SITE, WITH_GUID
from .recorded import RECORDED, SMBTORTURE, Recorded, content, windows_blob

DOMAIN_SID = "S-1-5-21-788050085-2882235773-1393029605"

recorded = pytest.mark.parametrize("sample", RECORDED, ids=lambda sample: sample.file)


def of_windows() -> bytes:
    """The blob of Windows, or a skip that says what is missing."""
    data = windows_blob()
    if data is None:
        pytest.skip(f"{SMBTORTURE} is missing, so no blob made by Windows is read: apt install samba-testsuite")
    return data


@recorded
def test_a_recorded_blob_says_what_was_recorded(sample: Recorded) -> None:
    """Every field, against the README of the samples."""
    blob = decode(read_text(content(sample.file)))
    password = blob.machine_password.encode("utf-16-le", "surrogatepass")

    assert blob == OfflineJoinBlob(
        domain="lab.example",
        machine_name=sample.machine_name,
        machine_password=blob.machine_password,
        netbios_domain="LAB",
        forest="lab.example",
        domain_guid=uuid.UUID("675eda92-b28f-4d2c-9235-7ff604338dcf"),
        domain_sid=DOMAIN_SID,
        dc_name="dc1.lab.example",
        dc_address="127.0.99.1",
        dc_flags=0xE00011BD,
        dc_site="Default-First-Site-Name",
        client_site="Default-First-Site-Name",
        options=6,
        account=AccountIdentity(sample.rid, f"{DOMAIN_SID}-{sample.rid}"),
    )
    assert len(password) == 2 * sample.password_units
    assert password.hex().startswith(sample.password_start)


@recorded
def test_a_recorded_blob_is_written_byte_for_byte(sample: Recorded) -> None:
    """Samba's pointers, fillers and padding included."""
    data = read_text(content(sample.file))

    assert encode(decode(data)) == data


def test_a_blob_of_windows_says_what_windows_wrote() -> None:
    """Windows Server 2019 with /defpwd; the values are those that ndrdump prints, the password is the name."""
    blob = decode(of_windows())

    assert blob == OfflineJoinBlob(
        domain="w2k19dom.ber.redhat.com",
        machine_name="wurst2",
        machine_password="wurst2",
        netbios_domain="W2K19DOM",
        forest="w2k19dom.ber.redhat.com",
        domain_guid=uuid.UUID("c0761a96-e242-4ec2-9160-7a66a4ac4929"),
        domain_sid="S-1-5-21-306967272-1096148586-1957995587",
        dc_name="gdw2k19dc.w2k19dom.ber.redhat.com",
        dc_address="192.168.56.108",
        dc_flags=0xE003F3FD,
        dc_site="Default-First-Site-Name",
        client_site="Default-First-Site-Name",
        options=4,
        account=AccountIdentity(1605, "S-1-5-21-306967272-1096148586-1957995587-1605"),
    )


def test_a_blob_of_windows_is_written_byte_for_byte() -> None:
    """Its pointers are parts of addresses."""
    data = of_windows()

    assert encode(decode(data)) == data


def test_a_fresh_blob_is_laid_out_as_windows_does() -> None:
    """The same content but for the addresses that Windows left in its pointers: as long, every other byte the same."""
    data = of_windows()
    fresh = encode(dataclasses.replace(decode(data)))
    words = [(data[at : at + 4], fresh[at : at + 4]) for at in range(0, len(data), 4)]
    pointers = [int.from_bytes(new, "little") for old, new in words if old != new]

    assert len(fresh) == len(data)
    assert len(pointers) == 2 * 14
    assert pointers == 2 * [0x20000 + 4 * index for index in range(14)]


def test_the_room_of_a_string_does_not_matter() -> None:
    """MicrosoftDocs win32 says that MaximumLength is without the NUL; Windows writes it with the NUL."""
    data = encode(FRESH)
    with_nul = bytes.fromhex("0600 0800")
    at = data.index(with_nul)
    count = data.index(bytes.fromhex("04000000 00000000 03000000") + "LAB".encode("utf-16-le"))
    documented = data[:at] + bytes.fromhex("0600 0600") + data[at + 4 : count] + b"\3" + data[count + 1 :]

    assert decode(documented) == FRESH
    assert encode(decode(documented)) == data


def test_a_changed_blob_is_not_written_as_it_was_read() -> None:
    """What was decoded does not stick to a blob that says something else now."""
    blob = decode(read_text(content("net_savefile.djoin")))
    changed = dataclasses.replace(blob, machine_password="another one")

    assert decode(encode(changed)) == changed != blob


@pytest.mark.parametrize(
    "blob",
    [
        FRESH,
        dataclasses.replace(FRESH, account=None),
        dataclasses.replace(FRESH, account=WITH_GUID, site=SITE, other_parts=(CERTIFICATES, POLICIES)),
        dataclasses.replace(FRESH, site=JoinSite()),
        dataclasses.replace(FRESH, dc_name=None, dc_address=None, dc_site=None, client_site=None, forest=None),
        dataclasses.replace(FRESH, other_parts=(OpaquePart(CERT_PROVIDER, 0, None), OpaquePart(CERT_PROVIDER, 0, b""))),
        dataclasses.replace(FRESH, formats=(2,)),
        dataclasses.replace(FRESH, formats=(1,), account=None),
        dataclasses.replace(FRESH, options=0xFFFFFFFF),
    ],
)
def test_what_is_written_is_read_again(blob: OfflineJoinBlob) -> None:
    """With every part that there is, and without."""
    assert decode(encode(blob)) == blob


names = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=300).filter(
    lambda name: not name.endswith("$") and len(name.encode("utf-16-le")) < 1000
)


@given(machine_name=names, domain=names, netbios_domain=names, dc_name=names, client_site=st.none() | names)
def test_any_text_survives(
    machine_name: str, domain: str, netbios_domain: str, dc_name: str, client_site: str | None
) -> None:
    """Names are judged elsewhere; the codec changes none, whatever alphabet they are in."""
    blob = dataclasses.replace(
        FRESH,
        machine_name=machine_name,
        domain=domain,
        netbios_domain=netbios_domain,
        dc_name=dc_name,
        client_site=client_site,
    )

    assert decode(encode(blob)) == blob


@given(units=st.lists(st.integers(1, 0xFFFF), min_size=1, max_size=256))
def test_any_password_survives(units: list[int]) -> None:
    """Random machine passwords are UTF-16 units, not characters: unpaired surrogates occur."""
    text = b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le", "surrogatepass")
    blob = decode(encode(dataclasses.replace(FRESH, machine_password=text)))

    assert blob.machine_password == text


def test_the_account_is_read_from_its_latest_form() -> None:
    """JOIN_PROVIDER4 with RID, SID and GUID as in MicrosoftDocs win32 odj-op_join_prov4_part, bytes made by hand."""
    part = bytes.fromhex(
        "01 10 08 00 cc cc cc cc  50 00 00 00 00 00 00 00"  # headers, 80 bytes follow
        "00 00 02 00"  # pointer to the part
        "51 04 00 00"  # Rid 1105
        "04 00 02 00"  # pointer to lpSid
        "9e 2b 7a 2b c3 54 0f 4a  8e 61 90 d2 c4 b5 a6 f7"  # ObjectGuid
        "12 00 00 00 00 00 00 00  12 00 00 00"  # 18 characters with the NUL, from the first on, 18
        "53 00 2d 00 31 00 2d 00  35 00 2d 00 32 00 31 00 2d 00"  # S-1-5-21-
        "31 00 2d 00 31 00 31 00  30 00 35 00 2d 00 39 00 00 00"  # 1-1105-9
        "00 00 00 00"  # up to a multiple of 8
    )
    later = OpaquePart(uuid.UUID("4a08716a-6710-4647-8211-fdbb0b03f60b"), 0, part)
    data = encode(dataclasses.replace(FRESH, account=None, other_parts=(later,)))
    blob = decode(data)

    assert blob.account == AccountIdentity(1105, "S-1-5-21-1-1105-9", uuid.UUID("2b7a2b9e-54c3-4a0f-8e61-90d2c4b5a6f7"))
    assert blob.other_parts == ()
    assert encode(blob) == data


def test_a_dollar_sign_behind_the_machine_is_taken_off() -> None:
    """Some tools write the name of the account."""
    data = encode(dataclasses.replace(FRESH, machine_name="WS0001$"))

    assert decode(data).machine_name == "WS0001"
    assert encode(decode(data)) == data


def test_a_domain_given_by_its_netbios_name_is_called_by_its_dns_name() -> None:
    """LpDomain is what the caller gave, DnsDomainName what the domain controller said."""
    data = encode(dataclasses.replace(FRESH, domain="LAB.EXAMPLE", netbios_domain="LAB"))
    flat = data.replace("LAB.EXAMPLE".encode("utf-16-le"), "LAB.EXAMPLF".encode("utf-16-le"), 1)

    assert decode(flat).domain == "LAB.EXAMPLE"


CANNOT_BE_WRITTEN = [
    ({"machine_name": ""}, "lpMachineName"),
    ({"machine_name": None}, "lpMachineName"),
    ({"machine_password": ""}, "lpMachinePassword"),
    ({"machine_password": "one\0two"}, "lpMachinePassword"),
    ({"machine_name": "\ud800"}, "lpMachineName"),
    ({"domain": "x" * 1024}, "lpDomain"),
    ({"netbios_domain": ""}, "DnsDomainInfo.Name"),
    ({"dc_flags": 1 << 32}, "DcInfo.Flags"),
    ({"options": -1}, "Options"),
    ({"domain_sid": "S-1-5-21-x", "account": None}, "DnsDomainInfo.Sid"),
    ({"domain_sid": "S-1-5-4294967296", "account": None}, "DnsDomainInfo.Sid"),
    ({"domain_sid": "S-1-" + "9" * 15, "account": None}, "DnsDomainInfo.Sid"),
    ({"account": AccountIdentity(1235, f"{DOMAIN_SID}-1234")}, "account"),
    ({"formats": (3,)}, "formats"),
    ({"formats": ()}, "formats"),
    ({"other_parts": (CERTIFICATES,) * 256}, "pParts"),
    ({"other_parts": (OpaquePart(CERT_PROVIDER, 0, bytes(16 * 1024 * 1024 + 1)),)}, "pParts[2].Part"),
]


@pytest.mark.parametrize(("changes", "field"), CANNOT_BE_WRITTEN, ids=lambda value: str(value)[:40])
def test_what_the_format_cannot_say_is_refused_by_the_name_of_its_field(changes: dict[str, object], field: str) -> None:
    """Before anything is written; above all nothing is cut off."""
    with pytest.raises(InvalidBlob) as caught:
        encode(dataclasses.replace(FRESH, **changes))  # type: ignore[arg-type]

    assert caught.value.field.endswith(field)
