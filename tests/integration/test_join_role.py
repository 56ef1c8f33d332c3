# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role `join`: what reaches the hosts, and what a rerun does."""

from __future__ import annotations

import pathlib
import re
import typing as t

from ansible_collections.netjoin.windows.tests.lab.windows_host import state

from .laboratory import Completed, Laboratory, lab_directory
from .test_computer_account import task

ERROR_NO_LOGON_SERVERS = 1311
# 40 characters without a quotation mark or backslash, in JSON that may itself be text in JSON
ONE_TIME_PASSWORD = re.compile(r'"password\\*":\s*\\*"([^"\\]{40})\\*"')


PLAY_KEYWORDS = ("strategy", "pre_tasks", "post_tasks")


def join(laboratory: Laboratory, *hosts: str, check: bool = False, **variables: t.Any) -> Completed:
    """Run the role with the strategy machine_password as the delegated user, unless the variables say otherwise."""
    keywords = {name: variables.pop(name) for name in PLAY_KEYWORDS if name in variables}
    right = task(laboratory)["netjoin.windows.computer_account"]
    options = ("domain", "ou", "username", "password", "auth_protocol", "tls_mode", "ca_cert")
    given = {f"join_{option}": right[option] for option in options} | {"join_strategy": "machine_password"} | variables
    role = {"role": "netjoin.windows.join", "vars": given}
    play = {"hosts": ",".join(hosts), "gather_facts": False, "roles": [role], **keywords}
    return laboratory.playbook([play], "-vvvv", *(("--check", "--diff") if check else ()))


def recorded(host: str) -> pathlib.Path:
    """The file in which the lab notes everything that is sent to a host, once it is there."""
    return lab_directory() / "hosts" / host / "record"


def password_set(laboratory: Laboratory, host: str) -> int:
    """When the host's account got its password, as the directory counts."""
    account = laboratory.computer(host)
    assert account is not None
    return int(account.one("pwdLastSet"))


def test_the_domains_credential_stays_on_the_controller(laboratory: Laboratory, host: str) -> None:
    """The host joins with an account that a failed run has left, and gets rid of its one-time password.

    A rerun leaves it alone, and refuses another host that would take its account over.
    """
    variables = laboratory.variables
    (left,) = laboratory.secret_tasks(task(laboratory, host, state="joinable"))
    assert left["changed"] is True, left
    recorded(host).touch()
    done = join(laboratory, host)
    assert done.code == 0, done.output[-3000:]
    sent = recorded(host).read_text(encoding="utf-8")
    assert "netjoin.windows.plugins.modules.host_membership.ps1" in sent
    assert variables["lab_join_password"] not in sent
    assert variables["lab_join_user"] not in sent
    assert laboratory.secrets_prove_membership(host)
    (password,) = set(ONE_TIME_PASSWORD.findall(sent))
    assert password not in done.output + done.errors
    assert variables["lab_join_password"] not in done.output + done.errors

    other, before = laboratory.add_host(), password_set(laboratory, host)
    again = join(laboratory, host, other, join_hostname=host.upper())
    assert re.search(rf"{host} .* changed=0 .* failed=0", again.output), again.output[-3000:]
    assert "is also the name of a host of this play" in again.output
    assert password_set(laboratory, host) == before

    # The test of the test: the password of a user would have been seen
    recorded(host).write_text("")
    laboratory.membership(host)
    assert variables["lab_join_password"] in recorded(host).read_text(encoding="utf-8")


def test_no_strategy_takes_an_account_from_a_host_that_has_joined(
    laboratory: Laboratory, host: str, tmp_path: pathlib.Path
) -> None:
    """With the strategy free a host may come to the role when another one is through; its account stays what it is."""
    late, joined = laboratory.add_host(), tmp_path / "joined"
    local = {"delegate_to": "localhost"}
    wait = {"ansible.builtin.wait_for": {"path": str(joined), "timeout": 60}}
    tell = {"ansible.builtin.file": {"path": str(joined), "state": "touch"}}
    done = join(
        laboratory,
        host,
        late,
        strategy="free",
        pre_tasks=[{**wait, **local, "when": f"inventory_hostname == '{late}'"}],
        post_tasks=[{**tell, **local}],
    )
    assert joined.exists(), done.output[-3000:]
    assert laboratory.secrets_prove_membership(host)
    assert "Ansible's strategy linear" in done.output
    assert laboratory.computer(late) is None


def test_check_mode_foresees_the_join_and_changes_nothing(laboratory: Laboratory, host: str) -> None:
    """The account is foreseen, and the join with a password that there is not."""
    done = join(laboratory, host, check=True)
    assert done.code == 0, done.output[-3000:]
    assert "changed=2" in done.output
    assert f"would join {laboratory.variables['lab_domain']}, now in workgroup" in done.output
    assert laboratory.computer(host) is None


