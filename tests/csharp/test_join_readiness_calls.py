# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module host_join_readiness in Mono: whom it looks for, and what it tells of whom it finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from ansible_collections.netjoin.windows.tests.csharp.windows import MEMBER, REGISTRY, WORKGROUP, Windows, run
from ansible_collections.netjoin.windows.tests.lab.windows_host.build import Runtime
from ansible_collections.netjoin.windows.tests.lab.windows_host.wire import number, text

DOCUMENTATION = Path(__file__).parents[2] / "plugins" / "modules" / "host_join_readiness.yml"
# The resolver of every machine knows it (RFC 6761 section 6.3).
FOUND = [r"\\localhost", r"\\127.0.0.1", "lab.example", "lab.example", "Berlin"]


def look(windows: Windows, runtime: Runtime, utilities: Path, **options: Any) -> dict[str, Any]:
    asked = {"domain": "lab.example", "domain_controller": None, **options}
    return run(windows, runtime, utilities, ("JoinReadiness", "Look"), asked)


def test_whom_windows_finds_is_looked_at(runtime: Runtime, utilities: Path) -> None:
    """By the locator (DS_FORCE_REDISCOVERY, DS_RETURN_DNS_NAME), then DNS and every port of a join."""
    windows = Windows({**WORKGROUP, "DsGetDcNameW": [number(0), *map(text, FOUND), number(0)]}, REGISTRY)
    told = look(windows, runtime, utilities)
    assert windows.calls["DsGetDcNameW"] == [text("lab.example"), number(0x40000001)]
    sight = told["sight"]
    assert sight["locator"] == {"code": 0, "controller": "localhost"}
    assert "127.0.0.1" in sight["addresses"]
    assert [probe["port"] for probe in sight["ports"]] == [53, 88, 135, 389, 445]


def test_the_result_is_as_documented(runtime: Runtime, utilities: Path) -> None:
    """Every key, on both levels."""
    windows = Windows({**WORKGROUP, "DsGetDcNameW": [number(0), *map(text, FOUND), number(0)]}, REGISTRY)
    told = look(windows, runtime, utilities)
    documented = yaml.safe_load(DOCUMENTATION.read_text(encoding="utf-8"))["RETURN"]
    assert set(told) - {"changed"} == {name for name, value in documented.items() if value["returned"] == "success"}
    assert set(told["sight"]) == set(documented["sight"]["contains"])


def test_nobody_is_looked_at_when_nobody_is_found(runtime: Runtime, utilities: Path) -> None:
    """The code tells why."""
    told = look(Windows({**WORKGROUP, "DsGetDcNameW": [number(1355)]}, REGISTRY), runtime, utilities)
    assert told["sight"] == {
        "locator": {"code": 1355, "controller": None},
        "controller": None,
        "addresses": [],
        "resolve_code": 0,
        "ports": [],
        "clock": None,
    }


def test_a_controller_that_is_named_is_looked_at_whatever_the_locator_says(runtime: Runtime, utilities: Path) -> None:
    """And one without an address has no ports; .invalid never has one (RFC 6761 section 6.4), WSAHOST_NOT_FOUND."""
    windows = Windows({**WORKGROUP, "DsGetDcNameW": [number(1355)]}, REGISTRY)
    told = look(windows, runtime, utilities, domain_controller="dc9.invalid")["sight"]
    assert (told["controller"], told["addresses"], told["ports"]) == ("dc9.invalid", [], [])
    assert told["resolve_code"] in (11001, 11002, 11003, 11004)  # without a name server it is one of the others


def test_a_member_of_the_domain_looks_for_nobody(runtime: Runtime, utilities: Path) -> None:
    """It has found the domain before."""
    windows = Windows(MEMBER, REGISTRY)
    told = look(windows, runtime, utilities, domain="LAB")
    assert (told["in_domain"], told["sight"]) == (True, None)
    assert "DsGetDcNameW" not in windows.calls
