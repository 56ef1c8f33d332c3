# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The codes of Windows that only an account, a quota or another join can bring about.

The codes are those of [MS-WKST] 3.2.4.13.3, KB5020276 and the API pages; the fidelity guide says which of them are
assumptions. Accounts are prepared with OpenLDAP's tools.
"""

from __future__ import annotations

import concurrent.futures
import time

import pytest

from ansible_collections.netjoin.windows.tests.lab.windows_host.state import CallInProgress, exclusive

from .accounts import (
    INFO,
    MACHINE_PASSWORD,
    WORKSTATION_TRUST_ACCOUNT,
    account_of,
    as_machine,
    assert_refused,
    join,
    leave,
    prepare_account,
    unicode_password,
    write,
)
from .laboratory import Laboratory, Result, lab, lab_directory

ACCOUNTDISABLE = 0x2
"""Of userAccountControl, [MS-ADTS] 2.2.16."""

REFUSED: dict[str, tuple[Result, int]] = {
    "the quota of accounts is used up": (
        {"ou": None, "username": "{{ lab_plain_user }}", "password": "{{ lab_plain_password }}"},
        8557,
    ),
    "the OU is not delegated to the user": ({"ou": "{{ lab_denied_ou }}"}, 5),
    "the OU is a container": (
        {
            "ou": "CN=Computers,{{ lab_ou | regex_search('DC=.*') }}",
            "username": "{{ lab_admin_user }}",
            "password": "{{ lab_admin_password }}",
        },
        2,
    ),
    "the domain controller is one of another domain": ({"domain_controller": "{{ lab2_dc }}"}, 1354),
    "the user is one of a domain that nobody knows": (
        {"username": "OTHER\\{{ lab_join_user | regex_replace('@.*') }}"},
        1326,
    ),
    "a machine password and no account": (
        {"username": None, "password": None, "machine_password": MACHINE_PASSWORD},
        1332,
    ),
}
"""What differs from a join that works, on a host of which the domain has not heard, and the code of the refusal."""


@pytest.fixture(scope="module")
def answers(laboratory: Laboratory) -> dict[str, Result]:
    """What each mistake was answered, one after the other on one host, in one run of Ansible."""
    tasks = [join(**different) for different, _code in REFUSED.values()]
    return dict(zip(REFUSED, laboratory.tasks(laboratory.add_host(), *tasks), strict=True))


@pytest.mark.parametrize("mistake", REFUSED)
def test_a_mistake_has_its_code(answers: dict[str, Result], mistake: str) -> None:
    """The host stays in its workgroup."""
    assert_refused(answers[mistake], REFUSED[mistake][1])


class TestExistingAccount:
    """Whose account it is, and where it lies."""

    def test_it_is_neither_taken_from_its_creator_nor_out_of_its_ou(self, laboratory: Laboratory, host: str) -> None:
        """2732 for another delegated user (KB5020276), 2224 with another OU; its password is not touched.

        Without ACCT_CREATE the OU is not looked at ([MS-WKST] 3.2.4.13.3): the creator joins with it where it lies.
        """
        (created,) = laboratory.tasks(host, join())
        before = account_of(laboratory, host)
        laboratory.reset(host)
        by_another, elsewhere = laboratory.tasks(
            host,
            join(username="{{ lab_odd_user }}", password="{{ lab_odd_password }}"),
            join(ou="{{ lab_odd_ou }}"),
        )
        after = account_of(laboratory, host)
        (reused,) = laboratory.tasks(host, join(ou="{{ lab_odd_ou }}", account="reuse"))
        assert created["changed"] is True, created
        assert_refused(by_another, 2732)
        assert_refused(elsewhere, 2224)
        assert after.one("pwdLastSet") == before.one("pwdLastSet")
        assert reused["changed"] is True, reused
        assert account_of(laboratory, host).dn == before.dn

    def test_one_that_an_administrator_prepared_may_be_taken(self, laboratory: Laboratory, host: str) -> None:
        """The owner is a domain administrator ([MS-SAMR] 3.1.5.13.8), and the user has the rights on the account."""
        prepare_account(laboratory, host)
        (result,) = laboratory.tasks(host, join())
        assert result["changed"] is True, result
        assert laboratory.secrets_prove_membership(host)

    def test_a_join_enables_one_that_leaving_disabled(self, laboratory: Laboratory, host: str) -> None:
        """Who is not named may not disable it (5), and the account is the same one after leaving and coming back."""
        joined, refused, left = laboratory.tasks(
            host,
            join(),
            leave(account_after_unjoin="disable"),
            leave(username="{{ lab_join_user }}", password="{{ lab_join_password }}"),
        )
        disabled = account_of(laboratory, host)
        (rejoined,) = laboratory.tasks(host, join())
        enabled = account_of(laboratory, host)
        assert joined["changed"] is True, joined
        assert_refused(refused, 5)
        assert left["changed"] is True, left
        assert int(disabled.one("userAccountControl")) & ACCOUNTDISABLE
        assert rejoined["changed"] is True, rejoined
        assert int(enabled.one("userAccountControl")) == WORKSTATION_TRUST_ACCOUNT
        assert enabled.one("objectGUID") == disabled.one("objectGUID")
        assert laboratory.secrets_prove_membership(host)

    def test_a_member_cannot_be_renamed_to_a_name_that_is_taken(self, laboratory: Laboratory, host: str) -> None:
        """2224, and both accounts keep their names."""
        taken = f"{host}-t"
        prepare_account(laboratory, taken)
        joined, renamed = laboratory.tasks(host, join(), join(hostname=taken))
        assert joined["changed"] is True, joined
        assert_refused(renamed, 2224)
        assert renamed["error"]["function"] == "Rename"
        assert account_of(laboratory, host).dn != account_of(laboratory, taken).dn


class TestMachinePassword:
    """A join as an account that was prepared with a password."""

    def test_a_wrong_one_is_refused_and_the_right_one_kept(self, laboratory: Laboratory, host: str) -> None:
        """1326, then a join that leaves the account's password as it was and gives the account the host's names."""
        prepare_account(laboratory, host)
        prepared = account_of(laboratory, host)
        wrong, right = laboratory.tasks(host, as_machine(f"{MACHINE_PASSWORD}-x"), as_machine(MACHINE_PASSWORD))
        account = account_of(laboratory, host)
        assert_refused(wrong, 1326)
        assert right["changed"] is True, right
        assert right["join_options"]["value"] == 0xC1
        assert account.one("pwdLastSet") == prepared.one("pwdLastSet")
        assert account.one("dNSHostName").lower() == f"{host}.{laboratory.variables['lab_domain']}"
        assert laboratory.secrets_prove_membership(host)


class TestNames:
    """How a user is written, and which name is joined."""

    def test_flat_domain_and_bare_user(self, laboratory: Laboratory, host: str) -> None:
        """The user is the domain's, with a warning that says how to name the domain."""
        bare = laboratory.variables["lab_join_user"].partition("@")[0]
        (result,) = laboratory.tasks(host, join(domain="{{ lab_netbios }}", username=bare))
        assert result["changed"] is True, result
        assert any(warning.startswith("username: ") for warning in result["warnings"])
        assert laboratory.secrets_prove_membership(host)

    def test_a_name_that_waits_already_is_the_name_to_join_under(self, laboratory: Laboratory, host: str) -> None:
        """Renamed by an earlier task without a restart: JOIN_WITH_NEW_NAME is set although the task names no host."""
        new_name = f"{host}-n"
        renamed, joined, info = laboratory.tasks(host, leave(hostname=new_name), join(), INFO)
        assert [step["call"] for step in renamed["steps"]] == ["SetComputerNameExW"]
        assert [step["call"] for step in joined["steps"]] == ["JoinDomainOrWorkgroup"]
        assert joined["join_options"]["value"] == 0x403
        assert (info["hostname"].lower(), info["hostname_pending"].lower()) == (host, new_name)
        assert laboratory.computer(host) is None
        assert account_of(laboratory, new_name).one("dNSHostName").lower().startswith(f"{new_name}.")


