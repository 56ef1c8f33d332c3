# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a module gets back from Windows, as far as no domain is needed."""

from __future__ import annotations

import dataclasses
import io
import pathlib
import re
import struct

import pytest

from ansible_collections.netjoin.windows.tests.lab.windows_host import state
from ansible_collections.netjoin.windows.tests.lab.windows_host.host import Host
from ansible_collections.netjoin.windows.tests.lab.windows_host.provider import netsetup_log, secrets
from ansible_collections.netjoin.windows.tests.lab.windows_host.provider.calls import answer, serve
from ansible_collections.netjoin.windows.tests.lab.windows_host.state import DomainMembership, Fault, HostState
from ansible_collections.netjoin.windows.tests.lab.windows_host.wire import frame, number, read_frame, text

LAB = DomainMembership("LAB", "lab.example", "lab.example", "dc1.lab.example", "Main", "S-1-5-21-1-2-3", "WIN01")
PUBLISHED = pathlib.Path(__file__).parents[4] / "data" / "netsetup_log"
COMPUTER_NAME = r"SYSTEM\CurrentControlSet\Control\ComputerName"
TCPIP = r"SYSTEM\CurrentControlSet\Services\Tcpip\Parameters"
NETLOGON = r"SYSTEM\CurrentControlSet\Services\Netlogon"


@pytest.fixture
def host(tmp_path: pathlib.Path) -> Host:
    """WIN01, called by its administrator."""
    state.create(tmp_path / "win01", "WIN01")
    return Host(tmp_path / "win01", tmp_path, "hostadmin", user_is_administrator=True)


@pytest.fixture
def joined(host: Host) -> Host:
    """The same host between its join with a new name and its reboot."""
    host.save(
        dataclasses.replace(
            host.load(),
            domain=LAB,
            workgroup=None,
            pending_host_name="web-server-number-one",
            pending_dns_suffix="lab.example",
            join_pending=True,
        )
    )
    return host


def call(host: Host, function: str, *arguments: str | int | None) -> list[bytes | None]:
    """One call; numbers and texts as arguments."""
    fields = [number(value) if isinstance(value, int) else text(value) for value in arguments]
    return answer(host, [function.encode(), *fields])


def code(reply: list[bytes | None]) -> int:
    """The first field."""
    value: int = struct.unpack("<I", reply[0] or b"")[0]
    return value


def properties(host: Host) -> dict[str, str | None]:
    """Win32_ComputerSystem as text."""
    fields = [
        None if field is None else field.decode("utf-16-le")
        for field in call(host, "WMI.Instance", "Win32_ComputerSystem")[3:]
    ]
    return {str(name): value for name, _kind, value in zip(*[iter(fields)] * 3, strict=True)}


def registry(host: Host, key: str, name: str) -> str | None:
    """A string of HKEY_LOCAL_MACHINE; None when it is not there."""
    reply = call(host, "RegGetValueW", None, key, name)
    if code(reply) != 0:
        assert code(reply) == 2
        return None
    assert (reply[2] or b"").endswith(b"\0\0")
    return (reply[2] or b"").decode("utf-16-le").removesuffix("\0")


class TestWorkgroup:
    """A pristine host."""

    def test_wmi_and_netapi_agree(self, host: Host) -> None:
        """NETSETUP_JOIN_STATUS 2 is a workgroup (LMJoin.h), DomainRole 2 a stand-alone server."""
        found = properties(host)
        assert (found["PartOfDomain"], found["Domain"], found["Workgroup"]) == ("False", "WORKGROUP", "WORKGROUP")
        assert found["DomainRole"] == "2"
        assert call(host, "NetGetJoinInformation", None) == [number(0), text("WORKGROUP"), number(2)]

    def test_there_is_no_site_and_no_account(self, host: Host) -> None:
        """ERROR_NO_SITENAME 1919, and a name that cannot be mapped."""
        assert code(call(host, "DsGetSiteNameW", None)) == 1919
        assert code(call(host, "GetComputerObjectNameW", 1)) == 1332


