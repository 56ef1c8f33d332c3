# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of the modules that speak LDAP have in common: users, logons, and how often a password was wrong."""

from __future__ import annotations

import importlib.util

import pytest

from .laboratory import Laboratory, Result

WITHOUT_KERBEROS = importlib.util.find_spec("krb5") is None or importlib.util.find_spec("gssapi") is None
LACK_OF_KERBEROS = "this Python has no gssapi and krb5: ./lab install --kerberos compiles them"
NEEDS_KERBEROS = pytest.mark.skipif(WITHOUT_KERBEROS, reason=LACK_OF_KERBEROS)
SEALED_BY_KERBEROS: Result = {"auth_protocol": "kerberos", "tls_mode": None, "ca_cert": None}


def given(options: Result, arguments: Result) -> Result:
    """Options with other values; None takes one away."""
    return {option: value for option, value in {**options, **arguments}.items() if value is not None}


def as_admin(laboratory: Laboratory) -> dict[str, str]:
    """Return the credentials of the domain's administrator."""
    variables = laboratory.variables
    return {"username": variables["lab_admin_user"], "password": variables["lab_admin_password"]}


def got_ticket(laboratory: Laboratory, user: str, password: str, cache: str, *options: str) -> bool:
    """Whether kinit gets a ticket of the domain for a user or a machine, into a credential cache."""
    realm = laboratory.variables["lab_domain"].upper()
    script = 'printf "%s" "$LAB_SECRET" | kinit "$@" -c "$KRB5CCNAME" "$LAB_PRINCIPAL"'
    environment = {"KRB5CCNAME": cache, "LAB_SECRET": password, "LAB_PRINCIPAL": f"{user}@{realm}"}
    return laboratory.execute("bash", "-c", script, "kinit", *options, **environment).code == 0


def bad_password_count(laboratory: Laboratory, user: str) -> int:
    """How often somebody gave a wrong password for a user, as the domain controller counts."""
    (entry,) = laboratory.search(f"(userPrincipalName={user})", "badPwdCount")
    return int(entry.one("badPwdCount"))
