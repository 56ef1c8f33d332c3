# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole logs: the attempts in them and how they ended."""

from __future__ import annotations

import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.netjoin.windows.plugins.module_utils._netsetup_log.attempt import Verdict
from ansible_collections.netjoin.windows.plugins.module_utils._netsetup_log.log import (
    error_log,
    last_attempt,
    parse_log,
)
from ansible_collections.netjoin.windows.plugins.module_utils._netsetup_log.operation import Operation

DATA = pathlib.Path(__file__).parents[4] / "data" / "netsetup_log"
RULE = "-" * 65

# Operation, verdict and code of every attempt, as Microsoft's pages explain these logs.
EXPECTED = {
    "join_in_gui_26100.log": [
        (Operation.VALIDATE_NAME, Verdict.SUCCEEDED, 0),
        (Operation.VALIDATE_NAME, Verdict.SUCCEEDED, 0),
        (Operation.JOIN, Verdict.FAILED, 0x534),
        (Operation.JOIN, Verdict.SUCCEEDED, 0),
        (Operation.RENAME, Verdict.SUCCEEDED, 0),
    ],
    "account_reuse_blocked.log": [(Operation.JOIN, Verdict.FAILED, 2732)],
    "rpc_unavailable.log": [(Operation.JOIN, Verdict.FAILED, 1722)],
    "endpoint_not_registered.log": [(Operation.JOIN, Verdict.FAILED, 1753)],
    "network_name_deleted.log": [(Operation.JOIN, Verdict.FAILED, 64)],
}

# The shape of these lines is that of logs which people have published in forums; no page of Microsoft has a whole one.
WORKGROUP = f"""\
09/04/2019 13:55:16:899 {RULE}
09/04/2019 13:55:16:899 NetpDoDomainJoin
09/04/2019 13:55:16:900 NetpJoinWorkgroup: joining computer 'WIN-1' to workgroup 'WORKGROUP'
09/04/2019 13:55:16:911 NetpJoinWorkgroup: status: 0x0
09/04/2019 13:55:16:911 NetpDoDomainJoin: status: 0x0
"""
UNJOIN = f"""\
09/04/2019 13:57:16:899 {RULE}
09/04/2019 13:57:16:899 NetpUnJoinDomain: unjoin from 'LAB' using 'lab\\admin' creds, options: 0x4
09/04/2019 13:57:16:900 NetpUnJoinDomain: status of getting computer name: 0x0
09/04/2019 13:57:16:911 NetpUnJoinDomain: status: 0x5
"""
OFFLINE = f"""\
09/04/2019 13:59:16:899 {RULE}
09/04/2019 13:59:16:899 NetpProvContinueProvisioningPackageInstall:
09/04/2019 13:59:16:900 NetpCompleteOfflineDomainJoin: status: 0x0
09/04/2019 13:59:16:911 NetpProvContinueProvisioningPackageInstall: status: 0xa99.
"""


def sample(name: str) -> bytes:
    """A published log."""
    return (DATA / name).read_bytes()


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_published_logs_tell_what_their_pages_say(name: str, encoding: str) -> None:
    """Every attempt with its verdict, in whatever encoding the log was copied."""
    attempts = parse_log(sample(name).decode().encode(encoding))

    assert [(each.operation, each.verdict, each.code) for each in attempts] == EXPECTED[name]


def test_every_published_log_has_a_test() -> None:
    """A sample that nobody reads would prove nothing."""
    assert {path.name for path in DATA.glob("*.log")} == set(EXPECTED)


def test_the_facts_of_a_join_are_found() -> None:
    """Who joined what, where, and with which options."""
    result = parse_log(sample("join_in_gui_26100.log"))[2].as_result()

    assert {key: result[key] for key in ("host", "domain", "account", "account_ou", "domain_controller")} == {
        "host": "HOST88",
        "domain": "contoso.local",
        "account": "contoso\\puser2",
        "account_ou": None,
        "domain_controller": "DC2.contoso.local",
    }
    assert result["options"] == {"value": 0x25, "names": ["join_domain", "acct_delete", "domain_join_if_joined"]}
    assert result["started"] == "03/06/2025 11:29:05:537"
    assert result["ended"] == "03/06/2025 11:29:06:745"
    assert result["build"] == "26100 (26100.ge_release.240331-1435)"
    assert result["name"] is None


def test_a_failure_is_explained_with_its_options_in_view() -> None:
    """1332 without ACCT_CREATE is an account that is missing (SupportArticles-docs "Domain join error 0x534")."""
    error = parse_log(sample("join_in_gui_26100.log"))[2].as_result()["error"]

    assert (error["function"], error["code"], error["symbol"]) == ("NetJoinDomain", 1332, "ERROR_NONE_MAPPED")
    assert "does not exist" in error["meaning"]


