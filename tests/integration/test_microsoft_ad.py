# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks written for microsoft.ad.membership run with only the name of the module changed.

The tasks are the examples of its own documentation, as the installed collection has them. Their values name a domain
that does not exist here, so those are changed too; option names and everything else are left as they are.
"""

from __future__ import annotations

import os
import pathlib
import typing as t

import pytest
import yaml

from .laboratory import ROOT, Laboratory

PEER = "microsoft.ad.membership"
COLLECTIONS = pathlib.Path(os.environ.get("ANSIBLE_COLLECTIONS_PATH", ROOT / ".cache" / "collections"))
DOCUMENT = COLLECTIONS / "ansible_collections" / "microsoft" / "ad" / "plugins" / "modules" / "membership.yml"


@pytest.fixture
def examples(laboratory: Laboratory) -> list[dict[str, t.Any]]:
    """The peer's examples, for this module and this domain."""
    variables = laboratory.variables
    text = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))["EXAMPLES"]
    values = {
        "OU=Windows,OU=Servers,DC=ansible,DC=vagrant": variables["lab_ou"],
        "testguy@ansible.vagrant": variables["lab_join_user"],
        "password123!": "'{{ lab_join_password }}'",
        "ansible.vagrant": variables["lab_domain"],
    }
    for theirs, ours in values.items():
        text = text.replace(theirs, ours)
    return t.cast(list[dict[str, t.Any]], yaml.safe_load(text.replace(f"{PEER}:", "netjoin.windows.membership:")))


def test_the_examples_run_one_after_the_other(
    laboratory: Laboratory, host: str, examples: list[dict[str, t.Any]]
) -> None:
    """A join with a new name and restart, then a workgroup with the restart in a task of its own."""
    administrator = {
        "win_domain_admin_user": "{{ lab_join_user }}",
        "win_domain_admin_password": "{{ lab_join_password }}",
    }
    assert [list(example)[1] for example in examples][:2] == ["netjoin.windows.membership"] * 2
    joined, left, restarted, info = laboratory.tasks(
        host, *({**example, "vars": administrator} for example in examples), {"netjoin.windows.membership_info": {}}
    )
    assert joined["changed"] is True, joined
    assert joined["reboot_required"] is False
    assert left["changed"] is True, left
    assert left["reboot_required"] is True
    assert restarted["rebooted"] is True
    assert info["workgroup"].upper() == "MYWG"
    assert info["hostname"].lower() == "mydomainclient"
    account = laboratory.computer("mydomainclient")
    assert account is not None
    # Remove-Computer, which the peer calls, disables the account (ACCOUNTDISABLE is 0x2, [MS-ADTS] 2.2.16).
    assert int(account.one("userAccountControl")) & 0x2
