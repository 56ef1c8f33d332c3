# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's inventory: design.md's contract for playbooks and tests."""

from __future__ import annotations

import pathlib
import typing as t

import pytest
import yaml

from ansible_collections.netjoin.windows.tests.lab.domain import FIRST, SECOND
from ansible_collections.netjoin.windows.tests.lab.emulated_host import EmulatedHost
from ansible_collections.netjoin.windows.tests.lab.inventory import inventory, to_yaml
from ansible_collections.netjoin.windows.tests.lab.transport import DEFAULT, TRANSPORTS, Transport

CONTRACT = {
    "lab_domain": "lab.example",
    "lab_netbios": "LAB",
    "lab_dc": "dc1.lab.example",
    "lab_ou": "OU=Workstations,DC=lab,DC=example",
    "lab_join_user": "joiner@lab.example",
    "lab_admin_user": "Administrator@lab.example",
    "lab_plain_user": "plain@lab.example",
    "lab_host_user": "hostuser",
}
SECRETS = ("lab_join_password", "lab_admin_password", "lab_plain_password", "lab_host_password")
WIN01 = EmulatedHost("win01", "WIN01", "127.0.1.1", "lab.example")
WIN02 = EmulatedHost("win02", "WIN02", "127.0.1.2", "lab2.example")


def read(*hosts: EmulatedHost, second: bool = False, transport: Transport = DEFAULT) -> dict[str, t.Any]:
    """The inventory as a YAML reader sees it."""
    document: dict[str, t.Any] = yaml.safe_load(
        to_yaml(inventory(hosts, [FIRST, SECOND] if second else [FIRST], pathlib.Path("/lab"), transport))
    )
    return t.cast("dict[str, t.Any]", document["all"])


@pytest.mark.parametrize(("name", "value"), CONTRACT.items())
def test_every_host_has_the_variables_of_the_contract(name: str, value: str) -> None:
    """The values are those that design.md promises."""
    assert value == read(WIN01)["vars"][name]


@pytest.mark.parametrize("name", SECRETS)
def test_every_host_has_the_passwords_of_the_contract(name: str) -> None:
    """A password is there, and long enough to be distinctive."""
    assert len(read(WIN01)["vars"][name]) > 15


def test_connection_variables_are_on_the_group_of_windows_hosts_only() -> None:
    """A play on localhost is not sent to WinRM."""
    everything = read(WIN01)
    assert not [name for name in everything["vars"] if name.startswith("ansible_")]
    assert everything["children"]["windows"]["vars"]["ansible_connection"] == "winrm"


def test_connections_are_sealed_with_ntlm() -> None:
    """No message can go over the wire in clear."""
    variables = read(WIN01)["children"]["windows"]["vars"]
    assert (variables["ansible_winrm_transport"], variables["ansible_winrm_message_encryption"]) == ("ntlm", "always")


@pytest.mark.parametrize("transport", TRANSPORTS.values(), ids=lambda transport: transport.name)
def test_no_transport_sends_anything_in_clear(transport: Transport) -> None:
    """Each seals its messages, or has TLS with a certificate that is checked."""
    variables = read(WIN01, transport=transport)["children"]["windows"]["vars"]
    values = [value for name, value in variables.items() if name.endswith(("_message_encryption", "cert_validation"))]
    assert values in (["always"], ["validate"])


@pytest.mark.parametrize("transport", TRANSPORTS.values(), ids=lambda transport: transport.name)
def test_a_transport_is_the_plugin_that_its_name_says(transport: Transport) -> None:
    """The first word of the name."""
    variables = read(WIN01, transport=transport)["children"]["windows"]["vars"]
    assert variables["ansible_connection"] == transport.name.partition("-")[0]


def test_a_read_waits_longer_than_the_operation_that_it_reads() -> None:
    """Other timeouts are refused by pywinrm."""
    variables = read(WIN01)["children"]["windows"]["vars"]
    assert variables["ansible_winrm_read_timeout_sec"] > variables["ansible_winrm_operation_timeout_sec"]


def test_a_host_has_its_own_address() -> None:
    """One loopback address a host."""
    hosts = read(WIN01)["children"]["windows"]["hosts"]
    assert hosts == {"win01": {"ansible_host": "127.0.1.1"}}


def test_the_second_domain_is_there_only_when_it_runs() -> None:
    """lab2_* mirrors lab_*."""
    assert "lab2_domain" not in read(WIN01)["vars"]
    variables = read(WIN01, second=True)["vars"]
    assert variables["lab2_join_user"] == "joiner@lab2.example"
    of_second = {name.removeprefix("lab2_") for name in variables if name.startswith("lab2_")}
    of_first = {name.removeprefix("lab_") for name in variables if name.startswith("lab_")}
    assert of_first - {"host_user", "host_password"} == of_second


def test_a_host_of_the_second_domain_sees_that_domain_as_its_own() -> None:
    """Its lab_domain and the rest replace the first domain's."""
    own = read(WIN02, second=True)["children"]["windows"]["hosts"]["win02"]
    assert (own["lab_domain"], own["lab_ou"]) == ("lab2.example", "OU=Workstations,DC=lab2,DC=example")


def test_a_lab_without_hosts_has_an_empty_group() -> None:
    """The group exists, so that plays find it."""
    assert read()["children"]["windows"]["hosts"] == {}


AWKWARD = [
    "",
    "a: b",
    "- x",
    "# no comment",
    "yes",
    "'",
    '"',
    "\\",
    "tab\there",
    "ü€𝄞",
    "{{ x }}",
    'OU=O\'Neil & \\"S\\"',
]


@pytest.mark.parametrize("text", AWKWARD)
def test_a_yaml_reader_gets_back_what_was_written(text: str) -> None:
    """Quotes, backslashes, unicode and YAML's own signs survive."""
    assert {"a": {"b": text, "c": 1}} == yaml.safe_load(to_yaml({"a": {"b": text, "c": 1}}))