def test_calls_come_in_the_order_of_the_log_with_their_symbols() -> None:
    """A harmless code in between does not hide the one that mattered."""
    calls = parse_log(sample("join_in_gui_26100.log"))[2].as_result()["calls"]

    failed = [(call["function"], call["hex"], call["symbol"]) for call in calls if call["code"]]
    assert failed == [
        ("NetpDsGetDcName", "0x525", "ERROR_NO_SUCH_USER"),
        ("NetpCreateComputerObjectInDs", "0x534", "ERROR_NONE_MAPPED"),
        ("NetpProvisionComputerAccount", "0x534", "ERROR_NONE_MAPPED"),
        ("NetpJoinCreatePackagePart", "0x534", "ERROR_NONE_MAPPED"),
        ("NetpJoinDomainOnDs", "0x534", "ERROR_NONE_MAPPED"),
        ("NetpDoDomainJoin", "0x534", "ERROR_NONE_MAPPED"),
    ]


def test_a_retry_inside_an_attempt_does_not_change_what_it_is_reported_as() -> None:
    """SupportArticles-docs: reuse is blocked with 0xaac, the downlevel retry says 0x8b0; 0xaac is the answer."""
    attempt = last_attempt(sample("account_reuse_blocked.log"))

    assert attempt is not None
    assert attempt.as_result()["error"]["symbol"] == "NERR_AccountReuseBlockedByPolicy"
    assert any(report.code == 0x8B0 for report in attempt.reports)
    assert attempt.options == 0x403


def test_the_package_that_a_join_installs_belongs_to_the_join() -> None:
    """Windows 11 writes its lines after the end of the join, out of order and in a block of their own."""
    join = parse_log(sample("join_in_gui_26100.log"))[3]

    assert "NetpProvContinueProvisioningPackageInstall: status: 0xa99." in join.text
    assert "Privileges: Setting backup/restore privileges." in join.text
    assert join.ended == "03/06/2025 11:29:08:299"


def test_the_last_attempt_is_the_one_that_counts() -> None:
    """The retry after a failure; on request the last of one operation."""
    log = sample("join_in_gui_26100.log")

    last, last_join = last_attempt(log), last_attempt(log, Operation.JOIN)
    assert last is not None
    assert last.operation is Operation.RENAME
    assert last_join is not None
    assert last_join.verdict is Verdict.SUCCEEDED
    assert last_attempt(log, Operation.UNJOIN) is None


def test_checks_of_names_are_never_the_attempt_that_counts() -> None:
    """The dialog of Windows makes them while somebody types."""
    checks = sample("join_in_gui_26100.log").decode().split("03/06/2025 11:29:05:537")[0]

    assert [each.operation for each in parse_log(checks)] == [Operation.VALIDATE_NAME] * 2
    assert parse_log(checks)[1].facts["name"] == "contoso.local"
    assert last_attempt(checks) is None


def test_a_failed_check_of_a_name_is_a_failure() -> None:
    """NetpCheckDomainNameIsValid with 0x54b: no such domain."""
    (check,) = parse_log(
        "NetpValidateName: checking to see if 'x.y' is valid as type 3 name\n"
        "NetpCheckDomainNameIsValid for x.y returned 0x54b, last error is 0x0\n"
    )

    assert (check.operation, check.verdict, check.code) == (Operation.VALIDATE_NAME, Verdict.FAILED, 0x54B)


def test_a_workgroup_is_joined_without_a_domain() -> None:
    """The same function of Windows, another name."""
    result = parse_log(WORKGROUP)[0].as_result()

    assert (result["operation"], result["verdict"]) == ("join", "succeeded")
    assert (result["host"], result["workgroup"], result["domain"]) == ("WIN-1", "WORKGROUP", None)


def test_an_unjoin_has_options_of_its_own() -> None:
    """4 is ACCT_DELETE of NetUnjoinDomain, and 5 is explained for that function."""
    result = parse_log(UNJOIN)[0].as_result()

    assert (result["operation"], result["verdict"]) == ("unjoin", "failed")
    assert (result["domain"], result["account"]) == ("LAB", "lab\\admin")
    assert result["options"] == {"value": 4, "names": ["acct_delete"]}
    assert (result["error"]["function"], result["error"]["symbol"]) == ("NetUnjoinDomain", "ERROR_ACCESS_DENIED")


