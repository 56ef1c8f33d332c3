# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The flags of a native call are the same on the controller (Python) and on the host (C#)."""

from __future__ import annotations

import enum
import re
from pathlib import Path

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._join_options.flags import JoinOption

UTILS = Path(__file__).parents[2] / "plugins" / "module_utils"
ENUM = re.compile(r"\[Flags\]\s+public enum (\w+) : uint\s*{([^}]*)}")
MEMBER = re.compile(r"^\s*(\w+) = (0x[0-9A-F]+),?$", re.MULTILINE)
# Enums of the host by name, with their counterparts here; a new one has to be entered.
COUNTERPARTS: dict[str, type[enum.IntFlag]] = {"JoinOptions": JoinOption}


def csharp_enums() -> dict[str, dict[str, int]]:
    """Name of the enum -> its members, which are named as in the SDK but for case and underscores."""
    sources = [path.read_text(encoding="utf-8") for path in sorted(UTILS.glob("*.cs"))]
    return {
        name: {member.lower(): int(value, 16) for member, value in MEMBER.findall(body)}
        for source in sources
        for name, body in ENUM.findall(source)
    }


def test_every_flags_enum_of_the_host_has_a_counterpart() -> None:
    """No C# enum of flags is left uncompared, and none that is to be compared is missing."""
    assert csharp_enums().keys() == COUNTERPARTS.keys()


@pytest.mark.parametrize(("name", "flags"), COUNTERPARTS.items())
def test_the_flags_agree(name: str, flags: type[enum.IntFlag]) -> None:
    """Both sides have the same names with the same bits."""
    expected = {member.replace("_", "").lower(): flag.value for member, flag in flags.__members__.items()}
    assert csharp_enums()[name] == expected
