# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A code is explained for the call that returned it and the options of that call."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._join_errors.explanation import explain
from ansible_collections.netjoin.windows.plugins.module_utils._join_errors.row import Call, call_of

JOIN = "JoinDomainOrWorkgroup"
UNJOIN = "UnjoinDomainOrWorkgroup"
REQUEST = "NetRequestOfflineDomainJoin"
PROVISION = "NetProvisionComputerAccount"

# Code, function, options, words of the meaning. Facts: windows-join.md 1.1 (steps 3 to 18), 2.5, 3.1, 3.2 and 5.
CONTEXTS: list[tuple[int, str | None, int | None, str]] = [
    (2, JOIN, 0x3, "the organizational unit for the computer account does not exist"),
    (2, None, None, "the organizational unit for the computer account does not exist"),
    (2, REQUEST, 0x40000000, "a file or folder of the Windows installation was not found"),
    (5, JOIN, 0x3, "either on this computer or on the computer account in the domain"),
    (5, UNJOIN, 0x4, "leaving the domain was denied"),
    (5, REQUEST, 0, "may not change the Windows installation"),
    (5, PROVISION, 2, "the domain refused to create or reuse the computer account"),
    (50, REQUEST, 0, "the Windows installation at this path cannot take the blob"),
    (87, JOIN, 0x3, "refused the combination of parameters"),
    (87, JOIN, 0xC1, "the machine password was refused together with the other parameters"),
    (87, JOIN, 0, "the name of the workgroup was refused"),
    (87, REQUEST, 0x40000000, "the blob or the path to Windows was refused"),
    (1326, JOIN, 0x3, "does not accept this user name with this password"),
    (1326, JOIN, 0xC1, "the machine password is not the one"),
    (1326, JOIN, 0x41, "the default machine password is not the one"),
    (1326, UNJOIN, 0, "so the host stays in its domain"),
    (1326, "ldap_bind", None, "the user exists, but the password is wrong"),
    (1332, JOIN, 0x1, "the join was told not to create it"),
    (1332, JOIN, 0x3, "a name could not be turned into an account"),
    (1332, JOIN, 0xC1, "a join with a machine password cannot create it"),
    (1332, JOIN, None, "the computer's account was not found"),
    (1355, JOIN, 0x3, "no domain controller of this domain was found"),
    (1355, UNJOIN, 0, "the host cannot leave it in order"),
    (2224, JOIN, 0x3, "exists in another container"),
    (2224, JOIN, 0x20003, "the join was told not to reuse it"),
    (2224, PROVISION, 0, "the blob was to be made with a new one"),
    (2691, JOIN, 0x3, "this computer is in a domain already"),
    (2691, JOIN, 0x23, "although the join allowed a switch"),
    (2691, JOIN, 0, "a member of a domain cannot join a workgroup"),
    (2713, REQUEST, 0x40000000, "which is success"),
    (2713, JOIN, 0x3, "an offline join waits for its restart"),
    (49, "ldap_bind", None, "the directory does not accept the credentials"),
    (50, "ldap_add", None, "the user has no right to do this in the directory"),
    (50, JOIN, 0x3, "does not support the request"),
    (68, "LDAPAdd", None, "an account of this name exists already"),
    (8344, "ldap_add", None, "the user has no right to do this in the directory"),
]

FUNCTIONS = [
    ("JoinDomainOrWorkgroup", Call.JOIN),
    ("Win32_ComputerSystem.JoinDomainOrWorkgroup", Call.JOIN),
    ("netjoindomain", Call.JOIN),
    ("NetpDoDomainJoin", Call.JOIN),
    ("NetUnjoinDomain", Call.UNJOIN),
    ("SetComputerNameExW", Call.RENAME),
    ("NetCreateProvisioningPackage", Call.PROVISION),
    ("NetRequestProvisioningPackageInstall", Call.OFFLINE_JOIN),
    ("I_NetLogonControl2", Call.NETLOGON),
    ("ldap_add_ext_s", Call.LDAP),
    ("CreateFileW", None),
    (None, None),
]


@pytest.mark.parametrize(("code", "function", "options", "meaning"), CONTEXTS)
def test_meaning_depends_on_the_call_and_its_options(
    code: int, function: str | None, options: int | None, meaning: str
) -> None:
    """The same code means what it means to this call with these options."""
    assert meaning in explain(code, function, options=options).meaning


@pytest.mark.parametrize(("function", "call"), FUNCTIONS)
def test_functions_are_known_by_name(function: str | None, call: Call | None) -> None:
    """Functions and methods are found in any case, with a class in front or a W behind."""
    assert call_of(function) is call


def test_message_has_the_agreed_form() -> None:
    """What failed, the code in both forms and by name, what it means, and what to try first."""
    explanation = explain(1326, JOIN, options=0x3)

    assert explanation.message == (
        f"JoinDomainOrWorkgroup failed (1326 0x52E ERROR_LOGON_FAILURE): {explanation.meaning}. "
        f"Try: {explanation.next_steps[0]}."
    )


def test_result_has_the_agreed_keys() -> None:
    """The dictionary of a task's error has plain values only."""
    result = explain(2691, JOIN, options=0x3).as_result()

    assert list(result) == ["function", "code", "hex", "symbol", "meaning", "causes", "next_steps"]
    assert (result["function"], result["code"], result["hex"]) == (JOIN, 2691, "0xA83")
    assert result["symbol"] == "NERR_SetupAlreadyJoined"
    assert isinstance(result["causes"], list)
    assert isinstance(result["next_steps"], list)


@pytest.mark.parametrize("form", [0x8007052E, -2147023570, "0x8007052e"])
def test_a_wrapped_windows_code_keeps_its_number(form: int | str) -> None:
    """HRESULT_FROM_WIN32 is explained as the Windows code inside, under the number that was given."""
    explanation = explain(form)

    assert explanation.symbol == "ERROR_LOGON_FAILURE"
    assert (explanation.code, explanation.hex) == (0x8007052E, "0x8007052E")
    assert explanation.message.startswith("The call failed (2147943726 0x8007052E ERROR_LOGON_FAILURE): ")


def test_a_hresult_with_a_row_of_its_own_uses_that() -> None:
    """0x80070005 comes from WMI, so it is not explained as a refusal of the domain."""
    assert explain(0x80070005, JOIN).symbol == "E_ACCESSDENIED"
    assert "access to WMI" in explain(0x80070005, JOIN).meaning


@pytest.mark.parametrize("code", [9999, 0x80079999, 0xDEADBEEF, 1])
def test_an_unknown_code_says_where_to_look_it_up(code: int) -> None:
    """A code that the catalogue does not have is no error, and its message still has a next step."""
    explanation = explain(code, JOIN)

    assert explanation.symbol is None
    assert explanation.source is None
    assert explanation.causes == ()
    assert f"failed ({code} 0x{code:X}): this code is not in the catalogue" in explanation.message
    assert f"certutil -error 0x{code:X}" in explanation.message
