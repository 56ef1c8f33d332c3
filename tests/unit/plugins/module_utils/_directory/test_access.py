# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options with which modules reach a directory."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._directory.access import Access, parse_access, refusal

OPTIONS: dict[str, t.Any] = {
    "domain": "lab.example",
    "domain_controller": None,
    "username": "joiner@lab.example",
    "password": "Se-cret/4",
    "auth_protocol": "kerberos",
    "tls_mode": None,
    "ca_cert": None,
}

REFUSED = (
    ({"domain": "lab example"}, ["domain"]),
    ({"domain_controller": "192.0.2.1"}, ["domain_controller"]),
    ({"username": "a/b"}, ["username"]),
    ({"username": None}, ["password"]),
    ({"password": None}, ["password"]),
    ({"password": ""}, ["password"]),
    ({"auth_protocol": "simple"}, ["auth_protocol"]),
    ({"auth_protocol": "ntlm", "tls_mode": "ldaps"}, ["auth_protocol"]),
    ({"auth_protocol": "ntlm", "username": None, "password": None}, ["username"]),
    ({"ca_cert": "/etc/ca.pem"}, ["ca_cert"]),
    ({"username": "a/b", "auth_protocol": "simple", "tls_mode": "ldaps"}, ["username"]),
    ({"domain": "", "auth_protocol": "simple"}, ["domain", "auth_protocol"]),
)

ACCEPTED = (
    ({}, 389),
    ({"username": None, "password": None}, 389),
    ({"auth_protocol": "ntlm"}, 389),
    ({"auth_protocol": "simple", "tls_mode": "start_tls"}, 389),
    ({"auth_protocol": "simple", "tls_mode": "ldaps", "ca_cert": "/etc/ca.pem"}, 636),
    ({"tls_mode": "ldaps"}, 636),
)


@pytest.mark.parametrize(("changes", "blamed"), REFUSED)
def test_what_cannot_work_is_refused_before_connecting(changes: dict[str, t.Any], blamed: list[str]) -> None:
    """A password in clear text above all."""
    found = parse_access({**OPTIONS, **changes})
    assert isinstance(found, list)
    assert [finding.option for finding in found] == blamed


@pytest.mark.parametrize(("changes", "port"), ACCEPTED)
def test_what_can_work_has_its_port(changes: dict[str, t.Any], port: int) -> None:
    """389, or 636 for LDAPS."""
    access = parse_access({**OPTIONS, **changes})
    assert isinstance(access, Access)
    assert access.security.port == port


def test_no_password_is_in_a_repr_or_a_finding() -> None:
    """Not even when it is a part of what was wrong."""
    assert OPTIONS["password"] not in repr(parse_access(OPTIONS))
    assert OPTIONS["password"] not in repr(parse_access({**OPTIONS, "username": "a/b", "auth_protocol": "simple"}))


def test_a_short_name_of_a_domain_controller_is_worth_a_warning() -> None:
    """Certificates and tickets are for the full name."""
    access = parse_access({**OPTIONS, "domain_controller": "dc1"})
    assert isinstance(access, Access)
    assert len(access.warnings) == 1


def test_a_refusal_lists_every_finding() -> None:
    """In the message and as data."""
    found = parse_access({**OPTIONS, "domain": "lab example", "auth_protocol": "simple"})
    assert isinstance(found, list)
    refused = refusal(found)
    assert "(1) domain: " in refused["msg"]
    assert "(2) auth_protocol: " in refused["msg"]
    assert [each["option"] for each in refused["error"]["findings"]] == ["domain", "auth_protocol"]