class TestBetweenJoinAndReboot:
    """Domain join log analysis: domain and suffix change at once, names and the suffix in use do not."""

    def test_the_domain_is_the_new_one(self, joined: Host) -> None:
        """WMI has the DNS name, NetGetJoinInformation the NetBIOS name and status 3."""
        found = properties(joined)
        assert (found["PartOfDomain"], found["Domain"], found["Workgroup"]) == ("True", "lab.example", None)
        assert found["DomainRole"] == "3"
        assert call(joined, "NetGetJoinInformation", None) == [number(0), text("LAB"), number(3)]

    def test_the_names_are_the_old_ones(self, joined: Host) -> None:
        """The pending name is cut for NetBIOS."""
        assert (properties(joined)["Name"], properties(joined)["DNSHostName"]) == ("WIN01", "WIN01")
        assert registry(joined, COMPUTER_NAME + r"\ActiveComputerName", "ComputerName") == "WIN01"
        assert registry(joined, COMPUTER_NAME + r"\ComputerName", "ComputerName") == "WEB-SERVER-NUMB"
        assert registry(joined, TCPIP, "Hostname") == "WIN01"
        assert registry(joined, TCPIP, "NV Hostname") == "web-server-number-one"

    def test_the_suffix_waits(self, joined: Host) -> None:
        """NV Domain is what comes, Domain what is."""
        assert registry(joined, TCPIP, "NV Domain") == "lab.example"
        assert registry(joined, TCPIP, "Domain") == ""

    def test_netlogon_remembers_the_join_until_the_reboot(self, joined: Host) -> None:
        """The key goes away with it."""
        assert code(call(joined, "RegOpenKeyExW", None, NETLOGON + r"\JoinDomain")) == 0
        state.reboot(joined.directory)
        assert code(call(joined, "RegOpenKeyExW", None, NETLOGON + r"\JoinDomain")) == 2
        assert registry(joined, TCPIP, "Domain") == "lab.example"
        assert properties(joined)["Name"] == "WEB-SERVER-NUMB"

    def test_netlogon_may_not_know(self, joined: Host) -> None:
        """NO_NETLOGON_CACHE, as the lab takes it; the suffix that waits still tells of the join."""
        joined.save(dataclasses.replace(joined.load(), netlogon_knows_join=False))
        assert code(call(joined, "RegOpenKeyExW", None, NETLOGON + r"\JoinDomain")) == 2
        assert registry(joined, TCPIP, "NV Domain") == "lab.example"


class TestRegistry:
    """HKEY_LOCAL_MACHINE."""

    def test_keys_and_values_are_found_in_any_case(self, host: Host) -> None:
        """Also below an opened key, whose handle is its path."""
        opened = call(host, "RegOpenKeyExW", None, TCPIP.lower())
        path = (opened[1] or b"").decode("utf-16-le")
        assert code(call(host, "RegGetValueW", path, "", "HOSTNAME")) == 0
        assert path == TCPIP

    @pytest.mark.parametrize(("key", "name"), [(TCPIP, "Nothing"), ("SOFTWARE", "x"), (TCPIP + r"\x", "Hostname")])
    def test_what_is_not_there_is_error_2(self, host: Host, key: str, name: str) -> None:
        """ERROR_FILE_NOT_FOUND."""
        assert registry(host, key, name) is None


class TestNames:
    """SetComputerNameExW with ComputerNamePhysicalDnsHostname (5)."""

    def test_a_new_name_waits_for_the_reboot(self, host: Host) -> None:
        """The computer keeps its old one until then."""
        assert code(call(host, "SetComputerNameExW", 5, "Neu")) == 0
        assert (host.load().host_name, host.load().pending_host_name) == ("WIN01", "Neu")

    @pytest.mark.parametrize(("kind", "name"), [(5, "two words"), (5, ""), (5, "x" * 64), (5, None), (0, "NEW")])
    def test_a_name_that_is_none_is_error_87(self, host: Host, kind: int, name: str | None) -> None:
        """ERROR_INVALID_PARAMETER, and nothing has changed."""
        assert code(call(host, "SetComputerNameExW", kind, name)) == 87
        assert host.load().pending_host_name == "WIN01"

    def test_only_an_administrator_renames(self, host: Host) -> None:
        """ERROR_ACCESS_DENIED 5."""
        user = dataclasses.replace(host, user_is_administrator=False)
        assert code(call(user, "SetComputerNameExW", 5, "NEW")) == 5


