# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in the structures of a blob, found and laid side by side."""

from __future__ import annotations

import collections
import dataclasses
import typing as t

from .problem import InvalidBlob
from .serialized import Serialized
from .structure import Structure
from .structures import JoinProvider, Package, Part, PartCollection, ProvisionData

_VERSION = 1

AnyStructure = t.TypeVar("AnyStructure", bound=Structure)


@dataclasses.dataclass
class Contents:
    """The objects of a blob with their places; format 1 comes first, as Samba prefers it."""

    formats: list[int] = dataclasses.field(default_factory=list)
    parts: list[Part] = dataclasses.field(default_factory=list)
    objects: list[tuple[str, Serialized[t.Any]]] = dataclasses.field(default_factory=list)
    encrypted: bool = False

    def of(self, structure: type[AnyStructure]) -> list[AnyStructure]:
        """All objects of one type."""
        return [item.value for _place, item in self.objects if isinstance(item.value, structure)]

    @property
    def joins(self) -> list[tuple[str, JoinProvider]]:
        """Every place that says who joins what."""
        return [(place, item.value) for place, item in self.objects if isinstance(item.value, JoinProvider)]

    def repeated_parts(self) -> list[str]:
        """GUIDs of parts that are there more than once."""
        return [str(guid) for guid, count in collections.Counter(part.type for part in self.parts).items() if count > 1]


def contents(data: Serialized[ProvisionData]) -> Contents:
    """Collect the objects; raises InvalidBlob for a version that nobody has seen yet."""
    if data.value.version != _VERSION:
        rule = f"version {data.value.version} is not known, only {_VERSION} is"
        raise InvalidBlob(f"{ProvisionData.IDL_NAME}.ulVersion", None, rule)
    blobs = data.value.blobs or ()
    found = Contents(formats=[blob.format for blob in blobs], objects=[(ProvisionData.IDL_NAME, data)])
    for index, blob in sorted(enumerate(blobs), key=lambda each: each[1].format):
        if isinstance(blob.content, Serialized):
            place = f"pBlobs[{index}] {blob.content.value.IDL_NAME}"
            found.objects.append((place, blob.content))
            if isinstance(blob.content.value, Package):
                _collect(found, place, blob.content.value)
    return found


def _collect(found: Contents, place: str, package: Package) -> None:
    if not isinstance(package.collection, Serialized):
        found.encrypted = found.encrypted or package.collection is not None
        return
    found.objects.append((f"{place} {PartCollection.IDL_NAME}", package.collection))
    for index, part in enumerate(package.collection.value.parts or ()):
        found.parts.append(part)
        if isinstance(part.content, Serialized):
            found.objects.append((f"{place} pParts[{index}] {part.content.value.IDL_NAME}", part.content))
