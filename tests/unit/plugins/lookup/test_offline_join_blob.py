# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lookup offline_join_blob."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from ansible.errors import AnsibleLookupError
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.vault import VaultLib, VaultSecret

from ansible_collections.netjoin.windows.plugins.lookup.offline_join_blob import LookupModule

DATA = Path(__file__).parents[3] / "data" / "offline_join_blobs"
SAVED = DATA / "net_savefile.djoin"
PRINTED = DATA / "net_printblob.b64"
SAVED_LINE = SAVED.read_bytes()[2:-2].decode("utf-16-le")
PRINTED_LINE = PRINTED.read_text(encoding="ascii").strip()


def lookup(*terms: object, loader: DataLoader | None = None, **variables: object) -> list[str]:
    """What a template gets."""
    return LookupModule(loader=loader or DataLoader()).run([str(term) for term in terms], variables=variables)


def test_files_are_read_in_their_order() -> None:
    """Each as one line, whatever its encoding."""
    assert lookup(PRINTED, SAVED) == [PRINTED_LINE, SAVED_LINE]


def test_a_binary_file_is_read() -> None:
    """Written by libnetapi."""
    (line,) = lookup(DATA / "netapi_binary.bin")

    assert line.startswith("ARAIAMzMzM")
    assert "\n" not in line


def test_relative_paths_are_searched_in_files(tmp_path: Path) -> None:
    """As those of the lookup file, in the directory of the role or the play."""
    (tmp_path / "files" / "blobs").mkdir(parents=True)
    shutil.copy(SAVED, tmp_path / "files" / "blobs" / "ws0001.djoin")

    assert lookup("blobs/ws0001.djoin", ansible_search_path=[str(tmp_path)]) == [SAVED_LINE]


def test_a_file_in_a_vault_is_read(tmp_path: Path) -> None:
    """With the secret of the run, and without writing it anywhere."""
    secrets = [("default", VaultSecret(b"vault password"))]
    (tmp_path / "ws0001.djoin").write_bytes(VaultLib(secrets).encrypt(SAVED.read_bytes()))
    loader = DataLoader()
    loader.set_vault_secrets(secrets)

    assert lookup(tmp_path / "ws0001.djoin", loader=loader) == [SAVED_LINE]
    assert [path.name for path in tmp_path.iterdir()] == ["ws0001.djoin"]


def test_an_option_is_refused() -> None:
    """There are none; rstrip of the lookup file would be a guess."""
    with pytest.raises(AnsibleLookupError, match="takes no options: rstrip"):
        LookupModule(loader=DataLoader()).run([str(SAVED)], variables={}, rstrip=False)


def test_a_missing_file_is_named() -> None:
    """In the words of the task."""
    with pytest.raises(AnsibleLookupError, match=r"there is no file 'blobs/nobody.djoin'"):
        lookup("blobs/nobody.djoin")


@pytest.mark.parametrize("name", ["bad/trunc_half.djoin", "bad/garbage.txt", "bad/empty.txt", "README.md"])
def test_a_file_that_is_no_blob_is_named(name: str) -> None:
    """With what is wrong in it."""
    with pytest.raises(AnsibleLookupError, match=rf"{name}: not a valid offline join blob: ") as caught:
        lookup(DATA / name)

    assert PRINTED_LINE[:20] not in str(caught.value)
