# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The LDAP ping, as ldapsearch asks it and Samba 4.17 answers it."""

from __future__ import annotations

import uuid

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._directory.netlogon_ping import (
    InvalidPing,
    decode_ping,
    encode_ping,
)

ADDRESS = "127.0.99.1"

# ldapsearch -b '' -s base '(&(DnsDomain=lab.example)(NtVer=\16\00\00\00))' Netlogon
QUESTION = bytes.fromhex(
    "304d020102634804000a01000a0100020100020100010100a029a3180409446e73446f6d61696e040b6c61622e6578616d706c65a3"
    "0d04054e74566572040416000000300a04084e65746c6f676f6e"
)
# What a domain controller of that domain answers, with the end of the search behind it
ANSWER = bytes.fromhex(
    "3074020102646f0400306b306904086e65746c6f676f6e315d045b17000000bd11000092da5e678fb22c4d92357ff604338dcf036c"
    "6162076578616d706c6500c01803646331c018034c4142000344433100001744656661756c742d46697273742d536974652d4e616d"
    "6500c03805000000ffffffff300c02010265070a010004000400"
)
OF_ANOTHER_DOMAIN = bytes.fromhex("300c02010265070a010004000400")
VALUE_AT = ANSWER.index(bytes.fromhex("17000000bd110000"))


def test_the_question_is_what_ldapsearch_asks() -> None:
    """But for the identifier of the message."""
    asked = encode_ping("lab.example")
    assert asked[:4] == bytes.fromhex("304d0201")
    assert asked[5:] == QUESTION[5:]


def test_the_answer_has_the_facts_of_the_domain() -> None:
    """The lab's domain with its GUID; 0x11BD are the flags of Samba's only domain controller."""
    facts = decode_ping(ANSWER, ADDRESS)
    assert facts.controller == "dc1.lab.example"
    assert facts.address == ADDRESS
    assert facts.dns_domain == "lab.example"
    assert facts.forest == "lab.example"
    assert facts.netbios == "LAB"
    assert facts.domain_guid == uuid.UUID("675eda92-b28f-4d2c-9235-7ff604338dcf")
    assert facts.dc_site == facts.client_site == "Default-First-Site-Name"
    assert facts.flags == 0x11BD


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (OF_ANOTHER_DOMAIN, "serves another domain"),
        (b"HTTP/1.1 400 Bad Request", "not LDAP"),
        (b"", "not LDAP"),
        (ANSWER[:VALUE_AT] + b"\x19" + ANSWER[VALUE_AT + 1 :], "opcode 25"),
    ],
    ids=["another domain", "no LDAP server", "nothing", "account unknown"],
)
def test_another_answer_says_what_it_is(answer: bytes, reason: str) -> None:
    """Opcode 25 is LOGON_SAM_USER_UNKNOWN_EX, [MS-ADTS] 6.3.1.3."""
    with pytest.raises(InvalidPing, match=reason):
        decode_ping(answer, ADDRESS)


# The first label of dc1.lab.example is at 0x27 of the value, and its pointer to lab.example, at 0x18, behind it.
LOOPS = (
    pytest.param("03646331c018", "03646331c02b", id="to itself"),
    pytest.param("03646331c018", "03646331c027", id="to the label before it"),
    pytest.param("03646331c018", "03646331c040", id="forwards"),
)


@pytest.mark.parametrize(("pointer", "loop"), LOOPS)
def test_names_that_lead_in_a_circle_end(pointer: str, loop: str) -> None:
    """Such a pointer is refused instead of followed."""
    changed = ANSWER.replace(bytes.fromhex(pointer), bytes.fromhex(loop))
    assert changed != ANSWER
    with pytest.raises(InvalidPing, match="backwards"):
        decode_ping(changed, ADDRESS)


def test_every_change_of_a_byte_ends_in_facts_or_the_own_error() -> None:
    """Anybody can answer a datagram. All 256 values at every place; one of them once led in a circle."""
    for position in range(len(ANSWER)):
        for value in range(256):
            try:
                decode_ping(ANSWER[:position] + bytes((value,)) + ANSWER[position + 1 :], ADDRESS)
            except InvalidPing:
                continue
