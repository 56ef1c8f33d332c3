# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Return codes are read in every form in which tools and logs write them."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._join_errors.code import InvalidCode, parse_code

# HRESULT_FROM_WIN32(1326) is 0x8007052E; as a signed 32-bit number 0x8007052E - 2**32.
FORMS: list[tuple[int | str, int]] = [
    (1326, 1326),
    ("1326", 1326),
    (" 1326 ", 1326),
    ("0x52e", 1326),
    ("0X52E", 1326),
    (0, 0),
    (0x8007052E, 0x8007052E),
    (-2147023570, 0x8007052E),
    ("-2147023570", 0x8007052E),
    ("2147943726", 0x8007052E),
    ("0x8007052E", 0x8007052E),
    (-1, 0xFFFFFFFF),
    (0xFFFFFFFF, 0xFFFFFFFF),
]

# Diagnostic texts of domain controllers: cannatag/ldap3 issue 578, fortra/impacket issue 474; the rest in the form of
# [MS-ADTS] 3.1.1.3.1.9, where the first eight characters are the code and the rest is informational.
DIRECTORY_TEXTS = [
    ("80090308: LdapErr: DSID-0C09042F, comment: AcceptSecurityContext error, data 52e, v2580", 0x52E),
    ("8009030C: LdapErr: DSID-0C090605, comment: AcceptSecurityContext error, data 52e, v2580\x00", 0x52E),
    ("80090308: LdapErr: DSID-0C09030B, comment: AcceptSecurityContext error, data 775, v893", 0x775),
    (
        "invalidCredentials: 80090308: LdapErr: DSID-0C090446, comment: AcceptSecurityContext error, data 533, v4563",
        0x533,
    ),
    ("00002098: SecErr: DSID-03150F94, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0", 0x2098),
    ("0000216D: SvcErr: DSID-031A124C, problem 5003 (WILL_NOT_PERFORM), data 0", 0x216D),
    ("80090346: LdapErr: DSID-0C0906B8, comment: AcceptSecurityContext error, data 80090346, v4563", 0x80090346),
    ("00002098: Object CN=X,DC=lab,DC=example has no write property access", 0x2098),
]

NO_CODES: list[tuple[int | str, str]] = [
    ("", "'' is no return code"),
    ("52e", "'52e' is no return code: write it as 1326, 0x52E or -2147023570"),
    ("0x", "'0x' is no return code"),
    ("13 26", "'13 26' is no return code"),
    ("1_326", "'1_326' is no return code"),
    ("-0x52e", "'-0x52e' is no return code"),
    ("1.5", "'1.5' is no return code"),
    (2**32, "4294967296 does not fit into the 32 bits"),
    (-(2**31) - 1, "-2147483649 does not fit into the 32 bits"),
    ("0x100000000", "4294967296 does not fit into the 32 bits"),
    (True, "a return code is a number or text, not bool"),
]


@pytest.mark.parametrize(("form", "number"), FORMS)
def test_numbers_are_read_in_every_form(form: int | str, number: int) -> None:
    """Decimal, hex, signed and unsigned all give the unsigned number."""
    assert parse_code(form) == number


@pytest.mark.parametrize(("text", "number"), DIRECTORY_TEXTS)
def test_diagnostic_texts_of_the_directory_give_their_code(text: str, number: int) -> None:
    """The code in front counts, and for a refused logon the ``data`` behind it."""
    assert parse_code(text) == number


@pytest.mark.parametrize(("form", "message"), NO_CODES)
def test_what_is_no_code_is_refused(form: int | str, message: str) -> None:
    """A refusal repeats the text and shows how codes are written."""
    with pytest.raises(InvalidCode) as caught:
        parse_code(form)

    assert message in str(caught.value)
