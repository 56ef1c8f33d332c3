# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""LDAP messages against what OpenLDAP 2.5 sends and Samba 4.17 answers, recorded between the two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.netjoin.windows.plugins.module_utils._directory import control
from ansible_collections.netjoin.windows.plugins.module_utils._directory import message as ldap
from ansible_collections.netjoin.windows.plugins.module_utils._directory.ber import InvalidEncoding
from ansible_collections.netjoin.windows.plugins.module_utils._directory.search_filter import (
    ANY_OBJECT,
    both,
    either,
    equal,
)

DOMAIN = "DC=lab,DC=example"
ACCOUNT = "CN=WS0001,OU=Workstations,DC=lab,DC=example"

# The command of OpenLDAP with -x, the message identifier it used, and the bytes on the wire.
SEARCH = bytes.fromhex(  # ldapsearch -b DC=lab,DC=example -s sub -l 60 -E '!pr=500/noprompt' FILTER cn objectSid
    "3081970201026369041144433d6c61622c44433d6578616d706c650a01020a010002010002013c010100a034a319040e73414d4163"
    "636f756e744e616d65040757533030303124a117870b6f626a656374436c617373a3080402636e0402c3bc300f0402636e04096f62"
    "6a656374536964a02730250416312e322e3834302e3131333535362e312e342e3331390101ff04083006020201f40400"
)
BASE_SEARCH = bytes.fromhex(  # ldapsearch -b '' -s base -E '!1.2.840.113556.1.4.1339' defaultNamingContext
    "305b020102633604000a01000a0100020100020100010100870b6f626a656374636c6173733016041464656661756c744e616d696e"
    "67436f6e74657874a01e301c0417312e322e3834302e3131333535362e312e342e313333390101ff"
)
ADD = bytes.fromhex(  # ldapadd of an LDIF with objectClass, sAMAccountName and two servicePrincipalName
    "3081ad0201026881a7042b434e3d5753303030312c4f553d576f726b73746174696f6e732c44433d6c61622c44433d6578616d706c"
    "6530783019040b6f626a656374436c617373310a0408636f6d7075746572301b040e73414d4163636f756e744e616d653109040757"
    "533030303124303e0414736572766963655072696e636970616c4e616d653126040b484f53542f7773303030310417484f53542f77"
    "73303030312e6c61622e6578616d706c65"
)
MODIFY = bytes.fromhex(  # ldapmodify: replace: description, stolen; delete: location
    "30650201026660042b434e3d5753303030312c4f553d576f726b73746174696f6e732c44433d6c61622c44433d6578616d706c6530"
    "31301c0a01023017040b6465736372697074696f6e3108040673746f6c656e30110a0101300c04086c6f636174696f6e3100"
)
DELETE = bytes.fromhex(  # ldapdelete -e '!1.2.840.113556.1.4.805' ACCOUNT
    "304f0201024a2b434e3d5753303030312c4f553d576f726b73746174696f6e732c44433d6c61622c44433d6578616d706c65a01d30"
    "1b0416312e322e3834302e3131333535362e312e342e3830350101ff"
)
MODIFY_DN = bytes.fromhex(  # ldapmodrdn -r -s OU=Servers,DC=lab,DC=example ACCOUNT CN=WS0001
    "305e0201026c59042b434e3d5753303030312c4f553d576f726b73746174696f6e732c44433d6c61622c44433d6578616d706c6504"
    "09434e3d5753303030310101ff801c4f553d536572766572732c44433d6c61622c44433d6578616d706c65"
)
START_TLS = bytes.fromhex("301d02010177188016312e332e362e312e342e312e313436362e3230303337")  # ldapsearch -ZZ
SIMPLE_BIND = bytes.fromhex(  # ldapsearch -D joiner@lab.example -w Se-cret/4
    "3027020101602202010304126a6f696e6572406c61622e6578616d706c65800953652d637265742f34"
)
UNBIND = bytes.fromhex("30050201034200")

SENT = (
    pytest.param(
        2,
        ldap.search(
            DOMAIN,
            ldap.Scope.SUBTREE,
            both(equal("sAMAccountName", "WS0001$"), either(ANY_OBJECT, equal("cn", "ü"))),
            ("cn", "objectSid"),
            60,
        ),
        (control.page(500),),
        SEARCH,
        id="search",
    ),
    pytest.param(
        2,
        ldap.add(
            ACCOUNT,
            {
                "objectClass": ("computer",),
                "sAMAccountName": ("WS0001$",),
                "servicePrincipalName": ("HOST/ws0001", b"HOST/ws0001.lab.example"),
            },
        ),
        (),
        ADD,
        id="add",
    ),
    pytest.param(
        2,
        ldap.modify(
            ACCOUNT,
            (
                ldap.Change(ldap.ChangeKind.REPLACE, "description", ("stolen",)),
                ldap.Change(ldap.ChangeKind.DELETE, "location"),
            ),
        ),
        (),
        MODIFY,
        id="modify",
    ),
    pytest.param(2, ldap.delete(ACCOUNT), (control.TREE_DELETE,), DELETE, id="delete"),
    pytest.param(
        2, ldap.modify_dn(ACCOUNT, "CN=WS0001", "OU=Servers,DC=lab,DC=example"), (), MODIFY_DN, id="modify DN"
    ),
    pytest.param(1, ldap.start_tls(), (), START_TLS, id="StartTLS"),
    pytest.param(1, ldap.simple_bind("joiner@lab.example", "Se-cret/4"), (), SIMPLE_BIND, id="simple bind"),
    pytest.param(3, ldap.unbind(), (), UNBIND, id="unbind"),
)

