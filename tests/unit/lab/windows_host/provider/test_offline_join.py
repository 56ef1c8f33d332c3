# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""NetRequestOfflineDomainJoin of an emulated host; codes are those of Microsoft's page on the function."""

from __future__ import annotations

import dataclasses
import pathlib

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.serialized import write_object
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.text import read_text
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.writing import write_blob
from ansible_collections.netjoin.windows.tests.lab.windows_host import state
from ansible_collections.netjoin.windows.tests.lab.windows_host.host import Host
from ansible_collections.netjoin.windows.tests.lab.windows_host.provider import secrets
from ansible_collections.netjoin.windows.tests.lab.windows_host.provider.calls import answer
from ansible_collections.netjoin.windows.tests.lab.windows_host.provider.offline_join import request
from ansible_collections.netjoin.windows.tests.lab.windows_host.state import DomainMembership, Fault
from ansible_collections.netjoin.windows.tests.lab.windows_host.wire import number, text

DATA = pathlib.Path(__file__).parents[4] / "data" / "offline_join_blobs"
BLOB = read_text((DATA / "net_savefile.djoin").read_bytes())
"""Made by Samba for ODJNET1 in lab.example."""
ONLINE = 0x40000000
LAB2 = DomainMembership("LAB2", "lab2.example", "lab2.example", "dc1.lab2.example", "Main", "S-1-5-21-9-9-9", "WIN01")

Stored = list[tuple[pathlib.Path, str, str]]


@pytest.fixture
def host(tmp_path: pathlib.Path) -> Host:
    """WIN01 of a lab with one image."""
    state.create(tmp_path / "hosts" / "win01", "WIN01")
    state.create(tmp_path / "images" / "img01", "IMG01")
    return Host(tmp_path / "hosts" / "win01", tmp_path, "hostadmin", user_is_administrator=True)


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> Stored:
    """The secrets that would have gone into Samba's database: where, for which domain, which."""
    found: Stored = []

    def store(host: Host, domain: DomainMembership, password: str) -> None:
        found.append((host.directory, domain.netbios, password))

    monkeypatch.setattr(secrets, "store", store)
    return found


def running(host: Host) -> str:
    """The Windows directory of the host itself."""
    return str(host.system_root)


def image(host: Host) -> pathlib.Path:
    """The directory of the image."""
    return host.lab_directory / "images" / "img01"


def changed(**fields: str) -> bytes:
    """The blob with other texts, whether it makes sense or not."""
    return write_object(write_blob(dataclasses.replace(decode(BLOB), **fields)))


def test_the_running_windows_becomes_a_member_at_its_next_start(host: Host, stored: Stored) -> None:
    """Until then it is what it was; then it has the blob's name, domain and password."""
    assert request(host, BLOB, ONLINE, running(host)) == 0
    waiting = host.load()
    assert (waiting.domain, waiting.workgroup, waiting.host_name) == (None, "WORKGROUP", "WIN01")
    assert waiting.reboot_pending
    started = state.reboot(host.directory)
    assert started.domain is not None
    assert (started.domain.dns, started.workgroup, started.host_name) == ("lab.example", None, "ODJNET1")
    assert (started.dns_suffix, started.machine_account, started.reboot_pending) == ("lab.example", "ODJNET1", False)
    assert stored == [(host.directory, "LAB", decode(BLOB).machine_password)]


def test_a_longer_host_name_with_that_netbios_name_stays(host: Host, stored: Stored) -> None:
    """The blob knows the NetBIOS name only."""
    blob = changed(machine_name="WEB-SERVER-NUMB")
    host.save(dataclasses.replace(host.load(), pending_host_name="web-server-number-one"))
    assert request(host, blob, ONLINE, running(host)) == 0
    assert state.reboot(host.directory).host_name == "web-server-number-one"


def test_a_host_that_became_a_member_meanwhile_stays_there(host: Host, stored: Stored) -> None:
    """The join that waited is forgotten."""
    assert request(host, BLOB, ONLINE, running(host)) == 0
    host.save(dataclasses.replace(host.load(), domain=LAB2, workgroup=None))
    started = state.reboot(host.directory)
    assert (started.domain, started.offline_join) == (LAB2, None)


def test_an_image_changes_and_the_host_does_not(host: Host, stored: Stored) -> None:
    """The secret goes into the image."""
    before = host.load()
    assert request(host, BLOB, 0, str(image(host) / "Windows")) == 0
    assert host.load() == before
    assert state.reboot(image(host)).host_name == "ODJNET1"
    assert [place for place, _domain, _password in stored] == [image(host)]


@pytest.mark.parametrize(
    ("blob", "code"),
    [
        (None, 87),
        (b"", 87),
        (changed(domain=""), 87),
        (changed(machine_name=""), 87),
        (changed(machine_password=""), 87),
        (BLOB[:-1], 2710),
        (BLOB[:100], 2710),
        (b"garbage", 2710),
        (BLOB[:20] + b"\x02" + BLOB[21:], 2719),
        ((DATA / "net_savefile.djoin").read_bytes(), 2710),
    ],
    ids=[
        *("NULL", "empty", "no domain", "no machine name", "no password", "last byte", "cut off", "garbage"),
        *("version 2", "text instead of binary"),
    ],
)
def test_a_blob_that_cannot_be_used(host: Host, stored: Stored, blob: bytes | None, code: int) -> None:
    """NULL, and a blob without one of the three, are parameters; the rest is bad or unsupported join information."""
    assert request(host, blob, ONLINE, running(host)) == code
    assert (host.load().offline_join, stored) == (None, [])


