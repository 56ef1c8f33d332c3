# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Distinguished names: what is read, what is written, what is the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.netjoin.windows.plugins.module_utils._names.distinguished_name import (
    AttributeValue,
    DistinguishedName,
)
from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import InvalidName

# RFC 4514 section 4, its examples, and openldap.org/ietf/ldapbis/dn.txt (the working group's interoperability cases).
# Text, the levels as (type, value) pairs.
READ: tuple[tuple[str, list[list[tuple[str, str]]]], ...] = (
    ("", []),
    ("UID=jsmith,DC=example,DC=net", [[("UID", "jsmith")], [("DC", "example")], [("DC", "net")]]),
    ("OU=Sales+CN=J.  Smith,DC=net", [[("OU", "Sales"), ("CN", "J.  Smith")], [("DC", "net")]]),
    (r"CN=James \"Jim\" Smith\, III,DC=net", [[("CN", 'James "Jim" Smith, III')], [("DC", "net")]]),
    (r"CN=John Smith\2C III,DC=net", [[("CN", "John Smith, III")], [("DC", "net")]]),
    (r"OU=Sales\; Data\+Algorithms,DC=net", [[("OU", "Sales; Data+Algorithms")], [("DC", "net")]]),
    (r"OU=Sales\3B Data\2BAlgorithms,DC=net", [[("OU", "Sales; Data+Algorithms")], [("DC", "net")]]),
    (r"CN=Before\0dAfter,DC=net", [[("CN", "Before\rAfter")], [("DC", "net")]]),
    (r"CN=\23John Smith\20,DC=net", [[("CN", "#John Smith ")], [("DC", "net")]]),
    (r"CN=\#John Smith\ ,DC=net", [[("CN", "#John Smith ")], [("DC", "net")]]),
    (r"CN=Lu\C4\8Di\C4\87", [[("CN", "Lučić")]]),
    ("CN=Lučić", [[("CN", "Lučić")]]),
    ("CN=a=b#c", [[("CN", "a=b#c")]]),
    ("CN=", [[("CN", "")]]),
    (r"OU=O'Neil & \"Söhne\"\, x\=y,DC=lab", [[("OU", 'O\'Neil & "Söhne", x=y')], [("DC", "lab")]]),
    (r"CN=\\\\srv,DC=x", [[("CN", r"\\srv")], [("DC", "x")]]),
    ("CN=a/b,DC=x", [[("CN", "a/b")], [("DC", "x")]]),
    (r"CN=\00,DC=x", [[("CN", "\0")], [("DC", "x")]]),
)

# RFC 1779, which NetJoinDomain's page names, and RFC 2253 section 4: read and written anew.
REPAIRED = (
    ("OU=testOU; DC=domain; DC=Domain; DC=com", "OU=testOU,DC=domain,DC=Domain,DC=com"),
    ("OU=a , DC=b", "OU=a,DC=b"),
    (" OU = a,DC=b ", "OU=a,DC=b"),
    ("OU=a,DC=b\n", "OU=a,DC=b"),
    ('OU="Sales, EU",DC=b', r"OU=Sales\, EU,DC=b"),
    ('OU=" a\\"b " , DC=b', r"OU=\ a\"b\ ,DC=b"),
    (r"OU= \ a\  ,DC=b", r"OU=\ a\ ,DC=b"),
    ("   ", ""),
)

# Text and the index that the refusal points at.
REFUSED = (
    ("Workstations", 0),
    ("OU=a,b", 5),
    ("OU=a,", 5),
    ("OU=a,,DC=b", 5),
    (",OU=a", 0),
    ("=a", 0),
    ("OU=a+,DC=b", 5),
    ('OU=a"b,DC=x', 4),
    ("OU=a<b,DC=x", 4),
    ("OU=a>b,DC=x", 4),
    ("OU=a\0b,DC=x", 4),
    ('OU="a,DC=x', 3),
    ('OU="a"b,DC=x', 6),
    ("OU=a\\", 4),
    (r"OU=a\zb,DC=x", 4),
    (r"OU=a\4,DC=x", 4),
    (r"OU=\C4,DC=x", 3),
    (r"OU=abc\41\FF,DC=x", 9),
    ("OU=#,DC=x", 3),
    ("OU=#abc,DC=x", 3),
    ("OU=#hash,DC=x", 3),
    ("O U=a,DC=x", 1),
    ("OÜ=a,DC=x", 1),
    ("2.5.=a", 0),
    ("-OU=a", 0),
    ("02.5=a", 0),
    ("OU=a\ud800,DC=x", 4),
)

