# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""LDAP controls that are sent to Active Directory ([MS-ADTS] 3.1.1.3.4.1)."""

from __future__ import annotations

from dataclasses import dataclass

from . import ber

PAGED_RESULTS = "1.2.840.113556.1.4.319"


@dataclass(frozen=True)
class Control:
    """One control; always critical, for an answer that ignores it would be a wrong one (RFC 4511 section 4.1.11)."""

    oid: str
    value: bytes | None = None

    @property
    def encoded(self) -> bytes:
        """The control as it stands in a message."""
        value = () if self.value is None else (ber.text(self.value),)
        return ber.encode(ber.SEQUENCE, ber.text(self.oid), ber.TRUE, *value)


DOMAIN_SCOPE = Control("1.2.840.113556.1.4.1339")
"""No continuation references in the answer to a search."""

TREE_DELETE = Control("1.2.840.113556.1.4.805")
"""Delete an object together with everything below it."""

OWNER_ONLY = Control("1.2.840.113556.1.4.801", ber.encode(ber.SEQUENCE, ber.integer(0x1)))
"""Of nTSecurityDescriptor only the owner (OWNER_SECURITY_INFORMATION), which every reader of an object may see."""


def page(size: int, cookie: bytes = b"") -> Control:
    """A part of a search's answer (RFC 2696), from where ``cookie`` points to."""
    return Control(PAGED_RESULTS, ber.encode(ber.SEQUENCE, ber.integer(size), ber.text(cookie)))


def read_cookie(value: bytes) -> bytes:
    """Where the next part begins; empty after the last. Raises InvalidEncoding."""
    fields = ber.Reader(value, "pagedResultsControl").inside("realSearchControlValue", ber.SEQUENCE)
    fields.integer("size")
    return fields.octets("cookie")
