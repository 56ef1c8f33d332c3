# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests and their answers on one connection, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from . import message as ldap
from .ber import InvalidEncoding
from .channel import Channel
from .control import Control
from .problem import SERVER_DOWN, SUCCESS, DirectoryError

_PROTOCOL_ERROR = 2
_UNSOLICITED = 0
_PARTS_OF_A_SEARCH = (ldap.Response.SEARCH_ENTRY, ldap.Response.SEARCH_REFERENCE)


class Answer(NamedTuple):
    """What a request was answered with: the messages before the last one, and the last one's result and controls."""

    parts: list[ldap.Message]
    result: ldap.Result
    last: ldap.Message


class Session:
    """An LDAP connection."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self._identifier = 0

    def ask(self, function: str, operation: bytes, controls: Sequence[Control] = ()) -> Answer:
        """Send a request and wait for its answer, whatever it says; raises DirectoryError when there is none."""
        self._identifier += 1
        self.channel.send(ldap.encode_message(self._identifier, operation, controls))
        parts: list[ldap.Message] = []
        try:
            while True:
                received = ldap.decode_message(self.channel.receive())
                if received.identifier == _UNSOLICITED:
                    raise _farewell(received)
                if received.identifier != self._identifier:
                    raise InvalidEncoding("LDAPMessage.messageID", "it answers another request")
                if received.tag not in _PARTS_OF_A_SEARCH:
                    return Answer(parts, ldap.decode_result(received), received)
                parts.append(received)
        except InvalidEncoding as error:
            raise DirectoryError(function, _PROTOCOL_ERROR, str(error)) from error

    def must(
        self,
        function: str,
        operation: bytes,
        controls: Sequence[Control] = (),
        *,
        dn: str | None = None,
        right: str | None = None,
    ) -> Answer:
        """Send a request that has to succeed; raises DirectoryError with ``dn`` and ``right`` when it does not."""
        answer = self.ask(function, operation, controls)
        if answer.result.code != SUCCESS:
            raise DirectoryError(function, answer.result.code, answer.result.diagnostic, dn, right)
        return answer

    def close(self) -> None:
        """Say good-bye and end the connection."""
        try:
            self.channel.send(ldap.encode_message(self._identifier + 1, ldap.unbind()))
        except DirectoryError:
            pass
        finally:
            self.channel.close()


def _farewell(received: ldap.Message) -> DirectoryError:
    """A Notice of Disconnection (RFC 4511 section 4.4.1)."""
    result = ldap.decode_result(received)
    return DirectoryError("ldap_result", result.code or SERVER_DOWN, result.diagnostic)
