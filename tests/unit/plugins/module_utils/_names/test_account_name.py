# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
r"""Names of accounts: ``NETBIOS\user``, ``fqdn\user``, ``user@suffix`` and ``user``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.netjoin.windows.plugins.module_utils._names.account_name import AccountName
from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import InvalidName

# Text, form, domain, user. The forms are those of [MS-WKST] 3.2.4.13; the first two are examples of NetJoinDomain.
VALID = (
    (r"REDMOND\user", "netbios", "REDMOND", "user"),
    ("someone@example.com", "upn", "example.com", "someone"),
    (r"lab.example\join", "fqdn", "lab.example", "join"),
    (r"LAB\PC01$", "netbios", "LAB", "PC01$"),
    (r"LAB\Jörg Müller", "netbios", "LAB", "Jörg Müller"),
    ("first.last@sub.lab.example", "upn", "sub.lab.example", "first.last"),
    ("with@sign@lab.example", "upn", "lab.example", "with@sign"),
    ("join@LAB", "upn", "LAB", "join"),
    ("o'neil@lab.example", "upn", "lab.example", "o'neil"),
    ("administrator", "bare", None, "administrator"),
)

REFUSED = (
    ("", None),
    (" join@lab.example", 0),
    ("join@lab.example ", 16),
    ("join@lab.example\n", 16),
    (r"LAB\ join", 4),
    ("join @lab.example", 4),
    ("LAB\\", 4),
    ("\\join", 0),
    ("@lab.example", 0),
    ("join@", 5),
    (r"LAB\sub\join", 7),
    (r"LAB\join@lab.example", 8),
    (r".\join", 0),
    (r"la b\join", 2),
    ("join@lab .example", 8),
    ("LAB/join", 3),
    ("a:b", 1),
    ("LAB\\" + "x" * 257, None),
    ("x" * 1013 + "@lab.example", None),
)

# [MS-SAMR] 3.1.1.6: what a sAMAccountName cannot have.
FORBIDDEN = '"/[]:;|=,+*?<>'


@pytest.mark.parametrize(("text", "form", "domain", "user"), VALID)
def test_every_documented_form_is_taken_apart(text: str, form: str, domain: str | None, user: str) -> None:
    """The text is kept, and its parts are known."""
    account = AccountName.parse(text)

    assert (account.text, account.form, account.domain, account.user) == (text, form, domain, user)


@pytest.mark.parametrize(("text", "position"), REFUSED)
def test_other_texts_are_refused_at_the_offending_character(text: str, position: int | None) -> None:
    """The place counts in the whole text, also for a flaw of its domain."""
    with pytest.raises(InvalidName) as caught:
        AccountName.parse(text)

    assert caught.value.position == position


@pytest.mark.parametrize("character", FORBIDDEN)
def test_each_character_that_no_user_has_is_refused(character: str) -> None:
    """Whether the form is down-level or a UPN."""
    for text, position in ((rf"LAB\jo{character}in", 6), (f"jo{character}in@lab.example", 2)):
        with pytest.raises(InvalidName) as caught:
            AccountName.parse(text)
        assert caught.value.position == position


def test_a_local_account_is_refused_for_what_it_is() -> None:
    """It could never authenticate to a domain controller."""
    with pytest.raises(InvalidName, match="account of the host"):
        AccountName.parse(r".\Administrator")


def test_only_a_bare_name_has_a_warning() -> None:
    """Windows has to guess its domain."""
    assert "names no domain" in AccountName.parse("join").warnings[0]
    assert AccountName.parse(r"LAB\join").warnings == ()
    assert AccountName.parse("join@lab.example").warnings == ()


def test_case_does_not_make_another_account() -> None:
    """But the two forms of one account are two names."""
    assert AccountName.parse(r"lab\JOIN") == AccountName.parse(r"LAB\join")
    assert AccountName.parse(r"lab\join") != AccountName.parse("join@lab")


@given(st.text(st.characters(codec=None) | st.sampled_from("\\@."), max_size=60))
def test_any_text_is_an_account_or_refused_at_a_place_inside_it(text: str) -> None:
    """No text raises anything but InvalidName, and the parts of an accepted one make up its text."""
    try:
        account = AccountName.parse(text)
    except InvalidName as problem:
        assert problem.position is None or 0 <= problem.position <= len(text)  # noqa: PT017
    else:
        whole = {"netbios": "{1}\\{0}", "fqdn": "{1}\\{0}", "upn": "{0}@{1}", "bare": "{0}"}[account.form]
        assert text == whole.format(account.user, account.domain)
