# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an audit says of a computer, from both views of it."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._audit.machine_class import WORDING, MachineClass
from ansible_collections.netjoin.windows.plugins.module_utils._audit.report import report

from .samples import Result, account, audit, directory, member, workgroup

RESTART = {"join": False, "rename": True, "reboot": True}
JOINING = {"join": True, "rename": False, "reboot": True}
ELSEWHERE = {"domain": "old.example", "domain_dns": "old.example", "domain_netbios": "OLD", "account_dn": None}
CONFLICT = r"CN=WEB02\0ACNF:00112233-4455-6677-8899-aabbccddeeff,OU=Web,DC=lab,DC=example"


@pytest.mark.parametrize(
    ("host", "accounts", "classes"),
    [
        (member(), [account()], ["member"]),
        (member("web-frontend-berlin-1", account_dn=None), [account("WEB-FRONTEND-BE")], ["member"]),
        (member(domain_dns=None, domain="LAB"), [account()], ["member"]),
        (member(secure_channel={"status": "broken", "code": 5}), [account()], ["broken_trust"]),
        (member(secure_channel={"status": "unknown", "code": 1355}), [account()], ["unverified"]),
        (member(pending=RESTART, hostname_pending="web09"), [account()], ["pending"]),
        (member(pending=JOINING, secure_channel={"status": "broken", "code": 5}), [account()], ["pending"]),
        (
            member(pending=RESTART, secure_channel={"status": "broken", "code": 5}),
            [account()],
            ["broken_trust", "pending"],
        ),
        (workgroup(), [], ["workgroup"]),
        (workgroup(pending=RESTART), [], ["pending", "workgroup"]),
        (workgroup(), [account()], ["workgroup"]),
        (workgroup(), [account(enabled=False)], ["workgroup", "disabled"]),
        (workgroup(), [account(stale=True)], ["workgroup", "stale"]),
        (member(**ELSEWHERE), [], ["other_domain"]),
        (member(**ELSEWHERE), [account(stale=True)], ["other_domain", "stale"]),
        (member(), [], ["no_account"]),
        (member(), [account(enabled=False)], ["disabled_in_use"]),
        (member(), [account(stale=True)], ["member"]),
        ({"unreachable": True, "msg": "timed out"}, [account()], ["unreachable"]),
        ({"unreachable": True, "msg": "timed out"}, [account(stale=True)], ["unreachable", "stale"]),
        ({"failed": True, "msg": "Access denied"}, [account()], ["unreadable"]),
        ({}, [account()], ["unreadable"]),
    ],
    ids=[
        "a trusted member",
        "a long name",
        "a domain known by its NetBIOS name",
        "a member with another password than its account",
        "a member that finds no domain controller",
        "a rename that waits",
        "a join that waits, before which there is no channel",
        "a rename that waits on a broken member",
        "a workgroup",
        "a host that has left its domain and waits",
        "a workgroup with a prepared account",
        "a workgroup with a disabled account left behind",
        "a workgroup with a forgotten account left behind",
        "another domain",
        "another domain with an account left behind",
        "a member whose account was deleted",
        "a member whose account is disabled",
        "a member whose account shows no sign of life",
        "a host that is off",
        "a host that is off for long",
        "a host that fails",
        "a host that was not asked",
    ],
)
def test_a_host(host: Result, accounts: list[Result], classes: list[str]) -> None:
    """One host, found in the inventory by its full name."""
    (row,) = audit({"web01.lab.example": host}, *accounts).values()
    assert row["classes"] == classes
    assert (row["account"] is None) == (not accounts)


@pytest.mark.parametrize(
    ("changes", "classes"),
    [
        ({}, ["not_in_inventory"]),
        ({"stale": True}, ["stale"]),
        ({"enabled": False}, ["disabled"]),
        ({"enabled": False, "stale": True}, ["stale", "disabled"]),
        ({"is_domain_controller": True, "stale": True}, ["domain_controller"]),
        ({"dn": CONFLICT}, ["duplicate", "not_in_inventory"]),
    ],
)
def test_an_account_without_a_host(changes: Result, classes: list[str]) -> None:
    """One account, and an empty inventory."""
    (row,) = audit({}, account(**changes)).values()
    assert row["classes"] == classes
    assert row["inventory_name"] is None