class TestMethods:
    """Win32_ComputerSystem's methods, up to where a domain controller is needed."""

    def test_a_workgroup_is_joined(self, host: Host) -> None:
        """FJoinOptions 0; the name is known at once."""
        arguments = ["Name", "String", "Lab-WG", "FJoinOptions", "UInt32", "0"]
        assert code(call(host, "WMI.Invoke", "Win32_ComputerSystem", "JoinDomainOrWorkgroup", *arguments)) == 0
        assert properties(host)["Workgroup"] == "LAB-WG"

    @pytest.mark.parametrize(
        ("options", "extra", "expected"),
        [
            ("129", ["Password", "String", "x"], 87),
            ("193", ["Password", "String", ""], 1325),
            ("193", ["Password", "String", "x", "UserName", "String", "LAB\\u"], 87),
            ("2049", [], 87),
        ],
        ids=["0x80 without 0x40", "0x80 without password", "0x80 with user", "0x800 without 0x80"],
    )
    def test_wrong_combinations_of_flags_need_no_domain(
        self, host: Host, options: str, extra: list[str], expected: int
    ) -> None:
        """[MS-WKST] 3.2.4.13.3; the domain of this test exists nowhere."""
        arguments = ["Name", "String", "nowhere.invalid", "FJoinOptions", "UInt32", options, *extra]
        reply = call(host, "WMI.Invoke", "Win32_ComputerSystem", "JoinDomainOrWorkgroup", *arguments)
        assert expected == code(reply)

    def test_a_member_joins_no_workgroup(self, joined: Host) -> None:
        """2691: it has to leave its domain first."""
        arguments = ["Name", "String", "WG", "FJoinOptions", "UInt32", "0"]
        assert code(call(joined, "WMI.Invoke", "Win32_ComputerSystem", "JoinDomainOrWorkgroup", *arguments)) == 2691

    @pytest.mark.parametrize(("options", "expected"), [("0", 2692), ("8", 1004)])
    def test_a_host_in_a_workgroup_leaves_nothing(self, host: Host, options: str, expected: int) -> None:
        """2692, and 1004 for flags that no unjoin has ([MS-WKST] 3.2.4.14)."""
        arguments = ["FUnjoinOptions", "UInt32", options]
        reply = call(host, "WMI.Invoke", "Win32_ComputerSystem", "UnjoinDomainOrWorkgroup", *arguments)
        assert expected == code(reply)

    def test_a_second_call_does_not_wait(self, host: Host) -> None:
        """RPC_S_CALL_IN_PROGRESS 1791 ([MS-WKST] note 70)."""
        arguments = ["Name", "String", "WG", "FJoinOptions", "UInt32", "0"]
        with state.exclusive(host.directory):
            reply = call(host, "WMI.Invoke", "Win32_ComputerSystem", "JoinDomainOrWorkgroup", *arguments)
        assert code(reply) == 1791

    def test_who_is_no_administrator_joins_nothing(self, host: Host) -> None:
        """5, whatever else is wrong, and no line in the log."""
        user = dataclasses.replace(host, user_is_administrator=False)
        arguments = ["Name", "String", "nowhere.invalid", "FJoinOptions", "UInt32", "129"]
        assert code(call(user, "WMI.Invoke", "Win32_ComputerSystem", "JoinDomainOrWorkgroup", *arguments)) == 5
        assert not (host.system_root / "debug" / "NetSetup.LOG").exists()


