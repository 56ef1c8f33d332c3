# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Distinguished names of Active Directory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .ad_comparison import comparable
from .container_rules import container_flaw
from .dn_text import DnSyntaxError, Part, escape, has_text, parts, short_name
from .problem import InvalidName

_KIND = "distinguished name"
_CONTAINER_KIND = "container DN"


@dataclass(frozen=True, eq=False)
class AttributeValue:
    """One ``type=value``. With ``is_hex`` the value is a BER encoding in hex digits, kept as it was given."""

    attribute: str
    value: str
    is_hex: bool = False

    def __str__(self) -> str:
        return f"{self.attribute}={f'#{self.value}' if self.is_hex else escape(self.value)}"

    def __eq__(self, other: object) -> bool:
        return self._key == other._key if isinstance(other, AttributeValue) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[str, str, bool]:
        return self.attribute, comparable(self.value), self.is_hex


@dataclass(frozen=True, eq=False)
class RelativeName:
    """One level of a DN. RFC 4514 allows several values, whose order has no meaning; AD allows one."""

    values: tuple[AttributeValue, ...]

    def __str__(self) -> str:
        return "+".join(map(str, self.values))

    def __eq__(self, other: object) -> bool:
        return frozenset(self.values) == frozenset(other.values) if isinstance(other, RelativeName) else NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(self.values))

    @property
    def only(self) -> AttributeValue | None:
        """The one value, or None when there are several."""
        return self.values[0] if len(self.values) == 1 else None


@dataclass(frozen=True)
class DistinguishedName:
    """A DN, taken apart; ``rdns`` are its levels from the object up to the domain.

    ``str()`` gives RFC 4514 text with short upper-case types, ready for Windows. Two are equal as AD compares them (see
    ``comparable``). ``normalised`` tells that the text needed a repair: ``;`` for a comma, space, quotation marks.
    """

    rdns: tuple[RelativeName, ...]
    normalised: bool = field(default=False, compare=False)

    @classmethod
    def parse(cls, text: str) -> DistinguishedName:
        """Take any DN of RFC 4514 apart, the empty one included; raises InvalidName."""
        return cls._of(_parts(text, _KIND) if has_text(text) else (), repaired=bool(text) and not has_text(text))

    @classmethod
    def parse_container(cls, text: str) -> DistinguishedName:
        """Take the DN of a container of computer accounts (an OU, CN=Computers) apart; raises InvalidName.

        Narrower than ``parse``: the full path up to the domain, and only what Active Directory allows in it.
        """
        if not has_text(text):
            raise InvalidName(_CONTAINER_KIND, text, "it is empty")
        found = _parts(text, _CONTAINER_KIND)
        flaw = container_flaw(found)
        if flaw is not None:
            raise InvalidName(_CONTAINER_KIND, text, *flaw)
        return cls._of(found)

    @classmethod
    def _of(cls, found: Sequence[Part], *, repaired: bool = False) -> DistinguishedName:
        rdns: list[RelativeName] = []
        values: list[AttributeValue] = []
        for part in found:
            values.append(AttributeValue(part.attribute, part.value, part.is_hex))
            if part.separator != "+":
                rdns.append(RelativeName(tuple(values)))
                values = []
        return cls(tuple(rdns), normalised=repaired or any(part.repaired for part in found))

    def __str__(self) -> str:
        return ",".join(map(str, self.rdns))

    @property
    def parent(self) -> DistinguishedName | None:
        """The container of this object; None for the empty name, which has none."""
        return DistinguishedName(self.rdns[1:]) if self.rdns else None

    def child(self, attribute: str, value: str) -> DistinguishedName:
        """The DN of an object in this container; ``value`` is the plain name, which ``str()`` escapes."""
        return DistinguishedName((RelativeName((AttributeValue(short_name(attribute), value),)), *self.rdns))

    def is_below(self, other: DistinguishedName) -> bool:
        """Whether this object is in that container, at any depth; no name is below itself."""
        depth = len(self.rdns) - len(other.rdns)
        return depth > 0 and self.rdns[depth:] == other.rdns

    @property
    def domain(self) -> str | None:
        """The DNS name that the DC parts at the end spell; None when there are none."""
        labels: list[str] = []
        for rdn in reversed(self.rdns):
            only = rdn.only
            if only is None or only.attribute != "DC" or only.is_hex:
                break
            labels.append(only.value)
        return ".".join(reversed(labels)) or None


def _parts(text: str, kind: str) -> tuple[Part, ...]:
    try:
        return tuple(parts(text))
    except DnSyntaxError as error:
        raise InvalidName(kind, text, *error.flaw) from error