def test_accounts_are_prepared_as_each_host_asks(laboratory: Laboratory, host: str) -> None:
    """In one play, of one host with a new account and one that is to have an account already."""
    other = laboratory.add_host()
    policy = f"{{{{ 'reuse' if inventory_hostname == '{other}' else 'create' }}}}"
    done = join(laboratory, host, other, check=True, join_account=policy)
    assert re.search(rf"^{host} .* changed=2 .* failed=0", done.output, re.MULTILINE), done.output[-3000:]
    assert re.search(rf"^{other} .* changed=0 .* failed=1", done.output, re.MULTILINE), done.output[-3000:]
    assert f"the domain has no account {other.upper()}$" in done.output


def test_two_hosts_that_want_one_name_are_both_refused(laboratory: Laboratory, host: str) -> None:
    """Also where they ask for their accounts in different containers, which are prepared one after the other."""
    other = laboratory.add_host()
    container = f"{{{{ 'CN=Computers,DC=lab,DC=example' if inventory_hostname == '{other}' else lab_ou }}}}"
    done = join(laboratory, host, other, join_hostname=host, join_ou=container)
    assert done.output.count("Both would have the same account") >= 2, done.output[-3000:]
    assert laboratory.computer(host) is None


def test_a_host_that_is_refused_keeps_no_other_from_joining(laboratory: Laboratory, host: str) -> None:
    """Neither one that wants another one's name nor one whose name no computer can have, though they come first."""
    double, misnamed, third = (laboratory.add_host() for each in range(3))
    names = {double: "TWICE", misnamed: "WEB_01", third: "TWICE"}
    name = f"{{{{ {names!r}.get(inventory_hostname, inventory_hostname) }}}}"
    done = join(laboratory, double, misnamed, host, third, join_hostname=name, join_reboot=False)
    for refused in (double, misnamed, third):
        assert re.search(rf"^{refused} .* changed=0 .* failed=1", done.output, re.MULTILINE), done.output[-3000:]
    assert "WEB_01" in done.output
    assert re.search(rf"^{host} .* failed=0", done.output, re.MULTILINE), done.output[-3000:]
    assert laboratory.computer(host) is not None


def test_an_account_in_use_is_taken_over_when_asked(laboratory: Laboratory, host: str) -> None:
    """A host that was installed anew has the name of a machine that has just logged on, as a clone of it would have."""
    assert laboratory.membership(host, reboot=True)["changed"] is True
    laboratory.reset(host)
    before = password_set(laboratory, host)
    refused = join(laboratory, host)
    assert refused.code != 0
    assert "Try: join_reset_account_in_use: true" in refused.output, refused.output[-3000:]
    assert password_set(laboratory, host) == before
    done = join(laboratory, host, join_reset_account_in_use=True)
    assert done.code == 0, done.output[-3000:]
    assert laboratory.secrets_prove_membership(host)


def test_a_rerun_replaces_a_password_that_was_left(laboratory: Laboratory, host: str) -> None:
    """Netlogon does not work after the restart: the failure says what the host is now, and a rerun goes on there."""
    home = lab_directory() / "hosts" / host
    state.set_fault(home, "I_NetLogonControl2", state.Fault(ERROR_NO_LOGON_SERVERS))
    failed = join(laboratory, host, join_verify=False)
    assert f"{host.upper()} has joined" in failed.output
    assert "still has the password that it joined with" in failed.output
    before = password_set(laboratory, host)
    state.set_fault(home, "I_NetLogonControl2", None)
    done = join(laboratory, host)
    assert done.code == 0, done.output[-3000:]
    assert password_set(laboratory, host) > before
    assert laboratory.secrets_prove_membership(host)


def test_a_wrong_password_stops_before_the_first_host(laboratory: Laboratory, host: str) -> None:
    """No host is sent anything, and the directory has no account of any."""
    other = laboratory.add_host()
    for each in (host, other):
        recorded(each).touch()
    done = join(laboratory, host, other, join_strategy="online", join_password="wrong")
    assert done.code != 0
    assert "No host was touched" in done.output
    assert [recorded(each).read_text(encoding="utf-8") for each in (host, other)] == ["", ""]
    assert laboratory.computer(host) is None


def test_hosts_try_for_themselves_where_the_controller_cannot(laboratory: Laboratory, host: str) -> None:
    """A controller that no domain controller lets in warns, and the join goes on."""
    done = join(laboratory, host, join_strategy="online", join_ca_cert="/dev/null", join_reboot=False)
    assert done.code == 0, done.output[-3000:]
    assert "WARNING" in done.output
    assert "changed=1" in done.output
