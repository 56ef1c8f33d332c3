# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""FJoinOptions: what each does to the account and the host, as far as the lab can show it.

The table "Options of a join" in the fidelity guide says where the other options are tested, and which nobody can prove
without Windows. What a host was asked for is read in its NetSetup.LOG, which has the number that arrived there.
"""

from __future__ import annotations

import dataclasses
import json
import re

import pytest

from .accounts import (
    INFO,
    MACHINE_PASSWORD,
    SERVER_TRUST_ACCOUNT,
    account_of,
    as_machine,
    assert_refused,
    join,
    prepare_account,
)
from .laboratory import Laboratory, Result, lab, lab_directory

WITHOUT_A_TRACE = {
    "ambiguous_dc": 0x1000,
    "no_netlogon_cache": 0x2000,
    "dont_control_services": 0x4000,
    "force_spn_set": 0x10000,
    "install_invocation": 0x40000,
    "ignore_unsupported_flags": 0x10000000,
}
"""Options that change nothing which the lab has; the values are those of LMJoin.h."""

REFUSED = {
    "win9x_upgrade": (["win9x_upgrade"], "password that everyone can guess"),
    "set_machine_name": (["set_machine_name"], "for offline joins only"),
    "defer and force": (["defer_spn_set", "force_spn_set"], "contradict each other"),
    "read-only and force": (["join_readonly", "force_spn_set"], "contradicts"),
    "acct_delete": (["acct_delete"], "is no option of this call"),
}
"""What the controller refuses without asking the host, and a part of the reason."""


@dataclasses.dataclass(frozen=True)
class Shown:
    """The hosts of one run of Ansible by what they are for, and each host's results."""

    hosts: dict[str, str]
    results: dict[str, list[Result]]

    def of(self, purpose: str) -> list[Result]:
        """What the tasks of a host returned, in their order."""
        return self.results[purpose]

    def options_that_arrived(self, purpose: str) -> list[int]:
        """The options of every attempt to join a domain, as the host's own log has them."""
        log = lab_directory() / "hosts" / self.hosts[purpose] / "Windows" / "debug" / "NetSetup.LOG"
        return [int(found, 16) for found in re.findall(r"\tOptions: (0x[0-9a-f]+)", log.read_text(encoding="cp1252"))]


@pytest.fixture(scope="module")
def shown(laboratory: Laboratory) -> Shown:
    """Every host joins in its own way, all of them in one play."""
    read_only = as_machine(MACHINE_PASSWORD, join_options=["join_readonly"], domain_controller="{{ lab_dc }}")
    second = {option: f"{{{{ lab2_{option} }}}}" for option in ("domain", "ou")} | {
        "username": "{{ lab2_join_user }}",
        "password": "{{ lab2_join_password }}",
    }
    tasks = {
        "refused": [join(join_options=words) for words, _reason in REFUSED.values()],
        "without a trace": [join(join_options=list(WITHOUT_A_TRACE)), INFO],
        "later names": [join(join_options=["defer_spn_set"]), join(hostname="{{ inventory_hostname }}-n")],
        "read-only controller": [join(), read_only],
        "default password": [join(join_options=["join_unsecure"], account="reuse", username=None, password=None)],
        "account of a controller": [join(username="{{ lab_admin_user }}", password="{{ lab_admin_password }}")],
        "another domain": [join(), join(**second), join(join_options=["join_if_joined"], **second)],
    }
    hosts = {purpose: laboratory.add_host() for purpose in tasks}
    lab("fault", "dc-read-only", hosts["read-only controller"])
    prepare_account(laboratory, hosts["read-only controller"])
    prepare_account(laboratory, hosts["default password"], password=hosts["default password"])
    prepare_account(laboratory, hosts["account of a controller"], control=SERVER_TRUST_ACCOUNT)
    plays = [
        {"hosts": hosts[purpose], "gather_facts": False, "ignore_errors": True, "tasks": steps}
        for purpose, steps in tasks.items()
    ]
    done = laboratory.playbook(plays, ANSIBLE_STDOUT_CALLBACK="ansible.posix.json")
    answered = json.loads(done.output)["plays"]
    results = {
        purpose: [task["hosts"][hosts[purpose]] for task in play["tasks"]]
        for purpose, play in zip(tasks, answered, strict=True)
    }
    return Shown(hosts, results)


