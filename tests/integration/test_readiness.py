# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What readiness says of hosts and of a domain, against what then happens and what the domain controller counts."""

from __future__ import annotations

import json
import pathlib
import typing as t

import pytest

from .directory_users import bad_password_count
from .laboratory import Laboratory, Result, lab

NEVER: Result = {"fail_on": "never"}


def of_host(laboratory: Laboratory, **arguments: t.Any) -> Result:
    """A task that looks whether a host can join as the delegated user."""
    return {"netjoin.windows.join_readiness": {**laboratory.as_joiner, **arguments}}


def of_domain(laboratory: Laboratory, **arguments: t.Any) -> Result:
    """A task that looks at the domain as the delegated user."""
    return {"netjoin.windows.domain_readiness": {**laboratory.as_joiner, **NEVER, **arguments}}


def as_user(laboratory: Laboratory, role: str) -> Result:
    """The credentials of another user of the lab."""
    return {option: laboratory.variables[f"lab_{role}_{word}"] for option, word in CREDENTIALS}


CREDENTIALS = (("username", "user"), ("password", "password"))


def errors(result: Result) -> dict[str, str]:
    """What is an error, and the evidence of it."""
    return {each["check"]: each["evidence"] for each in result["findings"] if each["severity"] == "error"}


def skipped(result: Result) -> set[str]:
    """What was not looked at."""
    return {each["check"] for each in result["findings"] if each["skipped"]}


def test_a_host_that_is_ready_joins_and_stays_ready(laboratory: Laboratory, host: str) -> None:
    """Nothing is in the way, nothing is changed by looking, the join works, and a member is ready too."""
    look = of_host(laboratory)
    join = {
        "netjoin.windows.membership": {
            option: laboratory.as_joiner[option] for option in ("domain", "ou", "username", "password")
        }
    }
    before, joined, after = laboratory.tasks(host, look, join, look)
    assert (before["changed"], before["ready"]) == (False, True), before
    assert {each["severity"] for each in before["findings"]} == {"ok"}
    assert {each["scope"] for each in before["findings"]} == {"host", "domain", "name"}
    assert joined["changed"] is True
    assert (after["ready"], errors(after)) == (True, {})
    assert {each["check"] for each in after["findings"]} == {"membership", "pending_reboot"}


def test_what_is_wrong_with_a_domain_and_names_is_told_at_once(laboratory: Laboratory, name: str) -> None:
    """Rights, container, and names: each as a join of that user would end."""
    others = as_user(laboratory, "odd")
    _made, rights, nowhere, taken, own = laboratory.tasks(
        "localhost",
        {"netjoin.windows.computer_account": {**laboratory.as_joiner, "machines": [name]}},
        of_domain(laboratory, **as_user(laboratory, "plain")),
        of_domain(laboratory, ou="OU=Nowhere,DC=lab,DC=example"),
        of_domain(laboratory, **others, machines=[name, "dc1", "12345", f"{name}-long-1", f"{name}-long-2"]),
        of_domain(laboratory, machines=[name]),
    )
    assert list(errors(rights)) == ["create_account"]
    assert list(errors(nowhere)) == ["ou"]
    told = {(each["machine"], each["check"]): each for each in taken["findings"] if each["severity"] == "error"}
    assert set(told) == {(name, "account"), ("dc1", "account"), ("12345", "name"), (f"{name}-long-2", "name")}
    assert "2732" in told[name, "account"]["evidence"]
    assert "joiner" in told[name, "account"]["evidence"]
    assert "domain controller" in told["dc1", "account"]["evidence"]
    assert own["ready"] is True, errors(own)


@pytest.mark.parametrize(("hostname", "told", "code"), [(None, "ready as T", 0), ("dc1", "not ready as dc1", 2)])
def test_the_playbook_ends_with_a_summary(
    laboratory: Laboratory, host: str, tmp_path: pathlib.Path, hostname: str | None, told: str, code: int
) -> None:
    """It takes the variables of the role join, and fails for hosts that are not ready."""
    given = laboratory.as_joiner | laboratory.ldaps | ({"hostname": hostname} if hostname else {})
    variables = tmp_path / "domain.json"
    variables.write_text(json.dumps({"join_hosts": host} | {f"join_{name}": value for name, value in given.items()}))
    done = laboratory.execute("ansible-playbook", "netjoin.windows.readiness", "-e", f"@{variables}")
    assert done.code == code, done.output + done.errors
    assert f'"{host}: {told}' in done.output
    assert "is in the workgroup WORKGROUP." in done.output
    assert ("is the account of a domain controller" in done.output) is (code != 0), done.output


@pytest.mark.alone  # it changes a policy of the domain, and another wrong password would count too
@pytest.mark.usefixtures("counted")
def test_a_wrong_password_is_tried_once_for_a_fleet(laboratory: Laboratory) -> None:
    """Three hosts, and two looks of each: the domain controller counts one."""
    hosts = [laboratory.add_host() for _number in range(3)]
    user = laboratory.variables["lab_plain_user"]
    before = bad_password_count(laboratory, user)
    look = of_host(laboratory, username=user, password="not-the-one-7")
    play = {"hosts": ",".join(hosts), "gather_facts": False, "ignore_errors": True, "tasks": [look, look]}
    done = laboratory.playbook([play], ANSIBLE_STDOUT_CALLBACK="ansible.posix.json", ANSIBLE_JSON_INDENT="0")
    tasks = json.loads(done.output)["plays"][0]["tasks"]
    results = [result for task in tasks for result in task["hosts"].values()]
    assert len(results) == 6
    for result in results:
        assert list(errors(result)) == ["credentials"]
        assert "1326" in result["msg"]
    assert bad_password_count(laboratory, user) == before + 1


@pytest.mark.alone
class TestDomainOutOfReach:
    """What is told when the domain cannot be found, or does not answer."""

    @pytest.fixture(autouse=True)
    def mended(self) -> t.Iterator[None]:
        """Whatever happens, the lab is whole afterwards."""
        yield
        lab("fault", "clear")

    @pytest.mark.parametrize("fault", ["dns-without-srv", "dc-down"])
    def test_one_cause_is_told_and_the_rest_is_skipped(self, laboratory: Laboratory, host: str, fault: str) -> None:
        """The host's error is the one of a join, 1355; what the controller cannot see is no error of the host."""
        lab("fault", fault)
        on_controller = {**of_domain(laboratory, machines=["WS1"]), "delegate_to": "localhost"}
        result, domain = laboratory.tasks(host, of_host(laboratory), on_controller)
        assert list(errors(result)) == ["domain_controller"]
        assert "1355" in result["msg"]
        assert skipped(result) >= {"dns", "ports", "clock", "credentials", "ou", "create_account", "account"}
        assert "domain_controller" in errors(domain)
        assert skipped(domain) == {"ports", "clock", "credentials", "ou", "create_account", "account", "dns_host_name"}
