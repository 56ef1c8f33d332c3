# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A blob tells what it says and keeps its secrets."""

from __future__ import annotations

import base64
import dataclasses
import json
import pprint
import traceback
import uuid

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.blob import (
    JoinSite,
    OfflineJoinBlob,
    OpaquePart,
)
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode, encode
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.problem import InvalidBlob
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.serialized import (
    Serialized,
    read_object,
)
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.structures import (
    Blob,
    Package,
    PartCollection,
    ProvisionData,
)

from .fresh import CERTIFICATES, FRESH, PASSWORD, POLICIES, PRIVATE_KEY, SITE, WITH_GUID

FULL = dataclasses.replace(FRESH, account=WITH_GUID, site=SITE, other_parts=(CERTIFICATES, POLICIES), options=0x26)


def secrets_in(text: str) -> list[str]:
    """Which forms of the two secrets of a blob are in a text."""
    password = PASSWORD.encode("utf-16-le")
    forms = [
        PASSWORD,
        password.hex(),
        repr(password)[2:-1],
        base64.b64encode(password).decode()[:-4],
        PRIVATE_KEY.decode(),
        PRIVATE_KEY.hex(),
    ]
    return [form for form in forms if form in text]


def everything_in(value: object) -> list[object]:
    """A value and all dataclasses, tuples and parts below it."""
    found = [value]
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            found += everything_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            found += everything_in(each)
    return found


def test_no_value_prints_a_secret() -> None:
    """Neither the blob nor any structure of its wire form, by repr, str, format or pprint."""
    wire = read_object(ProvisionData, encode(FULL), 0)
    dataclass_values = [
        each
        for each in (*everything_in(FULL), *everything_in(decode(encode(FULL))), *everything_in(wire))
        if dataclasses.is_dataclass(each)
    ]
    kinds = {type(each) for each in dataclass_values}

    assert {OfflineJoinBlob, OpaquePart, Serialized, ProvisionData, Blob, Package, PartCollection} <= kinds
    for each in dataclass_values:
        assert secrets_in(f"{each!r} {each!s} {each} {pprint.pformat(each)}") == [], type(each)


def test_the_secrets_are_found_where_they_are() -> None:
    """The test above could see them."""
    assert secrets_in(f"{FULL.machine_password} {encode(FULL)!r}") != []
    assert len(secrets_in(f"{PASSWORD} {PRIVATE_KEY!r}")) == 2


def test_opaque_bytes_of_an_unknown_format_are_not_printed() -> None:
    """They may be a password too."""
    assert PRIVATE_KEY.decode() not in repr(Blob(3, PRIVATE_KEY))


def test_the_summary_has_no_secret() -> None:
    """It is what playbooks get."""
    assert secrets_in(json.dumps(FULL.summary())) == []


@pytest.mark.parametrize("changes", [{"machine_password": PASSWORD + "\0"}, {"options": -1}, {"formats": (9,)}])
def test_no_error_of_writing_prints_a_secret(changes: dict[str, object]) -> None:
    """Whole traceback included."""
    with pytest.raises(InvalidBlob) as caught:
        encode(dataclasses.replace(FULL, **changes))  # type: ignore[arg-type]

    assert secrets_in("".join(traceback.format_exception(caught.value))) == []


def test_no_error_of_reading_prints_a_secret() -> None:
    """Wherever the blob is broken: every byte once."""
    data = encode(FULL)
    messages = []
    for offset in range(len(data)):
        try:
            decode(data[:offset] + bytes([data[offset] ^ 0xFF]) + data[offset + 1 :])
        except InvalidBlob as problem:
            messages += traceback.format_exception(problem)

    assert len(messages) > 1_000
    assert secrets_in("".join(messages)) == []


def test_the_summary_tells_everything_else() -> None:
    """As plain data, with options by name (NETSETUP_PROVISION_* of LMJoin.h)."""
    blob = decode(encode(FULL))
    assert blob.summary() == {
        "machine_name": "WS0001",
        "domain": "lab.example",
        "netbios_domain": "LAB",
        "forest": "lab.example",
        "domain_guid": "675eda92-b28f-4d2c-9235-7ff604338dcf",
        "domain_sid": "S-1-5-21-788050085-2882235773-1393029605",
        "account": {
            "rid": 1234,
            "sid": "S-1-5-21-788050085-2882235773-1393029605-1234",
            "guid": "2b7a9d1e-54c3-4a0f-8e61-90d2c4b5a6f7",
        },
        "domain_controller": {
            "name": "dc1.lab.example",
            "address": "127.0.99.1",
            "flags": 0xE00013FD,
            "site": "Default-First-Site-Name",
        },
        "client_site": "Default-First-Site-Name",
        "site": {
            "name": "Berlin",
            "persistent": True,
            "netbios_name": "WS0001",
            "primary_dns_domain": "corp.example",
        },
        "options": {"value": 0x26, "names": ["reuse_account", "use_default_password", "persistentsite"]},
        "default_password": False,
        "formats": [1, 2],
        "other_parts": ["certificates", "policies"],
        "warnings": list(blob.warnings),
    }
    assert len(blob.warnings) == 1


def test_what_a_blob_does_not_tell_is_null() -> None:
    """Not an empty dictionary, whose keys somebody would look for."""
    summary = dataclasses.replace(FRESH, account=None).summary()

    assert summary["account"] is None
    assert summary["site"] is None
    assert FRESH.summary()["account"]["guid"] is None


def test_a_site_is_persistent_when_its_flag_is_set() -> None:
    """Bit 0 of dwFlags, MicrosoftDocs win32 odj-op_joinprov2_part."""
    assert JoinSite("Berlin", flags=3).is_persistent
    assert not JoinSite("Berlin", flags=2).is_persistent


def test_an_unknown_part_is_called_by_its_guid() -> None:
    """It may be of a later Windows."""
    guid = "11111111-2222-3333-4444-555555555555"

    assert OpaquePart(uuid.UUID(guid), 0, None).name == guid


DEFAULT_PASSWORDS = [
    ("wurst2", "wurst2"),  # Windows Server 2019
    ("ODJDEF4", "ODJDEF4"),  # Samba 4.17
    ("WS0001", "ws0001"),  # NETSETUP_PROVISION_USE_DEFAULT_PASSWORD
    ("WS0001", "ws0001$"),
    ("WORKSTATION-000001", "workstation-00"),  # 14 characters, unattend MachinePassword
    ("WORKSTATION-000001", "workstation-000"),  # the NetBIOS name
]


@pytest.mark.parametrize(("name", "password"), DEFAULT_PASSWORDS)
def test_a_password_that_is_the_name_is_the_default_one(name: str, password: str) -> None:
    """Whole, or cut off as Windows cuts names."""
    assert dataclasses.replace(FRESH, machine_name=name, machine_password=password).default_password


@pytest.mark.parametrize("password", [PASSWORD, "WS000", "WS00011", "ws0001$$", "1000SW"])
def test_any_other_password_is_none(password: str) -> None:
    """Also one that begins with the name."""
    assert not dataclasses.replace(FRESH, machine_password=password).default_password
