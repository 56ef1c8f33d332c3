# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter offline_join_unattend."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.netjoin.windows.plugins.filter.offline_join_unattend import FilterModule

DATA = Path(__file__).parents[3] / "data" / "offline_join_blobs"
SAVED = (DATA / "net_savefile.djoin").read_bytes()
LINE = SAVED[2:-2].decode("utf-16-le")

unattend = FilterModule().filters()["offline_join_unattend"]


def test_an_answer_file_for_the_first_start_is_made() -> None:
    """Without further words."""
    text = unattend(LINE)

    assert 'pass="specialize"' in text
    assert 'processorArchitecture="amd64"' in text
    assert f"<AccountData>{LINE}</AccountData>" in text


def test_an_answer_file_for_dism_is_made() -> None:
    """With the words of the documentation."""
    text = unattend(LINE, configuration_pass="offlineServicing", architecture="arm64")

    assert 'pass="offlineServicing"' in text
    assert 'processorArchitecture="arm64"' in text
    assert "<OfflineIdentification>" in text


def test_every_form_of_the_blob_becomes_one_line() -> None:
    """Here what djoin and Samba save."""
    assert unattend(SAVED) == unattend(LINE)


@pytest.mark.parametrize(
    ("option", "word", "known"),
    [
        ("configuration_pass", "oobeSystem", "specialize, offlineServicing"),
        ("configuration_pass", "Specialize", "specialize, offlineServicing"),
        ("configuration_pass", None, "specialize, offlineServicing"),
        ("architecture", "x64", "amd64, arm64, x86"),
        ("architecture", ["amd64"], "amd64, arm64, x86"),
    ],
)
def test_an_unknown_word_is_refused_with_the_known_ones(option: str, word: object, known: str) -> None:
    """Windows would ignore such a component without a word."""
    with pytest.raises(AnsibleFilterError, match=f"{option} is one of {known}, not "):
        unattend(LINE, **{option: word})


@pytest.mark.parametrize("blob", [None, {"content": LINE}, "", LINE[:-8], "A" * 80])
def test_what_is_no_blob_is_refused(blob: object) -> None:
    """Before Windows does, on a machine that nobody can reach any more."""
    with pytest.raises(AnsibleFilterError, match=r"^offline_join_unattend") as caught:
        unattend(blob)

    assert LINE[:20] not in str(caught.value)