# Made by hand from [MS-ADTS] 3.1.1.3.1.2 and NetJoinDomain's page; the index is None when the whole path is at fault.
NO_CONTAINER = (
    ("", None),
    ("  ", None),
    ("Workstations", 0),
    ("OU=x", None),
    ("OU=a,O=lab", None),
    ("OU=a+CN=b,DC=x", 4),
    ("OU=#04024869,DC=x", 0),
    ("OU=a,OU=,DC=x", 5),
    (f"OU={'x' * 65},DC=x", 0),
    ("DC=lab,OU=a,DC=example", 0),
    ("OU=a,DC=lab.example", 5),
    ("OU=a,DC=la b,DC=example", 5),
    ("OU=a,DC=lab,DC=1", 5),
)

VALUE = st.text(st.characters(codec="utf-8"), max_size=40)
RDN = st.lists(st.tuples(st.sampled_from(["OU", "CN", "DC", "L", "1.2.3"]), VALUE), min_size=1, max_size=3)


def levels(name: DistinguishedName) -> list[list[tuple[str, str]]]:
    """A DN as plain data."""
    return [[(value.attribute, value.value) for value in rdn.values] for rdn in name.rdns]


def escaped_wholly(value: str) -> str:
    """The spelling of RFC 4514 that can never be misread: each octet as a hex pair."""
    return "".join(f"\\{octet:02x}" for octet in value.encode())


@pytest.mark.parametrize(("text", "expected"), READ)
def test_texts_of_rfc_4514_are_read(text: str, expected: list[list[tuple[str, str]]]) -> None:
    """Values come out unescaped, and nothing needed a repair."""
    name = DistinguishedName.parse(text)

    assert levels(name) == expected
    assert not name.normalised


@pytest.mark.parametrize(("text", "expected"), REPAIRED)
def test_texts_of_rfc_1779_are_read_and_marked_as_repaired(text: str, expected: str) -> None:
    """What Windows is given is RFC 4514."""
    name = DistinguishedName.parse(text)

    assert str(name) == expected
    assert name.normalised


@pytest.mark.parametrize(("text", "position"), REFUSED)
def test_other_texts_are_refused_at_the_offending_character(text: str, position: int) -> None:
    """The refusal points at the character that does not fit."""
    with pytest.raises(InvalidName) as caught:
        DistinguishedName.parse(text)

    assert caught.value.position == position


def test_a_ber_value_is_kept_and_marked() -> None:
    """RFC 4514 section 4: the value of an unknown type is the encoding itself, not the text of its hex digits."""
    name = DistinguishedName.parse("1.3.6.1.4.1.1466.0=#04024869")

    assert name.rdns[0].only == AttributeValue("1.3.6.1.4.1.1466.0", "04024869", is_hex=True)
    assert str(name) == "1.3.6.1.4.1.1466.0=#04024869"
    assert name != DistinguishedName.parse("1.3.6.1.4.1.1466.0=04024869")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ('a",+;<>=\\b', r"a\"\,\+\;\<\>\=\\b"),
        ("#a#", r"\#a#"),
        (" a b ", r"\ a b\ "),
        (" ", r"\ "),
        ("  ", r"\ \ "),
        ("a\nb\x7f", r"a\0Ab\7F"),
        ("Söhne & 日本", "Söhne & 日本"),
    ],
)
def test_values_are_escaped_where_rfc_4514_or_ad_want_it(value: str, written: str) -> None:
    """Section 2.4; ``=`` too, as Microsoft's list of reserved characters has it."""
    assert str(DistinguishedName.parse("").child("OU", value)) == f"OU={written}"


@pytest.mark.parametrize(
    "text",
    ["ou=a,dc=b", "2.5.4.11=a,0.9.2342.19200300.100.1.25=b", "organizationalUnitName=a,domainComponent=b"],
)
def test_every_spelling_of_a_type_is_written_as_its_short_name(text: str) -> None:
    """RFC 4514 section 3 has the table."""
    assert str(DistinguishedName.parse(text)) == "OU=a,DC=b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OU=Sales,DC=LAB,DC=example", "ou=SALES,dc=lab,dc=EXAMPLE"),
        (r"OU=a\2Cb,DC=x", r"OU=a\,b,DC=x"),
        ("OU=Müller,DC=x", "OU=Muller,DC=x"),
        ("OU=a+CN=b,DC=x", "CN=b+OU=a,DC=x"),
        ("OU=a; DC=x", "OU=a,DC=x"),
    ],
)
def test_names_that_ad_takes_for_one_object_are_equal(one: str, other: str) -> None:
    """Case, spelling, diacritics and the order within a level make no other object."""
    first, second = DistinguishedName.parse(one), DistinguishedName.parse(other)

    assert first == second
    assert hash(first) == hash(second)