# Samba's answers
ENTRY = bytes.fromhex(
    "305602010264510400304d302b041464656661756c744e616d696e67436f6e746578743113041144433d6c61622c44433d6578616d"
    "706c65301e0414737570706f727465644c44415056657273696f6e3106040132040133"
)
DONE = bytes.fromhex("300c02010265070a010004000400")
REFUSED = bytes.fromhex(
    "3042020102693d0a01010400043630303030323032303a204f7065726174696f6e20756e617661696c61626c6520776974686f7574"
    "2061757468656e7469636174696f6e"
)


@pytest.mark.parametrize(("identifier", "operation", "controls", "recorded"), SENT)
def test_a_request_is_what_openldap_sends(
    identifier: int, operation: bytes, controls: tuple[control.Control, ...], recorded: bytes
) -> None:
    """Byte for byte."""
    assert ldap.encode_message(identifier, operation, controls) == recorded


def test_a_control_without_a_value_is_what_openldap_sends() -> None:
    """LDAP_SERVER_DOMAIN_SCOPE; ldapsearch spells objectclass in lower case."""
    operation = ldap.search("", ldap.Scope.BASE, ANY_OBJECT, ("defaultNamingContext",), 0)
    message = ldap.encode_message(2, operation, (control.DOMAIN_SCOPE,))
    assert message.replace(b"objectClass", b"objectclass") == BASE_SEARCH


def test_an_entry_has_all_values_of_its_attributes() -> None:
    """By name in any case."""
    message = ldap.decode_message(ENTRY)
    entry = ldap.decode_entry(message)
    assert (message.identifier, message.tag) == (2, ldap.Response.SEARCH_ENTRY)
    assert entry.dn == ""
    assert entry.text("defaultNamingContext") == "DC=lab,DC=example"
    assert entry.texts("SUPPORTEDLDAPVERSION") == ("2", "3")
    assert entry.values("missing") == ()
    assert entry.number("missing") == 0


def test_a_result_tells_code_and_diagnostic_text() -> None:
    """Of a success and of a refusal."""
    assert ldap.decode_result(ldap.decode_message(DONE)) == ldap.Result(0, "", "")
    refused = ldap.decode_result(ldap.decode_message(REFUSED))
    assert refused.code == 1
    assert refused.diagnostic == "00002020: Operation unavailable without authentication"


def test_a_bind_response_has_the_servers_token() -> None:
    """It is serverSaslCreds, [7] (RFC 4511 section 4.2.2); in other responses 0x87 means something else."""
    response = bytes.fromhex("3011020101610c0a010e040004008703616263")
    assert ldap.decode_result(ldap.decode_message(response)).credentials == b"abc"


def test_the_cookie_of_a_page_comes_back() -> None:
    """RFC 2696: size, then the cookie; empty after the last page."""
    assert control.read_cookie(bytes.fromhex("30080201000403616263")) == b"abc"
    assert control.read_cookie(bytes.fromhex("30050201000400")) == b""


def test_bytes_after_a_message_are_refused() -> None:
    """A message is decoded alone."""
    with pytest.raises(InvalidEncoding, match="other bytes follow"):
        ldap.decode_message(DONE + b"\x00")


def test_no_password_is_in_a_repr() -> None:
    """Of what is sent and what is received."""
    change = ldap.Change(ldap.ChangeKind.REPLACE, "unicodePwd", ("Se-cret/4",))
    assert "Se-cret/4" not in repr(change)
    assert "token" not in repr(ldap.Result(0, "", "", b"token"))


@given(st.sampled_from((ENTRY, DONE, REFUSED)), st.data())
def test_every_mutation_ends_in_the_own_error_or_a_value(recorded: bytes, data: st.DataObject) -> None:
    """No other exception comes out of an answer that somebody has changed."""
    position = data.draw(st.integers(0, len(recorded) - 1))
    changed = bytearray(recorded)
    changed[position] = data.draw(st.integers(0, 255))
    try:
        message = ldap.decode_message(bytes(changed))
        decode = ldap.decode_entry if message.tag == ldap.Response.SEARCH_ENTRY else ldap.decode_result
        decode(message)
    except InvalidEncoding:
        pass
