# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Task arguments against a spec: everything that is wrong, at once, and no secret in it."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.netjoin.windows.plugins.plugin_utils._arguments import read_arguments

CANARY = "Vb3-canary-Vb3"
SPEC: dict[str, dict[str, t.Any]] = {
    "domain": {"type": "str", "aliases": ["dns_domain_name"]},
    "password": {"type": "str", "aliases": ["domain_admin_password"], "no_log": True},
    "account": {"type": "str", "choices": ["create", "reuse"], "default": "create"},
    "reboot": {"type": "bool", "default": False},
    "reboot_timeout": {"type": "int", "default": 600},
}


def findings(**given: t.Any) -> list[str]:
    """What is wrong with the arguments, as a user reads it."""
    return [str(finding) for finding in read_arguments(SPEC, given)[1]]


def test_defaults_and_aliases_are_filled_in() -> None:
    """Every option has its main name, and a value or None."""
    options, wrong = read_arguments(SPEC, {"dns_domain_name": "corp.example", "reboot": "yes"})
    assert wrong == []
    assert options == {
        "domain": "corp.example",
        "password": None,
        "account": "create",
        "reboot": True,
        "reboot_timeout": 600,
    }


def test_every_finding_is_kept() -> None:
    """A typo, a wrong choice and a wrong type are three findings, where ansible-core would tell the first."""
    assert len(findings(domian="corp.example", account="recreate", reboot_timeout="soon")) == 3


def test_a_typo_gets_a_guess() -> None:
    """The option that was probably meant is named."""
    assert findings(domian="corp.example") == ["domian: is not an option of this module; did you mean domain?"]


def test_an_option_of_nothing_gets_the_list() -> None:
    """Where no guess is near, all options are named."""
    (finding,) = findings(xyzzy=1)
    assert "the options are account, domain, password, reboot, reboot_timeout" in finding


def test_an_option_and_its_alias_are_one_too_many() -> None:
    """The one that ansible-core would silently prefer is not obvious."""
    assert findings(domain="a.example", dns_domain_name="b.example") == [
        "domain: is given twice, also by its alias 'dns_domain_name'"
    ]


@pytest.mark.parametrize(
    ("value", "kind"), [(83, "a number"), (1e3, "a number"), (True, "a boolean"), (["a"], "a list")]
)
@pytest.mark.parametrize("option", ["domain", "password", "domain_admin_password"])
def test_text_that_yaml_read_as_something_else_is_refused(option: str, value: object, kind: str) -> None:
    """An unquoted 0123 is the number 83 by YAML 1.1, and no password any more."""
    (finding,) = findings(**{option: value})
    assert finding == f"{option}: is {kind} where text is wanted, and may not be what was typed; put it in quotes"


def test_no_secret_is_in_a_finding() -> None:
    """Not even where the secret was given to an option that has choices."""
    assert CANARY not in repr(findings(password=CANARY, account=CANARY))
