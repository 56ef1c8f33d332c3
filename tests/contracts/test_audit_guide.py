# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guide to the audit names the classes as the page does, and the playbook's variables as they are."""

from __future__ import annotations

import re
from pathlib import Path

from ansible_collections.netjoin.windows.plugins.module_utils._audit.machine_class import WORDING

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "docsite" / "rst" / "guide_audit.rst").read_text(encoding="utf-8")
PLAYBOOK = (ROOT / "playbooks" / "audit.yml").read_text(encoding="utf-8")
INTERNAL = {"audit_host", "audit_names", "audit_file", "audit_directory", "audit_report"}


def test_every_class_is_explained_in_the_order_of_the_page() -> None:
    """By its title."""
    assert re.findall(r"^   \* - \*\*(.+)\*\*$", GUIDE, re.MULTILINE) == [each.title for each in WORDING.values()]


def test_every_variable_is_explained() -> None:
    """In the guide and at the head of the playbook."""
    used = set(re.findall(r"\b(audit_[a-z_]+)\b", PLAYBOOK.partition("\n- name")[2])) - INTERNAL
    assert {name for name in used if f"``{name}``" not in GUIDE} == set()
    assert {name for name in used if name not in PLAYBOOK.partition("\n- name")[0]} == set()
