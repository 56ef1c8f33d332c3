# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept out of anything that is shown of a log."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.netjoin.windows.plugins.module_utils._netsetup_log.redaction import redact

SECRET = "C0rrect,horse 'battery"

# The first four are keys of Windows' own log, with values that it never writes.
LEAKS = (
    f"  lpPassword: {SECRET}",
    f"  lpMachinePassword: {SECRET}",
    f"    unicodePwd  =  {SECRET}",
    f"03/06/2025 11:29:06:678   lpPassword: {SECRET}",
    f"joining with password={SECRET}",
    f'added by script: "MachinePassword": "{SECRET}"',
    f"PWD: {SECRET}",
    f"client_secret = {SECRET}",
    f"Passphrase:{SECRET}",
    f'password "{SECRET}" was used',
    f"networkPassword: {SECRET}",
    f"Add-Computer -Password {SECRET}",
    f"netdom join /passwordd:{SECRET}",
)

# Lines of SupportArticles-docs "domain-join-log-analysis" and "Domain join error 0x6D9", and one that Windows 7 wrote.
HARMLESS = (
    "  lpPassword: (non-null)",
    "  lpMachinePassword: (null)",
    "  lpMachinePassword: omitted from log",
    "    unicodePwd  =  <SomePassword>",
    "NetpLsaOpenSecret: status: 0xc0000034",
    r"NetpManageMachineAccountWithSid: status of attempting to set password on '\\DC' for 'PC$': 0x0",
    "NetpJoinDomain: rollback: status of deleting secret: 0x0",
    "NetpJoinDomainLocal: NetpManageMachineSecret returned: 0x0.",
    "NetpGetComputerObjectDn: Crack results:   (Account already exists) DN = CN=HOST88,DC=contoso,DC=local",
    "  Account: contoso\\puser2",
)


@pytest.mark.parametrize("line", LEAKS)
def test_a_password_never_comes_out(line: str) -> None:
    """Whatever the key is called and however the value is set off."""
    redacted = redact(line)

    assert "horse" not in redacted
    assert "C0rrect" not in redacted
    assert "(removed)" in redacted


@pytest.mark.parametrize("line", HARMLESS)
def test_lines_of_windows_stay_as_they_are(line: str) -> None:
    """Its placeholders say that a password was given, and its codes are what the log is for."""
    assert redact(line) == line


def test_a_provisioning_blob_never_comes_out() -> None:
    """[MS-RPCE] 2.2.6.1: its serialised header is 01 10 08 00 CC CC CC CC; the machine password is inside, in clear."""
    blob = base64.b64encode(bytes.fromhex("01100800cccccccc") + "s3cret".encode("utf-16-le") * 3).decode()

    assert redact(f"pProvisionBinData: {blob}") == "pProvisionBinData: (removed)"
    assert redact(f"AccountData {blob[:20]}") == "AccountData (removed)"


def test_any_long_base64_text_is_taken_for_a_key() -> None:
    """No name in the log is that long without a dot or a hyphen."""
    assert redact("x " + "QUJD" * 20 + "==") == "x (removed)"


def test_an_endless_line_with_a_hint_of_a_secret_is_removed_whole() -> None:
    """To search it would take longer than it is worth."""
    assert redact("x" * 5000 + " password: hunter2") == "(removed)"
    assert redact("password" * 500_000) == "(removed)"
    assert redact("- " * 5000) == "- " * 5000


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=4), st.sampled_from("pPwW"))
def test_what_follows_the_key_is_gone(secret: str, letter: str) -> None:
    """Any text in the place of a password."""
    marked = f"{letter}~{secret}~"

    assert marked not in redact(f"  lpPassword: {marked}")


@given(st.text(max_size=200))
def test_redacting_twice_changes_nothing(line: str) -> None:
    """What was removed is not removed again."""
    assert redact(redact(line)) == redact(line)
