# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""offline_join_blob of the membership action, which microsoft.ad.membership has too."""

from __future__ import annotations

import typing as t

import pytest

from .action_helper import Result
from .blob_cases import APPLIED, BLOB, OF_BLOB, TRUSTED, UNCHANGED, refused
from .membership_cases import CANARY, membership_run


def test_the_blob_is_applied_as_offline_join_does_it() -> None:
    """With one difference: the host takes the name in the blob, as it does with microsoft.ad."""
    run = membership_run({"state": "domain", "offline_join_blob": BLOB}, APPLIED)
    ((name, arguments),) = run.calls
    assert name == "netjoin.windows.host_offline_join"
    assert (arguments["blob"], arguments["allow_rename"], arguments["windows_path"]) == (BLOB, True, None)


def test_the_result_is_that_of_membership() -> None:
    """What is said of online calls is there, and empty."""
    result = membership_run({"offline_join_blob": BLOB}, APPLIED).result
    assert (result["changed"], result["reboot_required"]) == (True, True)
    assert (result["join_options"], result["left"], result["account_dn"]) == (None, None, None)
    assert result["blob"] == OF_BLOB
    assert BLOB[100:140] not in repr(result)


def test_a_restart_is_verified() -> None:
    """The secure channel is asked for after it."""
    run = membership_run({"offline_join_blob": BLOB, "reboot": True}, APPLIED, TRUSTED)
    assert run.result["verified"]["secure_channel"] == "ok"


def test_a_member_is_unchanged() -> None:
    """Of that domain, under that name."""
    assert membership_run({"offline_join_blob": BLOB, "reboot": True}, UNCHANGED).result["changed"] is False


def test_a_member_of_another_domain_is_refused() -> None:
    """microsoft.ad says nothing there, and leaves it in the wrong domain."""
    result = membership_run({"offline_join_blob": BLOB}, refused(2691, "other_domain")).result
    assert result["error"]["code"] == 2691


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("domain_admin_user", "joiner@lab.example"),
        ("domain_admin_password", CANARY),
        ("machine_password", CANARY),
        ("domain_ou_path", "OU=Workstations,DC=lab,DC=example"),
        ("hostname", "ODJNET1"),
        ("workgroup", "WORKGROUP"),
        ("account", "reuse"),
        ("join_options", ["join_readonly"]),
        ("unjoin_username", "admin@other.example"),
        ("force", True),
        ("state", "workgroup"),
        ("domain", "other.example"),
    ],
)
def test_options_that_say_otherwise_are_refused(option: str, value: t.Any) -> None:
    """A blob says how to join; microsoft.ad refuses the same, and we a few more that Windows would not hear of."""
    arguments: Result = {"offline_join_blob": BLOB, option: value}
    run = membership_run(arguments)
    assert run.calls == []
    assert run.result["error"]["findings"]
    assert CANARY not in repr(run.result)


def test_its_own_domain_may_be_named() -> None:
    """It guards against the blob of another one."""
    assert membership_run({"offline_join_blob": BLOB, "domain": "LAB.example"}, APPLIED).result["changed"] is True


def test_a_domain_controller_is_a_warning() -> None:
    """Microsoft.ad's domain_server goes with a blob there, and does nothing."""
    arguments = {"offline_join_blob": BLOB, "domain_server": "dc1.lab.example"}
    assert any("domain_controller" in warning for warning in membership_run(arguments, APPLIED).result["warnings"])


@pytest.mark.parametrize("blob", ["", "AAAA", BLOB[:-40]])
def test_a_damaged_blob_never_reaches_the_host(blob: str) -> None:
    """The option is named, and nothing of the blob."""
    run = membership_run({"offline_join_blob": blob})
    assert run.calls == []
    assert run.result["error"]["findings"][0]["option"] == "offline_join_blob"
