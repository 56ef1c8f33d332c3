# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the directory's refusals are explained with."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._directory.library import load_library
from ansible_collections.netjoin.windows.plugins.module_utils._directory.problem import DirectoryError, MissingLibrary

OU = "OU=Servers,DC=lab,DC=example"

# Diagnostic texts of Active Directory: SupportArticles-docs and [MS-ADTS] 3.1.1.3.1.9; code and symbol they say.
DIAGNOSED = (
    (
        49,
        "80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 52e, v2580",
        1326,
        "ERROR_LOGON_FAILURE",
    ),
    (
        49,
        "80090308: LdapErr: DSID-0C09042F, comment: AcceptSecurityContext error, data 775, v2580",
        1909,
        "ERROR_ACCOUNT_LOCKED_OUT",
    ),
    (
        53,
        "0000216D: SvcErr: DSID-031A124C, problem 5003 (WILL_NOT_PERFORM), data 0",
        8557,
        "ERROR_DS_MACHINE_ACCOUNT_QUOTA_EXCEEDED",
    ),
    (49, "Simple Bind Failed: NT_STATUS_LOGON_FAILURE", 49, "LDAP_INVALID_CREDENTIALS"),
    (
        50,
        "00002098: SecErr: DSID-03150F94, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0",
        50,
        "LDAP_INSUFFICIENT_RIGHTS",
    ),
    (32, "0000208D: NameErr: DSID-0310028B, problem 2001 (NO_OBJECT), data 0", 32, "LDAP_NO_SUCH_OBJECT"),
)


@pytest.mark.parametrize(("code", "diagnostic", "explained", "symbol"), DIAGNOSED)
def test_the_code_that_says_most_is_explained(code: int, diagnostic: str, explained: int, symbol: str) -> None:
    """The Windows code in the text where the LDAP code says little, else the LDAP code."""
    result = DirectoryError("ldap_bind", code, diagnostic).as_result()
    assert (result["code"], result["symbol"]) == (explained, symbol)
    assert result["diagnostic"] == diagnostic


def test_a_missing_right_is_named_with_the_object() -> None:
    """In the message and in the result."""
    error = DirectoryError("ldap_add", 50, "", OU, "Create Computer objects on " + OU)
    assert f"Missing right: Create Computer objects on {OU}" in str(error)
    assert error.as_result()["missing_right"] == f"Create Computer objects on {OU}"


def test_a_right_is_not_blamed_for_other_failures() -> None:
    """An object that does not exist is no matter of rights."""
    error = DirectoryError("ldap_add", 32, "", OU, "Create Computer objects on " + OU)
    assert "right" not in str(error)
    assert error.as_result()["missing_right"] is None


def test_a_missing_package_is_named() -> None:
    """With what it is for, and where to write it down."""
    with pytest.raises(MissingLibrary) as caught:
        load_library("no_such_module_here", "some-package", "A test")
    assert caught.value.package == "some-package"
    assert "pip install 'some-package'" in str(caught.value)
    assert "execution environment" in str(caught.value)