class TestLog:
    """NetSetup.LOG of an attempt."""

    def log(self, host: Host, password: str) -> str:
        """The log after a join that fails without a domain controller."""
        arguments = ["Name", "String", "lab.example", "FJoinOptions", "UInt32", "129", "Password", "String", password]
        call(host, "WMI.Invoke", "Win32_ComputerSystem", "JoinDomainOrWorkgroup", *arguments)
        return (host.system_root / "debug" / "NetSetup.LOG").read_bytes().decode("cp1252")

    def test_every_line_begins_with_its_time(self, host: Host) -> None:
        """As in SupportArticles "Domain join log analysis": mm/dd/yyyy hh:mm:ss:ms."""
        lines = self.log(host, "x").split("\r\n")
        assert lines.pop() == ""
        assert all(re.match(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d:\d{3} ", line) for line in lines)

    def test_it_ends_with_the_code(self, host: Host) -> None:
        """In hexadecimal: 87 is 0x57."""
        assert self.log(host, "x").endswith("NetpDoDomainJoin: status: 0x57\r\n")

    def test_it_holds_no_password(self, host: Host) -> None:
        """Nor any part of one."""
        assert "canary" not in self.log(host, "canary-4711")

    def test_leaving_is_logged_like_joining(self, joined: Host, monkeypatch: pytest.MonkeyPatch) -> None:
        """With account, options and code, as in logs of public forums; without credentials no controller is asked."""
        monkeypatch.setattr(secrets, "forget", lambda *_arguments: None)  # Samba's database, of one Python only
        call(joined, "WMI.Invoke", "Win32_ComputerSystem", "UnjoinDomainOrWorkgroup", "FUnjoinOptions", "UInt32", "0")
        *_ruler, begin, end = netsetup_log.file_of(joined).read_text().splitlines()
        assert begin.endswith(" NetpUnJoinDomain: unjoin from 'LAB' using '(null)' creds, options: 0x0")
        assert end.endswith(" NetpUnJoinDomain: status: 0x0")

    def test_a_new_name_of_a_member_is_logged_as_microsoft_shows_it(self, joined: Host) -> None:
        """The last block of "Domain join log analysis"; a refusal, which no page shows, ends with its code."""
        log = netsetup_log.file_of(joined)
        for refused in (0, 2224):
            assert netsetup_log.renamed(log, "HOST88", "HOST88", "contoso\\puser2", 0x1000, refused) == refused
        lines = [line[24:] for line in log.read_text().splitlines()]
        published = (PUBLISHED / "join_in_gui_26100.log").read_text(encoding="utf-8")
        assert all(line in published for line in lines[:5])
        assert lines[-1] == "NetpChangeMachineName: status: 0x8b0"


class TestFaults:
    """Calls that fail on demand."""

    def test_a_method_can_throw(self, host: Host) -> None:
        """The HRESULT travels beside the return value."""
        state.set_fault(host.directory, "JoinDomainOrWorkgroup", Fault(hresult=0x80041087, message="No."))
        reply = call(host, "WMI.Invoke", "Win32_ComputerSystem", "JoinDomainOrWorkgroup")
        assert reply[1:3] == [number(0x80041087), text("No.")]

    def test_a_function_can_return_any_code(self, host: Host) -> None:
        """Until the fault is lifted."""
        state.set_fault(host.directory, "NetGetJoinInformation", Fault(code=2138))
        assert code(call(host, "NetGetJoinInformation", None)) == 2138
        state.set_fault(host.directory, "NetGetJoinInformation", None)
        assert code(call(host, "NetGetJoinInformation", None)) == 0

    def test_what_the_lab_does_not_know_is_not_implemented(self, host: Host) -> None:
        """ERROR_CALL_NOT_IMPLEMENTED, WBEM_E_INVALID_CLASS and WBEM_E_METHOD_NOT_IMPLEMENTED."""
        assert code(call(host, "NetUserAdd")) == 120
        assert call(host, "WMI.Instance", "Win32_Nothing")[1] == number(0x80041010)
        assert call(host, "WMI.Invoke", "Win32_ComputerSystem", "Nothing")[1] == number(0x80041055)


def test_requests_are_served_until_the_module_ends(host: Host) -> None:
    """One reply for each."""
    requests = io.BytesIO(frame([b"NetGetAadJoinInformation", None]) * 2)
    replies = io.BytesIO()
    serve(host, requests, replies)
    replies.seek(0)
    assert [read_frame(replies), read_frame(replies), read_frame(replies)] == [[number(0)], [number(0)], None]


def test_a_host_is_what_its_state_says(joined: Host) -> None:
    """No call keeps anything in memory between two modules."""
    assert isinstance(joined.load(), HostState)
    joined.save(dataclasses.replace(joined.load(), is_domain_controller=True))
    assert properties(joined)["DomainRole"] == "5"
