# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The native calls of the C#: what reaches Windows, and what becomes of its answers.

The C# runs in Mono on the lab's native libraries, which have the signatures of Windows and pass every call on; here a
table of answers stands at the other end.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.netjoin.windows.tests.csharp.windows import (
    DN,
    MEMBER,
    REGISTRY,
    TCPIP,
    WORKGROUP,
    Windows,
    run,
)
from ansible_collections.netjoin.windows.tests.lab.windows_host.build import Runtime
from ansible_collections.netjoin.windows.tests.lab.windows_host.wire import Field, number, text

PLUGINS = Path(__file__).parents[2] / "plugins"
NETLOGON = r"SYSTEM\CurrentControlSet\Services\Netlogon"
SUFFIX_POLICY = r"SOFTWARE\Policies\Microsoft\System\DNSClient"


def info(windows: Windows, runtime: Runtime, utilities: Path) -> dict[str, Any]:
    return run(windows, runtime, utilities, ("MembershipInfo", "Read"), {})


def ensure(windows: Windows, runtime: Runtime, utilities: Path, **options: Any) -> dict[str, Any]:
    return run(windows, runtime, utilities, ("Membership", "Ensure"), options)


def test_every_source_but_wmi_describes_a_member(runtime: Runtime, utilities: Path) -> None:
    """Strings, numbers and structures of all native functions arrive whole."""
    assert info(Windows(MEMBER, REGISTRY), runtime, utilities) == {
        "changed": False,
        "domain": "LAB",
        "domain_dns": None,
        "domain_netbios": "LAB",
        "workgroup": None,
        "hostname": "web01",
        "hostname_pending": None,
        "pending": {"join": False, "rename": False, "reboot": False},
        "role": None,
        "account_dn": DN,
        "site": "Berlin",
        "domain_controller": "dc1.lab.example",
        "secure_channel": {"status": "ok", "code": 0},
        "entra_joined": False,
    }


def test_the_documentation_of_membership_info_has_every_value(runtime: Runtime, utilities: Path) -> None:
    """What the module returns is what RETURN describes, down to the members of its dictionaries."""
    documented = yaml.safe_load((PLUGINS / "modules" / "membership_info.yml").read_text(encoding="utf-8"))["RETURN"]
    result = info(Windows(MEMBER, REGISTRY), runtime, utilities)
    failure = info(Windows({"WMI.Instance": MEMBER["WMI.Instance"]}, {}), runtime, utilities)
    assert (result.keys() | failure.keys()) - {"changed", "failed", "msg"} == documented.keys()
    for name in ("pending", "secure_channel"):
        assert result[name].keys() == documented[name]["contains"].keys()
    assert failure["error"].keys() == documented["error"]["contains"].keys()


def test_netlogon_is_asked_to_verify_the_domain_of_this_computer(runtime: Runtime, utilities: Path) -> None:
    """The data of TC_VERIFY (10) is a pointer to the pointer to the domain's name."""
    windows = Windows(MEMBER, REGISTRY)
    info(windows, runtime, utilities)
    assert windows.calls["I_NetLogonControl2"] == [None, number(10), text("LAB"), number(2)]


def test_a_refusal_of_netlogon_leaves_its_code(runtime: Runtime, utilities: Path) -> None:
    """Who is no administrator learns nothing of the channel, and the rest all the same."""
    answers: dict[str, list[Field]] = {**MEMBER, "I_NetLogonControl2": [number(5)], "DsGetSiteNameW": [number(1919)]}
    result = info(Windows(answers, REGISTRY), runtime, utilities)
    assert result["secure_channel"] == {"status": "unknown", "code": 5}
    assert (result["site"], result["account_dn"]) == (None, DN)


def test_without_a_domain_controller_there_is_no_distinguished_name(runtime: Runtime, utilities: Path) -> None:
    """1355 of GetComputerObjectName is a null, not a failure."""
    answers: dict[str, list[Field]] = {**MEMBER, "GetComputerObjectNameW": [number(1355)]}
    assert info(Windows(answers, REGISTRY), runtime, utilities)["account_dn"] is None


def test_a_windows_that_does_not_tell_its_membership_fails_the_module(runtime: Runtime, utilities: Path) -> None:
    """With WMI and NetGetJoinInformation both silent, "no domain and no workgroup" would be a guess."""
    answers: dict[str, list[Field]] = {"WMI.Instance": MEMBER["WMI.Instance"]}
    assert info(Windows(answers, REGISTRY), runtime, utilities) == {
        "changed": False,
        "failed": True,
        "msg": "Windows does not tell what it is a member of: Win32_ComputerSystem failed",
        "error": {
            "function": "Win32_ComputerSystem",
            "code": 0x80041003,
            "channel": "exception",
            "detail": "Access denied ",
        },
    }


@pytest.mark.parametrize("only", ["WMI.Instance", "NetGetJoinInformation"])
def test_one_source_of_the_membership_is_enough(runtime: Runtime, utilities: Path, only: str) -> None:
    """What the silent ones would have told is null."""
    answers: dict[str, list[Field]] = {"WMI.Instance": MEMBER["WMI.Instance"], only: WORKGROUP[only]}
    result = info(Windows(answers, {}), runtime, utilities)
    assert "failed" not in result
    assert (result["domain"], result["secure_channel"]) == (None, None)