@pytest.mark.parametrize("mistake", REFUSED)
def test_a_contradiction_is_refused_with_its_reason(shown: Shown, mistake: str) -> None:
    """On the controller: the host is not asked."""
    result = dict(zip(REFUSED, shown.of("refused"), strict=True))[mistake]
    assert result["failed"] is True
    assert REFUSED[mistake][1] in result["msg"]
    assert "steps" not in result or result["steps"] == []


def test_options_without_a_trace_arrive_and_do_no_harm(shown: Shown, laboratory: Laboratory) -> None:
    """All of them at once; the join that waits is seen although Netlogon's key does not tell of it."""
    joined, info = shown.of("without a trace")
    expected = 0x3 | sum(WITHOUT_A_TRACE.values())
    assert joined["changed"] is True, joined
    assert joined["join_options"]["value"] == expected
    assert shown.options_that_arrived("without a trace") == [expected]
    assert info["pending"] == {"join": True, "rename": False, "reboot": True}
    host = shown.hosts["without a trace"]
    assert laboratory.secrets_prove_membership(host)
    assert len(account_of(laboratory, host).attributes["serviceprincipalname"]) == 4


def test_deferred_names_come_with_the_rename(shown: Shown, laboratory: Laboratory) -> None:
    """DEFER_SPN_SET: neither SPNs nor dNSHostName until the computer gets another name, which always sets them."""
    joined, renamed = shown.of("later names")
    assert joined["changed"] is True, joined
    assert joined["join_options"]["value"] == 0x103
    assert renamed["changed"] is True, renamed
    new_name = f"{shown.hosts['later names']}-n"
    assert account_of(laboratory, new_name).one("dNSHostName").lower().startswith(f"{new_name}.")


def test_a_read_only_controller_takes_a_read_only_join(shown: Shown, laboratory: Laboratory) -> None:
    """1355 for an ordinary join, which wants a writable one; 0x8C1 writes nothing and makes a trusted member."""
    ordinary, joined = shown.of("read-only controller")
    host = shown.hosts["read-only controller"]
    account = account_of(laboratory, host)
    assert_refused(ordinary, 1355)
    assert joined["changed"] is True, joined
    assert joined["join_options"]["value"] == 0x8C1
    assert not {"dnshostname", "serviceprincipalname", "operatingsystem"} & set(account.attributes)
    assert laboratory.secrets_prove_membership(host)


def test_an_unsecure_join_uses_the_default_password(shown: Shown, laboratory: Laboratory) -> None:
    """JOIN_UNSECURE alone: the first 14 characters of the name in lower case ([MS-WKST] 3.2.4.13.3)."""
    (joined,) = shown.of("default password")
    assert joined["changed"] is True, joined
    assert joined["join_options"]["value"] == 0x41
    assert laboratory.secrets_prove_membership(shown.hosts["default password"])


def test_the_account_of_a_domain_controller_is_not_taken(shown: Shown, laboratory: Laboratory) -> None:
    """Not even by an administrator, unless JOIN_DC_ACCOUNT allows it."""
    (refused,) = shown.of("account of a controller")
    assert_refused(refused, 2224)
    account = account_of(laboratory, shown.hosts["account of a controller"])
    assert int(account.one("userAccountControl")) & SERVER_TRUST_ACCOUNT


def test_a_member_joins_another_domain_only_when_told_to(shown: Shown, laboratory: Laboratory) -> None:
    """2691 without DOMAIN_JOIN_IF_JOINED."""
    joined, refused, moved = shown.of("another domain")
    assert joined["changed"] is True, joined
    assert_refused(refused, 2691)
    assert moved["changed"] is True, moved
    assert moved["join_options"]["value"] == 0x23
    assert moved["after"]["domain"].lower() == laboratory.variables["lab2_domain"]