@pytest.mark.parametrize(
    "other", ["OU=a,DC=x,DC=y", "OU=b,DC=x", "CN=a,DC=x", "DC=x,OU=a", r"OU=a\ ,DC=x", "OU=a+OU=b,DC=x"]
)
def test_other_names_are_not_equal(other: str) -> None:
    """Value, type, depth and the order of levels count."""
    assert DistinguishedName.parse("OU=a,DC=x") != DistinguishedName.parse(other)


def test_parent_and_child_undo_each_other() -> None:
    """The name of a child is given plain, whatever it has in it."""
    container = DistinguishedName.parse("OU=Staging,DC=lab,DC=example")

    child = container.child("cn", "a,b")

    assert str(child) == r"CN=a\,b,OU=Staging,DC=lab,DC=example"
    assert child.parent == container
    assert DistinguishedName.parse("").parent is None


@pytest.mark.parametrize(
    ("name", "container", "expected"),
    [
        ("CN=pc,OU=a,DC=x", "OU=a,DC=x", True),
        ("CN=pc,OU=b,OU=a,DC=x", "ou=A,dc=X", True),
        ("OU=a,DC=x", "OU=a,DC=x", False),
        ("DC=x", "OU=a,DC=x", False),
        ("CN=pc,OU=b,DC=x", "OU=a,DC=x", False),
        ("CN=pc", "", True),
    ],
)
def test_a_name_is_below_the_containers_that_it_ends_with(name: str, container: str, expected: bool) -> None:
    """At any depth, and never below itself."""
    assert DistinguishedName.parse(name).is_below(DistinguishedName.parse(container)) is expected


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("OU=a,DC=lab,DC=example", "lab.example"),
        ("DC=lab", "lab"),
        ("OU=a", None),
        ("", None),
        ("DC=a,OU=b,DC=c", "c"),
        ("OU=b,DC=c+OU=d", None),
        ("DC=#0401,DC=c", "c"),
    ],
)
def test_the_dc_parts_at_the_end_spell_the_domain(text: str, domain: str | None) -> None:
    """Only those that stand together at the end."""
    assert DistinguishedName.parse(text).domain == domain


@pytest.mark.parametrize(
    "text",
    [
        "OU=Workstations,DC=lab,DC=example",
        "CN=Computers,DC=lab,DC=example",
        "DC=lab",
        r"OU=O'Neil & \"Söhne\"\, x\=y,DC=lab,DC=example",
        f"OU={'x' * 64},DC=x",
    ],
)
def test_a_full_path_is_a_container_for_accounts(text: str) -> None:
    """An OU, a container, or the domain itself."""
    assert str(DistinguishedName.parse_container(text)) == text


@pytest.mark.parametrize(("text", "position"), NO_CONTAINER)
def test_less_than_a_full_path_is_no_container(text: str, position: int | None) -> None:
    """The refusal says where, when a single part is at fault."""
    with pytest.raises(InvalidName) as caught:
        DistinguishedName.parse_container(text)

    assert caught.value.position == position


def test_a_domain_in_one_part_is_shown_as_it_should_be_written() -> None:
    """The commonest slip gets its correction."""
    with pytest.raises(InvalidName, match="DC=lab,DC=example"):
        DistinguishedName.parse_container("OU=a,DC=lab.example")


@given(st.lists(RDN, max_size=5))
def test_what_is_written_is_read_back_the_same(rdns: list[list[tuple[str, str]]]) -> None:
    """Each value survives, however it is spelled, and the text needs no repair."""
    wholly_escaped = ",".join("+".join(f"{kind}={escaped_wholly(value)}" for kind, value in rdn) for rdn in rdns)

    name = DistinguishedName.parse(wholly_escaped)
    again = DistinguishedName.parse(str(name))

    assert levels(name) == rdns
    assert levels(again) == rdns
    assert again == name
    assert not again.normalised


@given(st.text(st.sampled_from('OUDC=,;+ "\\#0aFü\0<>\n') | st.characters(codec=None), max_size=60))
def test_any_text_is_a_name_or_refused_at_a_place_inside_it(text: str) -> None:
    """No text raises anything but InvalidName, and an accepted one has a stable spelling."""
    try:
        name = DistinguishedName.parse(text)
    except InvalidName as problem:
        assert problem.position is not None  # noqa: PT017
        assert 0 <= problem.position <= len(text)  # noqa: PT017
    else:
        assert str(DistinguishedName.parse(str(name))) == str(name)