def test_an_offline_join_that_wants_a_restart_went_well() -> None:
    """2713 is NERR_JoinPerformedMustRestart; without a join before it the block stands for itself."""
    (attempt,) = parse_log(OFFLINE)

    assert (attempt.operation, attempt.verdict, attempt.code) == (Operation.OFFLINE_JOIN, Verdict.SUCCEEDED, 2713)


def test_an_attempt_that_the_log_does_not_finish_is_unfinished() -> None:
    """Cut off after the join has begun; nothing is made up."""
    log = sample("join_in_gui_26100.log").decode()
    cut = log[: log.index("NetpDsGetDcName: failed")]

    attempt = last_attempt(cut)

    assert attempt is not None
    assert (attempt.verdict, attempt.code) == (Verdict.UNFINISHED, None)
    assert attempt.as_result()["error"] is None


def test_a_join_that_is_cut_off_just_before_its_end_has_failed() -> None:
    """It has said so already."""
    log = sample("rpc_unavailable.log").decode()

    attempt = last_attempt(log[: log.index("NetpDoDomainJoin: status")])

    assert attempt is not None
    assert (attempt.verdict, attempt.code) == (Verdict.FAILED, 1722)


def test_two_attempts_are_two_without_the_row_of_hyphens_between_them() -> None:
    """Copies of logs lose lines."""
    log = WORKGROUP.replace(f"09/04/2019 13:55:16:899 {RULE}\n", "")

    assert len(parse_log(log + log)) == 2


def test_lines_of_other_programs_do_no_harm() -> None:
    """They stay in the text of the attempt."""
    noisy = WORKGROUP.replace("\n", "\n12:00 some agent: error 5\n")

    (attempt,) = parse_log(noisy)

    assert attempt.verdict is Verdict.SUCCEEDED
    assert "some agent" in attempt.text


def test_a_failed_task_shows_the_attempt_that_counts() -> None:
    """Not those before it, nor the row of hyphens, and never a secret."""
    log = (UNJOIN + WORKGROUP.replace("WIN-1", "password=hunter2")).replace("\n", "\r\n")

    shown = error_log(log)

    assert shown is not None
    assert shown.splitlines()[0] == "09/04/2019 13:55:16:899 NetpDoDomainJoin"
    assert shown.splitlines()[-1] == "09/04/2019 13:55:16:911 NetpDoDomainJoin: status: 0x0"
    assert "hunter2" not in shown
    assert "\r" not in shown


def test_a_failed_task_shows_what_it_has_when_it_is_no_attempt() -> None:
    """The slice of a log may begin anywhere; an empty one is none."""
    assert error_log("a half line\r\n  lpPassword: hunter2\r\n") == "a half line\n  lpPassword: (removed)"
    assert error_log("\r\n") is None


def test_a_failed_task_never_shows_more_than_16_kib() -> None:
    """However long the attempt was."""
    log = WORKGROUP.replace("NetpJoinWorkgroup: status", "filler\n" * 20_000 + "NetpJoinWorkgroup: status")

    shown = error_log(log)

    assert shown is not None
    assert len(shown.encode()) <= 16 * 1024
    assert shown.endswith("NetpDoDomainJoin: status: 0x0")
    assert "lines left out" in shown


@pytest.mark.parametrize("text", ["", "\n\n", "no log at all", RULE, "\0\0\0"])
def test_what_is_no_log_has_no_attempt_that_counts(text: str) -> None:
    """And nothing raises."""
    assert last_attempt(text) is None
    assert all(each.operation is Operation.OTHER for each in parse_log(text))


def test_no_secret_comes_out_of_an_attempt() -> None:
    """Neither in its text nor in its result, wherever somebody has put it."""
    log = sample("join_in_gui_26100.log").decode()
    log = log.replace("(non-null)", "hunter2").replace("<SomePassword>", "hunter2")
    log = log.replace("Account: contoso\\puser2", "Account: contoso\\puser2 password=hunter2")
    log = log.replace("NetpDoDomainJoin: status", "net use /password:hunter2 failed: 0x5\nNetpDoDomainJoin: status")

    for attempt in parse_log(log):
        assert "hunter2" not in attempt.text
        assert "hunter2" not in str(attempt.as_result())
        assert "hunter2" not in repr(attempt)


@given(st.text(max_size=400), st.integers(0, 8000), st.integers(0, 8000))
def test_any_piece_of_a_log_with_anything_in_it_can_be_read(noise: str, start: int, end: int) -> None:
    """Whatever was cut off or came in between, results are made."""
    log = sample("join_in_gui_26100.log").decode()

    for attempt in parse_log(log[start:end] + noise + log[:end]):
        assert attempt.as_result()["operation"]
        assert attempt.text
