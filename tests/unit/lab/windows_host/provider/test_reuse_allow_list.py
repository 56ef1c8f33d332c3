# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A domain's list of owners whose accounts others may reuse."""

from __future__ import annotations

import pathlib

from ansible_collections.netjoin.windows.tests.lab.windows_host.provider import reuse_allow_list


def test_a_pristine_domain_lists_nobody(tmp_path: pathlib.Path) -> None:
    """As a Windows domain without the policy."""
    assert reuse_allow_list.read(tmp_path, "lab.example") == []


def test_a_list_replaces_the_one_before(tmp_path: pathlib.Path) -> None:
    """Each domain has its own; a name may have blanks."""
    for domain in ("lab.example", "lab2.example"):
        (tmp_path / "dc" / domain).mkdir(parents=True)
    reuse_allow_list.write(tmp_path, "lab.example", ["joiner"])
    reuse_allow_list.write(tmp_path, "lab.example", ["Computer Joiners", "Rollout"])
    assert reuse_allow_list.read(tmp_path, "lab.example") == ["Computer Joiners", "Rollout"]
    assert reuse_allow_list.read(tmp_path, "lab2.example") == []
    reuse_allow_list.write(tmp_path, "lab.example", [])
    assert reuse_allow_list.read(tmp_path, "lab.example") == []
