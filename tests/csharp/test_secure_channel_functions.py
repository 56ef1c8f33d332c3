# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The native calls around the secure channel: Netlogon, who one is to the network, and where a password goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.netjoin.windows.tests.csharp.windows import MEMBER, REGISTRY, WORKGROUP, Windows, run
from ansible_collections.netjoin.windows.tests.lab.windows_host.build import Runtime
from ansible_collections.netjoin.windows.tests.lab.windows_host.wire import Field, as_number, as_text, number, text

DOCUMENTATION = Path(__file__).parents[2] / "plugins" / "modules" / "host_secure_channel.yml"
REDISCOVER, CHANGE_PASSWORD, TC_VERIFY = 5, 9, 10
STATUS_ACCESS_DENIED = 0xC0000022
POLICY_CREATE_SECRET = 0x20
FOUND = [r"\\dc1.lab.example", r"\\127.0.99.1", "lab.example", "lab.example", "Berlin"]
ANSWERS: Mapping[str, list[Field]] = {
    **MEMBER,
    "DsGetDcNameW": [number(0), *map(text, FOUND), number(0)],
    "LogonUserW": [number(0)],
    "ImpersonateLoggedOnUser": [number(0)],
    "NetUserSetInfo": [number(0)],
    "LsaOpenPolicy": [number(0)],
    "LsaStorePrivateData": [number(0)],
}


class TrustedWindows(Windows):
    """A member whose channel is broken until it stores another password; it keeps every call, in order."""

    def __init__(self, answers: Mapping[str, list[Field]], *, broken: bool = False, opens: int = 0) -> None:
        super().__init__(answers, REGISTRY)
        self.broken = broken
        self.opens = opens
        self.made: list[tuple[str, list[Field]]] = []

    def answer(self, request: list[Field]) -> list[Field]:
        function = (request[0] or b"").decode("ascii")
        self.made.append((function, request[1:]))
        if function == "LsaStorePrivateData" and self.answers[function] == [number(0)]:
            self.broken = False
        if function != "I_NetLogonControl2":
            return super().answer(request)
        if as_number(request[2]) != TC_VERIFY:
            return [number(self.opens), number(0), number(0), text(""), number(0)]
        status = number(5 if self.broken else 0)
        return [number(0), number(0x80), status, text("" if self.broken else r"\\DC1"), status]

    def of(self, function: str) -> list[list[Field]]:
        return [arguments for name, arguments in self.made if name == function]


def ensure(windows: Windows, runtime: Runtime, utilities: Path, state: str, **options: Any) -> dict[str, Any]:
    entry = ("SecureChannelUpkeep", "Ensure")
    return run(windows, runtime, utilities, entry, {"state": state, **options})


def test_the_documentation_has_every_value(runtime: Runtime, utilities: Path) -> None:
    """What the module returns is what RETURN describes, down to the members of its dictionaries."""
    documented = yaml.safe_load(DOCUMENTATION.read_text(encoding="utf-8"))["RETURN"]
    windows = TrustedWindows({**ANSWERS, "NetUserSetInfo": [number(1326)]}, broken=True)
    result = ensure(windows, runtime, utilities, "repaired")
    assert result.keys() - {"changed", "failed", "msg"} == documented.keys()
    for name in ("before", "after", "error"):
        assert result[name].keys() == documented[name]["contains"].keys()
    assert result["steps"][0].keys() == documented["steps"]["contains"].keys()


def test_a_domain_controller_is_named_after_the_domain(runtime: Runtime, utilities: Path) -> None:
    """REDISCOVER (5) takes DOMAIN\\dc; a short name in the answer is the same computer."""
    windows = TrustedWindows(ANSWERS)
    result = ensure(windows, runtime, utilities, "verified", domain_controller="dc1.lab.example")
    assert windows.of("I_NetLogonControl2") == [
        [None, number(REDISCOVER), text(r"LAB\dc1.lab.example"), number(2)],
        [None, number(TC_VERIFY), text("LAB"), number(2)],
    ]
    assert result["after"] == {"status": "ok", "code": 0, "domain_controller": "DC1"}


@pytest.mark.parametrize(
    ("named", "opens", "broken", "expected"),
    [
        ("dc1.lab.example", 1355, False, {"status": "unknown", "code": 1355}),
        ("dc1.lab.example", 1787, False, {"status": "broken", "code": 1787}),
        ("dc1.lab.example", 1311, True, {"status": "broken", "code": 5}),
        ("dc2.lab.example", 0, False, {"status": "unknown", "code": 1311}),
    ],
    ids=["it is not found", "it refuses", "no controller is content", "Netlogon went on to another one"],
)
def test_a_channel_to_another_domain_controller_is_not_the_one_that_was_asked_for(
    runtime: Runtime, utilities: Path, named: str, opens: int, broken: bool, expected: dict[str, Any]
) -> None:
    """The code of a broken channel says more than that of the attempt to open it."""
    windows = TrustedWindows(ANSWERS, opens=opens, broken=broken)
    result = ensure(windows, runtime, utilities, "verified", domain_controller=named)
    assert result["before"] == {**expected, "domain_controller": None}
    assert result["failed"] is True
    assert result["error"]["reason"] == ("broken" if broken else "works_elsewhere")