class TestSecureChannel:
    """What Netlogon says when the domain and the host no longer agree, asked live."""

    def test_it_breaks_with_the_password_and_with_the_account(self, laboratory: Laboratory, host: str) -> None:
        """5 when the account's password was reset (0xC0000022 in Microsoft's article), 1787 when the account is gone.

        The host remains what it is on its own side.
        """
        joined, healthy = laboratory.tasks(host, join(), INFO)
        dn = account_of(laboratory, host).dn
        password = f"unicodePwd:: {unicode_password(MACHINE_PASSWORD)}"
        write(laboratory, f"dn: {dn}", "changetype: modify", "replace: unicodePwd", password)
        (reset,) = laboratory.tasks(host, INFO)
        write(laboratory, f"dn: {dn}", "changetype: delete")
        (gone,) = laboratory.tasks(host, INFO)
        assert joined["changed"] is True, joined
        assert healthy["secure_channel"]["status"] == "ok"
        assert (reset["secure_channel"]["status"], reset["secure_channel"]["code"]) == ("broken", 5)
        assert (gone["secure_channel"]["status"], gone["secure_channel"]["code"]) == ("broken", 1787)
        assert gone["domain"].lower() == laboratory.variables["lab_domain"]


def wait_until_busy(host: str) -> None:
    """Wait until a native call of the host has begun and holds its lock, at most 30 seconds."""
    for _attempt in range(300):
        try:
            with exclusive(lab_directory() / "hosts" / host):
                pass
        except CallInProgress:
            return
        time.sleep(0.1)
    pytest.fail("no call has begun")


def test_two_joins_at_once(laboratory: Laboratory, host: str) -> None:
    """The second is refused with 1791 and changes nothing, the first goes on ([MS-WKST] note 70)."""
    lab("fault", "hang", host, "8")
    with concurrent.futures.ThreadPoolExecutor() as pool:
        slow = pool.submit(laboratory.tasks, host, join())
        wait_until_busy(host)
        lab("fault", "clear", host)
        (second,) = laboratory.tasks(host, join())
        (first,) = slow.result()
    assert_refused(second, 1791)
    assert first["changed"] is True, first
    assert laboratory.secrets_prove_membership(host)