@pytest.mark.parametrize("inventory_name", ["web01", "WEB01.lab.example", "alias"])
def test_a_member_is_found_by_the_name_that_it_tells(inventory_name: str) -> None:
    """Whatever the inventory calls it, and in whatever case the directory writes its name."""
    rows = audit({inventory_name: member(account_dn="cn=web01,ou=web,dc=lab,dc=example")}, account())
    assert list(rows) == [inventory_name]


@pytest.mark.parametrize(
    ("inventory_name", "found"),
    [
        ("web01", True),
        ("web01.lab.example", True),
        ("web01.other.example", True),
        ("10.1.2.3", False),
        ("alias", False),
    ],
)
def test_of_a_host_that_is_off_only_the_inventory_name_is_known(inventory_name: str, found: bool) -> None:
    """An address is no name, although its first part looks like one."""
    rows = audit({inventory_name: {"unreachable": True, "msg": "no route"}}, account(), account("10"))
    assert (rows[inventory_name]["account"] is not None) is found


def test_two_accounts_with_one_service_name_are_both_duplicates() -> None:
    """Kerberos cannot tell which of them is meant; the note names the other one."""
    shared = ["HTTP/shop.lab.example"]
    rows = audit(
        {"web01": member()},
        account(service_principal_names=shared),
        account("OLD", service_principal_names=["http/SHOP.lab.example"], stale=True),
    )
    old = "CN=OLD,OU=Web,DC=lab,DC=example"
    assert rows["web01"]["classes"] == ["duplicate"]
    assert rows["web01"]["notes"] == [f"http/shop.lab.example is also a name of {old}."]
    assert rows[old]["classes"] == ["duplicate", "stale"]


def test_two_hosts_with_one_name_are_both_duplicates() -> None:
    """The first 15 characters decide, for these are the account's name."""
    rows = audit({"a": member("web-frontend-berlin-1"), "b": workgroup("WEB-frontend-berlin-2"), "c": member("web03")})
    assert [("duplicate" in rows[name]["classes"]) for name in "abc"] == [True, True, False]
    assert "WEB-FRONTEND-BE is also the name of b." in rows["a"]["notes"]


def test_a_broken_trust_is_explained() -> None:
    """5 is ERROR_ACCESS_DENIED ([MS-ERREF] 2.2), which a DC answers when the password is another one."""
    (row,) = audit({"web01": member(secure_channel={"status": "broken", "code": 5})}, account()).values()
    assert row["notes"][0].startswith("ERROR_ACCESS_DENIED: ")


def test_a_part_of_the_domain_does_not_show_that_an_account_is_missing() -> None:
    """It may be outside of the base."""
    made = report({"web01": member()}, directory(), domain="lab.example", base="OU=Other,DC=lab,DC=example")
    assert made["rows"][0]["classes"] == ["member"]


@pytest.mark.parametrize(
    ("told", "problem"), [(None, None), ({"failed": True, "msg": "no domain controller"}, "no domain controller")]
)
def test_without_the_directory_the_hosts_view_remains(told: Result | None, problem: str | None) -> None:
    """No account is called missing that nobody has looked for."""
    made = report({"web01": member()}, told)
    assert (made["directory_problem"], made["accounts"]) == (problem, None)
    assert made["rows"][0]["classes"] == ["member"]


def test_classes_are_counted_and_the_worst_rows_come_first() -> None:
    """A computer counts in each of its classes."""
    made = report(
        {"a": member("a"), "b": workgroup("b"), "c": member("c")},
        directory(account("A"), account("B", stale=True), account("C", enabled=False)),
        domain="lab.example",
    )
    assert [row["name"] for row in made["rows"]] == ["c", "b", "a"]
    counts = {each["name"]: each["count"] for each in made["classes"] if each["count"]}
    assert counts == {"disabled_in_use": 1, "workgroup": 1, "stale": 1, "member": 1}


def test_every_class_has_its_words() -> None:
    """A class that is added cannot be shown without them."""
    assert set(WORDING) == set(MachineClass)