@pytest.mark.parametrize(
    ("key", "value"), [(NETLOGON + r"\JoinDomain", ""), ("", "JoinDomain")], ids=["as a key", "as a value"]
)
def test_the_mark_of_a_join_is_seen(runtime: Runtime, utilities: Path, key: str, value: str) -> None:
    """Netlogon's mark means a pending join, whether it is a key or a value."""
    registry = {**REGISTRY, (NETLOGON, value): "x"} if value else REGISTRY
    pending = info(Windows(MEMBER, registry, key), runtime, utilities)["pending"]
    assert pending == {"join": True, "rename": False, "reboot": True}


@pytest.mark.parametrize("active", ["", "lab2.example", None])
def test_a_suffix_that_is_not_active_yet_is_a_join_that_waits(
    runtime: Runtime, utilities: Path, active: str | None
) -> None:
    """A join sets NV Domain, and the next start makes it Domain, which may still be that of the domain before."""
    registry = {key: value for key, value in REGISTRY.items() if key != (TCPIP, "Domain")}
    if active is not None:
        registry[TCPIP, "Domain"] = active
    pending = info(Windows(MEMBER, registry), runtime, utilities)["pending"]
    assert pending == {"join": True, "rename": False, "reboot": True}


def test_a_suffix_that_a_policy_sets_waits_for_nothing(runtime: Runtime, utilities: Path) -> None:
    """The policy's suffix is active whatever NV Domain says ([MS-WKST], note 86)."""
    registry = {**REGISTRY, (TCPIP, "Domain"): "corp.example", (SUFFIX_POLICY, "NV PrimaryDnsSuffix"): "corp.example"}
    pending = info(Windows(MEMBER, registry), runtime, utilities)["pending"]
    assert pending == {"join": False, "rename": False, "reboot": False}


def test_a_staged_name_is_read_from_the_registry(runtime: Runtime, utilities: Path) -> None:
    """The next host name may be longer than 15 characters and hold any letter."""
    registry = {**REGISTRY, (TCPIP, "NV Hostname"): "web-frontend-größe-01"}
    result = info(Windows(MEMBER, registry), runtime, utilities)
    assert (result["hostname"], result["hostname_pending"]) == ("web01", "web-frontend-größe-01")
    assert result["pending"]["rename"] is True


def test_a_rename_that_windows_refuses_is_told_with_its_last_error(runtime: Runtime, utilities: Path) -> None:
    """SetComputerNameExW takes COMPUTER_NAME_FORMAT 5, and its code comes from GetLastError."""
    windows = Windows({**WORKGROUP, "SetComputerNameExW": [number(5)]}, REGISTRY)
    options = {"state": "domain", "domain": "lab.example", "join_options": 0x403, "hostname": "web02"}
    result = ensure(windows, runtime, utilities, **options)
    assert windows.calls["SetComputerNameExW"] == [number(5), text("web02")]
    assert (result["error"]["function"], result["error"]["code"]) == ("SetComputerNameExW", 5)
    assert result["before"]["workgroup"] == "WORKGROUP"


def test_a_move_to_a_domain_that_is_not_found_ends_with_the_answer_of_the_locator(
    runtime: Runtime, utilities: Path
) -> None:
    """DsGetDcNameW searches anew (DS_FORCE_REDISCOVERY, DS_RETURN_DNS_NAME), and no method of WMI is called."""
    answers: dict[str, list[Field]] = {
        **MEMBER,
        "WMI.Instance": [number(0), number(0), text("")],
        "DsGetDcNameW": [number(1355)],
    }
    windows = Windows(answers, REGISTRY)
    options = {"state": "domain", "domain": "lab2.example", "join_options": 3, "leave_other_domain": True}
    result = ensure(windows, runtime, utilities, **options)
    assert windows.calls["DsGetDcNameW"] == [text("lab2.example"), number(0x40000001)]
    assert (result["error"]["function"], result["error"]["code"]) == ("DsGetDcNameW", 1355)
    assert "WMI.Invoke" not in windows.calls


def test_a_domain_that_is_found_is_moved_to(runtime: Runtime, utilities: Path) -> None:
    """The structure of DsGetDcNameW is released unread, and the next call is the one that leaves."""
    found = [r"\\dc1.lab2.example", r"\\127.0.98.1", "lab2.example", "lab2.example", "Berlin"]
    answers: dict[str, list[Field]] = {
        **MEMBER,
        "WMI.Instance": [number(0), number(0), text("")],
        "DsGetDcNameW": [number(0), *map(text, found), number(0)],
        "WMI.Invoke": [number(1326), number(0), text("")],
    }
    options = {"state": "domain", "domain": "lab2.example", "join_options": 3, "leave_other_domain": True}
    result = ensure(Windows(answers, REGISTRY), runtime, utilities, **options)
    assert result["steps"] == [{"call": "UnjoinDomainOrWorkgroup", "return_code": 1326}]
    assert result["account_dn"] == DN


def test_the_documentation_of_host_membership_has_every_value(runtime: Runtime, utilities: Path) -> None:
    """What the module returns is what RETURN describes, down to the members of its dictionaries."""
    documented = yaml.safe_load((PLUGINS / "modules" / "host_membership.yml").read_text(encoding="utf-8"))["RETURN"]
    windows = Windows({**WORKGROUP, "SetComputerNameExW": [number(5)]}, REGISTRY)
    result = ensure(windows, runtime, utilities, state="workgroup", workgroup="WORKGROUP", hostname="web02")
    assert result.keys() - {"changed", "failed", "msg"} == documented.keys()
    for name in ("before", "after", "error"):
        assert result[name].keys() == documented[name]["contains"].keys()
    assert result["steps"][0].keys() == documented["steps"]["contains"].keys()