@pytest.mark.parametrize(("named", "opens"), [("dc1.lab.example", 1787), ("dc2.lab.example", 0)])
def test_a_trust_that_works_through_another_domain_controller_gets_no_password(
    runtime: Runtime, utilities: Path, named: str, opens: int
) -> None:
    """TC_VERIFY has just proved it; a new password on one controller would break it until all have that."""
    windows = TrustedWindows(ANSWERS, opens=opens)
    result = ensure(
        windows, runtime, utilities, "repaired", domain_controller=named, username=r"LAB\joiner", password="x"
    )
    assert (result["changed"], result["error"]["reason"], result["steps"]) == (False, "works_elsewhere", [])
    assert windows.of("NetUserSetInfo") + windows.of("LsaStorePrivateData") == []


def test_a_rotation_is_asked_for_at_level_1(runtime: Runtime, utilities: Path) -> None:
    """[MS-NRPC] 3.5.4.9.1 has CHANGE_PASSWORD (9) refused at level 2."""
    windows = TrustedWindows(ANSWERS)
    assert ensure(windows, runtime, utilities, "rotated")["changed"] is True
    assert [None, number(CHANGE_PASSWORD), text("LAB"), number(1)] in windows.of("I_NetLogonControl2")


@pytest.mark.parametrize(
    ("given", "user", "domain"),
    [
        ("joiner@lab.example", "joiner@lab.example", None),
        (r"LAB\joiner", "joiner", "LAB"),
        ("joiner", "joiner", "LAB"),
    ],
)
def test_a_repair_is_made_as_the_user_who_is_given(
    runtime: Runtime, utilities: Path, given: str, user: str, domain: str | None
) -> None:
    """LogonUserW wants a UPN without a domain; the same new password goes to the controller and into the secret."""
    windows = TrustedWindows(ANSWERS, broken=True)
    result = ensure(windows, runtime, utilities, "repaired", username=given, password="pass words")
    assert (result["changed"], result["after"]["status"]) == (True, "ok")
    (set_password,) = windows.of("NetUserSetInfo")
    server, account, new_password, *caller = map(as_text, set_password)
    assert (server, account, caller) == (r"\\dc1.lab.example", "WEB01$", [user, domain, "pass words"])
    assert re.fullmatch("[!-z]{120}", new_password or "")
    assert windows.of("LsaStorePrivateData") == [[text("$MACHINE.ACC"), text(new_password)]]
    assert str(new_password) not in str(result)


def test_a_repair_without_a_user_is_made_as_the_caller(runtime: Runtime, utilities: Path) -> None:
    """Nobody is logged on for it."""
    windows = TrustedWindows(ANSWERS, broken=True)
    ensure(windows, runtime, utilities, "repaired")
    assert windows.of("LogonUserW") == []
    assert windows.of("NetUserSetInfo")[0][3:] == [None, None, None]


def test_the_identity_of_a_repair_ends_with_its_call(runtime: Runtime, utilities: Path) -> None:
    """The secret is set by the caller, in this order, and checked for before anything is changed."""
    windows = TrustedWindows(ANSWERS, broken=True)
    ensure(windows, runtime, utilities, "repaired", username=r"LAB\joiner", password="x")
    functions = [name for name, _arguments in windows.made]
    changes = [name for name in functions if name.startswith(("Lsa", "NetUser", "Logon"))]
    assert changes == ["LsaOpenPolicy", "LogonUserW", "NetUserSetInfo", "LsaOpenPolicy", "LsaStorePrivateData"]
    assert functions[-1] == "I_NetLogonControl2"
    assert windows.of("LsaOpenPolicy") == [[number(POLICY_CREATE_SECRET), None]] * 2  # None: nobody else


def test_a_repair_looks_for_a_domain_controller_that_can_be_written_to(runtime: Runtime, utilities: Path) -> None:
    """One that is read-only sets no password: DS_WRITABLE_REQUIRED (0x1000), as Windows' own join asks."""
    windows = TrustedWindows(ANSWERS, broken=True)
    ensure(windows, runtime, utilities, "repaired")
    assert windows.of("DsGetDcNameW") == [[text("LAB"), number(0x40001001)]]


@pytest.mark.parametrize(
    ("answers", "function", "code"),
    [
        ({"DsGetDcNameW": [number(1355)]}, "DsGetDcNameW", 1355),
        ({"LsaOpenPolicy": [number(STATUS_ACCESS_DENIED)]}, "LsaOpenPolicy", 5),
        ({"LogonUserW": [number(1385)]}, "LogonUserW", 1385),
        ({"ImpersonateLoggedOnUser": [number(1346)]}, "ImpersonateLoggedOnUser", 1346),
        ({"NetUserSetInfo": [number(2221)]}, "NetUserSetInfo", 2221),
        ({"LsaStorePrivateData": [number(STATUS_ACCESS_DENIED)]}, "LsaStorePrivateData", 5),
    ],
)
def test_every_function_can_fail(
    runtime: Runtime, utilities: Path, answers: dict[str, list[Field]], function: str, code: int
) -> None:
    """An NTSTATUS becomes the Win32 code, and the last error of a function that returns a BOOL is its code."""
    windows = TrustedWindows({**ANSWERS, **answers}, broken=True)
    result = ensure(windows, runtime, utilities, "repaired", username=r"LAB\joiner", password="x")
    assert (result["error"]["function"], result["error"]["code"]) == (function, code)
    assert result["after"]["status"] == "broken"


def test_a_computer_in_a_workgroup_has_no_channel(runtime: Runtime, utilities: Path) -> None:
    """Netlogon is not asked."""
    windows = TrustedWindows(WORKGROUP)
    result = ensure(windows, runtime, utilities, "verified")
    assert (result["error"]["code"], result["error"]["reason"], result["domain"]) == (2692, "not_a_member", None)
    assert windows.of("I_NetLogonControl2") == []
