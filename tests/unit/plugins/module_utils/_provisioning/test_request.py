# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a task."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._provisioning.request import (
    ProvisioningRequest,
    parse_request,
)

GIVEN: dict[str, t.Any] = {
    "domain": "lab.example",
    "machines": ["WS0001", "WS0002"],
    "ou": None,
    "site": None,
    "account": "create",
    "reuse_trusted_owners": [],
    "active_days": 90,
    "force": False,
    "password_length": 40,
    "output": "files",
    "output_dir": "blobs",
    "architecture": "amd64",
    "known_blobs": [],
    "machine_passwords": [],
}
RETURNED = {"output": "returned", "output_dir": None}
PASSWORD = {"machine": "WS0001", "password": "Aa1" * 5, "since": 1777896000.0}
KNOWN = {
    "machine": "WS0001",
    "machine_name": "WS0001",
    "domain_guid": "675eda92-b28f-4d2c-9235-7ff604338dcf",
    "account_sid": "S-1-5-21-1-2-3-1104",
    "password_set": 1777896000.0,
}

REFUSED = {
    "an empty list": ({"machines": []}, {"machines"}),
    "a name that is none, twice": ({"machines": ["a b", "c_d"]}, {"machines"}),
    "the same name in another case": ({"machines": ["WS0001", "ws0001"]}, {"machines"}),
    "names with the same 15 characters": ({"machines": ["workstation-number-1", "workstation-number-2"]}, {"machines"}),
    "an OU of another domain": ({"ou": "OU=A,DC=lab2,DC=example"}, {"ou"}),
    "a short password": ({"password_length": 14}, {"password_length"}),
    "a long password": ({"password_length": 121}, {"password_length"}),
    "files nowhere": ({"output_dir": None}, {"output_dir"}),
    "answer files nowhere": ({"output": "unattend", "output_dir": None}, {"output_dir"}),
    "a directory for no files": ({"output": "returned"}, {"output_dir"}),
    "known blobs with files": ({"known_blobs": [KNOWN]}, {"known_blobs"}),
    "a GUID that is none": (
        {"output": "returned", "output_dir": None, "known_blobs": [{**KNOWN, "domain_guid": "x"}]},
        {"known_blobs"},
    ),
    "passwords with files": ({"machine_passwords": [PASSWORD]}, {"machine_passwords"}),
    "a given password that is short": (
        {**RETURNED, "machine_passwords": [{**PASSWORD, "password": "Aa1" * 4}]},
        {"machine_passwords"},
    ),
    "a given password of no machine": (
        {**RETURNED, "machine_passwords": [{**PASSWORD, "machine": "a b"}]},
        {"machine_passwords"},
    ),
    "days that are negative": ({"active_days": -1}, {"active_days"}),
    "guards of reuse while creating": (
        {"force": True, "reuse_trusted_owners": ["a"]},
        {"force", "reuse_trusted_owners"},
    ),
    "all of it at once": (
        {"machines": ["a b"], "ou": "x", "password_length": 1, "output_dir": None},
        {"machines", "ou", "password_length", "output_dir"},
    ),
}


@pytest.mark.parametrize(("options", "blamed"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_meant_is_refused(options: dict[str, t.Any], blamed: set[str]) -> None:
    """Every finding names its option."""
    findings = parse_request({**GIVEN, **options})
    assert isinstance(findings, list)
    assert {finding.option for finding in findings} == blamed


def test_the_request_has_the_machines_in_their_order() -> None:
    """A long name may be one of them."""
    request = parse_request({**GIVEN, "machines": ["zz", "workstation-number-1", "aa"]})
    assert isinstance(request, ProvisioningRequest)
    assert [host.text for host in request.hosts] == ["zz", "workstation-number-1", "aa"]
    path = request.store.path(request.hosts[0])
    assert str(path) == "blobs/zz.djoin"


def test_what_is_known_of_returned_blobs_is_found_by_the_machine() -> None:
    """In any case."""
    request = parse_request(
        {**GIVEN, "machines": ["ws0001"], "output": "returned", "output_dir": None, "known_blobs": [KNOWN]}
    )
    assert isinstance(request, ProvisioningRequest)
    known = request.store.known(request.hosts[0])
    assert known is not None
    assert known.account_sid == "S-1-5-21-1-2-3-1104"
