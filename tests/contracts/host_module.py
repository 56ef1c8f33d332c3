# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a module of the Windows side consists of: its ``.ps1``, and the C# files that Ansible sends along."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "plugins" / "modules"
UTILS = ROOT / "plugins" / "module_utils"
UTIL_NAMESPACE = "ansible_collections.netjoin.windows.plugins.module_utils."

# As Ansible's scanner finds them (ansible.executor.powershell.module_manifest).
REQUIRED = re.compile(r"^#AnsibleRequires -CSharpUtil (\S+)$", re.MULTILINE)
USED = re.compile(rf"^using {re.escape(UTIL_NAMESPACE)}(\w+);$", re.MULTILINE)


def host_modules() -> list[Path]:
    return sorted(MODULES.glob("*.ps1"))


def required_utils(module: Path) -> list[str]:
    """The C# utilities that the file asks for, as it names them."""
    return REQUIRED.findall(module.read_text(encoding="utf-8"))


def util_with_dependencies(name: str) -> list[Path]:
    """The file of the utility and of every utility that it uses, directly or not."""
    found: list[str] = []
    waiting = [name]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.append(name)
            waiting += USED.findall(util(name).read_text(encoding="utf-8"))
    return [util(name) for name in sorted(found)]


def util(name: str) -> Path:
    return UTILS / f"{name}.cs"
