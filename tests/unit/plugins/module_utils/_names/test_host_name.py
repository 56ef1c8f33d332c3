# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Host names and the NetBIOS names that Windows derives from them."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ansible_collections.netjoin.windows.plugins.module_utils._names.host_name import HostName
from ansible_collections.netjoin.windows.plugins.module_utils._names.netbios_name import NetbiosName
from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import InvalidName

# RFC 1123 section 2.1; SupportArticles-docs "naming-conventions-for-computer-domain-site-ou": 2 to 63 characters.
VALID = ("ws1", "WS-01", "3com", "a1", "web-frontend-production-01", "x" * 63, "0a", "system1")

# Text, index of the refused character (None: the whole), the character's own list on Microsoft's page where it has one.
REFUSED = (
    ("", None),
    ("a", None),
    ("a b", 1),
    (" ab", 0),
    ("ab ", 2),
    ("ab\n", 2),
    ("-ab", 0),
    ("ab-", 2),
    ("ws1.lab.example", 3),
    ("ws_1", 2),
    ("wß1", 1),
    ("рс1", 0),
    ("ws１", 2),
    ("x" * 64, 63),
    ("12345", None),
    # The 15 characters that become the NetBIOS name are a number although the host name is not.
    ("123456789012345x", None),
)

# The page's list of characters that a DNS host name cannot have.
MICROSOFTS_LIST = ",~:!@#$%^&'.(){}_ "

# The page's table of reserved words, column "Windows Server 2008 and later", those of one word.
RESERVED = (
    *("ANONYMOUS", "BATCH", "BUILTIN", "DIALUP", "DOMAIN", "ENTERPRISE", "INTERACTIVE", "INTERNET", "LOCAL", "NETWORK"),
    *("NULL", "PROXY", "RESTRICTED", "SELF", "SERVER", "SERVICE", "SYSTEM", "USERS", "WORLD"),
)

HOST_TEXT = st.text(string.ascii_letters + string.digits + "-", min_size=2, max_size=63)


@pytest.mark.parametrize("text", VALID)
def test_names_of_rfc_1123_are_accepted_as_they_are(text: str) -> None:
    """Case and length stay as given."""
    assert HostName.parse(text).text == text


@pytest.mark.parametrize(("text", "position"), REFUSED)
def test_other_names_are_refused_at_the_offending_character(text: str, position: int | None) -> None:
    """The refusal points at the first character that breaks a rule."""
    with pytest.raises(InvalidName) as caught:
        HostName.parse(text)

    assert caught.value.kind == "host name"
    assert caught.value.position == position


@pytest.mark.parametrize("character", MICROSOFTS_LIST)
def test_every_character_of_microsofts_list_is_refused(character: str) -> None:
    """Each is found wherever it stands."""
    with pytest.raises(InvalidName) as caught:
        HostName.parse(f"ws{character}1")

    assert (caught.value.position, caught.value.character) == (2, character)


@pytest.mark.parametrize("word", RESERVED)
def test_words_that_windows_reserves_are_refused_in_any_case(word: str) -> None:
    """A host cannot be called as a well-known security principal is."""
    for text in (word, word.lower()):
        with pytest.raises(InvalidName, match="reserves"):
            HostName.parse(text)


def test_letters_beyond_ascii_are_refused_with_the_reason() -> None:
    """Windows would take them, so the refusal says why we do not."""
    with pytest.raises(InvalidName, match="DNS servers and Kerberos"):
        HostName.parse("büro1")


@pytest.mark.parametrize(
    ("text", "netbios", "is_truncated"),
    [
        ("ws1", "WS1", False),
        ("exactly15chars0", "EXACTLY15CHARS0", False),
        ("web-frontend-production-01", "WEB-FRONTEND-PR", True),
        ("abcdefghijklmn-opq", "ABCDEFGHIJKLMN-", True),
    ],
)
def test_the_netbios_name_is_the_first_fifteen_characters_in_upper_case(
    text: str, netbios: str, is_truncated: bool
) -> None:
    """Windows cuts and folds; whether it cut is told, for another host may then have the same name."""
    name = HostName.parse(text)

    assert name.netbios == NetbiosName(netbios)
    assert name.netbios.text == netbios
    assert name.is_truncated is is_truncated


@pytest.mark.parametrize("text", ["gateway", "GW", "tac"])
def test_names_that_rfc_952_reserves_are_accepted_with_a_warning(text: str) -> None:
    """They work, but Microsoft's page lists them as reserved per RFC."""
    assert "RFC 952" in HostName.parse(text).warnings[0]
    assert HostName.parse("ws1").warnings == ()


@pytest.mark.parametrize("text", ["DC", "ba", "Wd"])
def test_names_that_stand_for_a_sid_are_accepted_with_a_warning(text: str) -> None:
    """SDDL strings of MicrosoftDocs win32 "sid-strings"; Microsoft's page on names forbids them."""
    assert "SID" in HostName.parse(text).warnings[0]
    assert HostName.parse(text + "1").warnings == ()


def test_names_that_differ_in_case_are_the_same_host() -> None:
    """Neither DNS nor NetBIOS tells case apart; a name of another kind is another thing."""
    assert HostName.parse("WS-01") == HostName.parse("ws-01")
    assert hash(HostName.parse("WS-01")) == hash(HostName.parse("ws-01"))
    assert HostName.parse("ws-01") != HostName.parse("ws-02")
    assert HostName.parse("ws-01") != NetbiosName.parse("ws-01")


@given(HOST_TEXT)
def test_every_text_of_letters_with_hyphens_inside_is_a_host_name(text: str) -> None:
    """What is put together by RFC 1123's rule is accepted, and gives a name of at most 15 characters."""
    assume(text[0] != "-" and text[-1] != "-")
    assume(not text[:15].isdigit() and text.upper() not in RESERVED)

    assert len(HostName.parse(text).netbios.text) == min(15, len(text))


@given(st.text(st.characters(codec=None), max_size=80))
def test_any_other_text_is_refused_with_a_place_inside_it(text: str) -> None:
    """No text, however odd, raises anything but InvalidName, and the place given is a place of the text."""
    try:
        name = HostName.parse(text)
    except InvalidName as problem:
        assert problem.position is None or text[problem.position] == problem.character  # noqa: PT017
    else:
        assert set(name.text) <= set(string.ascii_letters + string.digits + "-")