@pytest.mark.parametrize(
    ("options", "path", "code"),
    [
        (ONLINE, None, 87),
        (ONLINE, "{lab}/images/img01/Windows", 87),
        (0, "{lab}/images/img01", 87),
        (0, "{lab}/images/img02/Windows", 87),
        (0, "/tmp/Windows", 87),
        (0, "{lab}/hosts/win01/Windows", 2717),
        (0, r"\\files.lab.example\images\img01\Windows", 5),
    ],
    ids=[
        *("NULL", "not the one that runs", "not its Windows directory", "no such image", "no image"),
        *("the one that runs", "UNC"),
    ],
)
def test_a_path_that_cannot_be_used(host: Host, stored: Stored, options: int, path: str | None, code: int) -> None:
    """The path has to be that of a Windows, which runs when the caller says so and does not when not."""
    assert request(host, BLOB, options, path and path.replace("{lab}", str(host.lab_directory))) == code
    assert stored == []


def test_a_domain_controller_is_not_supported(host: Host, stored: Stored) -> None:
    """Neither the running one, nor an image of one."""
    host.save(dataclasses.replace(host.load(), is_domain_controller=True))
    state.save(image(host), dataclasses.replace(state.load(image(host)), is_domain_controller=True))
    assert request(host, BLOB, ONLINE, running(host)) == 50
    assert request(host, BLOB, 0, str(image(host) / "Windows")) == 50


def test_a_member_is_joined_already(host: Host, stored: Stored) -> None:
    """2691, as for an online join."""
    host.save(dataclasses.replace(host.load(), domain=LAB2, workgroup=None))
    assert request(host, BLOB, ONLINE, running(host)) == 2691


def test_only_administrators_may(host: Host, stored: Stored) -> None:
    """And who may not, writes no log."""
    assert request(dataclasses.replace(host, user_is_administrator=False), BLOB, ONLINE, running(host)) == 5
    assert not (host.system_root / "debug" / "NetSetup.LOG").exists()


def test_one_call_at_a_time(host: Host, stored: Stored) -> None:
    """1791 while a join runs."""
    with state.exclusive(host.directory):
        assert request(host, BLOB, ONLINE, running(host)) == 1791


def test_the_log_has_the_code_and_no_secret(host: Host, stored: Stored) -> None:
    """The lines are those of an online join's request."""
    request(host, BLOB[:-1], ONLINE, running(host))
    request(host, BLOB, ONLINE, running(host))
    log = (host.system_root / "debug" / "NetSetup.LOG").read_text(encoding="cp1252")
    assert "NetpRequestProvisioningPackageInstall: status: 0xa96." in log
    assert "NetpRequestProvisioningPackageInstall: status: 0x0." in log
    assert decode(BLOB).machine_password not in log


def test_a_stopped_workstation_service_is_a_fault(host: Host, stored: Stored) -> None:
    """NERR_WkstaNotStarted 2138 comes from the lab's table of faults."""
    state.set_fault(host.directory, "NetRequestOfflineDomainJoin", Fault(code=2138))
    call = [b"NetRequestOfflineDomainJoin", BLOB, number(ONLINE), text(running(host))]
    assert answer(host, call) == [number(2138)]
    state.set_fault(host.directory, "NetRequestOfflineDomainJoin", None)
    assert answer(host, call) == [number(0)]


def test_a_volatile_key_is_forgotten_by_the_next_start(host: Host) -> None:
    """RegCreateKeyEx with REG_OPTION_VOLATILE (1), RegSetValueEx with REG_SZ (1)."""
    key, where = r"SOFTWARE\netjoin.windows", [None, text(r"SOFTWARE\netjoin.windows")]
    assert answer(host, [b"RegCreateKeyExW", *where, number(1)]) == [number(0), text(key), number(1)]
    assert answer(host, [b"RegSetValueExW", text(key), text("Name"), number(1), text("größe\0")]) == [number(0)]
    assert answer(host, [b"RegCreateKeyExW", *where, number(1)])[2] == number(2)
    read = [b"RegGetValueW", *where, text("name")]
    assert answer(host, read) == [number(0), number(1), text("größe\0")]
    state.reboot(host.directory)
    assert answer(host, read)[0] == number(2)


def test_a_volatile_key_can_be_deleted(host: Host) -> None:
    """RegDeleteKey: by an administrator, and without keys below it; then it can be created anew, and is empty."""
    parent, key = r"SOFTWARE\netjoin.windows", r"SOFTWARE\netjoin.windows\PendingOfflineJoin"
    for path in (parent, key):
        assert answer(host, [b"RegCreateKeyExW", None, text(path), number(1)])[2] == number(1)
    user = dataclasses.replace(host, user_is_administrator=False)
    assert answer(user, [b"RegDeleteKeyW", None, text(key)]) == [number(5)]
    assert answer(host, [b"RegDeleteKeyW", None, text(parent)]) == [number(5)]
    assert answer(host, [b"RegDeleteKeyW", None, text(key.upper())]) == [number(0)]
    assert answer(host, [b"RegDeleteKeyW", None, text(key)]) == [number(2)]
    assert answer(host, [b"RegDeleteKeyW", None, text("SYSTEM")]) == [number(2)]
    assert answer(host, [b"RegCreateKeyExW", None, text(key), number(1)])[2] == number(1)


def test_only_volatile_strings_can_be_written(host: Host) -> None:
    """Nothing in the collection writes anything else, and only administrators write."""
    where = [None, text(r"SOFTWARE\netjoin.windows")]
    assert answer(host, [b"RegCreateKeyExW", *where, number(0)])[0] == number(120)
    assert answer(host, [b"RegSetValueExW", text("SYSTEM"), text("Name"), number(1), text("x\0")]) == [number(120)]
    user = dataclasses.replace(host, user_is_administrator=False)
    assert answer(user, [b"RegCreateKeyExW", *where, number(1)])[0] == number(5)
